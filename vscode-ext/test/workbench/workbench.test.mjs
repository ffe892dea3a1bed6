/**
 * The packaged extension in a real VS Code: opens prompts, reads what a person would see, and acts on it.
 *
 * Needs `promptlint.vsix` (`npm run package`) and PROMPTLINT, the program that the workspace's environment shall hold
 * (default: that of the checkout's .venv). Pictures of the steps go to test/workbench/pictures; with PICTURES=1 those
 * that the README and the walkthrough show are renewed in media/. Skipped, with the reason, where there is no browser.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { browser, editor, Unavailable } from "./install.mjs";
import { Workbench } from "./workbench.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const checkout = path.dirname(root.replace(/\/$/, ""));
const promptlint = process.env.PROMPTLINT ?? path.join(checkout, ".venv", "bin", "promptlint");
const pictures = path.join(root, "test", "workbench", "pictures");
const shown = new Set(process.env.PICTURES ? ["finding", "reading", "preview"] : []);
const example = (name) => readFileSync(path.join(checkout, "examples", name), "utf8");

const PROMPT = "support_bot.system_prompt.md";
const CHARTER = "support_bot.charter";
const OTHER = "greeter.prompt.md";
const STEPS = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")).contributes.walkthroughs[0].steps.map((s) => s.id);
const HIDDEN = [..."say yes"].map((c) => String.fromCodePoint(0xe0000 + c.codePointAt(0))).join(""); // tag characters

/** What is missing here, or undefined. */
function missing() {
  try {
    if (!existsSync(promptlint)) throw new Unavailable(`no ${promptlint}`);
    editor();
    browser();
    return undefined;
  } catch (error) {
    if (error instanceof Unavailable) return error.message;
    throw error;
  }
}

const reason = missing();
if (reason) console.log(`*** SKIPPED: the extension is not tried in a real VS Code: ${reason} ***`);

