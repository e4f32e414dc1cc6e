// Programs of the system: found on PATH, or installed where this can be done without asking.

import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { Failure, run } from "./run.mjs";

/**
 * The path of a program on PATH, undefined when there is none.
 *
 * @param {string} command
 * @returns {Promise<string | undefined>}
 */
export async function which(command) {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat"] : [""];
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter((part) => part !== "")) {
    for (const ending of endings) {
      const path = join(folder, command + ending);
      if (await runnable(path)) return path;
    }
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {Promise<boolean>}
 */
export function runnable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Makes sure that programs are on PATH: installs the Debian packages of those that are not, where this process may.
 * Throws a Failure that names the remedy for every program that is still missing.
 *
 * @param {Record<string, string>} packages the Debian package of each program
 * @returns {Promise<void>}
 */
export async function need(packages) {
  const missing = await missingOf(packages);
  if (missing.length > 0 && (await mayInstall())) await install(missing.map((command) => packages[command] ?? command));
  const still = await missingOf(packages);
  if (still.length === 0) return;
  const names = still.map((command) => packages[command] ?? command).join(" ");
  const how = (await which("apt-get"))
    ? `sudo apt-get install ${names}`
    : `install them with your system's package manager (Debian calls them: ${names})`;
  throw new Failure(`not on PATH: ${still.join(", ")}; ${how}`);
}

/** Whether packages can be installed without asking: as root on Debian and its kin. */
export async function mayInstall() {
  return process.getuid?.() === 0 && (await which("apt-get")) !== undefined;
}

/**
 * Installs Debian packages.
 *
 * @param {string[]} packages
 * @returns {Promise<void>}
 */
export async function install(packages) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  // A system that has just started may be installing its own updates.
  const patient = ["--quiet", "-o", "DPkg::Lock::Timeout=600"];
  await run("apt-get", ["update", ...patient], { env });
  await run("apt-get", ["install", ...patient, "--yes", "--no-install-recommends", ...packages], { env });
}

/** @param {Record<string, string>} packages */
async function missingOf(packages) {
  const found = await Promise.all(
    Object.keys(packages).map(async (command) => ({ command, path: await which(command) })),
  );
  return found.filter(({ path }) => path === undefined).map(({ command }) => command);
}
