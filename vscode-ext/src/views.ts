/** Read-only texts beside the editor that follow what is typed: a charter as rendered, and a prompt as it was read. */
import * as vscode from "vscode";
import type { Server } from "./server";

const PAUSE = 200; // milliseconds without a keystroke before the text is asked for again

/** A text that the server derives from a document. */
interface View {
  scheme: string;
  method: string;
  /** File name of the view, whose extension chooses the highlighting. */
  name: (stem: string, form: string) => string;
  show: (uri: vscode.Uri) => Thenable<unknown>;
}

/** As a text: what is sent to the model is shown as it is. */
const asText = (uri: vscode.Uri) =>
  vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });

/** As a page, or as a text where the Markdown extension that comes with the editor is switched off. */
const asPage = async (uri: vscode.Uri) => {
  try {
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  } catch {
    await asText(uri);
  }
};

const RENDERED: View = {
  scheme: "promptlint-rendered",
  method: "promptlint/render",
  name: (stem, form) => `${stem} (rendered).${{ xml: "xml", chat: "json", constitution: "json" }[form] ?? "md"}`,
  show: asText,
};
const READING: View = {
  scheme: "promptlint-reading",
  method: "promptlint/directives",
  name: (stem) => `${stem} (as read).md`,
  show: asPage,
};

export class Views implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly parts: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.parts = [
      this.changed,
      ...[RENDERED, READING].map((view) =>
        vscode.workspace.registerTextDocumentContentProvider(view.scheme, {
          onDidChange: this.changed.event,
          provideTextDocumentContent: (uri, token) => this.text(view, uri, token),
        }),
      ),
      vscode.workspace.onDidChangeTextDocument((e) => this.follow(e.document.uri)),
      server.onDidChange(() => this.shown().forEach((uri) => this.changed.fire(uri))),
    ];
  }

  dispose(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    vscode.Disposable.from(...this.parts).dispose();
  }

  /** The prompt that the charter in front renders to, beside it. */
  render = () => this.open(RENDERED, vscode.workspace.getConfiguration("promptlint").get("preview.form", "markdown"));

  /** How a document was read, beside it; without an address (code lenses give one) the one in front. */
  reading = (uri?: unknown) => this.open(READING, "markdown", typeof uri === "string" ? uri : undefined);

  private async open(view: View, form: string, address?: string): Promise<void> {
    const document = vscode.workspace.textDocuments.find((d) => d.uri.toString() === address) ?? vscode.window.activeTextEditor?.document;
    if (document === undefined || (view === RENDERED && document.languageId !== "charter")) {
      void vscode.window.showInformationMessage(
        view === RENDERED ? "Open a charter first." : "Open a prompt first.",
      );
      return;
    }
    const stem = document.uri.path.split("/").at(-1)?.replace(/\.[^.]*$/, "") || "prompt";
    const query = JSON.stringify({ uri: document.uri.toString(), form });
    const uri = vscode.Uri.from({ scheme: view.scheme, path: `/${view.name(stem, form)}`, query });
    await view.show(uri);
  }

  private async text(view: View, uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { uri: of, form } = JSON.parse(uri.query) as { uri: string; form: string };
    try {
      const answer = await this.server.request<{ text: string; problems?: string[] } | null>(
        view.method,
        { uri: of, to: form },
        token,
      );
      if (!answer) return "promptlint is not running: see the status bar.\n";
      const problems = (answer.problems ?? []).map((p) => `<!-- ${p} -->\n`).join("");
      return problems + answer.text;
    } catch (error) {
      this.server.log.error(error instanceof Error ? error : String(error));
      return `This cannot be shown: ${error instanceof Error ? error.message : error}\n`;
    }
  }

  private shown(): vscode.Uri[] {
    const schemes = [RENDERED.scheme, READING.scheme];
    return vscode.workspace.textDocuments.map((d) => d.uri).filter((uri) => schemes.includes(uri.scheme));
  }

  private follow(source: vscode.Uri): void {
    for (const uri of this.shown()) {
      if ((JSON.parse(uri.query) as { uri: string }).uri !== source.toString()) continue;
      const key = uri.toString();
      clearTimeout(this.timers.get(key));
      this.timers.set(key, setTimeout(() => this.changed.fire(uri), PAUSE));
    }
  }
}
