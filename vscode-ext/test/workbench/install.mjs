/** A real VS Code, installed once from the npm registry, and a browser to show it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

const VERSION = "4.100.3"; // of code-server, which holds the server of VS Code 1.100.3
const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MINUTES = 60_000; // milliseconds

/** Thrown where something cannot be had here; its message says what and why. */
export class Unavailable extends Error {}

/** Path of the VS Code server's folder, which lies in the user's cache. */
export function editor() {
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "promptlint-editors");
  const folder = path.join(cache, `code-server-${VERSION}`);
  if (!existsSync(folder)) {
    // Put in its place only when whole, so that a run that was broken off leaves nothing half done.
    const work = `${folder}.${process.pid}`;
    mkdirSync(work, { recursive: true });
    try {
      run("npm", ["pack", "--loglevel=error", `code-server@${VERSION}`], work);
      run("tar", ["xzf", readdirSync(work).find((f) => f.endsWith(".tgz"))], work);
      const server = path.join(work, "package", "lib", "vscode");
      for (const place of [server, path.join(server, "extensions")]) {
        run("npm", ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"], place);
      }
      symlinkSync("node_modules", path.join(server, "node_modules.asar"));
      renameSync(server, folder);
    } catch (error) {
      throw new Unavailable(`no VS Code server: ${reason(error)}`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return folder;
}

/** Path of a Chromium; scripts/editors.sh installs one where it can. */
export function browser() {
  const found = onPath();
  if (!found) throw new Unavailable("no Chromium on the PATH");
  return found;
}

function onPath() {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const name = BROWSERS.find((b) => existsSync(path.join(folder, b)));
    if (name) return path.join(folder, name);
  }
  return undefined;
}

function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"], timeout: 4 * MINUTES });
}

function reason(error) {
  const said = String(error.stderr ?? "").trim().split("\n")[0];
  return said ? `${error.message.split("\n")[0]}: ${said}` : error.message;
}
