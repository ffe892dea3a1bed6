// The bundled extension must load without VS Code's own modules beyond `vscode`, and select what the linter selects.
const test = require("node:test");
const assert = require("node:assert");
const Module = require("node:module");
const fs = require("node:fs");
const path = require("node:path");

const bundle = path.join(__dirname, "..", "out", "extension.js");

test("the bundle loads, and exports what VS Code calls", () => {
  const load = Module._load;
  const anything = new Proxy(function () {}, { get: (_, k) => (k === "prototype" ? {} : anything), apply: () => anything, construct: () => ({}) });
  Module._load = (name, ...rest) => (name === "vscode" ? anything : load(name, ...rest));
  try {
    const extension = require(bundle);
    assert.equal(typeof extension.activate, "function");
    assert.equal(typeof extension.deactivate, "function");
  } finally {
    Module._load = load;
  }
});

test("restricted workspaces cannot choose what is started", () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(__dirname, "..", "package.json"), "utf8"));
  const trust = manifest.capabilities.untrustedWorkspaces;
  assert.equal(trust.supported, "limited");
  assert.deepEqual(trust.restrictedConfigurations, ["promptlint.path"]);
});

test("every command of the manifest is registered in the bundle", () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(__dirname, "..", "package.json"), "utf8"));
  const code = fs.readFileSync(bundle, "utf8");
  for (const { command } of manifest.contributes.commands) assert.ok(code.includes(`"${command}"`), command);
});
