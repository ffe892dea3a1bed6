/** Which documents go to the server: the prompt files of `promptlint check`, and the user's globs. */
import globs from "./files.json";

export type Filter = { scheme: string; language: string } | { scheme: string; pattern: string };

/** Our own language ids; `prompt`, `instructions`, `chatagent` and `skill` belong to the editor. */
export const LANGUAGES = ["charter", "promptlint-prompt"];
const EDITORS_OWN = ["prompt", "instructions", "chatagent", "skill"];

/** Globs hold at any depth, as they do on the command line. */
export function selector(more: readonly string[]): Filter[] {
  const patterns = [...globs, ...more.filter((g) => typeof g === "string" && g.trim() !== "")];
  return [
    ...[...LANGUAGES, ...EDITORS_OWN].flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    ...patterns.map((glob) => ({ scheme: "file", pattern: anywhere(glob) })),
  ];
}

function anywhere(glob: string): string {
  if (glob.startsWith("**/")) return glob;
  return `**/${glob.replace(/^\/+/, "")}`;
}
