// Runs a program to its end and keeps what it said.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The checkout's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A step did not do what it is for; `log` is everything that the programs of the step said. */
export class Failure extends Error {
  /**
   * @param {string} message what failed, and the remedy where there is one
   * @param {string} [log]
   */
  constructor(message, log = "") {
    super(message);
    this.log = log;
  }
}

/**
 * Runs a program, found on PATH or by its path, without a shell and without standard input.
 * Returns its output, standard error mixed in as it came; throws a Failure unless it exits with 0.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options] `env` is added to this process's environment
 * @returns {Promise<string>}
 */
export function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => (said += text));
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => (said += text));
    const spelled = [command, ...args].join(" ");
    child.on("error", (error) => {
      reject(new Failure(`${spelled}: ${error.message}`, said));
    });
    child.on("close", (code, signal) => {
      if (code === 0) resolve(said);
      else reject(new Failure(`${spelled} ended with ${signal ?? String(code)}`, said));
    });
  });
}

/**
 * Runs a program of an npm package: its JavaScript file by this Node, so that it is the same on every platform.
 *
 * @param {string} script path under node_modules
 * @param {string[]} args
 * @returns {Promise<string>}
 */
export function runScript(script, args) {
  return run(process.execPath, [`${root}node_modules/${script}`, ...args]);
}

/**
 * Runs npm: the one that runs this script, else the one on PATH.
 *
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function npm(args, options) {
  const path = process.env.npm_execpath;
  if (path?.endsWith("npm-cli.js")) return run(process.execPath, [path, ...args], options);
  // On Windows npm is a batch file, which only a shell can start.
  return process.platform === "win32" ? run("cmd", ["/c", "npm", ...args], options) : run("npm", args, options);
}
