/** Which promptlint is started, from real files in a folder of the test's own. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, beforeEach, test } from "node:test";
import { source } from "./source.mjs";

const { find } = source("find");
const root = mkdtempSync(path.join(tmpdir(), "promptlint-find-"));
const folder = path.join(root, "workspace");
const bin = path.join(root, "bin");

function program(...parts) {
  const file = path.join(...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

function place(change = {}) {
  return { setting: "", folders: [folder], trusted: true, env: { PATH: bin, HOME: root }, platform: "linux", ...change };
}

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
after(() => rmSync(root, { recursive: true, force: true }));

test("the workspace's environment goes before the PATH", () => {
  program(bin, "promptlint");
  const own = program(folder, ".venv", "bin", "promptlint");
  assert.deepEqual(find(place()), { path: own, origin: "workspace environment" });
});

test("a restricted workspace's environment is never used, not even through the PATH", () => {
  program(folder, ".venv", "bin", "promptlint");
  const env = { PATH: path.join(folder, ".venv", "bin") };
  assert.equal(find(place({ trusted: false, env })), undefined);
  const global = program(bin, "promptlint");
  const both = { PATH: `${env.PATH}:${bin}` };
  assert.deepEqual(find(place({ trusted: false, env: both })), { path: global, origin: "PATH" });
});

test("the setting goes before everything, and nothing replaces it", () => {
  program(bin, "promptlint");
  program(folder, ".venv", "bin", "promptlint");
  const mine = program(root, "tools", "pl");
  for (const setting of [mine, "~/tools/pl", " ~/tools/pl "]) {
    assert.deepEqual(find(place({ setting })), { path: mine, origin: "setting" });
  }
  assert.equal(find(place({ setting: "/no/such/promptlint" })), undefined);
});

test("the setting may be a name on the PATH or lie in the folder", () => {
  const named = program(bin, "pl-dev");
  assert.equal(find(place({ setting: "pl-dev" })).path, named);
  const local = program(folder, "bin", "pl");
  assert.equal(find(place({ setting: "${workspaceFolder}/bin/pl" })).path, local);
  assert.equal(find(place({ setting: "bin/pl" })), undefined);
});

test("what cannot be run is passed over", () => {
  mkdirSync(path.join(folder, ".venv", "bin", "promptlint"), { recursive: true });
  const other = program(folder, "venv", "bin", "promptlint");
  assert.equal(find(place()).path, other);
  chmodSync(other, 0o644);
  assert.equal(find(place()), undefined);
});

test("relative entries of the PATH are left out", () => {
  program(folder, "promptlint");
  assert.equal(find(place({ env: { PATH: `.:${path.relative(process.cwd(), folder)}` } })), undefined);
});

test("every folder of the workspace is searched", () => {
  const second = path.join(root, "second");
  const own = program(second, ".venv", "bin", "promptlint");
  assert.equal(find(place({ folders: [folder, second] })).path, own);
});

test("Windows environments keep programs in Scripts", () => {
  const own = program(folder, ".venv", "Scripts", "promptlint.exe");
  assert.equal(find(place({ platform: "win32" })).path, own);
});
