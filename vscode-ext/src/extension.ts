/** Starts `promptlint server` and shows what it says. No lint logic lives here. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { selector } from "./selector";

let client: LanguageClient | undefined;

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("promptlint");
  const command = settings.get<string>("path", "promptlint");
  const run = { command, args: ["server"], transport: TransportKind.stdio };
  client = new LanguageClient(
    "promptlint",
    "promptlint",
    { run, debug: run },
    { documentSelector: selector(settings.get<string[]>("files", [])), outputChannelName: "promptlint" },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await vscode.window.showErrorMessage(
      `promptlint: cannot start "${command}": ${error instanceof Error ? error.message : error}. ` +
        `Install it with the extra lsp, or set promptlint.path.`,
      "Open settings",
    );
    if (choice) await vscode.commands.executeCommand("workbench.action.openSettings", "promptlint.path");
  }
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  await old?.stop();
}

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("promptlint.restart", restart),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration("promptlint.path") || e.affectsConfiguration("promptlint.files")) void restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await start();
}

export function deactivate(): Promise<void> {
  return stop();
}
