// Keeps one language server running for this window, and tells how it is.

import { commands, window, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { MissingServer, newClient } from "./client";
import { newStatus, type Status } from "./status";

/** How long a server may take to answer before it is left behind, in milliseconds. */
const patience = { start: 10_000, stop: 2_000 };

let client: LanguageClient | undefined;

/** Called by VS Code when a file of a language in `activationEvents` is opened. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("Portclash", { log: true });
  const status = newStatus();
  const restart = coalesced(() => startAnew(context, log, status));
  context.subscriptions.push(
    log,
    status,
    commands.registerCommand("portclash.restart", restart),
    commands.registerCommand("portclash.showLog", () => {
      log.show();
    }),
    // The server starts in milliseconds and keeps nothing, so a restart is the one way every setting takes effect.
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("portclash")) await restart();
    }),
    // Meanwhile servers may have been started or ended in a terminal of its own.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused && client?.isRunning()) void client.sendNotification("portclash/focus").catch(() => undefined);
    }),
    // Only now may `portclash.path` come from the folder's own settings.
    workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
}

/** Called by VS Code before the window closes; it waits some seconds for the promise. */
export async function deactivate(): Promise<void> {
  await stop();
}

async function startAnew(context: ExtensionContext, log: LogOutputChannel, status: Status): Promise<void> {
  await stop();
  try {
    client = await newClient(context, log);
    status.follow(client);
    await within(patience.start, client.start());
  } catch (error) {
    status.failed();
    log.error(error instanceof Error ? error : String(error));
    if (error instanceof MissingServer) void offerRemedy(error);
  }
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  // A disposed client ends its process in every state, and does not start it again when it sees it end.
  await old?.dispose(patience.stop).catch(() => undefined);
}

async function offerRemedy(error: MissingServer): Promise<void> {
  const open = "Open Settings";
  const show = "Show Log";
  const choice = await window.showErrorMessage(error.message, open, show);
  if (choice === open) await commands.executeCommand("workbench.action.openSettings", "portclash.path");
  if (choice === show) await commands.executeCommand("portclash.showLog");
}

/** Returns a function that runs `work` never twice at once: calls during a run share one more run after it. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    while (again) {
      again = false;
      await work();
    }
  };
  return () => {
    again = true;
    return (running ??= run().finally(() => (running = undefined)));
  };
}

/** Waits for `work`, but no longer than the milliseconds given. Rejects only as `work` does. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, elapsed]).finally(() => {
    clearTimeout(timer);
  });
}
