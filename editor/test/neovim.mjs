// A real Neovim, set up as the page for people says.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { root } from "../tasks/run.mjs";
import { patience } from "./settled.mjs";
import { snippet } from "./snippet.mjs";

const program = promisify(execFile);
const person = fileURLToPath(new URL("neovim.lua", import.meta.url));

/**
 * A diagnostic as Neovim has it. Lines and columns count from zero, columns are bytes.
 *
 * @typedef {object} Shown
 * @property {[number, number]} start
 * @property {[number, number]} end
 * @property {string} severity
 * @property {string} code
 * @property {string} source
 * @property {string} message
 */

/**
 * Runs a scenario in Neovim without a screen. Returns what the scenario returns; throws what it threw.
 *
 * @param {string} scenario Lua, in which `person` is what neovim.lua makes
 * @param {unknown} [args] what `vim.g.args` is in the scenario
 * @returns {Promise<any>}
 */
export async function neovim(scenario, args = []) {
  const home = await mkdtemp(join(tmpdir(), "portclash-neovim-"));
  try {
    const setup = join(home, "init.lua");
    await writeFile(setup, await snippet("neovim.md", await headingOf()));
    const { stdout, stderr } = await program("nvim", ["--headless", "-u", setup, "-i", "NONE", "-n", "-S", person], {
      env: {
        ...process.env,
        // Neither the settings nor the plugins of whoever runs the tests.
        XDG_CONFIG_HOME: home,
        XDG_DATA_HOME: home,
        XDG_STATE_HOME: home,
        PATH: join(root, "editor", "bin") + delimiter + (process.env.PATH ?? ""),
        PATIENCE: String(patience),
        SCENARIO: `vim.g.args = vim.json.decode(${lua(JSON.stringify(args))}); ${scenario}`,
      },
    });
    const told = JSON.parse(stdout || "{}");
    if (!("seen" in told)) throw new Error(`${told.failed ?? "Neovim told nothing"}\n${told.told ?? ""}\n${stderr}`);
    return told.seen;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The heading of the block that is for the Neovim of this machine. */
async function headingOf() {
  const { stdout } = await program("nvim", ["--version"]);
  const [, major, minor] = /NVIM v(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 0 || Number(minor) >= 11 ? "Neovim 0.11 and later" : "Neovim 0.7 to 0.10";
}

/** @param {string} text a literal of Lua */
function lua(text) {
  return `[==[${text}]==]`;
}
