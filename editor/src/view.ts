// The view of all ports: by service or by file, and at its end what else listens on the machine.

import { basename, dirname } from "node:path/posix";

import {
  commands,
  EventEmitter,
  l10n,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  type Memento,
  type TreeDataProvider,
} from "vscode";

import { countOfClashes } from "./clashes";
import {
  addressOf,
  numberOf,
  type Finding,
  type Holder,
  type Place,
  type Port,
  type PortList,
  type Ports,
} from "./ports";
import {
  calledBriefly,
  describe,
  iconOf,
  iconOfFinding,
  keyBriefly,
  kinds,
  ours,
  placeBriefly,
  placeName,
  spoken,
  tooltipOf,
  tooltipOfHolder,
  whereAndSince,
  wordOf,
} from "./row";
import type { Server } from "./server";
import { isolate } from "./words";

/** What the view shows a line for. Commands in the view's menus get one as their argument. */
export type Node =
  | { readonly kind: "port"; readonly port: Port; readonly place: Place; readonly file?: string }
  | { readonly kind: "file"; readonly file: string; readonly uri: string; readonly ports: readonly Node[] }
  | { readonly kind: "place"; readonly port: Port; readonly place: Place }
  | { readonly kind: "finding"; readonly port: Port; readonly finding: Finding; readonly place: Place }
  | { readonly kind: "holder"; readonly holder: Holder; readonly port?: Port }
  | { readonly kind: "others"; readonly list: PortList }
  | { readonly kind: "notice"; readonly text: string };

type Grouping = "service" | "file";

export interface View {
  /** Shows the ports by what is asked for, in this workspace from now on. */
  group(by: Grouping): Promise<void>;
  /** Lets the person type what the view is to show only; it changes with every letter. */
  filter(): Promise<void>;
  /** Shows all again. */
  clearFilter(): Promise<void>;
  dispose(): void;
}

/** Makes the view, which VS Code shows when the person opens it. */
export function newView(server: Server, ports: Ports, memory: Memento): View {
  let grouping = memory.get<Grouping>("portclash.groupBy", "service");
  let wanted = "";
  const changed = new EventEmitter<undefined>();
  const provider: TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (node !== undefined) return childrenOf(node);
      await server.wake();
      if (ports.list === undefined && server.state === "running") await ports.refresh();
      return ports.list === undefined ? [] : roots(ports.list, grouping, wanted);
    },
    getTreeItem: itemOf,
  };
  const tree = window.createTreeView("portclash.ports", { treeDataProvider: provider, showCollapseAll: true });

  const show = () => {
    const { list } = ports;
    const clashes = list?.clashes ?? 0;
    tree.badge = clashes === 0 ? undefined : { value: clashes, tooltip: countOfClashes(clashes) };
    tree.description = list?.where ?? "";
    tellWhen("portclash.server", server.state);
    tellWhen("portclash.empty", list !== undefined && list.reading !== true && list.ports.length === 0);
    tellWhen("portclash.groupBy", grouping);
    tellWhen("portclash.filtered", wanted !== "");
    // `undefined` has no place in the type, but only that shows the welcome.
    tree.message = wanted === "" ? "" : l10n.t("Only what has “{0}”", wanted);
    changed.fire(undefined);
  };
  const filterBy = (text: string) => {
    wanted = text.trim();
    show();
  };
  // After the turn that activates the extension; what the last one has told may still be known where this one takes its place.
  const first = setImmediate(show);

  const ends = [
    tree,
    changed,
    ports.onDidChange(show),
    server.onDidChangeState(show),
    tree.onDidChangeVisibility(({ visible }) => {
      ports.watch(visible);
    }),
  ];
  return {
    async group(by) {
      grouping = by;
      show();
      await memory.update("portclash.groupBy", by);
    },
    async filter() {
      const before = wanted;
      const input = window.createInputBox();
      input.title = l10n.t("Filter Ports");
      input.placeholder = l10n.t(
        "A number, a service, a file, an owner or a state, such as 3000, web, .env, node or clash",
      );
      input.value = before;
      const accepted = await new Promise<boolean>((resolve) => {
        input.onDidChangeValue(filterBy);
        input.onDidAccept(() => {
          resolve(true);
        });
        input.onDidHide(() => {
          resolve(false);
        });
        input.show();
      });
      input.dispose();
      if (!accepted) filterBy(before);
    },
    clearFilter() {
      filterBy("");
      return Promise.resolve();
    },
    dispose() {
      clearImmediate(first);
      for (const end of ends) end.dispose();
    },
  };
}

