// Giving all of a workspace's services ports of their own: what a second work tree of a project needs.

import {
  l10n,
  Position,
  ProgressLocation,
  window,
  workspace,
  type WorkspaceEdit as Edit,
  type WorkspaceFolder,
} from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient";

import { applyEdit } from "./move";
import type { PortList, Ports } from "./ports";
import type { Server } from "./server";
import { isolate } from "./words";

interface Relocation {
  readonly title: string;
  readonly edit: WorkspaceEdit;
  readonly moves: readonly { readonly from: number; readonly to: number }[];
  readonly left: readonly {
    readonly uri: string;
    readonly range: { start: { line: number } };
    readonly reason: string;
  }[];
}

/** How many moves and places that stay the question names; the preview has them all. */
const shown = 12;

/**
 * Moves all ports after showing which; on wish in VS Code's own preview, where every edit is ticked but those that only a
 * person can judge.
 */
export async function moveWorkspace(server: Server, ports: Ports): Promise<void> {
  const folder = await chosenFolder();
  if (folder === undefined) return;
  const planned = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Looking for free ports") },
    () => plan(server, folder),
  );
  // What each number is, as the view calls it.
  if (ports.list === undefined) await ports.refresh();
  const apply = l10n.t("Move Them");
  const review = l10n.t("Review First");
  const choice = await window.showInformationMessage(
    `${planned.title}?`,
    { modal: true, detail: detailOf(planned, ports.list?.ports ?? []) },
    apply,
    review,
  );
  if (choice === undefined) return;
  // What was shown may be out of date by now: the edit is made for the texts as they are.
  const relocation = await plan(server, folder);
  const converter = server.running?.protocol2CodeConverter;
  if (converter === undefined) return;
  const count = relocation.moves.length;
  const edit = await converter.asWorkspaceEdit(relocation.edit);
  if (choice === review) askForPreview(edit, relocation.edit);
  await applyEdit(edit, count === 1 ? l10n.t("1 port moved") : l10n.t("{0} ports moved", count));
}

function plan(server: Server, folder: WorkspaceFolder): Promise<Relocation> {
  return server.request<Relocation>("portclash/moveWorkspace", { folder: folder.uri.toString() });
}

/** VS Code shows its preview only where some edit asks for it. Where none does, one that changes nothing asks. */
function askForPreview(edit: Edit, planned: WorkspaceEdit): void {
  const asks = Object.values(planned.changeAnnotations ?? {}).some((note) => note.needsConfirmation);
  const first = edit.entries()[0];
  if (asks || first === undefined) return;
  const [uri, changes] = first;
  edit.insert(uri, new Position(changes[0]?.range.start.line ?? 0, 0), "", {
    label: l10n.t("Nothing to confirm"),
    description: l10n.t("all other edits are ticked; this one changes nothing"),
    needsConfirmation: true,
  });
}

async function chosenFolder(): Promise<WorkspaceFolder | undefined> {
  // A virtual folder beside them claims nothing on this machine.
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (folders.length === 0) throw new Error(l10n.t("Open a folder first: its files are what gets other ports."));
  if (folders.length === 1) return folders[0];
  return window.showWorkspaceFolderPick({ placeHolder: l10n.t("Which folder is to get ports of its own?") });
}

function detailOf({ moves, left }: Relocation, ports: PortList["ports"]): string {
  const lines = moves.slice(0, shown).map(({ from, to }) => {
    const services = new Set(ports.filter(({ port }) => port === from).map(({ service }) => isolate(service)));
    return [`${from} → ${to}`, ...services].join("   ");
  });
  if (moves.length > shown) lines.push(l10n.t("… and {0} more", moves.length - shown));
  if (left.length > 0) lines.push("", l10n.t("These stay as they are:"));
  for (const { uri, range, reason } of left.slice(0, shown)) {
    lines.push(`${decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1))}:${range.start.line + 1} ${reason}`);
  }
  if (left.length > shown) lines.push(l10n.t("… and {0} more", left.length - shown));
  return lines.join("\n");
}
