// Puts the extension's parts together: the server, the list of ports, and what shows them.

import { commands, l10n, window, workspace, type ExtensionContext } from "vscode";

import { showClashes } from "./clashes";
import { registerCommands } from "./commands";
import { isOfInterest } from "./interest";
import { setPath } from "./path";
import { Ports, portsChanged } from "./ports";
import { Server, type ServerState } from "./server";
import { showStatus } from "./status";
import { newView } from "./view";

let server: Server | undefined;

/**
 * Called by VS Code when a file of a language in `activationEvents` is opened, the view is, or a command is used. Puts no
 * more in place than what waits for a person: the server is started when something needs it.
 */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Portclash", { log: true });
  const running = new Server(context, log, [portsChanged]);
  server = running;
  const ports = new Ports(running);
  const view = newView(running, ports, context.workspaceState);
  context.subscriptions.push(
    log,
    running,
    ports,
    view,
    showStatus(running),
    showClashes(ports),
    registerCommands(running, ports, view, log),
    // The server starts in milliseconds and keeps nothing, so a restart is the one way every setting takes effect.
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("portclash")) restartIfAwake(running);
    }),
    // Meanwhile servers may have been started or ended in a terminal of its own.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) running.notify("portclash/focus");
    }),
    // Only now may `portclash.path` come from the folder's own settings.
    workspace.onDidGrantWorkspaceTrust(() => {
      restartIfAwake(running);
    }),
    running.onDidChangeState((state) => {
      if (running.trouble !== "") void offerRemedy(state, running.trouble);
    }),
    // Nobody has to wait for it: what needs the server waits by itself.
    workspace.onDidOpenTextDocument((document) => {
      if (isOfInterest(document)) void running.wake();
    }),
  );
  // After the turn that activates it, as other extensions wait for that.
  setImmediate(() => {
    if (workspace.textDocuments.some(isOfInterest)) void running.wake();
  });
}

function restartIfAwake(server: Server): void {
  if (server.state !== "asleep") void server.restart();
}

/** Called by VS Code before the window closes; it waits some seconds for the promise. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}

async function offerRemedy(state: ServerState, trouble: string): Promise<void> {
  const open = l10n.t("Open Settings");
  const restart = l10n.t("Restart");
  const show = l10n.t("Show Log");
  const choice = await window.showErrorMessage(trouble, state === "missing" ? open : restart, show);
  if (choice === open) await setPath();
  if (choice === restart) await commands.executeCommand("portclash.restart");
  if (choice === show) await commands.executeCommand("portclash.showLog");
}
