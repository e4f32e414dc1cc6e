// Which server to run, and what to tell it at its start.

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { l10n, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type ErrorHandler,
  type StaticFeature,
} from "vscode-languageclient/node";

import type { ServerState } from "./server";

/** There is no server to run; the message says what to do. */
export class MissingServer extends Error {}

/** A client that leaves it to the rest of the extension to tell a person what went wrong. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Returns a client that is not started yet, for one server: it does not start another where that one ends. Throws
 * MissingServer when there is no program to start.
 */
export async function newClient(context: ExtensionContext, log: LogOutputChannel): Promise<LanguageClient> {
  const command = await serverProgram(context);
  log.info(`starting ${command}`);
  const client = new Client(
    "portclash",
    "Portclash",
    // Its own folder as the working directory: a folder of the workspace may vanish, and on Windows could not be deleted.
    { command, args: ["lsp"], transport: TransportKind.stdio, options: { cwd: dirname(command) } },
    {
      documentSelector: [{ scheme: "file" }, { scheme: "untitled" }],
      initializationOptions: { portclash: settings() },
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: { stdout: forward, stderr: forward },
      errorHandler: forOneServer,
      initializationFailedHandler(error) {
        log.error(String(error));
        return false;
      },
    },
  );
  client.registerFeature(toldDiagnostics);
  return client;
}

/** For the log, in place of the library's word that no other will be started. */
const ended = "the language server has ended";

/** Leaves it to Server to start another one: in a client of its own, the end of one is never mixed with the start of the next. */
const forOneServer: ErrorHandler = {
  error(_error, _message, count = 0) {
    return { action: count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
  },
  closed() {
    return { action: CloseAction.DoNotRestart, message: ended, handled: true };
  },
};

/** What a client's state means for the server behind it. */
export function stateOf(state: State): ServerState {
  if (state === State.Running) return "running";
  return state === State.Starting ? "starting" : "stopped";
}

/** Has the server tell diagnostics instead of being asked for them: most change with the machine, not with a text. */
const toldDiagnostics: StaticFeature = {
  fillClientCapabilities(capabilities) {
    delete capabilities.textDocument?.diagnostic;
  },
  initialize() {
    // there is nothing to listen to
  },
  getState: () => ({ kind: "static" }),
  clear() {
    // nor anything to forget
  },
};

/** The path of the program to run: the setting's, else the one that was packaged with the extension, else one on PATH. */
async function serverProgram(context: ExtensionContext): Promise<string> {
  const set = workspace.getConfiguration("portclash").get("path", "").trim();
  if (set !== "") {
    const path = set.startsWith("~/") ? join(homedir(), set.slice(2)) : set;
    if (isAbsolute(path) && (await isProgram(path))) return path;
    throw new MissingServer(
      l10n.t(
        'Portclash cannot run "{0}": set "portclash.path" to the absolute path of a portclash program, or empty it to use the one that comes with the extension.',
        set,
      ),
    );
  }
  const name = `portclash${process.platform === "win32" ? ".exe" : ""}`;
  const bundled = context.asAbsolutePath(`editor/bin/${name}`);
  if (await isProgram(bundled)) return bundled;
  // The universal package has none in it; whoever has Go or another editor may have one.
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const program = join(folder, name);
    if (isAbsolute(program) && (await isProgram(program))) return program;
  }
  throw new MissingServer(
    l10n.t(
      'This package of Portclash has no server in it for {0}: install the package that is for it, or put a portclash program on the PATH or into "portclash.path".',
      `${process.platform}-${process.arch}`,
    ),
  );
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What the server is told of the user's settings: those that are about more than its start. */
function settings(): Record<string, unknown> {
  const ours = workspace.getConfiguration("portclash");
  return {
    severity: ours.get("severity", {}),
    ignore: ours.get("ignore", []),
    inlayHints: ours.get("inlayHints", true),
    codeLens: ours.get("codeLens", true),
  };
}

/** Writes what the server says on standard error to the log, each line at the level that the server gave it. */
function forward(lines: Readable, log: LogOutputChannel): void {
  createInterface({ input: lines, crlfDelay: Infinity }).on("line", (line) => {
    // Go's slog writes `time=… level=INFO msg=…`; the log has the time of its own.
    const [, level, text] = /^time=\S+ level=(\w+)\S* (.*)$/.exec(line) ?? [];
    if (level === "DEBUG") log.debug(text ?? line);
    else if (level === "INFO") log.info(text ?? line);
    else if (level === "WARN") log.warn(text ?? line);
    else log.error(text ?? line);
  });
}
