/** The manifest, the bundle and the files beside them say the same. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { source } from "./source.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (name) => readFileSync(path.join(root, name), "utf8");
const manifest = JSON.parse(read("package.json"));
const sources = readdirSync(path.join(root, "src")).filter((f) => f.endsWith(".ts")).map((f) => read(`src/${f}`)).join("\n");
const { contributes } = manifest;

/** Every string in a JSON value. */
function strings(value) {
  if (typeof value === "string") return [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
}

test("the bundle loads with nothing but VS Code's own module, and exports what it calls", () => {
  const load = Module._load;
  const anything = new Proxy(function () {}, {
    get: (_, key) => (key === "prototype" ? {} : key === "version" ? "1.91.0" : anything),
    apply: () => anything,
    construct: () => ({}),
  });
  Module._load = (name, ...rest) => (name === "vscode" ? anything : load(name, ...rest));
  try {
    const extension = createRequire(import.meta.url)(path.join(root, "out", "extension.js"));
    assert.equal(typeof extension.activate, "function");
    assert.equal(typeof extension.deactivate, "function");
  } finally {
    Module._load = load;
  }
});

test("restricted workspaces choose neither what is started nor how it is configured", () => {
  const trust = manifest.capabilities.untrustedWorkspaces;
  assert.equal(trust.supported, "limited");
  assert.deepEqual(trust.restrictedConfigurations, ["promptlint.path", "promptlint.configuration"]);
});

test("commands of the manifest are those that are registered", () => {
  const registered = [...sources.matchAll(/\bcommand\("(promptlint\.[^"]+)"/g)].map((m) => m[1]);
  assert.deepEqual(contributes.commands.map((c) => c.command).sort(), registered.sort());
});

test("menus and walkthrough name commands that exist", () => {
  const known = new Set(contributes.commands.map((c) => c.command));
  const named = strings([contributes.menus, contributes.walkthroughs]).flatMap((s) => s.match(/promptlint\.(?=[a-z]+[A-Z]|restart)\w+/g) ?? []);
  assert.ok(named.length > 8);
  for (const command of named) assert.ok(known.has(command), command);
});

test("settings that are read are declared, described and in the section", () => {
  const declared = contributes.configuration.properties;
  for (const [, name] of sources.matchAll(/\.get(?:<[^>]*>)?\("([^"]+)"/g)) assert.ok(declared[`promptlint.${name}`], name);
  for (const [name, s] of Object.entries(declared)) assert.ok(s.description ?? s.markdownDescription, name);
});

test("files that the manifest names are there and are packaged", () => {
  const packaged = read(".vscodeignore");
  for (const file of strings(contributes).concat(manifest.icon).filter((s) => /^(\.\/)?[\w-]+\/[\w.-]+\.(json|svg|png|md)$/.test(s))) {
    assert.ok(existsSync(path.join(root, file)), file);
    assert.match(packaged, new RegExp(`^!${file.replace("./", "").split("/")[0]}/`, "m"), file);
  }
});

test("the README names every setting with its default, and every command", () => {
  const readme = read("README.md");
  for (const [name, s] of Object.entries(contributes.configuration.properties)) {
    const value = typeof s.default === "string" && s.default !== "" ? s.default : JSON.stringify(s.default);
    assert.ok(readme.includes(`| \`${name}\` | \`${value}\` |`), name);
  }
  for (const { title } of contributes.commands) assert.ok(readme.includes(title), title);
});

test("pictures of the README are packaged PNGs", () => {
  const pictures = [...read("README.md").matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((m) => m[1]);
  for (const file of pictures) {
    assert.match(file, /^(media|icons)\//);
    assert.equal(readFileSync(path.join(root, file)).subarray(1, 4).toString(), "PNG", file);
  }
});

test("our languages are our own: the editor's ids are only selected", () => {
  const { LANGUAGES, selector } = source("selector");
  assert.deepEqual(contributes.languages.map((l) => l.id).sort(), [...LANGUAGES].sort());
  assert.ok(!LANGUAGES.includes("prompt"));
  const languages = new Set(selector([]).map((f) => f.language));
  for (const id of ["prompt", "instructions", "chatagent", "skill"]) assert.ok(languages.has(id), id);
});

test("globs hold at any depth, and those of the user are added", () => {
  const { selector } = source("selector");
  const patterns = selector(["assistants/*.md", "/top.md", "**/a.md", " "]).flatMap((f) => f.pattern ?? []);
  assert.ok(patterns.every((p) => p.startsWith("**/") && !p.startsWith("**/**/")));
  assert.deepEqual(patterns.slice(-3), ["**/assistants/*.md", "**/top.md", "**/a.md"]);
});

test("snippets are for keywords of the language, and each has a tab stop", () => {
  const highlighted = read("syntaxes/charter.tmLanguage.json");
  for (const [name, s] of Object.entries(JSON.parse(read("snippets/charter.json")))) {
    assert.ok(s.prefix === "charter" || highlighted.includes(s.prefix), name);
    assert.match(s.body.join("\n"), /\$0|\$\{0/, name);
  }
});
