/** Lint every prompt of the workspace, open or not. */
import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";
import type { Server } from "./server";

/** What the command of the server answers; the findings themselves arrive as diagnostics. */
interface Summary {
  files: number;
  findings: number;
}

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

export async function lintWorkspace(server: Server): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    void vscode.window.showInformationMessage("Open a folder first.");
    return;
  }
  const title = "promptlint: linting the workspace";
  const summary = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => ask(server, progress, token),
  );
  if (summary === undefined) return;
  const said = `promptlint: ${count(summary.findings, "finding")} in ${count(summary.files, "prompt file")}.`;
  if (summary.findings === 0) void vscode.window.showInformationMessage(said);
  else if (await vscode.window.showInformationMessage(said, "Show problems")) {
    await vscode.commands.executeCommand("workbench.actions.view.problems");
  }
}

async function ask(
  server: Server,
  progress: Progress,
  token: vscode.CancellationToken,
): Promise<Summary | undefined> {
  const client = await server.ready();
  if (client === undefined) return undefined;
  let shown = 0; // percent
  const listening = server.onDidProgress((step) => {
    if (step.kind === "end") return;
    const percentage = step.percentage ?? shown;
    progress.report({ message: step.message, increment: percentage - shown });
    shown = percentage;
  });
  try {
    const params = { command: "promptlint.server.lintWorkspace", arguments: [] };
    return (await client.sendRequest(ExecuteCommandRequest.type, params, token)) as Summary;
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    server.log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(`promptlint: ${error instanceof Error ? error.message : error}`);
    return undefined;
  } finally {
    listening.dispose();
  }
}

function count(n: number, what: string): string {
  return `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}
