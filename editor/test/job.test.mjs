// The main job in the real VS Code, with the extension installed from its package as a person would install it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { freePort, isFree } from "../demo/scene.mjs";
import { version } from "../tasks/build.mjs";
import { profile, stage } from "./newest.mjs";
import { serverOf, serversOf } from "./processes.mjs";
import { insist, settled } from "./settled.mjs";
import { isThere } from "./window.mjs";

const programs = promisify(execFile);

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
    "editor/dist/client.js",
    "editor/dist/extension.js",
    "editor/images",
    "editor/images/ports.svg",
    "editor/l10n",
    "editor/l10n/bundle.l10n.json",
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
  const says = await window.pointAt(`127.0.0.1:${scene.port}`);
  await window.picture("the hover");
  assert.match(says, new RegExp(`shop-api\\.mjs \\(pid ${holder.pid}\\)`));
});

test("the fix puts a port there that can be bound, in every file", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  await window.openFixes(String(scene.port));
  await window.picture("the fixes");
  await window.pressAway("Enter", window.fixes);
  await window.warnings.first().waitFor({ state: "detached" });
  const [, port] = /API_PORT=(\d+)/.exec(await window.shown()) ?? [];
  assert.notEqual(Number(port), scene.port);
  assert.ok(await isFree(Number(port)), `${port} is held`);
  await window.open("compose.yaml");
  await window.text.getByText(`127.0.0.1:${port}:8080`).waitFor();
});

test("a port moves in all of its files, after a look at what will change", async (t) => {
  const { scene, window } = await stage(t);
  const before = await textsOf(scene.workspace, String(scene.port));
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.openFixes(String(scene.port));
  await window.pressAway("Control+Enter", window.fixes);
  const preview = await review(window);
  for (const file of before.keys()) await preview.getByText(basename(file), { exact: true }).waitFor();
  await window.picture("what a fix will change");
  assert.deepEqual(await textsOf(scene.workspace, String(scene.port)), before, "changed before it was said");
  await window.useUp(preview.getByRole("button", { name: "Apply" }));
  await window.warnings.first().waitFor({ state: "detached" });
  const [, port = ""] = /"127\.0\.0\.1:(\d+):8080"/.exec(await window.shown()) ?? [];
  assert.notEqual(port, String(scene.port));
  assert.ok(await isFree(Number(port)), `${port} is held`);
  const after = new Map([...before].map(([file, text]) => [file, text.replaceAll(String(scene.port), port)]));
  assert.ok(after.size >= 6, `only ${after.size} files`);
  await settled(async () => {
    assert.deepEqual(await textsOf(scene.workspace, port), after);
  });
  await window.picture("what a fix has changed");
});

test("a workspace gets ports of its own, after a look at edits that are ticked already", async (t) => {
  const { scene, window } = await stage(t);
  const before = await textsOf(scene.workspace, String(scene.port));
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.command("Portclash: Give This Workspace Its Own Ports…");
  await window.useUp(window.question.getByRole("button", { name: "Review First" }));
  const preview = await review(window);
  const edits = preview.locator(".textedit");
  const asked = edits.filter({ has: window.page.locator('.edit-checkbox[aria-checked="false"]') });
  await settled(async () => {
    assert.equal(await asked.count(), 1);
    assert.match(await asked.innerHTML(), /Nothing to confirm/);
    assert.ok((await edits.count()) > before.size, `only ${await edits.count()} edits`);
  });
  await window.picture("what a workspace's own ports will change");
  assert.deepEqual(await textsOf(scene.workspace, String(scene.port)), before, "changed before it was said");
  await window.useUp(preview.getByRole("button", { name: "Apply" }));
  await window.warnings.first().waitFor({ state: "detached" });
  await settled(async () => {
    assert.equal((await textsOf(scene.workspace, String(scene.port))).size, 0);
  });
});

