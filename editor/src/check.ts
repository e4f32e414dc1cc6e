// Checking every file of the workspace, not only those that are open.

import { commands, l10n, ProgressLocation, window } from "vscode";

import type { Server } from "./server";

interface Checked {
  readonly files: number;
  readonly findings: number;
  /** How many of the findings are more than hints: one port that clashes may have one in each of its places. */
  readonly clashes: number;
}

/** Shows the findings of all files in the Problems panel, and keeps them up to date there. */
export async function checkWorkspace(server: Server): Promise<void> {
  const { files, findings, clashes } = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Checking the workspace for port clashes") },
    () => server.request<Checked>("portclash/checkWorkspace", { on: true }),
  );
  await commands.executeCommand("setContext", "portclash.checksAll", true);
  const said = [
    files === 1 ? l10n.t("1 file claims ports") : l10n.t("{0} files claim ports", files),
    problemsIn(clashes),
    ...(findings > clashes ? [l10n.t("hints: {0}", findings - clashes)] : []),
  ];
  window.setStatusBarMessage(`$(${clashes === 0 ? "pass" : "warning"}) ${said.join(", ")}`, 10_000);
  if (findings > 0) await commands.executeCommand("workbench.actions.view.problems");
}

function problemsIn(count: number): string {
  if (count === 0) return l10n.t("no clash");
  return count === 1 ? l10n.t("1 problem") : l10n.t("{0} problems", count);
}

/** Shows the findings of open files only again. */
export async function checkOpenFiles(server: Server): Promise<void> {
  await server.request("portclash/checkWorkspace", { on: false });
  await commands.executeCommand("setContext", "portclash.checksAll", false);
}
