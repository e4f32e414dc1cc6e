// Windows of every kind: without a folder, without files, with several folders, not trusted, several at once; and for
// which of them the extension does anything at all.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { freePort } from "../demo/scene.mjs";
import { newest, startCodeServer } from "../tasks/code-server.mjs";
import { browser, open, profile, stage } from "./newest.mjs";
import { serversOf } from "./processes.mjs";
import { atEnd, openWindow } from "./theatre.mjs";
import { sized } from "./window.mjs";

test("a window without a folder says what to do, and tells who holds a port all the same", async (t) => {
  const window = await open(t);
  await window.openPorts();
  await window.welcome.getByText("Open a folder to see the ports that its files claim").waitFor();
  await window.welcome.getByRole("button", { name: "Open Folder" }).waitFor();
  await window.picture("a window without a folder");
  const port = /:(\d+)\//.exec(window.page.url())?.[1] ?? "";
  await window.use(
    window.welcome.getByRole("button", { name: "Show All Listeners on This Machine" }),
    window.quick.getByText("All Listeners on This Machine"),
  );
  // The list shows only those that there is room for.
  await window.answer(port, window.quick.locator(".monaco-list-row").filter({ hasText: port }).first());
});

test("a workspace in which nothing claims a port says so", async (t) => {
  const window = await open(t, await newFolder(t));
  await window.openPorts();
  await window.welcome.getByText("No file of this workspace claims a port on this machine.").waitFor();
  await window.welcome.getByRole("button", { name: "Who Holds a Port?" }).waitFor();
  await window.picture("a workspace without files");
  await window.command("Portclash: Check the Whole Workspace for Port Clashes");
  await window.statusBar.getByText("0 files claim ports, no clash").waitFor();
});

test("a workspace of several folders has the ports of them all, each with its folder", async (t) => {
  const folder = await newFolder(t);
  const [shop, mail] = [await freePort(), await freePort()];
  for (const [name, port] of Object.entries({ shop, mail })) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, ".env"), `PORT=${port}\n`);
  }
  const file = join(folder, "both.code-workspace");
  await writeFile(file, JSON.stringify({ folders: [{ path: "shop" }, { path: "mail" }] }));
  const window = await open(t, file);
  await window.openPorts();
  for (const port of [shop, mail]) await window.ports.filter({ hasText: `${port} PORT` }).waitFor();
  await window.command("Portclash: Group the Ports View by File");
  for (const name of ["shop", "mail"]) {
    await window.page.getByRole("treeitem", { name: `${name}/.env, 1 port` }).waitFor();
  }
  await window.picture("a workspace of several folders");
  await window.command("Portclash: Give This Workspace Its Own Ports…");
  await window.quick.locator(".monaco-list-row").filter({ hasText: "mail" }).waitFor();
});

test("windows on two work trees see each other's server, and each its own as its own", async (t) => {
  const { scene, holder, window } = await stage(t);
  const row = (/** @type {import("./window.mjs").Window} */ of) =>
    of.page.getByRole("treeitem", { name: new RegExp(`^Port ${scene.port}\\b`) });
  await window.openPorts();
  await row(window).getByText("clash").waitFor();
  const other = join(scene.folder, "shop-api");
  await writeFile(join(other, ".env"), `PORT=${scene.port}\n`);
  const second = await open(t, other);
  await second.openPorts();
  await row(second).getByText("running").waitFor();
  await row(window).getByText("clash").waitFor();
  await holder.end();
  await row(second).getByText("free").waitFor();
  await row(window).getByText("free").waitFor();
});

test("a folder that is not trusted cannot choose the program, until it is trusted", async (t) => {
  const own = await newFolder(t);
  await symlink(join(profile, "extensions"), join(own, "extensions"));
  const vscode = await startCodeServer({ profile: own, release: newest, trusting: false });
  atEnd(t, vscode.stop);
  const folder = await newFolder(t);
  await mkdir(join(folder, ".vscode"));
  await writeFile(join(folder, ".vscode", "settings.json"), '{ "portclash.path": "/nowhere/portclash" }');
  await writeFile(join(folder, ".env"), "PORT=70000\n");
  const window = await openWindow(t, browser, vscode.urlOf(folder));
  await window.open(".env");
  const errors = window.page.locator(".editor-instance .squiggly-error");
  await errors.first().waitFor();
  const restricted = window.statusBar.getByText("Restricted Mode");
  await restricted.waitFor();
  await window.picture("a folder that is not trusted");
  const trust = window.page.getByRole("button", { name: "Trust", exact: true });
  await window.use(restricted, trust);
  await window.useUp(trust, restricted);
  await window.messages.filter({ hasText: 'Portclash cannot run "/nowhere/portclash"' }).waitFor();
});

test("nothing is started for prose and programs, and with the first file that may claim a port it is", async (t) => {
  const folder = await newFolder(t);
  await writeFile(join(folder, "README.md"), "# Shop\n\nListens on http://localhost:3000.\n");
  await writeFile(join(folder, "main.rs"), 'fn main() { println!("http://localhost:3000"); }\n');
  await writeFile(join(folder, "app.ts"), "export const port = 3000;\n");
  await writeFile(join(folder, "vite.config.ts"), "export default { server: { port: 70000 } };\n");
  const others = await serversOf(profile);
  const started = async () => (await serversOf(profile)).filter((server) => !others.includes(server));
  // The list has only those elements that there is room for.
  const window = await open(t, folder, await sized(browser, 1200, 1600));
  const running = async () => {
    await window.command("Developer: Show Running Extensions");
    return window.page.locator(".runtime-extensions-editor .extension");
  };
  await window.open("README.md");
  await window.open("main.rs");
  let active = await running();
  await active.filter({ hasText: "Markdown" }).first().waitFor();
  await window.picture("what runs for prose and Rust");
  assert.equal(await active.filter({ hasText: "Portclash" }).count(), 0, "it was activated");
  await window.pressAway("Escape", window.page.locator(".runtime-extensions-editor"));
  await window.open("app.ts");
  active = await running();
  await active.filter({ hasText: "Portclash" }).waitFor();
  // Those that one file activates are loaded together, and each of them is given the time of those before it, too.
  const times = (await active.allInnerTexts()).map((says) => /^(.+)\n[^]*Activation: (\d+ ?ms)/.exec(says)?.slice(1));
  t.diagnostic(`activation, as VS Code tells it: ${times.map((time) => time?.join(" ") ?? "?").join(", ")}`);
  assert.deepEqual(await started(), []);
  await window.pressAway("Escape", window.page.locator(".runtime-extensions-editor"));
  await window.open("vite.config.ts");
  await window.page.locator(".editor-instance .squiggly-error").first().waitFor();
  assert.equal((await started()).length, 1);
});

/**
 * An empty folder with a work tree of its own, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 */
async function newFolder(t) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "portclash-window-")));
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await promisify(execFile)("git", ["init", "--quiet", folder]);
  return folder;
}
