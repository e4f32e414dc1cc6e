// A VS Code with the extension installed from its package, as a person would install it, and scenes in its windows.

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { setHeldScene } from "../demo/scene.mjs";
import { startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { newWindow, openBrowser } from "./window.mjs";

/** @type {WeakMap<import("node:test").TestContext, (() => Promise<unknown>)[]>} what is to be done after each test */
const ends = new WeakMap();

/**
 * Has something done after a test: what is asked for last is done first.
 *
 * @param {import("node:test").TestContext} t
 * @param {() => Promise<unknown>} step
 */
export function atEnd(t, step) {
  const known = ends.get(t);
  const steps = known ?? [];
  steps.push(step);
  if (known !== undefined) return;
  ends.set(t, steps);
  t.after(() => undo(steps));
}

/** @param {(() => Promise<unknown>)[]} steps */
async function undo(steps) {
  const last = steps.pop();
  try {
    await last?.();
  } finally {
    // What a test leaves behind would be in the way of the next one.
    if (steps.length > 0) await undo(steps);
  }
}

/**
 * Opens a window for a test, which is closed at its end. Where the test or one within it fails, what the window shows then
 * is told beside it.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").BrowserContext} browser
 * @param {string} url
 */
export async function openWindow(t, browser, url) {
  const window = await newWindow(browser);
  /** @param {import("node:test").TestContext} ended */
  const tell = async (ended) => {
    // The types of the oldest Node that this runs on lack it.
    if (!("error" in ended && ended.error)) return;
    ended.diagnostic(`a window at the end of "${ended.name}":`);
    for (const line of await window.words()) ended.diagnostic(`  ${line}`);
  };
  atEnd(t, async () => {
    await window.picture(`end of ${t.name}`);
    await window.close();
  });
  // Before the picture is taken, which may fail, too.
  atEnd(t, () => tell(t));
  t.afterEach(tell);
  await window.start(url);
  return window;
}

/**
 * A scene on the stage: the port is held, and a window is open on the workspace that claims it.
 *
 * @typedef {object} Staged
 * @property {import("../demo/scene.mjs").Scene} scene
 * @property {import("../demo/scene.mjs").Holder} holder
 * @property {import("./window.mjs").Window} window
 */

/**
 * Starts a VS Code and a browser, which end after the tests of the file.
 *
 * @param {import("../tasks/code-server.mjs").Release} release
 */
export async function openTheatre(release) {
  const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
  const vscode = await startCodeServer({ vsix: await pack(), profile, release });
  const browser = await openBrowser();
  after(async () => {
    await browser.browser()?.close();
    await vscode.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  /**
   * Opens a window for a test.
   *
   * @param {import("node:test").TestContext} t
   * @param {string} [path] of a folder or of a workspace's file
   * @param {import("playwright-core").BrowserContext} [windows] where to open it
   */
  async function open(t, path, windows = browser) {
    return openWindow(t, windows, vscode.urlOf(path));
  }

  /**
   * Sets a scene of the test's own, and opens a window on it.
   *
   * @param {import("node:test").TestContext} t
   * @param {object} [options]
   * @param {string} [options.name] of the scene's folder
   * @param {(workspace: string, port: number) => Promise<unknown>} [options.prepare] changes the workspace before it is opened
   * @param {import("playwright-core").BrowserContext} [options.windows] where to open the window
   * @returns {Promise<Staged>}
   */
  async function stage(t, { name, prepare, windows } = {}) {
    const { scene, holder } = await setHeldScene(name);
    atEnd(t, scene.remove);
    atEnd(t, holder.end);
    await prepare?.(scene.workspace, scene.port);
    const window = await open(t, scene.workspace, windows);
    return { scene, holder, window };
  }

  return { stage, open, browser, profile };
}
