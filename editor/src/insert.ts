// A free port at the cursor.

import { l10n, window } from "vscode";

import type { Server } from "./server";

/** Where a port is looked for when the line names none. */
const usual = 3000;

/**
 * Writes a free port over every selection, each another one. Each is near the number that is selected or the last one
 * in its line.
 */
export async function insertFreePort(server: Server): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) throw new Error(l10n.t("Open a file first: the port is written where its cursor is."));
  const { document, selections } = editor;
  const version = document.version;
  const ports: number[] = [];
  for (const selection of selections) {
    const near = numberIn(document.getText(selection)) ?? numberIn(document.lineAt(selection.active).text) ?? usual;
    ports.push(await freePort(server, near));
  }
  if (document.version !== version) throw new Error(l10n.t("The text has changed meanwhile: nothing is inserted."));
  await editor.edit((edit) => {
    for (const [i, selection] of selections.entries()) edit.replace(selection, `${ports[i]}`);
  });
}

/** Returns a port that is free on the machine and in the workspace, and that nobody else gets for some time. */
export async function freePort(server: Server, near: number): Promise<number> {
  const { ports } = await server.request<{ ports: number[] }>("portclash/reserve", { near, count: 1 });
  const [port] = ports;
  if (port === undefined) throw new Error(l10n.t("No port is free near {0}.", near));
  return port;
}

function numberIn(text: string): number | undefined {
  return [...text.matchAll(/(?<!\d)\d{2,5}(?!\d)/g)]
    .map(([digits]) => Number(digits))
    .filter((port) => port >= 80 && port <= 65535)
    .at(-1);
}
