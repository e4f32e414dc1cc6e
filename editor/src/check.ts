// Checking every file of the workspace, not only those that are open.

import { commands, l10n, ProgressLocation, window } from "vscode";

import { countOfClashes } from "./clashes";
import type { Server } from "./server";

interface Checked {
  readonly files: number;
  readonly findings: number;
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
    clashes === 0 ? l10n.t("no clash") : countOfClashes(clashes),
    ...(findings > clashes ? [l10n.t("hints: {0}", findings - clashes)] : []),
  ];
  window.setStatusBarMessage(`$(${clashes === 0 ? "pass" : "warning"}) ${said.join(", ")}`, 10_000);
  if (findings > 0) await commands.executeCommand("workbench.actions.view.problems");
}

/** Shows the findings of open files only again. */
export async function checkOpenFiles(server: Server): Promise<void> {
  await server.request("portclash/checkWorkspace", { on: false });
  await commands.executeCommand("setContext", "portclash.checksAll", false);
}
