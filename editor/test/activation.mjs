// How long VS Code takes to load the extension and to activate it, as VS Code itself says, beside an extension that does
// nothing, in the same windows: `npm run bench:activation`, and with a number for so many windows instead of twelve.

import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findBrowser } from "../tasks/browser.mjs";
import { build } from "../tasks/build.mjs";
import { installCodeServer, newest, startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { Report } from "../tasks/report.mjs";
import { packExtension } from "./extension.mjs";
import { settled } from "./settled.mjs";
import { newWindow, openBrowser } from "./window.mjs";

/**
 * The three times that VS Code keeps of an extension, in milliseconds: until its code is loaded, until `activate` has
 * returned, and until what that promised is there.
 *
 * @typedef {{ load: number, call: number, finish: number }} Times
 */

/** The extensions that are compared, by their ids, with the file that activates each and nothing else. */
const files = { "portclash.portclash": ".env", "portclash-test.empty": "main.rs" };

const report = new Report();
const ready =
  (await build(report)) &&
  (await report.step("VS Code for the browser", () => installCodeServer(newest))) &&
  (await report.step("browser", findBrowser));
if (!ready) process.exit(report.end());

const windows = Number(process.argv[2] ?? 12);
/** What was measured, by when the files were opened and by extension. @type {Record<string, Record<string, Times[]>>} */
const measured = { "a file is opened": {}, "a window opens with the file": {} };
const [opened = "", restored = ""] = Object.keys(measured);

const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
const others = [await packExtension("empty", profile, ["onLanguage:rust"])];
const vscode = await startCodeServer({ vsix: await pack(), others, profile, release: newest });
const browser = await openBrowser();
try {
  await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
  for (let i = 0; i < windows; i++) await measure(i);
} finally {
  await browser.browser()?.close();
  await vscode.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
for (const [when, extensions] of Object.entries(measured)) {
  process.stdout.write(`when ${when}, in ${windows} windows: median (least to most) in ms\n`);
  const sums = Object.values(extensions).map((all) => all.map(({ load, call, finish }) => load + call + finish));
  for (const [i, [id, all]] of Object.entries(extensions).entries()) {
    const [load, call, finish] = [all.map((t) => t.load), all.map((t) => t.call), all.map((t) => t.finish)].map(spread);
    const sum = spread(sums[i] ?? []);
    process.stdout.write(`  ${id.padEnd(22)} load ${load}, call ${call}, finish ${finish}, all ${sum}\n`);
  }
  const [ours = [], empty = []] = sums;
  const more = median(ours.map((ms, i) => ms - (empty[i] ?? NaN)));
  process.stdout.write(
    `  ${(median(ours) / median(empty)).toFixed(2)} times the one that does nothing, ${more} ms more\n`,
  );
}

/**
 * Measures both extensions in two windows, the one that is first last in the next two.
 *
 * @param {number} turn
 */
async function measure(turn) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "portclash-window-")));
  await writeFile(join(folder, ".env"), "PORT=3000\n");
  await writeFile(join(folder, "main.rs"), "fn main() {}\n");
  await writeFile(join(folder, "notes.txt"), "Measure.\n");
  const names = Object.values(files);
  if (turn % 2 === 1) names.reverse();
  const url = vscode.urlOf(folder);
  try {
    await inWindow(url, async (window) => {
      // What VS Code itself starts with a window and with its first file (Emmet, for one) is not measured along.
      await window.page.getByText("Activating Extensions").waitFor({ state: "hidden" });
      await window.open("notes.txt");
      await settled(async () => timesOf(await saidBy(window), "vscode.emmet"));
      for (const name of names) await window.open(name);
      await keep(window, opened);
    });
    // Only what is shown is opened with a window: both files, as the sides of a comparison.
    const [left, right] = names.map((name) => `vscode-remote://${new URL(url).host}${join(folder, name)}`);
    const sides = { diffFilePrimary: left, diffFileSecondary: right };
    const payload = encodeURIComponent(JSON.stringify(Object.entries(sides)));
    await inWindow(`${url}&payload=${payload}`, (window) => keep(window, restored));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} url
 * @param {(window: import("./window.mjs").Window) => Promise<void>} work
 */
async function inWindow(url, work) {
  const window = await newWindow(browser);
  try {
    await window.start(url);
    await work(window);
  } finally {
    await window.close();
  }
}

/**
 * Keeps what VS Code has measured in a window.
 *
 * @param {import("./window.mjs").Window} window
 * @param {string} when
 */
async function keep(window, when) {
  await settled(async () => {
    const said = await saidBy(window);
    const found = Object.keys(files).map((id) => /** @type {const} */ ([id, timesOf(said, id)]));
    for (const [id, times] of found) ((measured[when] ??= {})[id] ??= []).push(times);
  });
}

/**
 * Returns what VS Code says of its start and of its extensions' in a window.
 *
 * @param {import("./window.mjs").Window} window
 */
async function saidBy(window) {
  const { page } = window;
  await window.command("Developer: Startup Performance");
  await page.getByRole("tab", { name: "Startup Performance", selected: true }).waitFor();
  await page.locator(".editor-instance .monaco-editor.focused").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Control+C");
  const said = await page.evaluate(() => navigator.clipboard.readText());
  await window.command("View: Close Editor");
  return said;
}

/**
 * Finds an extension's times in what VS Code says of its start. Throws where it has none yet.
 *
 * @param {string} said a table: Extension, Eager, Load Code, Call Activate, Finish Activate, Event, By
 * @param {string} id
 * @returns {Times}
 */
function timesOf(said, id) {
  const line = said.split("\n").find((each) => each.includes(`| ${id} `));
  const [, , , load, call, finish] = (line ?? "").split("|").map((cell) => cell.trim());
  if (load === undefined || call === undefined || finish === undefined) throw new Error(`${id} is not active yet`);
  return { load: Number(load), call: Number(call), finish: Number(finish) };
}

/** @param {number[]} numbers */
function spread(numbers) {
  return `${median(numbers)} (${Math.min(...numbers)} to ${Math.max(...numbers)})`;
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? NaN) + (sorted[sorted.length >> 1] ?? NaN)) / 2;
}
