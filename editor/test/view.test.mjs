// The Ports view: what it says of every port, and what a person does with it.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { freePort, isFree } from "../demo/scene.mjs";
import { listen } from "./listener.mjs";
import { browser, stage } from "./newest.mjs";
import { insist, settled } from "./settled.mjs";
import { clickOnce, isThere } from "./window.mjs";

test("the Ports view", async (t) => {
  const [running, free, held] = [await freePort(), await freePort(), await freePort()];
  const deep = "services/payments-and-invoices/configuration/production";
  const { scene, holder, window } = await stage(t, {
    async prepare(workspace) {
      await mkdir(join(workspace, deep), { recursive: true });
      const invoices = `services:\n  invoices:\n    image: example/invoices\n    ports: ["127.0.0.1:${running}:80"]\n`;
      await writeFile(join(workspace, deep, "compose.yaml"), invoices);
      await mkdir(join(workspace, "הזמנות"));
      await writeFile(join(workspace, "הזמנות", ".env"), `ORDERS_PORT=${free}\n`);
      await mkdir(join(workspace, "注文サービス"));
      await writeFile(join(workspace, "注文サービス", "注文.env"), `HELD_PORT=${held}\n`);
      await writeFile(join(workspace, ".portclash.toml"), `ignore = [${held}]\n`);
    },
  });
  const { page, ports } = window;
  const row = (/** @type {number | string} */ port) =>
    page.getByRole("treeitem", { name: new RegExp(`^Port ${port}\\b`) });
  /** A button of the view's title. */
  const title = (/** @type {string} */ label) =>
    page
      .locator('[id="workbench.view.extension.portclash"]')
      .locator("xpath=ancestor::*[contains(@class,'part')]")
      .getByRole("button", { name: label });
  const icon = (/** @type {number} */ port) => row(port).locator(".custom-view-tree-node-item-icon");
  const name = "an-exceptionally-long-name-of-a-program-that-nobody-types.js";
  const own = await listen(t, scene.workspace, running, name);
  await listen(t, join(scene.folder, "shop-api"), held, "shop-admin.js");

  await t.test("says of every port how it stands, in an icon and a word, who holds it and since when", async () => {
    await window.openPorts();
    const clock = /, since \d\d?:\d\d/;
    // The list comes first without what listens, and then with it.
    await settled(async () => {
      assert.match(await row(running).innerText(), /invoices/);
      assert.match(await row(running).innerText(), /running · an-exceptionall…-nobody-types\.js in \S+, since/);
      assert.match(await row(running).innerText(), clock);
      assert.match(await classOf(icon(running)), /codicon-pass-filled/);
      assert.match(await row(scene.port).innerText(), /API_PORT\s*clash · shop-api\.mjs in \S+shop-api, since/);
      assert.match(await row(scene.port).innerText(), clock);
      assert.match(await classOf(icon(scene.port)), /codicon-warning/);
      assert.match(await row(held).innerText(), /HELD_PORT\s*held by another · shop-admin\.js/);
      assert.match(await classOf(icon(held)), /codicon-lock/);
      assert.match(await row(free).innerText(), /ORDERS_PORT\s*free$/);
      assert.match(await classOf(icon(free)), /codicon-circle-outline/);
    });
    await window.picture("the view by service");
  });

  await t.test("says the same to a screen reader, and nothing shortened", async () => {
    const spoken = async (/** @type {number} */ port) => (await row(port).getAttribute("aria-label")) ?? "";
    assert.equal(await spoken(free), `Port ${free}, ORDERS_PORT, free`);
    assert.match(await spoken(running), new RegExp(`^Port ${running}, invoices, running, ${name} \\(pid ${own.pid}, `));
    const says = new RegExp(
      `, clash, 127\\.0\\.0\\.1:${scene.port} is already in use by shop-api\\.mjs \\(pid ${holder.pid},`,
    );
    assert.match(await spoken(scene.port), says);
    await page.getByRole("treeitem", { name: /^Other listeners on this machine: \d+$/ }).waitFor();
  });

  await t.test("has the number of clashes beside its icon and in the status bar, which leads to the view", async () => {
    const tab = page.locator(".activitybar").getByRole("tab", { name: /Portclash.*1 port clash/ });
    await tab.waitFor();
    await tab.locator(".badge-content").filter({ hasText: "1" }).waitFor();
    await window.useUp(page.locator(".activitybar").getByRole("tab", { name: /^Explorer/ }), ports.first());
    await window.use(window.statusBar.getByRole("button", { name: "1 port clash" }), row(scene.port));
  });

  await t.test("opens a port to its finding, its holder and every place that means it", async () => {
    await focusOn(window, row(scene.port));
    await window.press("ArrowRight", ports.filter({ hasText: "port-in-use" }));
    await ports.filter({ hasText: /^shop-api\.mjs/ }).waitFor();
    for (const place of [".env:3", ".vscode/launch.json:9", "compose.yaml:5", "vite.config.ts:6"]) {
      await ports.filter({ hasText: place }).first().waitFor();
    }
    await window.picture("a port of the view, opened");
    await window.use(
      ports.filter({ hasText: "config.toml:2" }),
      page.getByRole("tab", { name: "config.toml", selected: true }),
    );
    await window.statusBar.getByText("(5 selected)").waitFor();
  });

  await t.test("shows what is only hinted at in full when the mouse rests on it", async () => {
    const says = await window.restOn(row(running), name);
    assert.match(says, new RegExp(`invoices 127\\.0\\.0\\.1:${running} — running`));
    assert.match(says, /since \d\d?:\d\d.*, for \d+ \w+/);
    assert.match(says, new RegExp(`${deep}/compose\\.yaml:4 services\\.invoices\\.ports`));
    await window.picture("the tooltip of a port");
  });

  await t.test("groups by file, with names that are read from right to left or are wide in their places", async () => {
    const file = (/** @type {string} */ path) => page.getByRole("treeitem", { name: path, exact: true });
    await window.use(title("Group the Ports View by File"), file("compose.yaml, 2 ports"));
    await file(`${deep}/compose.yaml, 1 port`).waitFor();
    assert.match(await file("הזמנות/.env, 1 port").innerText(), /^\.env\s*\u2068הזמנות\u2069$/);
    assert.match(await file("注文サービス/注文.env, 1 port").innerText(), /^注文\.env\s*注文サービス$/);
    const launch = ports.filter({ hasText: /^\d+ configurat/ });
    assert.match(await launch.innerText(), new RegExp(`^${scene.port} configurat…\\S*PORT\\s*clash`));
    await window.picture("the view by file");
    await window.useUp(title("Group the Ports View by Service"), file("compose.yaml, 2 ports"));
  });

  await t.test("is filtered by what is typed, until it is shown whole again", async () => {
    const input = window.quick.locator("input");
    await window.use(title("Filter the Ports View…"), input);
    await input.fill("held");
    await row(free).waitFor({ state: "hidden" });
    await row(held).waitFor();
    await window.picture("the view, filtered");
    await window.pressAway("Escape", input);
    await row(free).waitFor();
    await window.use(title("Filter the Ports View…"), input);
    await input.fill("shop-api.mjs clash");
    await window.pressAway("Enter", input);
    await row(held).waitFor({ state: "hidden" });
    await row(scene.port).waitFor();
    await page.getByText("Only what has “shop-api.mjs clash”").waitFor();
    await window.use(title("Show All Ports in the Ports View"), row(held));
  });

  await t.test("copies an address, and opens what is there in a browser and in an editor", async () => {
    await browser.grantPermissions(["clipboard-read", "clipboard-write"]);
    await inline(row(scene.port), "Copy host:port");
    await window.statusBar.getByText(`127.0.0.1:${scene.port}`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `127.0.0.1:${scene.port}`);
    const opened = browser.waitForEvent("page");
    await inline(row(scene.port), "Open in Browser");
    const tab = await opened;
    await tab.getByText("shop-api").waitFor();
    await tab.close();
    await fromMenu(window, row(scene.port), "Open in Simple Browser");
    await page.getByRole("tab", { name: "Simple Browser", selected: true }).waitFor();
    const shown = page.frameLocator("iframe.webview").frameLocator("iframe").frameLocator("iframe");
    await shown.getByText("shop-api").waitFor();
    await window.picture("a service in the simple browser");
  });

  await t.test("gives a port that clashes a free number in all of its places", async () => {
    await inline(row(held), "Pick a Free Port, Everywhere");
    // It is said for some seconds only.
    await window.statusBar.getByText(/HELD_PORT is \d+ now, in 1 file/).waitFor();
    await row(held).waitFor({ state: "detached" });
    const port = await settled(async () => {
      const text = await readFile(join(scene.workspace, "注文サービス", "注文.env"), "utf8");
      const [, digits] = /HELD_PORT=(\d+)/.exec(text) ?? [];
      assert.notEqual(digits, String(held));
      return Number(digits);
    });
    await row(port).getByText("free").waitFor();
  });

  await t.test("follows what starts and ends, without being asked", async () => {
    const other = await listen(t, scene.workspace, free, "orders.js");
    await row(free).getByText("running · orders.js").waitFor();
    other.kill();
    await row(free).getByText("free").waitFor();
  });

  await t.test("is worked by keyboard alone: a stop asks first, with command line, folder and age", async () => {
    await fromMenu(window, row(scene.port), "Stop What Holds It…");
    await window.question.waitFor();
    const says = await window.question.innerText();
    assert.match(says, new RegExp(`Stop shop-api\\.mjs \\(pid ${holder.pid}, \\S*shop-api\\)\\?`));
    assert.match(says, new RegExp(`Listens on: 127\\.0\\.0\\.1:${scene.port}`));
    assert.match(says, new RegExp(`Command line: \\S*node\\S* shop-api\\.mjs ${scene.port}`));
    assert.match(says, /Folder: \S*shop-api/);
    assert.match(says, /Runs since: \d\d?:\d\d.*, for \d+ \w+/);
    await window.picture("the question of the view before a stop");
    await window.pressAway("Escape", window.question);
    await row(scene.port).getByText("clash").waitFor();
    await fromMenu(window, row(scene.port), "Stop What Holds It…");
    await window.question.getByRole("button", { name: "Stop It" }).waitFor();
    await window.pressAway("Enter", window.question);
    await settled(async () => {
      assert.ok(await isFree(scene.port), "it was not stopped");
    });
    await holder.ended;
    await row(scene.port).getByText("free").waitFor();
    // Where nobody listens there is nothing to open.
    await row(scene.port).hover();
    await row(scene.port).getByRole("button", { name: "Copy host:port" }).waitFor();
    assert.equal(await row(scene.port).getByRole("button", { name: "Open in Browser" }).count(), 0);
  });

  await t.test("has no number of clashes where there is none", async () => {
    await window.statusBar.getByRole("button", { name: /port clash/ }).waitFor({ state: "detached" });
    await page.locator(".activitybar").getByRole("tab", { name: "Portclash", exact: true }).waitFor();
  });
});

