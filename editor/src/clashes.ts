// The number of clashes in the status bar, where there are any.

import { Disposable, l10n, StatusBarAlignment, window } from "vscode";

import type { Ports } from "./ports";

/** Shows the number until it is disposed. */
export function showClashes(ports: Ports): Disposable {
  const item = window.createStatusBarItem("portclash.clashes", StatusBarAlignment.Left);
  item.name = l10n.t("Port Clashes");
  item.command = "portclash.ports.focus";
  item.tooltip = l10n.t("Show the ports of this workspace");
  const show = () => {
    const clashes = ports.list?.clashes ?? 0;
    if (clashes === 0) {
      item.hide();
      return;
    }
    const words = countOfClashes(clashes);
    item.text = `$(plug) ${words}`;
    item.accessibilityInformation = { label: words, role: "button" };
    item.show();
  };
  show();
  const following = ports.onDidChange(show);
  return Disposable.from(following, item);
}

/** Returns a number of clashes in words. */
export function countOfClashes(clashes: number): string {
  return clashes === 1 ? l10n.t("1 port clash") : l10n.t("{0} port clashes", clashes);
}
