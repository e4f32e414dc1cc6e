// Going to a port's service with a browser, and taking its address along.

import { commands, env, Uri, window } from "vscode";

import { addressOf, reachableAt } from "./ports";
import type { Node } from "./view";

/** Opens the service of a port in the person's own browser. */
export async function openInBrowser(node?: Node): Promise<void> {
  const url = urlOf(node);
  // From a remote machine VS Code forwards the port, and opens what it has there.
  if (url !== undefined) await env.openExternal(url);
}

/** Opens the service of a port in an editor. */
export async function openInSimpleBrowser(node?: Node): Promise<void> {
  const url = urlOf(node);
  if (url === undefined) return;
  const reachable = await env.asExternalUri(url);
  await commands.executeCommand("simpleBrowser.show", reachable.toString(true));
}

function urlOf(node?: Node): Uri | undefined {
  return node?.kind === "port" && node.port.url !== undefined ? Uri.parse(node.port.url) : undefined;
}

/** Copies `host:port`, as a client on the machine would use it. */
export async function copyAddress(node?: Node): Promise<void> {
  const address = textOf(node);
  if (address !== undefined) await copy(address);
}

/** Copies a text, and says so: all of it, or what it is of. */
export async function copy(text: string, about = text): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(copy) ${about}`, 5_000);
}

function textOf(node?: Node): string | undefined {
  if (node?.kind === "holder") return reachableAt(node.holder);
  if (node?.kind !== "port") return undefined;
  const { address, port } = node.port;
  const host = address.replace(/:[^:]*$/, "").replace(/^\[|\]$/g, "");
  return host === "" || host === "*" ? addressOf({ host: "localhost", port }) : reachableAt({ host, port });
}
