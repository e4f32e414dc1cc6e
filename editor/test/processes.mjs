// The language servers that VS Code runs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The ids of the processes of language servers that VS Code started from this profile.
 *
 * @param {string} profile
 * @returns {Promise<number[]>}
 */
export async function serversOf(profile) {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,args="]);
  const lines = stdout.split("\n").filter((text) => text.includes(profile) && text.includes("portclash lsp"));
  return lines.map((line) => Number.parseInt(line, 10));
}

/**
 * The id of the one language server that VS Code runs from this profile. Rejects while there is none, and while that of
 * a window before has not ended.
 *
 * @param {string} profile
 * @returns {Promise<number>}
 */
export async function serverOf(profile) {
  const [server, ...others] = await serversOf(profile);
  assert.ok(server, "no server runs");
  assert.deepEqual(others, [], "servers of other windows run");
  return server;
}
