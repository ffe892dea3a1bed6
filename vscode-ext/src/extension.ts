/** Starts `promptlint server` and shows what it says. No lint logic lives here. */
import * as vscode from "vscode";
import { Server } from "./server";
import { isPrompt, StatusBar } from "./statusbar";
import { Views } from "./views";
import { Walkthrough } from "./walkthrough";
import { lintWorkspace } from "./workspace";

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("promptlint", { log: true });
  const running = (server = new Server(log));
  const views = new Views(running);
  const walkthrough = new Walkthrough(`${context.extension.id}#promptlint.start`);
  const command = vscode.commands.registerCommand;
  const startForPrompt = (document: vscode.TextDocument) => {
    if (running.phase === "idle" && isPrompt(document)) void running.start();
  };
  const restartIfUsed = () => {
    if (running.phase !== "idle") void running.restart();
    else vscode.workspace.textDocuments.forEach(startForPrompt);
  };
  context.subscriptions.push(
    log,
    running,
    views,
    new StatusBar(running, walkthrough),
    running.onDidChange((phase) => {
      if (phase === "running") walkthrough.tick("install");
    }),
    command("promptlint.restart", () => running.restart()),
    command("promptlint.showLog", () => log.show()),
    command("promptlint.renderPreview", views.render),
    command("promptlint.showReading", views.reading),
    command("promptlint.lintWorkspace", () => lintWorkspace(running)),
    command("promptlint.openWalkthrough", walkthrough.open),
    vscode.workspace.onDidOpenTextDocument(startForPrompt),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration("promptlint.path") || e.affectsConfiguration("promptlint.files")) restartIfUsed();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restartIfUsed),
  );
  vscode.workspace.textDocuments.forEach(startForPrompt);
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
