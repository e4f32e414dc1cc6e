// The main job's scene, for the demo and for the tests: a workspace that claims a port, and another project's process
// that holds it.

import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The port that the files of the workspace claim. */
export const claimedPort = 62893;

/**
 * A scene is a temporary folder with two projects beside each other.
 *
 * @typedef {object} Scene
 * @property {string} folder of both projects
 * @property {string} workspace the folder to open in the editor
 * @property {string} profile an empty folder for what the editor writes
 * @property {number} port the one that the workspace's files claim
 * @property {() => Promise<Holder>} hold starts the other project's process
 * @property {() => Promise<void>} remove deletes the folder
 */

/**
 * A process that listens on the scene's port.
 *
 * @typedef {object} Holder
 * @property {number} pid
 * @property {Promise<unknown>} ended settles when it has ended, whoever ended it
 * @property {() => Promise<void>} end ends it, and waits until it has ended
 */

/**
 * Lays a scene out.
 *
 * @param {object} [options]
 * @param {number} [options.port] written into the workspace's files instead of theirs
 * @param {string} [options.name] of the scene's folder, which must not exist; without it a name that does not
 * @returns {Promise<Scene>}
 */
export async function setScene({ port = claimedPort, name } = {}) {
  const folder = await realpath(
    name === undefined ? await mkdtemp(join(tmpdir(), "portclash-")) : await newFolder(name),
  );
  const workspace = join(folder, "orders");
  const profile = join(folder, "profile");
  const shop = join(folder, "shop-api");
  await Promise.all([workspace, profile, shop].map((path) => mkdir(path)));
  await cp(fileURLToPath(new URL("workspace", import.meta.url)), workspace, { recursive: true });
  for (const entry of await readdir(workspace, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    await writeFile(file, (await readFile(file, "utf8")).replaceAll(String(claimedPort), String(port)));
  }
  await copyFile(fileURLToPath(new URL("shop-api.mjs", import.meta.url)), join(shop, "shop-api.mjs"));
  return {
    folder,
    workspace,
    profile,
    port,
    hold: () => hold(shop, port),
    // An editor that has just been ended may still be writing.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/**
 * Lays a scene out and has its port held: the one that the files claim, or where somebody has that, another.
 *
 * @param {string} [name] of the scene's folder
 * @returns {Promise<{ scene: Scene, holder: Holder }>}
 */
export async function setHeldScene(name) {
  try {
    return await held(claimedPort, name);
  } catch {
    return held(await freePort(), name);
  }
}

/**
 * @param {number} port
 * @param {string} [name]
 */
async function held(port, name) {
  const scene = await setScene(name === undefined ? { port } : { port, name });
  try {
    return { scene, holder: await scene.hold() };
  } catch (error) {
    await scene.remove();
    throw error;
  }
}

/** @param {string} name */
async function newFolder(name) {
  const path = join(tmpdir(), name);
  await mkdir(path);
  return path;
}

/**
 * @param {string} folder
 * @param {number} port
 * @returns {Promise<Holder>}
 */
async function hold(folder, port) {
  const child = spawn(process.execPath, ["shop-api.mjs", String(port)], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  await Promise.race([once(child.stdout, "data"), ended]);
  if (child.pid === undefined || child.exitCode !== null)
    throw new Error(`shop-api could not listen on 127.0.0.1:${port}`);
  return {
    pid: child.pid,
    ended,
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * A port of 127.0.0.1 that nothing holds now.
 *
 * @returns {Promise<number>}
 */
export async function freePort() {
  // Below those that any system gives to outgoing connections: such a port may be taken before it is used.
  for (;;) {
    const port = randomInt(21_000, 24_000);
    if (await isFree(port)) return port;
  }
}

/**
 * Whether a program can listen on this port of 127.0.0.1 now.
 *
 * @param {number} port 0 is always free
 * @returns {Promise<boolean>}
 */
export async function isFree(port) {
  const server = createServer();
  const free = await new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      resolve(true);
    });
  });
  if (free) server.close();
  return free;
}
