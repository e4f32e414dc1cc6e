// Who listens on this machine: all of them in a list, or those of one port.

import { env, l10n, QuickPickItemKind, ThemeIcon, Uri, window, type QuickPickItem } from "vscode";

import { isMeant, parseAddress, type Address } from "./address";
import { copy } from "./browse";
import { chooseHolder } from "./choose";
import { goToClaim } from "./move";
import {
  addressOf,
  allHolders,
  reachableAt,
  type Holder,
  type Place,
  type Port,
  type PortList,
  type Ports,
} from "./ports";
import { placeName, sinceOf, wordOf } from "./row";
import type { Server } from "./server";
import { askAndStop } from "./stop";
import { isolate } from "./words";

/** Lists all that listens, and offers for the one that is chosen what can be done about it. */
export async function showListeners(server: Server, ports: Ports): Promise<void> {
  const list = await ports.look();
  const holder = await chooseHolder(allHolders(list), l10n.t("All Listeners on This Machine"));
  if (holder !== undefined) await offer(server, list, [holder], writtenOf(holder));
}

/** What may be written for a port, which is the same in every language. */
const examples = "62893, localhost:62893, http://localhost:62893/health, 53/udp";

/** Asks for a port, and shows who holds it and what can be done about it. */
export async function whoHoldsPort(server: Server, ports: Ports): Promise<void> {
  const text = await window.showInputBox({
    title: l10n.t("Who Holds a Port?"),
    placeHolder: examples,
    prompt: l10n.t("A port, an address or a URL"),
    validateInput: (value) =>
      value.trim() === "" || parseAddress(value) !== undefined
        ? undefined
        : l10n.t("That has no port from 1 to 65535: write 62893, localhost:62893 or a URL."),
  });
  const written = parseAddress(text ?? "");
  if (written === undefined) return;
  const list = await ports.look();
  await offer(
    server,
    list,
    allHolders(list).filter((holder) => isMeant(written, holder)),
    written,
  );
}

function writtenOf({ host, port, protocol }: Holder): Address {
  return { host, port, protocol: protocol === "udp" ? "udp" : "tcp" };
}

type Offer = QuickPickItem & { readonly run?: () => Promise<unknown> };

/** Shows who listens on a port and which files claim it, each with what can be done. */
async function offer(
  server: Server,
  list: PortList,
  holders: readonly Holder[],
  { port, protocol }: Address,
): Promise<void> {
  const claims = list.ports.filter(
    (each) => each.protocol === protocol && each.port <= port && port <= (each.endPort ?? each.port),
  );
  const items: Offer[] = holders.flatMap((holder) => offersFor(server, holder, claims));
  if (holders.length === 0) {
    items.push({
      label: l10n.t("Nobody listens on port {0}", port),
      detail: list.partial ?? "",
      iconPath: new ThemeIcon("circle-outline"),
    });
  }
  if (claims.length > 0) items.push({ label: l10n.t("Claimed in this workspace"), kind: QuickPickItemKind.Separator });
  items.push(...claims.flatMap((claim) => claim.places.map((place) => claimOffer(claim, place))));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Port {0}", protocol === "tcp" ? port : `${port}/${protocol}`),
    placeHolder: l10n.t("Choose what to do, or press Escape"),
    matchOnDetail: true,
  });
  await chosen?.run?.();
}

function offersFor(server: Server, holder: Holder, claims: readonly Port[]): Offer[] {
  const address = reachableAt(holder);
  const offers: Offer[] = [
    { label: addressOf(holder), kind: QuickPickItemKind.Separator },
    {
      label: holder.about,
      detail: [...sinceOf(holder), holder.command ?? ""].filter(Boolean).join(" · "),
      iconPath: new ThemeIcon(holder.ours ? "pass-filled" : "server-process"),
      run: () => copy([holder.about, holder.command ?? ""].join("\n").trim(), holder.about),
    },
  ];
  offers.push(
    holder.refusal
      ? {
          label: l10n.t("Cannot be stopped from here"),
          detail: holder.refusal,
          iconPath: new ThemeIcon("circle-slash"),
        }
      : {
          label: l10n.t("Stop it…"),
          iconPath: new ThemeIcon("debug-stop"),
          run: () => askAndStop(server, holder),
        },
  );
  const url = claims.find(({ url }) => url !== undefined)?.url;
  if (url !== undefined) {
    offers.push({
      label: l10n.t("Open {0}", url),
      iconPath: new ThemeIcon("globe"),
      run: async () => env.openExternal(Uri.parse(url)),
    });
  }
  offers.push({
    label: l10n.t("Copy {0}", address),
    iconPath: new ThemeIcon("copy"),
    run: () => copy(address),
  });
  return offers;
}

function claimOffer(port: Port, place: Place): Offer {
  return {
    label: placeName(place),
    description: [isolate(place.key ?? port.service), wordOf(port.state)].join(" · "),
    iconPath: new ThemeIcon("go-to-file"),
    run: () => goToClaim({ kind: "place", port, place }),
  };
}
