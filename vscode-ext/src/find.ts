/** Which promptlint to start: the setting, else the workspace's virtual environment, else the PATH. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What the search depends on, so that it can be tested without an editor. */
export interface Place {
  /** `promptlint.path`: "" to search, else a path or a name on the PATH; `~` and `${workspaceFolder}` are filled in. */
  setting: string;
  /** Absolute paths of the workspace's folders. */
  folders: readonly string[];
  /** Whether the workspace is trusted; nothing that lies in one which is not may be started. */
  trusted: boolean;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
}

export interface Found {
  /** Absolute path of the executable. */
  path: string;
  /** Where it was found, for the log. */
  origin: "setting" | "workspace environment" | "PATH";
}

const ENVIRONMENTS = [".venv", "venv", "env", ".env"];

/** The executable, or undefined when there is none. A setting is never replaced by another place. */
export function find(place: Place): Found | undefined {
  const setting = place.setting.trim();
  if (setting !== "") {
    const named = filled(setting, place);
    const found = path.isAbsolute(named) ? runnable(named, place) : named.includes("/") ? undefined : onPath(named, place);
    return found === undefined ? undefined : { path: found, origin: "setting" };
  }
  const own = place.trusted ? inWorkspace(place) : undefined;
  if (own !== undefined) return { path: own, origin: "workspace environment" };
  const global = onPath("promptlint", place);
  return global === undefined ? undefined : { path: global, origin: "PATH" };
}

function inWorkspace(place: Place): string | undefined {
  const scripts = place.platform === "win32" ? "Scripts" : "bin";
  for (const folder of place.folders) {
    for (const environment of ENVIRONMENTS) {
      const found = runnable(path.join(folder, environment, scripts, "promptlint"), place);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Relative entries are left out: they would lead into whatever folder the editor was started in. */
function onPath(name: string, place: Place): string | undefined {
  const separator = place.platform === "win32" ? ";" : ":";
  for (const entry of (place.env.PATH ?? place.env.Path ?? "").split(separator)) {
    if (!path.isAbsolute(entry) || (!place.trusted && place.folders.some((f) => within(entry, f)))) continue;
    const found = runnable(path.join(entry, name), place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function within(entry: string, folder: string): boolean {
  const relative = path.relative(folder, entry);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

function filled(setting: string, place: Place): string {
  const home = setting.replace(/^~(?=$|[\\/])/, place.env.HOME ?? os.homedir());
  return home.replace(/\$\{workspaceFolder\}/g, place.folders[0] ?? "");
}

function runnable(file: string, place: Place): string | undefined {
  for (const name of place.platform === "win32" ? [`${file}.exe`, file] : [file]) {
    try {
      fs.accessSync(name, fs.constants.X_OK);
      if (fs.statSync(name).isFile()) return name;
    } catch {
      // Not there, or not ours to run: the next one.
    }
  }
  return undefined;
}
