/** The status bar item of the prompt in front: its length in tokens and what was found in it. */
import * as vscode from "vscode";
import type { Phase, Server } from "./server";
import { selector } from "./selector";
import type { Walkthrough } from "./walkthrough";

const PAUSE = 250; // milliseconds without a new report before the server is asked for figures

/** What `promptlint/status` answers. */
export interface Status {
  directives: number;
  conflicts: number;
  tokens: number;
}

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("promptlint.status", vscode.StatusBarAlignment.Right, 90);
  private readonly parts: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private front: vscode.TextDocument | undefined; // the prompt that was last seen in front

  constructor(
    private readonly server: Server,
    private readonly walkthrough: Walkthrough,
  ) {
    this.item.name = "promptlint";
    this.parts = [
      this.item,
      server.onDidChange(() => this.soon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.soon()),
      vscode.languages.onDidChangeDiagnostics((e) => {
        const uri = vscode.window.activeTextEditor?.document.uri.toString();
        if (e.uris.some((u) => u.toString() === uri)) this.soon();
      }),
      vscode.workspace.onDidChangeTextDocument((e) => {
        if (e.document === vscode.window.activeTextEditor?.document) this.soon();
      }),
    ];
    this.soon();
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.parts).dispose();
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), PAUSE);
  }

  private async show(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const prompt = document !== undefined && isPrompt(document);
    void vscode.commands.executeCommand("setContext", "promptlint.prompt", prompt);
    if (!prompt) {
      this.front = undefined;
      this.item.hide();
      return;
    }
    const state = STATES[this.server.phase];
    this.item.command = state.command;
    this.item.backgroundColor = state.bad ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    if (this.server.phase !== "running") {
      this.item.text = `${state.icon} promptlint`;
      this.item.tooltip = state.tooltip;
      this.item.show();
      return;
    }
    if (this.front !== document) this.walkthrough.tick("conflict");
    this.front = document;
    const found = vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === "promptlint").length;
    const status = await this.status(document.uri);
    if (vscode.window.activeTextEditor?.document !== document) return;
    const findings = found === 0 ? "no findings" : found === 1 ? "1 finding" : `${found} findings`;
    const tokens = status === undefined ? [] : [`~${status.tokens.toLocaleString("en")} tokens`];
    this.item.text = `${found === 0 ? "$(pass)" : "$(warning)"} ${[...tokens, findings].join(" · ")}`;
    this.item.tooltip = tooltip(status, findings);
    this.item.show();
  }

  private async status(uri: vscode.Uri): Promise<Status | undefined> {
    try {
      return (await this.server.request<Status | null>("promptlint/status", { uri: uri.toString() })) ?? undefined;
    } catch (error) {
      this.server.log.debug(String(error));
      return undefined; // The findings are worth showing without the figures.
    }
  }
}

const STATES: Record<Phase, { icon: string; tooltip: string; command: string; bad?: boolean }> = {
  idle: { icon: "$(circle-slash)", tooltip: "promptlint is not running; click to start", command: "promptlint.restart" },
  starting: { icon: "$(sync~spin)", tooltip: "promptlint is starting", command: "promptlint.showLog" },
  running: { icon: "$(pass)", tooltip: "", command: "promptlint.showReading" },
  missing: { icon: "$(error)", tooltip: "promptlint was not found; click for help", command: "promptlint.restart", bad: true },
  failed: { icon: "$(error)", tooltip: "promptlint could not be started; click for the log", command: "promptlint.showLog", bad: true },
};

function tooltip(status: Status | undefined, findings: string): string {
  const figures = status === undefined ? "" : `${status.directives} directives, ${status.conflicts} conflicts, `;
  return `promptlint: ${figures}${findings}. Click to see how the prompt was read.`;
}

/** Whether the document goes to the server. */
export function isPrompt(document: vscode.TextDocument): boolean {
  const more = vscode.workspace.getConfiguration("promptlint").get<string[]>("files", []);
  return vscode.languages.match(selector(more), document) > 0;
}
