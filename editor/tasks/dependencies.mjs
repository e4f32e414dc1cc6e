// The npm packages of the checkout, as package-lock.json names them.

import { readFile } from "node:fs/promises";

import { npm, root } from "./run.mjs";

/** Installs the npm packages unless those of package-lock.json are there already. */
export async function installDependencies() {
  if (await upToDate()) return;
  await npm(["ci", "--no-audit", "--no-fund"]);
}

async function upToDate() {
  const wanted = await packagesOf(`${root}package-lock.json`);
  // npm's own record of what it installed.
  const installed = await packagesOf(`${root}node_modules/.package-lock.json`);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

/**
 * @param {string} lockfile
 * @returns {Promise<Record<string, { version?: string, optional?: boolean }>>}
 */
async function packagesOf(lockfile) {
  try {
    return JSON.parse(await readFile(lockfile, "utf8")).packages;
  } catch {
    return {};
  }
}
