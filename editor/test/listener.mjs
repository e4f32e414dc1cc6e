// Programs that listen, for a test.

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ready } from "./processes.mjs";
import { atEnd } from "./theatre.mjs";

/**
 * Has a program listen on a port of 127.0.0.1, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} folder
 * @param {number} port
 * @param {string} name of the program's file
 */
export async function listen(t, folder, port, name) {
  const listening = `require("net").createServer().listen(${port}, "127.0.0.1", () => console.log("listening"))`;
  await writeFile(join(folder, name), listening);
  const child = spawn(process.execPath, [name], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  atEnd(t, () => Promise.resolve(child.kill()));
  await ready(child);
  return child;
}
