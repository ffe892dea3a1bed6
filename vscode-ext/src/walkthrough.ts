/** The walkthrough, and the ticks at those of its steps that are no commands. */
import * as vscode from "vscode";

export type Step = "install" | "conflict";

export class Walkthrough {
  private readonly done = new Set<Step>();

  /** @param id of the walkthrough, with that of the extension. */
  constructor(private readonly id: string) {}

  /** Note that a step is done. */
  tick(step: Step): void {
    this.done.add(step);
    void signal(step);
  }

  readonly open = async (): Promise<void> => {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", this.id, false);
    for (const step of this.done) await signal(step);
  };
}

/**
 * Let VS Code tick a step. It does so when a context becomes true, and only after it has read the walkthrough; one that
 * is true when it reads it never ticks anything. So the context goes at once, and comes again with the next occasion.
 */
async function signal(step: Step): Promise<void> {
  for (const value of [true, false]) await vscode.commands.executeCommand("setContext", `promptlint.done.${step}`, value);
}
