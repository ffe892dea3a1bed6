/** A VS Code server with the packaged extension, and a page of headless Chromium that shows it. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const PATIENCE = 60_000; // milliseconds until something that must appear has appeared

export class Workbench {
  /**
   * @param {{editor: string, browser: string, vsix: string, files: Record<string, string>, env: NodeJS.ProcessEnv,
   *   settings?: object}} options `files`: text by path in the workspace; `env`: of the server and all that it starts.
   */
  static async open(options) {
    const self = new Workbench();
    self.home = mkdtempSync(path.join(tmpdir(), "promptlint-workbench-"));
    self.folder = path.join(self.home, "prompts");
    for (const [name, text] of Object.entries(options.files)) {
      const file = path.join(self.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const data = path.join(self.home, "data");
    mkdirSync(path.join(data, "data", "Machine"), { recursive: true });
    const settings = { "workbench.startupEditor": "none", "window.commandCenter": false, "chat.commandCenter.enabled": false, ...options.settings };
    writeFileSync(path.join(data, "data", "Machine", "settings.json"), JSON.stringify(settings));
    const common = ["out/server-main.js", "--accept-server-license-terms", "--server-data-dir", data];
    common.push("--extensions-dir", path.join(self.home, "extensions"));
    const env = { ...options.env, HOME: self.home };
    const installed = spawnSync(process.execPath, [...common, "--install-extension", options.vsix], {
      cwd: options.editor,
      env,
      encoding: "utf8",
    });
    if (installed.status !== 0) throw new Error(`the extension was not installed: ${installed.stdout}${installed.stderr}`);
    const port = await freePort();
    const args = ["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--telemetry-level", "off"];
    self.server = spawn(process.execPath, [...common, ...args], { 
      cwd: options.editor,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // with the extension host and all servers in a group of their own, to be ended together
    });
    await new Promise((resolve, reject) => {
      let said = "";
      const listen = (data) => {
        said += data;
        if (/Extension host agent listening/.test(said)) resolve();
      };
      self.server.stdout.on("data", listen);
      self.server.stderr.on("data", listen);
      self.server.on("exit", () => reject(new Error(`VS Code ended: ${said}`)));
    });
    self.browser = await chromium.launch({
      executablePath: options.browser,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
    self.page = await self.browser.newPage({ viewport: { width: 1280, height: 800 } });
    self.page.setDefaultTimeout(PATIENCE);
    await self.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(self.folder)}`);
    await self.page.waitForSelector(".monaco-workbench");
    return self;
  }

  /** Run a command by its title in the palette. */
  async command(title) {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    const row = this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).first();
    // A view that takes the focus a moment later closes the palette, and a key pressed meanwhile is lost: try again.
    for (let tries = 5; ; tries--) {
      try {
        await this.page.keyboard.press("F1");
        await input.fill(`>${title}`, { timeout: 2000 });
        await row.waitFor({ timeout: 3000 });
        break;
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** Open a file that lies at the top of the workspace. */
  async file(name) {
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
    await this.page.locator(".tab.active", { hasText: name }).first().waitFor();
  }

  /** Choose what the light bulb offers at the cursor, with the keys. */
  async quickFix(title) {
    await this.page.keyboard.press("ControlOrMeta+.");
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    await rows.filter({ hasText: title }).first().waitFor();
    for (let i = (await rows.count()) + 1; i > 0; i--) {
      if (title.test((await this.page.locator(".action-widget .monaco-list-row.focused").textContent()) ?? "")) break;
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Enter");
  }

  /** Close the panel below the editors. */
  async hidePanel() {
    const panel = this.page.locator(".part.panel");
    for (let tries = 3; tries > 0 && (await panel.isVisible()); tries--) {
      await this.command("View: Hide Panel");
      await panel.waitFor({ state: "hidden", timeout: 3000 }).catch(() => {});
    }
  }

  /** Close every other tab, in every group. */
  async closeOthers(name) {
    await this.file(name);
    await this.command("View: Close Other Editors in Group");
    await this.command("View: Close Editors in Other Groups");
  }

  /** Wait until what `look` finds is `wanted`: equal, or matched by a regular expression (no-break spaces as spaces). */
  async until(look, wanted) {
    const fits = (value) =>
      wanted instanceof RegExp ? wanted.test((value ?? "").replaceAll("\u00a0", " ")) : value === wanted;
    const deadline = Date.now() + PATIENCE;
    let seen;
    do {
      seen = await look();
      if (fits(seen)) return;
      await this.page.waitForTimeout(100);
    } while (Date.now() < deadline);
    assert.fail(`waited for ${wanted}, saw ${JSON.stringify(seen)}`);
  }

  /** The text of the status bar item of the extension. */
  get status() {
    return this.page.locator("#promptlint\\.promptlint\\.promptlint\\.status");
  }

  async close() {
    await this.browser?.close();
    if (this.server) {
      this.server.removeAllListeners("exit");
      const ended = new Promise((resolve) => this.server.on("exit", resolve));
      process.kill(-this.server.pid, "SIGTERM");
      await ended;
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
