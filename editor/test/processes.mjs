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
 * The id of the process of a language server that VS Code started from this profile, the latest where there are more.
 *
 * @param {string} profile
 * @returns {Promise<number>}
 */
export async function serverOf(profile) {
  const server = (await serversOf(profile)).at(-1);
  assert.ok(server, "no server runs");
  return server;
}
