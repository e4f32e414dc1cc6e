// Folders that are on no disk: alone, where the extension says that it does nothing, and beside one that is on the disk.

import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { freePort } from "../demo/scene.mjs";
import { newest, startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { packExtension } from "./extension.mjs";
import { browser } from "./newest.mjs";
import { atEnd, openWindow } from "./theatre.mjs";

const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
after(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
const others = [await packExtension("shelf", profile, ["onFileSystem:shelf"])];
const vscode = await startCodeServer({ vsix: await pack(), others, profile, release: newest });
after(vscode.stop);
const port = await freePort();

test("a workspace that is on no disk is told why nothing is compared there", async (t) => {
  const window = await openWorkspace(t, [{ uri: "shelf:/shop" }]);
  await window.press("Control+Shift+X", window.page.locator(".extensions-viewlet"));
  // The other extension's publisher has the name, too, and comes first where VS Code already knows what runs.
  const name = window.page.locator(".extensions-viewlet .extension-list-item").getByText("Portclash", { exact: true });
  const page = window.page.locator(".extension-editor");
  await window.use(name, page.getByRole("heading", { name: "Portclash" }));
  await page.getByText("a virtual folder has no such machine").first().waitFor();
  await window.picture("a virtual workspace");
});

test("beside a folder that is on no disk, one that is has its ports all the same", async (t) => {
  const window = await openWorkspace(t, [{ uri: "shelf:/shop" }, { path: "mail" }]);
  await window.openPorts();
  await window.ports
    .filter({ hasText: `${port} PORT` })
    .getByText("free")
    .waitFor();
  await window.picture("a virtual folder beside one on the disk");
  // There is nothing to choose: a virtual folder has no ports to move.
  await window.command("Portclash: Give This Workspace Its Own Ports…");
  await window.question.getByText(`${port} → `).first().waitFor();
});

/**
 * Opens a workspace of folders, with a folder `mail` on the disk that it may name.
 *
 * @param {import("node:test").TestContext} t
 * @param {({ uri: string } | { path: string })[]} folders
 */
async function openWorkspace(t, folders) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "portclash-window-")));
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await mkdir(join(folder, "mail"));
  await writeFile(join(folder, "mail", ".env"), `PORT=${port}\n`);
  const file = join(folder, "virtual.code-workspace");
  await writeFile(file, JSON.stringify({ folders }));
  return openWindow(t, browser, vscode.urlOf(file));
}
