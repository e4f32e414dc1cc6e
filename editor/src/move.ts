// Giving a service another port, in every place that means it.

import { commands, l10n, Position, Uri, window, workspace, type QuickPickItem, type WorkspaceEdit } from "vscode";

import { freePort } from "./insert";
import { locationOf, numberOf, type Place, type Port, type Ports } from "./ports";
import { describe, iconOf, placeName } from "./row";
import type { Server } from "./server";
import type { Node } from "./view";
import { isolate } from "./words";

/** Shows where a file claims a port, with the number selected. */
export async function goToClaim(node?: Node): Promise<void> {
  const place = node !== undefined && "place" in node ? node.place : undefined;
  if (place === undefined) return;
  const { uri, range } = locationOf(place);
  await window.showTextDocument(uri, { selection: range });
}

/** Gives the service of a port one that is free, wherever the workspace means it. */
export async function pickFreePort(server: Server, node?: Node): Promise<void> {
  if (node?.kind !== "port") return;
  await moveTo(node.port, await freePort(server, node.port.port));
}

/** Renames the port at the cursor; where none is there, the person chooses one of the workspace's. */
export async function movePort(server: Server, ports: Ports): Promise<void> {
  if (await hasPortAtCursor()) {
    await commands.executeCommand("editor.action.rename");
    return;
  }
  await server.wake();
  if (ports.list === undefined) await ports.refresh();
  const items = (ports.list?.ports ?? []).map((port) => ({
    port,
    label: `${numberOf(port)} ${isolate(port.service)}`,
    description: describe(port),
    iconPath: iconOf(port.state),
    detail: port.places.map(placeName).join("  "),
  }));
  if (items.length === 0) throw new Error(l10n.t("No file of this workspace claims a port on this machine."));
  const chosen = await window.showQuickPick<QuickPickItem & { port: Port }>(items, {
    title: l10n.t("Move a Port Everywhere"),
    placeHolder: l10n.t("Which service is to get another port?"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const to = await askForNumber(chosen.port, await freePort(server, chosen.port.port));
  if (to !== undefined) await moveTo(chosen.port, to);
}

async function hasPortAtCursor(): Promise<boolean> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return false;
  const at = await commands
    .executeCommand<{ placeholder?: string } | undefined>(
      "vscode.prepareRename",
      editor.document.uri,
      editor.selection.active,
    )
    .then(
      (found) => found,
      () => undefined,
    );
  // Another extension may rename what is there: only a number is a port.
  return /^\d+$/.test(at?.placeholder ?? "");
}

async function askForNumber(port: Port, free: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: l10n.t("Move {0} Everywhere", `${numberOf(port)} ${isolate(port.service)}`),
    prompt: l10n.t("{0} is free on this machine and in this workspace.", free),
    value: `${free}`,
    validateInput(value) {
      const wanted = /^\s*:?(\d{1,5})\s*$/.exec(value)?.[1];
      return wanted !== undefined && Number(wanted) >= 1 && Number(wanted) <= 65535
        ? undefined
        : l10n.t("A port is a number from 1 to 65535.");
    },
  });
  return text === undefined ? undefined : Number(text.trim().replace(/^:/, ""));
}

async function moveTo(port: Port, to: number): Promise<void> {
  const place: Place | undefined = port.places[0];
  if (place === undefined) return;
  const { uri, range } = locationOf(place);
  // VS Code loses the new name on its way to a document that is not loaded.
  await workspace.openTextDocument(uri);
  const edit = await commands.executeCommand<WorkspaceEdit | undefined>(
    "vscode.executeDocumentRenameProvider",
    uri,
    new Position(range.start.line, range.start.character),
    `${to}`,
  );
  if (edit === undefined || edit.size === 0) {
    throw new Error(l10n.t("{0} cannot be moved from {1}.", numberOf(port), placeName(place)));
  }
  await applyEdit(edit, l10n.t("{0} is {1} now", `${port.port} ${isolate(port.service)}`, to));
}

/** Makes an edit as a refactoring: files that were saved are saved again. Says in the status bar what was done. */
export async function applyEdit(edit: WorkspaceEdit, done: string): Promise<void> {
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) return;
  const files = new Set(edit.entries().map(([uri]: [Uri, unknown]) => uri.toString())).size;
  const where = files === 1 ? l10n.t("in 1 file") : l10n.t("in {0} files", files);
  window.setStatusBarMessage(`$(check) ${done}, ${where}`, 8_000);
}