/** @param {import("playwright-core").Locator} element */
async function classOf(element) {
  return (await element.getAttribute("class")) ?? "";
}

/**
 * Uses a button of a line of the view.
 *
 * @param {import("playwright-core").Locator} row
 * @param {string} label
 */
async function inline(row, label) {
  let clicked = false;
  await insist(
    async (limit) => {
      await row.hover({ timeout: limit });
      clicked = await clickOnce(row.getByRole("button", { name: label }), limit);
    },
    () => (clicked ? Promise.resolve() : Promise.reject(new Error(`${label} was not clicked`))),
  );
}

/**
 * Puts the view's focus on a line by the keyboard.
 *
 * @param {import("./window.mjs").Window} window
 * @param {import("playwright-core").Locator} row
 */
async function focusOn(window, row) {
  const list = window.page.locator('[id="workbench.view.extension.portclash"] .monaco-list:focus');
  await stepTo(window, row.and(window.page.locator(".focused")), async (limit) => {
    await window.command("Portclash: Focus on Ports View");
    await list.waitFor({ timeout: limit });
    await window.page.keyboard.press("Home");
    return window.ports.count();
  });
}

/**
 * Chooses from the menu of a line, by the keyboard.
 *
 * @param {import("./window.mjs").Window} window
 * @param {import("playwright-core").Locator} row
 * @param {string} label
 */
async function fromMenu(window, row, label) {
  const items = window.page.getByRole("menuitem");
  const focused = window.page.locator(".monaco-menu .action-item.focused").filter({ hasText: label });
  await stepTo(window, focused, async (limit) => {
    await focusOn(window, row);
    await window.page.keyboard.press("Shift+F10");
    await items.filter({ hasText: label }).waitFor({ timeout: limit });
    return items.count();
  });
  await window.pressAway("Enter", focused);
}

/**
 * Presses the arrow until something has the focus; all over again when it does not get there.
 *
 * @param {import("./window.mjs").Window} window
 * @param {import("playwright-core").Locator} focused
 * @param {(limit: number) => Promise<number>} start goes before the first line; returns how many there are
 */
async function stepTo(window, focused, start) {
  await insist(
    async (limit) => {
      for (let lines = await start(limit); lines > 0 && !(await focused.isVisible()); lines--) {
        await window.page.keyboard.press("ArrowDown");
      }
    },
    () => isThere(focused),
  );
}
