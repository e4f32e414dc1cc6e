// Stopping what listens on a port, after asking.

import { l10n, window } from "vscode";

import { chooseHolder } from "./choose";
import { addressOf, allHolders, type Holder, type Ports } from "./ports";
import type { Server } from "./server";
import type { Node } from "./view";
import { age, clock } from "./words";

interface Stopped {
  readonly outcome: "stopped" | "gone" | "declined" | "refused" | "lingering" | "failed";
  readonly message: string;
}

/** Lets the person choose what is to be stopped. */
export async function stopOwner(server: Server, ports: Ports): Promise<void> {
  const holders = allHolders(await ports.look()).filter(({ refusal }) => !refusal);
  const holder = await chooseHolder(holders, l10n.t("Stop What Holds a Port"));
  if (holder !== undefined) await askAndStop(server, holder);
}

/** Stops what listens on a port of the view. */
export async function stopHolder(server: Server, node?: Node): Promise<void> {
  if (node?.kind === "holder") await askAndStop(server, node.holder);
  if (node?.kind !== "port") return;
  const holders = (node.port.holders ?? []).filter(({ refusal }) => !refusal);
  const holder =
    new Set(holders.map(({ pid, container }) => container ?? pid)).size > 1
      ? await chooseHolder(holders, l10n.t("Stop What Holds a Port"))
      : holders[0];
  if (holder !== undefined) await askAndStop(server, holder);
}

/** Stops a listener's owner once the person has seen what it is and agreed. */
export async function askAndStop(server: Server, holder: Holder): Promise<void> {
  if (holder.refusal) throw new Error(l10n.t("{0} is not stopped: {1}", holder.about, holder.refusal));
  const stop = l10n.t("Stop It");
  const answer = await window.showWarningMessage(
    l10n.t("Stop {0}?", holder.about),
    { modal: true, detail: detailOf(holder) },
    stop,
  );
  if (answer !== stop) return;
  const { outcome, message } = await server.request<Stopped>("portclash/stop", {
    host: holder.host,
    port: holder.port,
    protocol: holder.protocol,
    ...(holder.pid === undefined ? {} : { pid: holder.pid }),
    ...(holder.container === undefined ? {} : { container: holder.container }),
    ...(holder.since === undefined ? {} : { started: holder.since }),
    confirmed: true,
  });
  if (message !== "") await window.showWarningMessage(message);
  else if (outcome === "gone") window.setStatusBarMessage(l10n.t("It has ended by itself."), 5_000);
  else window.setStatusBarMessage(l10n.t("$(check) Stopped {0}", holder.about), 5_000);
}

function detailOf(holder: Holder): string {
  const lines = [l10n.t("Listens on: {0}", addressOf(holder))];
  if (holder.command !== undefined) lines.push(l10n.t("Command line: {0}", holder.command));
  if (holder.folder !== undefined) lines.push(l10n.t("Folder: {0}", holder.folder));
  if (holder.since !== undefined) {
    const since = new Date(holder.since);
    const now = new Date();
    lines.push(l10n.t("Runs since: {0}, for {1}", clock(since, now), age(since, now)));
  }
  return lines.join("\n");
}