function tellWhen(key: string, value: unknown): void {
  void commands.executeCommand("setContext", key, value);
}

function roots(list: PortList, grouping: Grouping, wanted: string): Node[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const ports = list.ports.filter((port) => fits(textOf(port)));
  const nodes = grouping === "file" ? byFile(ports) : ports.flatMap((port) => portNode(port, port.places[0]));
  const others = list.others.filter((holder) => fits(textOfHolder(holder)));
  // Where the workspace claims nothing, the view says so instead of showing what has nothing to do with it.
  if (list.ports.length > 0 && others.length > 0) nodes.push({ kind: "others", list: { ...list, others } });
  if (nodes.length > 0 && list.partial && wanted === "") nodes.push({ kind: "notice", text: list.partial });
  return nodes;
}

/** Returns all of a port that a person might look for. */
function textOf(port: Port): string {
  return [
    numberOf(port),
    port.address,
    port.service,
    wordOf(port.state),
    port.role,
    ...port.places.flatMap(({ file, key }) => [file, key ?? ""]),
    ...(port.findings ?? []).map(({ code }) => code),
    ...(port.holders ?? []).map(textOfHolder),
  ].join("\n");
}

function textOfHolder(holder: Holder): string {
  return [addressOf(holder), holder.protocol, holder.about, holder.command, holder.folder].join("\n");
}

function portNode(port: Port, place: Place | undefined, file?: string): Node[] {
  return place === undefined ? [] : [{ kind: "port", port, place, ...(file === undefined ? {} : { file }) }];
}

function byFile(ports: readonly Port[]): Node[] {
  const files = new Map<string, { file: string; ports: Node[] }>();
  for (const port of ports) {
    const seen = new Set<string>();
    for (const place of port.places) {
      if (seen.has(place.uri)) continue;
      seen.add(place.uri);
      const group = files.get(place.uri) ?? { file: place.file, ports: [] };
      files.set(place.uri, group);
      group.ports.push(...portNode(port, place, place.file));
    }
  }
  return [...files]
    .map(([uri, group]): Node => ({ kind: "file", uri, ...group }))
    .sort((a, b) => (a.kind === "file" && b.kind === "file" ? a.file.localeCompare(b.file) : 0));
}

function childrenOf(node: Node): Node[] {
  switch (node.kind) {
    case "file":
      return [...node.ports];
    case "others":
      return node.list.others.map((holder) => ({ kind: "holder", holder }));
    case "port": {
      const { port, place } = node;
      return [
        ...kinds(port).map((finding): Node => ({ kind: "finding", port, finding, place })),
        ...(port.holders ?? []).map((holder): Node => ({ kind: "holder", holder, port })),
        ...port.places.map((each): Node => ({ kind: "place", port, place: each })),
      ];
    }
    default:
      return [];
  }
}

function itemOf(node: Node): TreeItem {
  switch (node.kind) {
    case "port":
      return portItem(node);
    case "file":
      return fileItem(node);
    case "place":
      return placeItem(node.place);
    case "finding":
      return findingItem(node.finding, node.place);
    case "holder":
      return holderItem(node.holder, node.port);
    case "others":
      return othersItem(node.list);
    case "notice":
      return noticeItem(node.text);
  }
}