test("what holds the port is stopped, but only when the person says so", async (t) => {
  const { scene, holder, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  const question = window.messages.filter({ hasText: "Stop shop-api.mjs" });
  await window.fix(String(scene.port), /^Stop shop-api\.mjs/);
  // It slides in.
  await question.getByRole("button", { name: "Stop It" }).hover();
  await window.picture("the question before a stop");
  const says = await question.innerText();
  assert.match(says, new RegExp(`pid ${holder.pid}, \\S*/shop-api\\)`));
  assert.match(says, /has run for \d+ \w+ and listens on 127\.0\.0\.1:/);
  assert.match(says, new RegExp(`\\. Command line: node shop-api\\.mjs ${scene.port}`));
  await window.useUp(question.getByRole("button", { name: "Cancel" }));
  await question.waitFor({ state: "detached" });
  await window.fix(String(scene.port), /^Stop shop-api\.mjs/);
  assert.ok(!(await isFree(scene.port)), "stopped against the answer");
  await window.useUp(question.getByRole("button", { name: "Stop It" }));
  await settled(async () => {
    assert.ok(await isFree(scene.port), "it was not stopped");
  });
  await holder.ended;
  await window.warnings.first().waitFor({ state: "detached" });
  await window.picture("after a stop");
});

test("a rename refuses a number that cannot be had, and moves the port to one that can", async (t) => {
  const { scene, window } = await stage(t);
  const before = await textsOf(scene.workspace, String(scene.port));
  const port = String(await freePort());
  await window.open("config.toml");
  await window.warnings.first().waitFor();
  const box = window.page.locator(".rename-box input");
  const rename = async (/** @type {string} */ number) => {
    await window.click(String(scene.port));
    await window.press("F2", box);
    await settled(async () => {
      assert.equal(await box.inputValue(), String(scene.port));
    });
    await box.fill(number);
    await window.pressAway("Enter", box);
  };
  await rename("70000");
  await window.messages.filter({ hasText: "70000 is no port" }).waitFor();
  await window.picture("a rename that is refused");
  assert.deepEqual(await textsOf(scene.workspace, String(scene.port)), before);
  await rename(port);
  await window.warnings.first().waitFor({ state: "detached" });
  const after = new Map([...before].map(([file, text]) => [file, text.replaceAll(String(scene.port), port)]));
  await settled(async () => {
    assert.deepEqual(await textsOf(scene.workspace, port), after);
  });
  await window.picture("after a rename");
});

test("ports of the workspace are offered behind an address that is typed", async (t) => {
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  await window.click("debug");
  await window.page.keyboard.press("End");
  await window.page.keyboard.press("Enter");
  await window.page.keyboard.type("ORDERS_URL=http://127.0.0.1");
  const offer = window.page.locator(".suggest-widget .monaco-list-row").filter({ hasText: String(scene.port) });
  let typed = false;
  await insist(
    async () => {
      if (typed) await window.page.keyboard.press("Backspace");
      await window.page.keyboard.type(":");
      typed = true;
    },
    () => isThere(offer),
  );
  await window.picture("ports to choose from");
  await window.use(offer, window.text.getByText(`ORDERS_URL=http://127.0.0.1:${scene.port}`));
});

test("a finding is silenced where it stands", async (t) => {
  const { scene, window } = await stage(t);
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.fix(String(scene.port), /^Ignore port-in-use here/);
  await window.text.getByText("portclash:ignore port-in-use").waitFor();
  await window.warnings.first().waitFor({ state: "detached" });
  await window.picture("a finding that is silenced");
});

test("the underline goes away by itself when the other process ends", async (t) => {
  const { holder, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  await holder.end();
  await window.warnings.first().waitFor({ state: "detached" });
});

test("by keyboard from an address to its setting and to all places that mean it, and what runs is told", async (t) => {
  const free = await freePort();
  const { scene, window } = await stage(t, {
    async prepare(workspace, port) {
      await writeFile(join(workspace, "client.env"), `API_URL=http://localhost:${port}/v1\n`);
      await writeFile(
        join(workspace, "package.json"),
        `{\n  "scripts": {\n    "api": "PORT=${port} node api.js",\n    "docs": "PORT=${free} node docs.js"\n  }\n}\n`,
      );
    },
  });
  const listen = `require("net").createServer().listen(${free}, "127.0.0.1")`;
  const own = spawn(process.execPath, ["-e", listen], { cwd: scene.workspace, stdio: "ignore" });
  t.after(() => own.kill());
  await window.open("package.json");
  await window.text.getByText(`pid ${own.pid}`).waitFor();
  const lenses = window.page.locator(".codelens-decoration");
  await lenses.filter({ hasText: `pid ${own.pid}` }).waitFor();
  await lenses.filter({ hasText: "not running" }).waitFor();
  await window.picture("what runs");
  await window.open("client.env");
  await window.text.getByText("API_URL").waitFor();
  await window.click(String(scene.port));
  const peek = window.page.locator(".peekview-widget .ref-tree");
  await window.press("Shift+F12", peek.getByText("compose.yaml"));
  await window.picture("all places of a port");
  await window.pressAway("Escape", peek);
  const settings = window.page.locator(".peekview-widget").filter({ hasText: "Definitions" });
  await window.press("F12", settings.locator(".ref-tree").getByText("compose.yaml"));
  await window.picture("the setting of a port");
});

test("a killed server comes back", async (t) => {
  const others = await serversOf(profile);
  const { scene, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  process.kill(await settled(() => serverOf(profile, others)), "SIGKILL");
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
  const settings = join(scene.workspace, ".vscode", "settings.json");
  // VS Code may not watch the folder yet.
  await insist(
    () => writeFile(settings, '{ "portclash.path": "/nowhere/portclash" }'),
    () =>
      isThere(window.messages.filter({ hasText: 'set "portclash.path" to the absolute path of a portclash program' })),
  );
  await window.warnings.first().waitFor({ state: "detached" });
  await rm(settings);
  await window.warnings.first().waitFor();
});

/**
 * Waits for the panel that tells what will change, and gives it all the room. Returns it.
 *
 * @param {import("./window.mjs").Window} window
 */
async function review(window) {
  const preview = window.page.locator(".bulk-edit-panel");
  await preview.getByRole("button", { name: "Apply" }).waitFor();
  await window.useUp(window.page.locator('.panel [aria-label^="Maximize Panel"]'));
  return preview;
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
  // A code lens that comes late moves both.
  await settled(async () => {
    const [under, digits] = [await line.boundingBox(), await window.place(text)];
    assert.ok(under);
    // The editor rounds to whole pixels.
    assert.ok(Math.abs(under.x - digits.x) <= 1.5, `starts at ${under.x}, the digits at ${digits.x}`);
    assert.ok(Math.abs(under.width - digits.width) <= 1.5, `is ${under.width} wide, the digits ${digits.width}`);
    assert.ok(under.y >= digits.y - 1.5 && under.y <= digits.y + digits.height, "is on another line");
  });
  await window.picture(name);
}

/**
 * The files below a folder that hold a text, by their paths.
 *
 * @param {string} folder
 * @param {string} held
 * @returns {Promise<Map<string, string>>}
 */
async function textsOf(folder, held) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.sort().map(async (path) => /** @type {const} */ ([path, await readFile(path, "utf8")])),
  );
  return new Map(files.filter(([, text]) => text.includes(held)));
}
