// How a port, its claims and its listeners are shown in a line: the words, the icon, and all of it in a tooltip.

import { l10n, MarkdownString, ThemeColor, ThemeIcon } from "vscode";

import { addressOf, numberOf, type Finding, type Holder, type Place, type Port, type State } from "./ports";
import { age, clock, code, isolate, plain, shorten, shortenPath } from "./words";

/** How many columns of a line a name, a folder, a file and a key in it may take. */
const columns = { owner: 32, folder: 28, file: 36, key: 22 };

/** Returns a state in a word or two. */
export function wordOf(state: State): string {
  switch (state) {
    case "free":
      return l10n.t("free");
    case "running":
      return l10n.t("running");
    case "held":
      return l10n.t("held by another");
    case "clash":
      return l10n.t("clash");
    case "unknown":
      return l10n.t("not known");
  }
}

/** Of what runs for the workspace: green, and in every theme unlike enough to what is behind it. */
export const ours = new ThemeColor("charts.green");

/** Returns a state as an icon; its shape tells it without its colour. */
export function iconOf(state: State): ThemeIcon {
  switch (state) {
    case "free":
      return new ThemeIcon("circle-outline");
    case "running":
      return new ThemeIcon("pass-filled", ours);
    case "held":
      return new ThemeIcon("lock", new ThemeColor("list.deemphasizedForeground"));
    case "clash":
      return new ThemeIcon("warning", new ThemeColor("problemsWarningIcon.foreground"));
    case "unknown":
      return new ThemeIcon("question");
  }
}

/** Returns the icon of a finding. */
export function iconOfFinding({ severity }: Finding): ThemeIcon {
  if (severity === "error") return new ThemeIcon("error", new ThemeColor("problemsErrorIcon.foreground"));
  if (severity === "warning") return new ThemeIcon("warning", new ThemeColor("problemsWarningIcon.foreground"));
  return new ThemeIcon("info", new ThemeColor("problemsInfoIcon.foreground"));
}

/** Returns who listens and since when, as short as it can be told apart by: `node in ~/shop, since 14:05`. */
export function briefly(holder: Holder, now = new Date()): string {
  const owner = calledBriefly(holder);
  const folder = folderOf(holder);
  return [folder === "" ? owner : l10n.t("{0} in {1}", owner, folder), ...sinceOf(holder, now)].join(", ");
}

/** Returns what a listener is called, where there is little room. */
export function calledBriefly({ owner }: Holder): string {
  return isolate(shorten(owner, columns.owner));
}

/** Returns where and since when a listener runs: `~/shop, since 14:05`. Empty where neither is known. */
export function whereAndSince(holder: Holder, now = new Date()): string {
  return [folderOf(holder), ...sinceOf(holder, now)].filter(Boolean).join(", ");
}

function folderOf({ folder }: Holder): string {
  return folder === undefined || folder === "/" ? "" : isolate(shortenPath(folder, columns.folder));
}

/** Returns since when a listener runs, nothing where that is not known. */
export function sinceOf({ since }: Holder, now = new Date()): string[] {
  return since === undefined ? [] : [l10n.t("since {0}", clock(new Date(since), now))];
}

/** Returns what stands beside a port's number and name. */
export function describe(port: Port): string {
  const holders = (port.holders ?? []).map((holder) => briefly(holder));
  return [wordOf(port.state), ...new Set(holders)].join(" · ");
}

/** Returns what a screen reader says of a port. */
export function spoken(port: Port): string {
  const findings = kinds(port).map(({ message }) => message);
  const holders = (port.holders ?? []).map(({ about }) => about);
  return [
    l10n.t("Port {0}", numberOf(port)),
    port.service,
    wordOf(port.state),
    ...new Set(findings.length > 0 ? findings : holders),
  ].join(", ");
}

/** Returns all that is known of a port. */
export function tooltipOf(port: Port): MarkdownString {
  const lines = [`**${plain(isolate(port.service))}** ${code(port.address)} — ${plain(wordOf(port.state))}`];
  for (const { message } of kinds(port)) lines.push(plain(message));
  for (const holder of port.holders ?? []) lines.push(allOf(holder));
  lines.push(port.places.map((place) => `- ${code(placeName(place))} ${plain(place.key ?? "")}`).join("\n"));
  return new MarkdownString(lines.join("\n\n"));
}

/** Returns one finding of each kind: what is wrong with a port is often wrong in every place that means it. */
export function kinds({ findings = [] }: Port): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) if (!first.has(finding.code)) first.set(finding.code, finding);
  return [...first.values()];
}

/** Returns all that is known of a listener. */
export function tooltipOfHolder(holder: Holder): MarkdownString {
  return new MarkdownString(allOf(holder));
}

function allOf(holder: Holder): string {
  const lines = [`${code(`${addressOf(holder)}/${holder.protocol}`)} ${plain(isolate(holder.about))}`];
  if (holder.command !== undefined) lines.push(code(holder.command));
  if (holder.since !== undefined) {
    const since = new Date(holder.since);
    const now = new Date();
    lines.push(plain(l10n.t("since {0}, for {1}", clock(since, now), age(since, now))));
  }
  if (holder.refusal) lines.push(plain(l10n.t("Cannot be stopped from here: {0}", holder.refusal)));
  return lines.join("  \n");
}

/** Returns a place as a person names it: the file with the line, counted from one. */
export function placeName({ file, range }: Place): string {
  return `${isolate(file)}:${range.start.line + 1}`;
}

/** Returns what a file calls a port, where there is little room. */
export function keyBriefly(key: string): string {
  return isolate(shorten(key, columns.key));
}

/** Returns a place's name where there is little room. */
export function placeBriefly(place: Place): string {
  return placeName({ ...place, file: shortenPath(place.file, columns.file) });
}
