// Processes: the language servers that VS Code runs, and programs of the tests' own.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
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
 * The id of the one language server that a window has started. Rejects while there is none, and while there are two.
 *
 * @param {string} profile
 * @param {number[]} others those that ran before the window was opened: of one that was closed, VS Code may keep the server
 * for hours where the word of it was lost
 * @returns {Promise<number>}
 */
export async function serverOf(profile, others) {
  const [server, ...more] = (await serversOf(profile)).filter((each) => !others.includes(each));
  assert.ok(server, "no server runs");
  assert.deepEqual(more, [], "more than one server runs");
  return server;
}

/**
 * Waits until a program says that it is ready, by whatever it prints first. Rejects where it ends before.
 *
 * @param {import("node:child_process").ChildProcess & { stdout: import("node:stream").Readable }} child
 */
export async function ready(child) {
  const ended = once(child, "close").then(([code, signal]) => {
    throw new Error(`${child.spawnargs.join(" ")} ended with ${signal ?? code}`);
  });
  await Promise.race([once(child.stdout, "data"), ended]);
}