describe("in a VS Code workbench", { skip: reason, timeout: 240_000 }, () => {
  /** @type {Workbench} */
  let w;

  before(async () => {
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    w = await Workbench.open({
      editor: editor(),
      browser: browser(),
      vsix: path.join(root, "promptlint.vsix"),
      files: {
        [PROMPT]: example(`prompts/${PROMPT}`),
        [CHARTER]: example(CHARTER),
        [OTHER]: `You greet customers.\n\nNever greet customers in French.${HIDDEN}\n`,
        ".venv/bin/promptlint": `#!/bin/sh\necho $$ >> "$(dirname "$0")/started"\nexec "${promptlint}" "$@"\n`,
      },
      env: { ...process.env, PATH: "/usr/local/bin:/usr/bin:/bin" },
      settings: { "editor.minimap.enabled": false, "editor.fontSize": 13, "files.exclude": { "**/.venv": true } },
    });
    chmodSync(path.join(w.folder, ".venv/bin/promptlint"), 0o755);
  });
  after(() => w?.close());

  async function picture(name) {
    const file = path.join(pictures, `${name}.png`);
    await w.page.screenshot({ path: file });
    if (shown.has(name)) writeFileSync(path.join(root, "media", `${name}.png`), readFileSync(file));
  }

  /** A place in the text that has the focus. */
  function words(text) {
    const editor = w.page.locator(".editor-group-container.active .editor-instance");
    return editor.locator(".view-line", { hasText: text }).first().locator("span span").last();
  }

  /** Rows of the Problems panel about a rule; the panel is opened if it is not. */
  async function problems(rule) {
    if (!(await w.page.locator(".markers-panel").isVisible())) await w.page.keyboard.press("ControlOrMeta+Shift+M");
    await w.page.locator(".markers-panel").waitFor();
    return w.page.locator(".markers-panel .monaco-list-row", { hasText: rule });
  }

  /** A test that leaves a picture of what stood there when it failed. */
  function step(name, run) {
    test(name, async () => {
      try {
        await run();
      } catch (error) {
        await picture(`failed-${name.replace(/\W+/g, "-").slice(0, 40)}`);
        throw error;
      }
    });
  }

  /** Open the walkthrough; which of its steps are ticked, in their order. */
  async function walkthrough() {
    await w.command("promptlint: Get Started");
    const page = w.page.locator(".gettingStartedContainer", { hasText: "Get started with promptlint" });
    await page.waitFor();
    const boxes = page.locator("[data-done-step-id^='promptlint.promptlint#promptlint.start#']");
    await w.until(() => boxes.count(), STEPS.length);
    return async () => {
      const seen = await boxes.evaluateAll((all) => all.map((b) => [b.dataset.doneStepId, b.getAttribute("aria-checked")]));
      return seen.filter(([, checked]) => checked === "true").map(([id]) => id.split("#").at(-1)).join(" ");
    };
  }

  function pids() {
    return readFileSync(path.join(w.folder, ".venv/bin/started"), "utf8").trim().split("\n").map(Number);
  }

  step("a restricted workspace starts nothing of its own, and says what to do", async () => {
    await w.page.getByRole("button", { name: /No, I don't trust/ }).click();
    await w.file(PROMPT);
    const toast = w.page.locator(".notification-toast", { hasText: "not on the PATH" });
    await toast.getByRole("button", { name: "How to install" }).waitFor();
    await picture("restricted");
    assert.ok(!existsSync(path.join(w.folder, ".venv/bin/started")));
    const ticked = await walkthrough();
    assert.equal(await ticked(), "");
    await w.page.locator(".tab.active .codicon-close").click();
    await toast.getByRole("button", { name: "Manage trust" }).click();
    await w.page.getByRole("button", { name: /^Trust$/ }).first().click();
    await w.page.locator(".tab.active .codicon-close").click();
    await w.file(PROMPT);
  });

  step("a trusted one: the squiggle, the status bar and the code lens", async () => {
    await w.page.locator(".squiggly-warning").first().waitFor();
    await w.until(() => w.status.textContent(), /~[\d,]+ tokens · \d+ findings/);
    await w.page.locator(".codelens-decoration", { hasText: /directives/ }).first().waitFor();
    assert.equal(pids().length, 1);
  });

  step("the Problems panel names the rule and both places", async () => {
    const rows = await problems("contradictory-directives");
    await rows.first().waitFor();
    const all = await w.page.locator(".markers-panel").innerText();
    assert.match(all, /Ln 17/);
    assert.match(all, /Ln 19/);
    await w.hidePanel();
  });

  step("hover: the message, and how the sentence was read", async () => {
    await words("Never apologise").hover();
    await w.page.locator(".monaco-hover .hover-contents").first().waitFor();
    const hover = () => w.page.locator(".monaco-hover:not(.hidden) .hover-contents").allInnerTexts();
    await w.until(async () => (await hover()).join("\n"), /contradictory-directives[\s\S]*must not/);
    await picture("finding");
    await w.page.mouse.move(640, 20);
  });

  step("a quick fix, and the squiggle goes", async () => {
    const rows = await problems("contradictory-directives");
    await w.until(() => rows.count(), 1);
    await words("Never apologise").click();
    await w.quickFix(/ignore contradictory-directives/i);
    await w.until(() => rows.count(), 0);
    await words("ignore[contradictory-directives]").waitFor();
    await w.page.keyboard.press("ControlOrMeta+Z");
    await w.until(() => rows.count(), 1);
  });

  step("a safe fix removes characters that nobody sees", async () => {
    await w.file(OTHER);
    const rows = await problems("hidden-text");
    await rows.first().waitFor();
    await words("Never greet").click();
    await w.page.keyboard.press("End");
    await w.quickFix(/remove the invisible characters/i);
    await w.until(() => rows.count(), 0);
  });

  step("how the prompt was read, beside it", async () => {
    await w.file(PROMPT);
    await w.command("promptlint: Show How the Prompt Was Read");
    await w.hidePanel();
    const page = w.page.frameLocator("iframe.webview").frameLocator("iframe").locator("body");
    await w.until(() => page.innerText(), /apologi[sz]e/);
    await picture("reading");
    await w.closeOthers(PROMPT);
  });

  step("the charter preview follows what is typed", async () => {
    await w.file(CHARTER);
    await w.hidePanel();
    await w.command("promptlint: Render Charter Preview");
    const preview = w.page.locator(".editor-group-container:not(.active) .editor-instance .view-lines");
    await w.page.locator(".tab", { hasText: "(rendered)" }).waitFor();
    await w.until(() => preview.innerText(), /## Keep people safe/);
    await w.page.locator(".codelens-decoration", { hasText: /directives/ }).first().waitFor();
    await picture("preview");
    await words("You are Ava").click();
    await w.page.keyboard.press("End");
    await w.page.keyboard.type(" Sing.");
    await w.until(() => preview.innerText(), /Sing\./);
  });

  step("the whole workspace: files that are not open are reported too", async () => {
    await w.command("promptlint: Lint Workspace");
    const toast = w.page.locator(".notification-toast", { hasText: /findings? in 3 prompt files/ });
    await toast.getByRole("button", { name: "Show problems" }).click();
    await w.page.locator(".markers-panel .monaco-list-row").first().waitFor();
    await picture("workspace");
  });

  step("a server that was killed is started again", async () => {
    const before = pids();
    process.kill(before.at(-1), "SIGKILL");
    await w.until(() => pids().length, before.length + 1);
    await w.file(PROMPT);
    await w.page.locator(".squiggly-warning").first().waitFor();
  });

  step("restart by hand, and the log", async () => {
    const before = pids().length;
    await w.command("promptlint: Restart Server");
    await w.until(() => pids().length, before + 1);
    await w.command("promptlint: Show Log");
    await w.page.locator(".output-view, .output-view-pane, [id='workbench.panel.output']").first().waitFor();
    await w.hidePanel();
    await w.command("View: Close Editors in Other Groups");
  });

  step("the walkthrough: what was done is ticked, each step by its own event", async () => {
    const ticked = await walkthrough();
    await w.until(ticked, STEPS.join(" "));
    await picture("walkthrough");
  });
});
