// A VS Code with the extension installed from its package, as a person would install it, and scenes in its windows.

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

import { claimedPort, freePort, setScene } from "../demo/scene.mjs";
import { startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { openBrowser, openWindow } from "./window.mjs";

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
   * Sets a scene of the test's own: the port is held, and a window is open on the workspace that claims it.
   *
   * @param {import("node:test").TestContext} t
   * @param {object} [options]
   * @param {string} [options.name] of the scene's folder
   * @param {import("playwright-core").BrowserContext} [options.windows] where to open the window
   */
  async function stage(t, { name, windows = browser } = {}) {
    /** @type {(() => Promise<void>)[]} */
    const undo = [];
    t.after(async () => {
      for (const step of undo.reverse()) await step();
    });
    const { scene, holder } = await set(claimedPort, name).catch(async () => set(await freePort(), name));
    undo.push(scene.remove, holder.end);
    const window = await openWindow(windows, vscode.urlOf(scene.workspace));
    undo.push(async () => {
      await window.picture(`end of ${t.name}`);
      await window.close();
    });
    return { scene, holder, window };
  }

  return { stage, browser, profile };
}

/**
 * Sets a scene and has its port held. Rejects, and leaves nothing behind, where somebody else has the port.
 *
 * @param {number} port
 * @param {string} [name] of the scene's folder
 */
async function set(port, name) {
  const scene = await setScene(name === undefined ? { port } : { port, name });
  try {
    return { scene, holder: await scene.hold() };
  } catch (error) {
    await scene.remove();
    throw error;
  }
}
