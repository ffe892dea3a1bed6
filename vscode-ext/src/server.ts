/** The life of `promptlint server`: found, started, restarted after a crash, stopped, and what is said when it cannot. */
import * as readline from "node:readline";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  State,
  TransportKind,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageclient/node";
import { find, type Found } from "./find";
import { selector } from "./selector";

const CRASHES = 4; // within WINDOW, after which a server is not started again by itself
const WINDOW = 180_000; // milliseconds
const KEPT = 20; // lines of standard error that a message may quote from

export type Phase = "idle" | "starting" | "running" | "missing" | "failed";

type Step = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private current: Phase = "idle";
  private stderr: string[] = [];
  private readonly changed = new vscode.EventEmitter<Phase>();
  /** Fires after every change of phase. */
  readonly onDidChange = this.changed.event;
  private readonly progressed = new vscode.EventEmitter<Step>();
  /** Fires at every step of a run over the workspace. */
  readonly onDidProgress = this.progressed.event;

  constructor(readonly log: vscode.LogOutputChannel) {}

  get phase(): Phase {
    return this.current;
  }

  /** Start if nothing runs; calls one behind the other never start two. */
  start(): Promise<void> {
    return this.then(async () => {
      if (this.client === undefined) await this.launch();
    });
  }

  restart(): Promise<void> {
    return this.then(async () => {
      await this.halt();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.then(() => this.halt());
  }

  /** The client, started if need be; undefined when it cannot be. */
  async ready(): Promise<LanguageClient | undefined> {
    await this.start();
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** Ask the server; undefined when there is none. Rejects when the server refuses. */
  async request<T>(method: string, params: object, token?: vscode.CancellationToken): Promise<T | undefined> {
    // A token that is undefined would be sent as a second parameter.
    return (await this.ready())?.sendRequest<T>(method, params, ...(token === undefined ? [] : [token]));
  }

  dispose(): void {
    this.changed.dispose();
    this.progressed.dispose();
  }

  private then(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step).catch((error) => this.log.error(error));
    return this.queue;
  }

  private enter(phase: Phase): void {
    if (phase === this.current) return;
    this.current = phase;
    this.changed.fire(phase);
  }

  private async launch(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("promptlint");
    const setting = settings.get<string>("path", "");
    const found = find({
      setting,
      folders: (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === "file").map((f) => f.uri.fsPath),
      trusted: vscode.workspace.isTrusted,
      env: process.env,
      platform: process.platform,
    });
    if (found === undefined) {
      this.enter("missing");
      this.log.warn(setting ? `promptlint.path is "${setting}": no such program` : "no promptlint found");
      void this.sayMissing(setting);
      return;
    }
    this.log.info(`starting ${found.path} (from: ${found.origin})`);
    this.enter("starting");
    this.stderr = [];
    const client = this.create(found, settings.get<string[]>("files", []));
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client && newState === State.Running) this.enter("running");
    });
    try {
      await client.start();
    } catch {
      this.fail(found);
    }
  }

  private create(found: Found, files: readonly string[]): LanguageClient {
    const run = { command: found.path, args: ["server"], transport: TransportKind.stdio as const };
    return new LanguageClient(
      "promptlint",
      "promptlint",
      { run, debug: run },
      {
        documentSelector: selector(files),
        outputChannel: this.log,
        traceOutputChannel: this.log,
        errorHandler: this.handler(found),
        initializationFailedHandler: () => false,
        stdioOptions: {
          stdout: () => {},
          stderr: (input) => {
            readline.createInterface({ input }).on("line", (line) => {
              this.stderr = [...this.stderr, line].slice(-KEPT);
              this.log.error(line);
            });
          },
        },
        synchronize: { configurationSection: "promptlint" },
        middleware: {
          // Only the run over the workspace reports progress, and who asked for it shows it: the client's own bar, which
          // has no button to cancel, learns of the end alone.
          handleWorkDoneProgress: (token, step, next) => {
            this.progressed.fire(step);
            if (step.kind === "end") next(token, step);
          },
        },
        initializationOptions: { lensCommand: "promptlint.showReading" },
      },
    );
  }

  private handler(found: Found): ErrorHandler {
    const crashes: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        if (this.current === "starting") return { action: CloseAction.DoNotRestart, handled: true };
        const now = Date.now();
        crashes.push(now);
        if (crashes.filter((at) => now - at < WINDOW).length < CRASHES) {
          return { action: CloseAction.Restart, message: "the server stopped; it is started again", handled: true };
        }
        this.fail(found);
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private fail(found: Found): void {
    this.client = undefined;
    this.enter("failed");
    void this.sayFailed(found);
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.enter("idle");
    if (client?.isRunning()) await client.stop();
  }

  private async sayMissing(setting: string): Promise<void> {
    const trusted = vscode.workspace.isTrusted;
    const where = setting
      ? `promptlint.path names “${setting}”, and there is no such program.`
      : trusted
        ? "promptlint is not installed: it is neither in this workspace's virtual environment nor on the PATH."
        : "promptlint is not on the PATH, and what a restricted workspace brings is not started.";
    const actions: Record<string, () => Thenable<unknown>> = {
      "How to install": () => vscode.commands.executeCommand("promptlint.openWalkthrough"),
      ...(trusted
        ? { "Choose the program…": () => this.choose() }
        : { "Manage trust": () => vscode.commands.executeCommand("workbench.trust.manage") }),
      Settings: () => openSettings("promptlint.path"),
    };
    const choice = await vscode.window.showErrorMessage(where, ...Object.keys(actions));
    if (choice !== undefined) await actions[choice]?.();
  }

  private async sayFailed(found: Found): Promise<void> {
    const reason = this.stderr.filter((line) => line.trim() !== "").at(-1) ?? "it ended without a word";
    const choice = await vscode.window.showErrorMessage(
      `promptlint: the server (${found.path}) could not be kept running: ${reason}`,
      "Restart",
      "Show log",
      "Settings",
    );
    if (choice === "Restart") await this.restart();
    else if (choice === "Show log") this.log.show();
    else if (choice === "Settings") await openSettings("promptlint.path");
  }

  private async choose(): Promise<void> {
    const picked = await vscode.window.showOpenDialog({ title: "The promptlint program", openLabel: "Use this" });
    if (picked?.[0] === undefined) return;
    // Kept for the user, not the workspace: where a program lies differs from one machine to the next.
    await vscode.workspace
      .getConfiguration("promptlint")
      .update("path", picked[0].fsPath, vscode.ConfigurationTarget.Global);
  }
}

async function openSettings(query: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", query);
}
