// The same server in a real Neovim.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { claimedPort, freePort, isFree, setScene } from "../demo/scene.mjs";
import { root } from "../tasks/run.mjs";

const script = fileURLToPath(new URL("neovim.lua", import.meta.url));

test("the diagnostic and its fix arrive in Neovim", async (t) => {
  const scene = await setScene({ port: (await isFree(claimedPort)) ? claimedPort : await freePort() });
  t.after(scene.remove);
  const holder = await scene.hold();
  t.after(holder.end);

  const seen = await neovim(join(scene.workspace, "compose.yaml"));

  const [diagnostic] = seen.diagnostics;
  assert.ok(diagnostic, "no diagnostic came");
  assert.equal(diagnostic.source, "portclash");
  assert.equal(diagnostic.code, "port-in-use");
  assert.match(diagnostic.message, new RegExp(`127\\.0\\.0\\.1:${scene.port}.*${holder.pid}`));
  // Line and columns count from zero.
  const line = `      - "127.0.0.1:${scene.port}:8080"`;
  const start = line.indexOf(String(scene.port));
  assert.deepEqual(
    [diagnostic.lnum, diagnostic.col, diagnostic.end_col],
    [4, start, start + String(scene.port).length],
  );

  const [, port] = /"127\.0\.0\.1:(\d+):8080"/.exec(seen.text) ?? [];
  assert.notEqual(Number(port), scene.port, "the fix changed nothing");
  assert.ok(await isFree(Number(port)), `${port} is held`);
  assert.deepEqual(seen.left, [], "the diagnostic stayed");
});

/**
 * @typedef {{ lnum: number, col: number, end_col: number, code: string, source: string, message: string }} Diagnostic
 */

/**
 * Opens a file in Neovim without a screen, and applies the first fix of its first diagnostic.
 *
 * @param {string} file
 * @returns {Promise<{ diagnostics: Diagnostic[], left: Diagnostic[], text: string }>}
 */
async function neovim(file) {
  const server = join(root, "editor", "bin", "portclash");
  const { stdout } = await promisify(execFile)("nvim", ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", script], {
    env: { ...process.env, FILE: file, SERVER: server },
  });
  return JSON.parse(stdout);
}