function portItem(node: Node & { kind: "port" }): TreeItem {
  const { port, place, file } = node;
  const name = file === undefined ? isolate(port.service) : keyBriefly(place.key ?? port.service);
  const item = new TreeItem(`${numberOf(port)} ${name}`, TreeItemCollapsibleState.Collapsed);
  const [first] = port.places;
  item.id = `port ${first?.uri} ${first?.key ?? ""} ${port.address} ${port.protocol} ${file ?? ""}`;
  item.description = describe(port);
  item.iconPath = iconOf(port.state);
  item.tooltip = tooltipOf(port);
  item.accessibilityInformation = { label: spoken(port) };
  item.contextValue = ["port", port.state, ...abilities(port.holders ?? []), ...(port.url ? ["web"] : [])].join(" ");
  item.command = goTo({ kind: "place", port, place });
  return item;
}

function fileItem({ file, uri, ports }: Node & { kind: "file" }): TreeItem {
  const item = new TreeItem(isolate(basename(file)), TreeItemCollapsibleState.Expanded);
  item.id = `file ${uri}`;
  item.resourceUri = Uri.parse(uri);
  item.iconPath = ThemeIcon.File;
  const folder = dirname(file);
  item.description = folder === "." ? "" : isolate(folder);
  const many = ports.length === 1 ? l10n.t("1 port") : l10n.t("{0} ports", ports.length);
  item.accessibilityInformation = { label: `${file}, ${many}` };
  item.contextValue = "file";
  return item;
}

function placeItem(place: Place): TreeItem {
  const item = new TreeItem(placeBriefly(place));
  item.description = isolate(place.key ?? "");
  item.iconPath = new ThemeIcon(place.role === "bind" ? "plug" : "link");
  const does = place.role === "bind" ? l10n.t("has something listen there") : l10n.t("goes there");
  const said = [placeName(place), place.key ?? "", does].filter(Boolean).join(", ");
  item.tooltip = said;
  item.accessibilityInformation = { label: said };
  item.contextValue = "place";
  item.command = goTo({ kind: "place", place });
  return item;
}

function findingItem(finding: Finding, place: Place): TreeItem {
  const item = new TreeItem(finding.code);
  item.description = finding.message;
  item.iconPath = iconOfFinding(finding);
  item.tooltip = finding.message;
  item.accessibilityInformation = { label: finding.message };
  item.contextValue = "finding";
  item.command = goTo({ kind: "place", place });
  return item;
}

function holderItem(holder: Holder, port?: Port): TreeItem {
  const owner = calledBriefly(holder);
  const item = new TreeItem(port === undefined ? `${numberOf(holder)} ${owner}` : owner);
  item.description = [whereAndSince(holder), addressOf(holder)].filter(Boolean).join(" · ");
  item.iconPath = new ThemeIcon("server-process", holder.ours ? ours : undefined);
  item.tooltip = tooltipOfHolder(holder);
  item.accessibilityInformation = { label: `${addressOf(holder)}, ${holder.about}` };
  item.contextValue = ["holder", ...abilities([holder])].join(" ");
  return item;
}

function othersItem(list: PortList): TreeItem {
  const item = new TreeItem(l10n.t("Other listeners on this machine"), TreeItemCollapsibleState.Collapsed);
  item.id = "others";
  item.description = `${list.others.length}`;
  item.iconPath = new ThemeIcon("broadcast");
  item.accessibilityInformation = { label: l10n.t("Other listeners on this machine: {0}", list.others.length) };
  item.contextValue = "others";
  return item;
}

/** What could not be found out, and what may be done about it in the line's menu. */
function noticeItem(text: string): TreeItem {
  const item = new TreeItem(l10n.t("Not all can be seen"));
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  item.id = "notice";
  item.description = text;
  item.iconPath = new ThemeIcon("info", new ThemeColor("problemsInfoIcon.foreground"));
  item.tooltip = sentence;
  item.accessibilityInformation = { label: l10n.t("Not all can be seen: {0}", text) };
  item.contextValue = "notice";
  return item;
}

/** What can be done to those who listen. */
function abilities(holders: readonly Holder[]): string[] {
  return holders.some(({ refusal }) => !refusal) ? ["stoppable"] : [];
}

function goTo(node: { kind: "place"; place: Place; port?: Port }) {
  return { command: "portclash.goToClaim", title: l10n.t("Go to the Claim"), arguments: [node] };
}
