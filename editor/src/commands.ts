// Every command of the palette and of the view's menus, by its name in package.json.

import { commands, Disposable, l10n, window, type LogOutputChannel } from "vscode";

import { copyAddress, openInBrowser, openInSimpleBrowser } from "./browse";
import { checkOpenFiles, checkWorkspace } from "./check";
import { insertFreePort } from "./insert";
import { showListeners, whoHoldsPort } from "./listeners";
import { goToClaim, movePort, pickFreePort } from "./move";
import { setPath } from "./path";
import type { Ports } from "./ports";
import { moveWorkspace } from "./relocate";
import { NoServer, type Server } from "./server";
import { stopHolder, stopOwner } from "./stop";
import type { Node, View } from "./view";

/** Registers all commands until they are disposed. */
export function registerCommands(server: Server, ports: Ports, view: View, log: LogOutputChannel): Disposable {
  const table: Record<string, (node?: Node) => Promise<unknown>> = {
    checkWorkspace: () => checkWorkspace(server),
    checkOpenFiles: () => checkOpenFiles(server),
    whoHoldsPort: () => whoHoldsPort(server, ports),
    showListeners: () => showListeners(server, ports),
    stopOwner: () => stopOwner(server, ports),
    insertFreePort: () => insertFreePort(server),
    movePort: () => movePort(server, ports),
    moveWorkspace: () => moveWorkspace(server, ports),
    restart: () => server.restart(),
    showLog: () => {
      log.show();
      return Promise.resolve();
    },
    setPath,
    refresh: () => ports.refresh(),
    filter: () => view.filter(),
    clearFilter: () => view.clearFilter(),
    groupByService: () => view.group("service"),
    groupByFile: () => view.group("file"),
    goToClaim,
    openInBrowser,
    openInSimpleBrowser,
    copyAddress,
    pickFreePort: (node) => pickFreePort(server, node),
    stopHolder: (node) => stopHolder(server, node),
  };
  const registered = Object.entries(table).map(([name, work]) =>
    commands.registerCommand(`portclash.${name}`, async (node?: Node) => {
      try {
        await work(node);
      } catch (error) {
        log.error(error instanceof Error ? error : String(error));
        void tell(error);
      }
    }),
  );
  return Disposable.from(...registered);
}

/** Says why a command did not do what it is for, and what the person may do about it. */
async function tell(error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const restart = l10n.t("Restart");
  const show = l10n.t("Show Log");
  const ways = error instanceof NoServer ? [restart, show] : [show];
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  const choice = await window.showWarningMessage(sentence, ...ways);
  if (choice === restart) await commands.executeCommand("portclash.restart");
  if (choice === show) await commands.executeCommand("portclash.showLog");
}
