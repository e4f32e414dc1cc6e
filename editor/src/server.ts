// Keeps one language server running for the window, and lets the rest of the extension talk to it.

import { EventEmitter, l10n, type Disposable, type Event, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** How long a server may take to answer before it is left behind, in milliseconds. */
const patience = { start: 10_000, stop: 2_000 };

/** How often a server may end by itself before it is not started again, and within how many milliseconds. */
const crashes = { most: 5, within: 3 * 60_000 };

/** How the server is; `asleep` is that nobody has needed it yet, `missing` that there is no program to start. */
export type ServerState = "asleep" | "starting" | "running" | "stopped" | "missing";

/** There is no server to ask; the message is for the person. */
export class NoServer extends Error {}

export class Server implements Disposable {
  private client: LanguageClient | undefined;
  private readonly begin = coalesced(() => this.startAnew());
  /** Whether a server has been ready since somebody asked for one. */
  private wasReady = false;
  /** When servers have ended by themselves since then, in milliseconds. */
  private ends: number[] = [];
  private readonly changed = new EventEmitter<ServerState>();
  private readonly told = new EventEmitter<string>();

  /** Fires whenever the state is another one. */
  readonly onDidChangeState: Event<ServerState> = this.changed.event;
  /** Fires with the method of each of Portclash's own notifications that has come. */
  readonly onNotification: Event<string> = this.told.event;
  state: ServerState = "asleep";
  /** The version of the running server, empty where it is not known. */
  version = "";
  /** Why no server runs, for a person, where that is more than that it has ended. */
  trouble = "";

  /** @param notifications the methods to listen to */
  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly notifications: readonly string[],
  ) {}

  /** The client, for what needs its converters. Undefined while no server runs. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** Starts the server, or ends the one that runs and starts another. */
  async restart(): Promise<void> {
    this.wasReady = false;
    this.ends = [];
    await this.begin();
  }

  /** Starts the server where nobody has needed it before, and waits for one that is starting. */
  async wake(): Promise<void> {
    await (this.state === "asleep" ? this.restart() : this.begin.underway());
  }

  /**
   * Returns the server's answer to one of Portclash's own requests. Starts a server that is asleep, and waits for one
   * that is starting. Rejects with NoServer where there is none, and with the server's words where it refuses.
   */
  async request<Answer>(method: string, params: unknown): Promise<Answer> {
    await this.wake();
    const client = this.running;
    if (client === undefined) {
      throw new NoServer(this.trouble || l10n.t("Portclash's language server does not run."));
    }
    return client.sendRequest<Answer>(method, params);
  }

  /** Tells the server something, where one runs. */
  notify(method: string, params?: unknown): void {
    void this.running?.sendNotification(method, params).catch(() => undefined);
  }

  /** Ends the server; waits some seconds for it. */
  async stop(): Promise<void> {
    const old = this.client;
    this.client = undefined;
    // A disposed client ends its process in every state, and does not start it again when it sees it end.
    await old?.dispose(patience.stop).catch(() => undefined);
  }

  dispose(): void {
    this.changed.dispose();
    this.told.dispose();
  }

  private async startAnew(): Promise<void> {
    await this.stop();
    this.become("starting");
    // Loaded only now, as it takes longer than all the rest of the extension.
    const { MissingServer, newClient, stateOf } = await import("./client.js");
    let client: LanguageClient | undefined;
    try {
      const started = await newClient(this.context, this.log);
      client = started;
      this.client = started;
      started.onDidChangeState(({ newState }) => {
        if (this.client !== started) return;
        const state = stateOf(newState);
        if (state === "stopped") {
          this.hasEnded(started);
          return;
        }
        this.version = started.initializeResult?.serverInfo?.version ?? "";
        this.wasReady ||= state === "running";
        this.become(state);
      });
      for (const method of this.notifications) {
        client.onNotification(method, () => {
          this.told.fire(method);
        });
      }
      await within(patience.start, client.start());
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      if (error instanceof MissingServer) this.become("missing", error.message);
      else if (client !== undefined && this.client === client) this.hasEnded(client);
    }
  }

  /** Starts another server in place of one that has ended by itself, unless that is of no use. */
  private hasEnded(client: LanguageClient): void {
    this.client = undefined;
    void client.dispose(patience.stop).catch(() => undefined);
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < crashes.within), now];
    if (!this.wasReady) {
      this.become("stopped", l10n.t("Portclash's language server does not start. Its log says why."));
    } else if (this.ends.length < crashes.most) {
      void this.begin();
    } else {
      const trouble = l10n.t(
        "Portclash's language server has ended {0} times in a short time, and is not started again.",
        this.ends.length,
      );
      this.become("stopped", trouble);
    }
  }

  private become(state: ServerState, trouble = ""): void {
    if (state === this.state && trouble === this.trouble) return;
    this.trouble = trouble;
    this.state = state;
    this.changed.fire(state);
  }
}

/** Work that is never done twice at once. */
interface Coalesced {
  /** Does the work. Calls during a run share one more run after it. */
  (): Promise<void>;
  /** Waits for the run that is under way, if there is one. */
  underway(): Promise<void>;
}

function coalesced(work: () => Promise<void>): Coalesced {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    while (again) {
      again = false;
      await work();
    }
  };
  const call = () => {
    again = true;
    return (running ??= run().finally(() => (running = undefined)));
  };
  return Object.assign(call, { underway: async () => running });
}

/** Waits for `work`, but no longer than the milliseconds given. Rejects only as `work` does. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, elapsed]).finally(() => {
    clearTimeout(timer);
  });
}
