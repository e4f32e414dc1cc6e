// What is large, and the same for every checkout, is kept outside of it: one folder for each tool and version.

import { mkdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Returns the folder of a tool, made by `fill` when there is none yet. A fill that fails leaves no folder behind.
 *
 * @param {string} name the tool and its version: what changes its content changes its name
 * @param {(folder: string) => Promise<unknown>} fill is given an empty folder, which is moved to its place afterwards
 * @returns {Promise<string>}
 */
export async function cached(name, fill) {
  const folder = join(cacheFolder(), name);
  if (await exists(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    await rename(unfinished, folder).catch(async (/** @type {unknown} */ error) => {
      // Another run was sooner with the same.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
export function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, "portclash");
  if (process.platform === "win32" && process.env.LOCALAPPDATA)
    return join(process.env.LOCALAPPDATA, "portclash", "cache");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "portclash");
  return join(homedir(), ".cache", "portclash");
}
