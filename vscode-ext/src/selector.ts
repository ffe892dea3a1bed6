/** Which documents are prompts: the globs of `promptlint check` when nothing is configured. */
export const GLOBS = [
  "**/*.{prompt,prompty,poml}",
  "**/*.prompt.{yml,yaml,md}",
  "**/*.{agent,chatmode,instructions}.md",
  "**/{SKILL,AGENTS,CLAUDE,GEMINI,SOUL,model_spec,copilot-instructions}.md",
  "**/*constitution*.{md,txt,yaml,json}",
  "**/*system{-,_}{prompt,message}*.{txt,md,j2,jinja,yaml}",
  "**/skprompt.txt",
  "**/*{prompt,prompts}.{txt,md,yaml,json,j2}",
  "**/{prompt,prompts,*_prompts}/**/*.{md,txt,j2,jinja2,yaml,json,toml}",
  "**/promptfooconfig*.yaml",
  "**/config/{agents,tasks}.yaml",
];

/** One filter a glob, for files and for unsaved texts. */
export function selector(more: readonly string[]): { scheme: string; pattern: string }[] {
  const globs = [...GLOBS, ...more.filter((g) => typeof g === "string" && g.trim() !== "")];
  return globs.flatMap((pattern) => ["file", "untitled"].map((scheme) => ({ scheme, pattern })));
}
