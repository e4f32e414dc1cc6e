// A real Emacs, set up as the page for people says.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { root } from "../tasks/run.mjs";
import { patience } from "./settled.mjs";
import { snippet } from "./snippet.mjs";

const person = fileURLToPath(new URL("emacs.el", import.meta.url));

/**
 * A diagnostic as Emacs shows it. Lines and columns count from zero, columns are UTF-16 units.
 *
 * @typedef {object} Shown
 * @property {[number, number]} start
 * @property {[number, number]} end
 * @property {string} severity the name of Flymake's type
 * @property {string} message with the source and the code before it
 */

/**
 * Runs a scenario in Emacs without a screen. Returns what the scenario returns; throws what it threw.
 *
 * @param {string} scenario Lisp, in which there is what emacs.el defines
 * @param {unknown} [argument] what `argument` is in the scenario, its objects as alists
 * @returns {Promise<any>}
 */
export async function emacs(scenario, argument = null) {
  const home = await mkdtemp(join(tmpdir(), "portclash-emacs-"));
  try {
    const setup = join(home, "setup.el");
    await writeFile(setup, await snippet("emacs.md", "Eglot"));
    const { stdout, stderr } = await promisify(execFile)("emacs", ["--batch", "--load", person], {
      env: {
        ...process.env,
        // Neither the settings nor the packages of whoever runs the tests.
        HOME: home,
        XDG_CONFIG_HOME: home,
        LC_ALL: "C.UTF-8",
        PATH: join(root, "editor", "bin") + delimiter + (process.env.PATH ?? ""),
        SETUP: setup,
        PATIENCE: String(patience),
        SCENARIO: `(progn ${scenario})`,
        ARGUMENT: JSON.stringify(argument),
      },
    });
    const told = JSON.parse(stdout || "{}");
    if (!("seen" in told)) throw new Error(`${told.failed ?? "Emacs told nothing"}\n${stderr}`);
    return told.seen;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
