// One VS Code with the extension installed, and for every test a scene and a window of its own.

import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { claimedPort, freePort, isFree, setScene } from "../demo/scene.mjs";
import { startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { openBrowser, openWindow } from "./window.mjs";

/** Starts VS Code with the extension's package, and a browser to look at it. */
export async function raiseStage() {
  const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
  const vscode = await startCodeServer({ vsix: await pack(), profile });
  const browser = await openBrowser();
  return {
    profile,
    vscode,
    browser,
    /** Ends all of it. */
    async strike() {
      await browser.browser()?.close();
      await vscode.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
    /**
     * Sets a scene of the test's own: the port is held, and a window is open on the workspace that claims it.
     *
     * @param {import("node:test").TestContext} t
     * @param {{ name?: string }} [options] of the scene
     * @param {import("playwright-core").BrowserContext} [windows] where to open the window
     */
    async set(t, options = {}, windows = browser) {
      /** @type {(() => Promise<void>)[]} */
      const undo = [];
      t.after(async () => {
        for (const step of undo.reverse()) await step();
      });
      const scene = await setScene({ ...options, port: (await isFree(claimedPort)) ? claimedPort : await freePort() });
      undo.push(scene.remove);
      const holder = await scene.hold();
      undo.push(holder.end);
      const window = await openWindow(windows, vscode.urlOf(scene.workspace));
      undo.push(async () => {
        await window.picture(`end of ${t.name}`);
        await window.close();
      });
      return { scene, holder, window };
    },
  };
}
