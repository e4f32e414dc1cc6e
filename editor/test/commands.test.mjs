// Every command of the palette, each run once.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { isFree } from "../demo/scene.mjs";
import { root } from "../tasks/run.mjs";
import { profile, stage } from "./newest.mjs";
import { serverOf, serversOf } from "./processes.mjs";
import { insist, settled } from "./settled.mjs";
import { isThere } from "./window.mjs";

/** @typedef {{ command: string, title: string, category: string }} Command */

/** @type {{ contributes: { commands: Command[], menus: { commandPalette: { command: string, when: string }[] } } }} */
const { contributes } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
/** @type {Record<string, string>} */
const words = JSON.parse(await readFile(`${root}package.nls.json`, "utf8"));
const hidden = contributes.menus.commandPalette.filter(({ when }) => when === "false").map(({ command }) => command);
/** The titles of the commands in the palette, by their names. */
const titles = new Map(
  contributes.commands
    .filter(({ command }) => !hidden.includes(command))
    .map(({ command, category, title }) => [command, `${category}: ${words[title.slice(1, -1)] ?? ""}`]),
);

test("every command of the palette does what its title says", async (t) => {
  const others = await serversOf(profile);
  const { scene, holder, window } = await stage(t);
  const { page, quick } = window;
  const answer = quick.locator("input");
  const offers = quick.locator(".monaco-list-row");
  const row = (/** @type {number} */ port) => page.getByRole("treeitem", { name: new RegExp(`^Port ${port}\\b`) });
  // Of a file that is not open.
  const problems = page.getByRole("treeitem", { name: "problems in file .env" });
  const tried = new Set();
  await window.openPorts();
  await row(scene.port).waitFor();
  /**
   * @param {string} name
   * @param {() => Promise<void>} then looks at what came of it
   */
  const run = (name, then) =>
    t.test(titles.get(name) ?? name, async () => {
      tried.add(name);
      await window.command(titles.get(name) ?? "");
      await then();
    });

  await run("portclash.showLog", async () => {
    const line = page.locator(".output-view").getByText("starting /").first();
    // A palette that loses the focus to what comes up beside it takes the choice with it.
    await insist(
      async () => {
        if (!(await line.isVisible())) await window.command(titles.get("portclash.showLog") ?? "");
      },
      () => isThere(line),
    );
  });
  await run("portclash.checkWorkspace", async () => {
    await window.statusBar.getByText(/\d+ files claim ports, \d+ problems/).waitFor();
    await problems.waitFor();
    await window.picture("the problems of a whole workspace");
  });
  await run("portclash.checkOpenFiles", async () => {
    await problems.waitFor({ state: "hidden" });
    await window.command("View: Hide Panel");
  });
  await run("portclash.whoHoldsPort", async () => {
    await window.answer("localhost:70000", quick.getByText("That has no port from 1 to 65535"));
    await answer.fill(`http://localhost:${scene.port}/health`);
    await window.pressAway("Enter", quick.getByText("A port, an address or a URL"));
    await offers.filter({ hasText: `shop-api.mjs (pid ${holder.pid}` }).waitFor();
    await offers.filter({ hasText: ".env:3" }).waitFor();
    await window.picture("who holds a port");
    await window.use(offers.filter({ hasText: ".env:3" }), page.getByRole("tab", { name: ".env", selected: true }));
  });
  await run("portclash.showListeners", async () => {
    const listener = offers.filter({ hasText: `${scene.port} shop-api.mjs` });
    await window.answer("shop-api", listener);
    await window.picture("all listeners");
    await window.use(listener, offers.filter({ hasText: `Copy 127.0.0.1:${scene.port}` }));
    await window.pressAway("Escape", quick);
  });
  await run("portclash.stopOwner", async () => {
    const listener = offers.filter({ hasText: `${scene.port} shop-api.mjs` });
    // The list shows only those that there is room for.
    await window.answer("shop-api", listener);
    await window.use(listener, window.question.getByText("Stop shop-api.mjs"));
    await window.pressAway("Escape", window.question);
    assert.ok(!(await isFree(scene.port)), "stopped against the answer");
  });
  await run("portclash.insertFreePort", async () => {
    // The number is selected since its place was gone to.
    const port = await settled(async () => {
      const [, digits] = /API_PORT=(\d+)/.exec(await window.shown()) ?? [];
      assert.ok(digits !== undefined && digits !== String(scene.port), `it is ${digits}`);
      return digits;
    });
    assert.ok(await isFree(Number(port)), `${port} is held`);
    await window.click("API_PORT");
    await window.press("Control+Z", window.text.getByText(`API_PORT=${scene.port}`));
    await window.command("File: Revert File");
    await window.command("View: Close Editor");
  });
  await run("portclash.movePort", async () => {
    const prompt = quick.getByText(/\d+ is free on this machine and in this workspace/);
    await window.use(offers.filter({ hasText: "62894 web" }), prompt);
    await answer.fill("99999");
    await quick.getByText("A port is a number from 1 to 65535.").waitFor();
    await window.picture("the number of a port that moves");
    await answer.fill("28094");
    await window.pressAway("Enter", prompt);
    await window.statusBar.getByText(/62894 web is 28094 now, in \d files/).waitFor();
    await settled(async () => {
      assert.match(await readFile(join(scene.workspace, "vite.config.ts"), "utf8"), /port: 28094/);
    });
  });
  await run("portclash.moveWorkspace", async () => {
    await window.question.getByText(`${scene.port} → `).waitFor();
    assert.match(await window.question.innerText(), new RegExp(`${scene.port} → \\d+\\s+API_PORT`));
    await window.picture("the question before all ports move");
    await window.pressAway("Escape", window.question);
  });
  await run("portclash.groupByFile", async () => {
    await page.getByRole("treeitem", { name: "config.toml, 1 port" }).waitFor();
  });
  await run("portclash.groupByService", async () => {
    await page.getByRole("treeitem", { name: "config.toml, 1 port" }).waitFor({ state: "hidden" });
  });
  await run("portclash.filter", async () => {
    await window.answer("28094", page.getByText("Only what has “28094”"));
    await window.pressAway("Enter", answer);
    await row(scene.port).waitFor({ state: "hidden" });
  });
  await run("portclash.clearFilter", async () => {
    await row(scene.port).waitFor();
  });
  await run("portclash.refresh", async () => {
    await row(scene.port).waitFor();
  });
  const before = await settled(() => serverOf(profile, others));
  await run("portclash.restart", async () => {
    await settled(async () => {
      assert.notEqual(await serverOf(profile, others), before);
    });
    await row(scene.port).getByText("clash").waitFor();
  });

  assert.deepEqual(
    [...titles.keys()].filter((name) => !tried.has(name)),
    [],
  );
});

test("the language status tells the version, and has a restart and the log", async (t) => {
  const { window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  const status = window.page.locator(".hover-language-status");
  await window.use(
    window.statusBar.getByRole("button", { name: /Editor Language Status/ }),
    status.getByText(/^Portclash \d+\.\d+\.\d+/),
  );
  await status.getByText("Portclash's log").waitFor();
  await status
    .getByRole("link", { name: "Restart" })
    .or(status.getByRole("button", { name: "Restart" }))
    .waitFor();
  await window.picture("the language status");
});
