// The main job in the real VS Code, with the extension installed from its package as a person would install it.
// With PORTCLASH_PICTURE=1 the README's picture is made anew.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { claimedPort, freePort, isFree, setScene } from "../demo/scene.mjs";
import { version } from "../tasks/build.mjs";
import { startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { openBrowser, openWindow, output } from "./window.mjs";

const programs = promisify(execFile);

await rm(output, { recursive: true, force: true });
const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
const vscode = await startCodeServer({ vsix: await pack(), profile });
const browser = await openBrowser();

after(async () => {
  await browser.browser()?.close();
  await vscode.stop();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

test("the package holds the server and no more than it needs", async () => {
  const extensions = join(profile, "extensions");
  const [folder] = (await readdir(extensions)).filter((name) => name.startsWith("portclash."));
  assert.ok(folder);
  const files = await readdir(join(extensions, folder), { recursive: true });
  const pictures = /^editor\/images\/.*\.png$/;
  assert.deepEqual(files.filter((name) => name.startsWith("editor") && !pictures.test(name)).sort(), [
    "editor",
    "editor/bin",
    "editor/bin/portclash",
    "editor/dist",
    "editor/dist/extension.js",
    "editor/images",
    "editor/schema",
    "editor/schema/portclash.schema.json",
  ]);
  const { stdout } = await programs(join(extensions, folder, "editor", "bin", "portclash"), ["version"]);
  assert.match(stdout, new RegExp(`^portclash ${await version()}\\b`));
});

test("the digits of a port that is held are underlined", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await underlined(window, "62893 in .env", String(scene.port));
  await window.open("compose.yaml");
  await underlined(window, "62893 in compose.yaml", String(scene.port));
});

test("the hover names the process that holds the port", async (t) => {
  const { scene, holder, window } = await stage(t);
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.pointAt(`127.0.0.1:${scene.port}`);
  const says = await window.hover.innerText();
  assert.match(says, new RegExp(`shop-api\\.mjs \\(pid ${holder.pid}\\)`));
});

test("the fix puts a port there that can be bound, in every file", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  await window.click(String(scene.port));
  await window.page.keyboard.press("Control+.");
  await window.fixes.waitFor();
  await window.picture("the fixes");
  await window.page.keyboard.press("Enter");
  await window.warnings.first().waitFor({ state: "detached" });
  const [, port] = /API_PORT=(\d+)/.exec(await window.shown()) ?? [];
  assert.notEqual(Number(port), scene.port);
  assert.ok(await isFree(Number(port)), `${port} is held`);
  await window.open("compose.yaml");
  await window.text.getByText(`127.0.0.1:${port}:8080`).waitFor();
});

test("the underline goes away by itself when the other process ends", async (t) => {
  const { holder, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  await holder.end();
  await window.warnings.first().waitFor({ state: "detached", timeout: 5_000 });
});

test("by keyboard from an address to its setting and to all places that mean it, and what runs is told", async (t) => {
  const { scene, window } = await stage(t);
  await writeFile(join(scene.workspace, "client.env"), `API_URL=http://localhost:${scene.port}/v1\n`);
  const port = await freePort();
  const listen = `require("net").createServer().listen(${port}, "127.0.0.1")`;
  const own = spawn(process.execPath, ["-e", listen], { cwd: scene.workspace, stdio: "ignore" });
  t.after(() => own.kill());
  await writeFile(join(scene.workspace, "own.env"), `PORT=${port}\n`);
  await window.open("own.env");
  await window.text.getByText(`pid ${own.pid}`).waitFor();
  await window.picture("what runs");
  await window.open("client.env");
  await window.text.getByText("API_URL").waitFor();
  await window.click(String(scene.port));
  await window.page.keyboard.press("Shift+F12");
  const peek = window.page.locator(".peekview-widget .ref-tree");
  await peek.getByText("compose.yaml").waitFor();
  await window.picture("all places of a port");
  await window.page.keyboard.press("Escape");
  await peek.waitFor({ state: "detached" });
  await window.page.keyboard.press("F12");
  const settings = window.page.locator(".peekview-widget").filter({ hasText: "Definitions" });
  await settings.locator(".ref-tree").getByText("compose.yaml").waitFor();
  await window.picture("the setting of a port");
});

test("a killed server comes back", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  process.kill(await serverOf(profile), "SIGKILL");
  await window.click("debug");
  await window.page.keyboard.press("End");
  await window.page.keyboard.press("Enter");
  await window.page.keyboard.type(`ADMIN_PORT=${scene.port}`);
  await window.warnings.nth(1).waitFor();
});

test("a path without a program says what to do, and a better one is taken up at once", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  const settings = join(scene.workspace, ".vscode");
  await mkdir(settings);
  await writeFile(join(settings, "settings.json"), '{ "portclash.path": "/nowhere/portclash" }');
  await window.page.getByText('set "portclash.path" to the absolute path of a portclash program').first().waitFor();
  await window.warnings.first().waitFor({ state: "detached" });
  await rm(settings, { recursive: true });
  await window.warnings.first().waitFor();
});

if (process.env.PORTCLASH_PICTURE) {
  test("the picture of the README", async (t) => {
    const sharp = await browser.browser()?.newContext({ viewport: { width: 1100, height: 560 }, deviceScaleFactor: 2 });
    assert.ok(sharp);
    const { window } = await stage(t, { name: "code" }, sharp);
    await window.open("compose.yaml");
    await window.warnings.first().waitFor();
    await window.click("depends_on");
    await window.pointAt(String(claimedPort));
    await window.picture("hover");
    const images = fileURLToPath(new URL("../images", import.meta.url));
    await mkdir(images, { recursive: true });
    await cp(join(output, "hover.png"), join(images, "hover.png"));
  });
}

/**
 * Sets a scene of the test's own: the port is held, and a window is open on the workspace that claims it.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ name?: string }} [options] of the scene
 * @param {import("playwright-core").BrowserContext} [windows] where to open the window
 */
async function stage(t, options = {}, windows = browser) {
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
}

/**
 * Asserts that a warning's underline stands under this text and nothing else.
 *
 * @param {import("./window.mjs").Window} window
 * @param {string} name of the picture
 * @param {string} text
 */
async function underlined(window, name, text) {
  const line = window.warnings.first();
  await line.waitFor();
  await window.picture(name);
  const [under, digits] = [await line.boundingBox(), await window.place(text)];
  assert.ok(under);
  // The editor rounds to whole pixels.
  assert.ok(Math.abs(under.x - digits.x) <= 1.5, `starts at ${under.x}, the digits at ${digits.x}`);
  assert.ok(Math.abs(under.width - digits.width) <= 1.5, `is ${under.width} wide, the digits ${digits.width}`);
  assert.ok(under.y >= digits.y - 1.5 && under.y <= digits.y + digits.height, "is on another line");
}

/**
 * The id of the language server's process that VS Code started from this profile.
 *
 * @param {string} profile
 * @returns {Promise<number>}
 */
async function serverOf(profile) {
  const { stdout } = await programs("ps", ["-axo", "pid=,args="]);
  const line = stdout.split("\n").find((text) => text.includes(profile) && text.includes("portclash lsp"));
  assert.ok(line, "no server runs");
  return Number.parseInt(line, 10);
}
