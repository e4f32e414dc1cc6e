// All ports that the workspace claims, and what else listens on the machine, as the server tells it.

import { EventEmitter, Range, Uri, type Disposable, type Event } from "vscode";

import type { Server } from "./server";

/** What the server sends when the list has changed. */
export const portsChanged = "portclash/portsChanged";

/** How it stands with a port: `held` is that somebody else listens there and nothing is wrong with that. */
export type State = "unknown" | "free" | "running" | "held" | "clash";

export interface PortList {
  /** Files are still read. */
  readonly reading?: boolean;
  /** The machine has been looked at. */
  readonly looked: boolean;
  /** The number of ports that clash. */
  readonly clashes: number;
  readonly ports: readonly Port[];
  /** What listens and is none of the ports'. */
  readonly others: readonly Holder[];
  /** What could not be found out, in words. */
  readonly partial?: string;
  /** The machine that was looked at, where that may be another one than the person thinks. */
  readonly where?: string;
}

/** A port, or a range of them, that files of the workspace claim for one service. */
export interface Port {
  readonly address: string;
  readonly port: number;
  readonly endPort?: number;
  readonly protocol: string;
  readonly role: string;
  readonly service: string;
  readonly state: State;
  readonly places: readonly Place[];
  readonly findings?: readonly Finding[];
  readonly holders?: readonly Holder[];
  /** Where a browser may find the service. */
  readonly url?: string;
}

/** Where a file claims a port. */
export interface Place {
  readonly uri: string;
  readonly range: { readonly start: Position; readonly end: Position };
  /** The path as it is known in the workspace. */
  readonly file: string;
  readonly key?: string;
  readonly role: string;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

/** What listens on an address of the machine. */
export interface Holder {
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  /** What a person calls it, and all that a sentence says of it. */
  readonly owner: string;
  readonly about: string;
  readonly ours: boolean;
  readonly pid?: number;
  readonly container?: string;
  readonly command?: string;
  readonly folder?: string;
  /** Since when it runs, RFC 3339. */
  readonly since?: string;
  /** Why it cannot be stopped, empty where it can. */
  readonly refusal?: string;
}

/** The list that is kept up to date. */
export class Ports implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly ends: Disposable[];
  private asked = 0;
  private visible = false;

  /** Fires when the list is another one. */
  readonly onDidChange: Event<void> = this.changed.event;
  /** What the server told last, undefined where it has told nothing yet or does not run. */
  list: PortList | undefined;

  constructor(private readonly server: Server) {
    this.ends = [
      server.onDidChangeState((state) => {
        if (state === "running") {
          this.watch(this.visible);
          void this.refresh();
        } else this.become(undefined);
      }),
      server.onNotification((method) => {
        if (method === portsChanged) void this.refresh();
      }),
    ];
  }

  /** Asks the server for the list. Rejects never: a server that does not answer is shown by its state. */
  async refresh(): Promise<void> {
    const turn = ++this.asked;
    const list = await this.server.request<PortList>("portclash/ports", {}).catch(() => undefined);
    if (turn === this.asked) this.become(list);
  }

  /** Returns the list as it is after a look at the machine just now. Rejects where nobody can look. */
  async look(): Promise<PortList> {
    return this.server.request<PortList>("portclash/ports", { look: true });
  }

  /** Has the machine watched while a person looks at the list. */
  watch(visible: boolean): void {
    this.visible = visible;
    this.server.notify("portclash/watchPorts", { visible });
  }

  dispose(): void {
    for (const end of this.ends) end.dispose();
    this.changed.dispose();
  }

  private become(list: PortList | undefined): void {
    this.list = list;
    this.changed.fire();
  }
}

/** Returns all that listens on the machine, each once, by port. */
export function allHolders({ ports, others }: PortList): Holder[] {
  const seen = new Map<string, Holder>();
  for (const holder of [...ports.flatMap((port) => port.holders ?? []), ...others]) {
    seen.set(`${holder.protocol} ${addressOf(holder)} ${holder.pid ?? ""} ${holder.container ?? ""}`, holder);
  }
  return [...seen.values()].sort((a, b) => a.port - b.port || a.host.localeCompare(b.host));
}

/** Returns `host:port` as a URL has it. */
export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Returns the `host:port` by which a program of this machine reaches a port that is listened on. */
export function reachableAt(holder: { readonly host: string; readonly port: number }): string {
  const everywhere = holder.host === "0.0.0.0" || holder.host === "::" || holder.host === "";
  return addressOf({ ...holder, host: everywhere ? "localhost" : holder.host });
}

/** Returns the number of a port, or both numbers of a range, with its protocol where that is not TCP. */
export function numberOf({ port, endPort, protocol }: { port: number; endPort?: number; protocol: string }): string {
  const numbers = endPort === undefined ? `${port}` : `${port}–${endPort}`;
  return protocol === "tcp" ? numbers : `${numbers}/${protocol}`;
}

/** Returns where a place is in the editor. */
export function locationOf({ uri, range: { start, end } }: Place): { uri: Uri; range: Range } {
  return { uri: Uri.parse(uri), range: new Range(start.line, start.character, end.line, end.character) };
}
