// The setting that names the program to run as the server.

import { commands, env } from "vscode";

/** Shows the setting where it is to be set: in a remote window with those of the machine that the program is to run on. */
export async function setPath(): Promise<void> {
  const query = "portclash.path";
  if (env.remoteName === undefined) await commands.executeCommand("workbench.action.openSettings", { query });
  else await commands.executeCommand("workbench.action.openRemoteSettings", { query });
}
