// A choice among those who listen on this machine.

import { l10n, ThemeIcon, window, type QuickPickItem } from "vscode";

import { addressOf, numberOf, type Holder } from "./ports";
import { calledBriefly, whereAndSince } from "./row";

/** Lets the person choose one of those who listen. */
export async function chooseHolder(holders: readonly Holder[], title: string): Promise<Holder | undefined> {
  const items = holders.map((holder) => ({
    holder,
    label: `${numberOf(holder)} ${calledBriefly(holder)}`,
    description: [addressOf(holder), whereAndSince(holder)].filter(Boolean).join(" · "),
    detail: holder.command ?? "",
    iconPath: new ThemeIcon(holder.ours ? "pass-filled" : "server-process"),
  }));
  if (items.length === 0) throw new Error(l10n.t("Nothing listens on this machine that can be shown here."));
  const chosen = await window.showQuickPick<QuickPickItem & { holder: Holder }>(items, {
    title,
    placeHolder: l10n.t("Type a number, a program or a folder"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.holder;
}
