// How it looks: in the themes that VS Code has, in the walkthrough and in the settings. With PORTCLASH_PICTURE=1 the pictures
// of the README and of the walkthrough are made anew.

import assert from "node:assert/strict";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { claimedPort } from "../demo/scene.mjs";
import { root } from "../tasks/run.mjs";
import { browser, stage } from "./newest.mjs";
import { insist, settled } from "./settled.mjs";
import { isThere, output, sized } from "./window.mjs";

/** Themes of VS Code's own, by the class that its window has then. */
const themes = {
  vs: "Light 2026",
  "vs-dark": "Dark 2026",
  "hc-black": "Default High Contrast",
  "hc-light": "Default High Contrast Light",
};

test("states are told apart in every theme", async (t) => {
  const { scene, window } = await stage(t);
  const settings = join(scene.workspace, ".vscode", "settings.json");
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.openPorts();
  await window.ports.filter({ hasText: "clash" }).first().waitFor();
  for (const [name, theme] of Object.entries(themes)) {
    // VS Code may not watch the folder yet.
    await insist(
      () => writeFile(settings, JSON.stringify({ "workbench.colorTheme": theme })),
      () => isThere(window.page.locator(`.monaco-workbench.${name}`)),
    );
    await window.pointAt(String(scene.port));
    await window.picture(`in the theme ${theme}`);
    await window.page.keyboard.press("Escape");
    await settled(async () => {
      // What WCAG asks of icons that say something.
      for (const contrast of await contrastsOf(window)) assert.ok(contrast >= 3, `${theme}: an icon has ${contrast}`);
    });
  }
});

test("the walkthrough opens, and every step has its own picture", async (t) => {
  // Pictures are shown where there is room for them.
  const { window } = await stage(t, { windows: await sized(browser, 1600, 800) });
  const { page } = window;
  const steps = page.locator(".gettingStartedSlideDetails .getting-started-step");
  await openWalkthrough(window, steps.first());
  /** @type {{ contributes: { walkthroughs: { steps: { media: { image: string, altText: string } }[] }[] } }} */
  const { contributes } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  /** @type {Record<string, string>} */
  const words = JSON.parse(await readFile(`${root}package.nls.json`, "utf8"));
  const media = contributes.walkthroughs.flatMap((one) => one.steps.map((step) => step.media));
  assert.equal(new Set(media.map(({ image }) => image)).size, media.length, "two steps have the same picture");
  await settled(async () => {
    assert.equal(await steps.count(), media.length);
  });
  for (const [i, { altText }] of media.entries()) {
    const picture = page.getByAltText(words[altText.slice(1, -1)] ?? "");
    // The first is open from the start.
    if (i > 0) await window.use(steps.nth(i), picture);
    await settled(async () => {
      const width = await picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
      assert.ok(width > 0, "the picture is not found");
    });
    await window.picture(`step ${i + 1} of the walkthrough`);
  }
});

test("the settings explain themselves", async (t) => {
  const { window } = await stage(t);
  await window.command("Preferences: Open Settings (UI)");
  const editor = window.page.locator(".settings-editor");
  await insist(
    async (limit) => {
      await editor.locator(".search-container").click({ timeout: limit });
      await window.page.keyboard.press("Control+A");
      await window.page.keyboard.type("@ext:portclash.portclash");
    },
    async () => {
      for (const says of [
        "How severe the findings of a rule are",
        "Ports that are never reported",
        "which program of the workspace",
      ]) {
        await isThere(editor.getByText(says).first());
      }
    },
  );
  await window.picture("the settings");
});

if (process.env.PORTCLASH_PICTURE) {
  test("the pictures of the README and of the walkthrough", async (t) => {
    const { window } = await stage(t, { name: "code", windows: await sized(browser, 1100, 700, 1.5) });
    const { page } = window;
    const size = (/** @type {number} */ width, /** @type {number} */ height) => page.setViewportSize({ width, height });
    const keep = async (/** @type {string} */ name) => {
      await page.getByText("Activating Extensions").waitFor({ state: "hidden" });
      const path = join(output, `${name}.png`);
      await page.screenshot({ path });
      await copyFile(path, join(root, "editor", "images", `${name}.png`));
    };
    await window.open("compose.yaml");
    await window.warnings.first().waitFor();
    await window.click("depends_on");
    await window.pointAt(String(claimedPort));
    await keep("hover");
    await size(1100, 640);
    await window.openFixes(String(claimedPort));
    await keep("fixes");
    await window.pressAway("Control+Enter", window.fixes);
    // A hover would lie over the panel.
    await page.mouse.move(1, 1);
    await window.useUp(page.locator('.panel [aria-label^="Maximize Panel"]'));
    await page.locator(".bulk-edit-panel").getByRole("button", { name: "Apply" }).hover();
    await keep("move");
    await page.locator(".bulk-edit-panel").getByRole("button", { name: "Discard" }).click();
    await size(1100, 560);
    await window.command("Portclash: Who Holds a Port?");
    await window.quick.getByText("A port, an address or a URL").waitFor();
    await window.quick.locator("input").fill(`http://localhost:${claimedPort}/health`);
    await page.keyboard.press("Enter");
    await window.quick.locator(".monaco-list-row").filter({ hasText: "shop-api.mjs" }).first().waitFor();
    // What the field says of itself goes away with the next key.
    await page.keyboard.press("ArrowDown");
    await keep("who");
    await page.keyboard.press("Escape");
    await window.openPorts();
    await size(900, 480);
    await window.command("Portclash: Focus on Ports View");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await window.ports.filter({ hasText: "port-in-use" }).waitFor();
    await page.locator(".monaco-sash.vertical").nth(1).hover();
    await page.mouse.down();
    await page.mouse.move(560, 240, { steps: 4 });
    await page.mouse.up();
    await window.ports
      .filter({ hasText: String(claimedPort) })
      .first()
      .hover();
    await keep("ports");
    await size(1600, 800);
    await openWalkthrough(window, page.getByAltText("A port in a Compose file is underlined"));
    await window.command("View: Toggle Primary Side Bar Visibility");
    await keep("walkthrough");
  });
}

/**
 * Opens the extension's walkthrough, until something of it is there.
 *
 * @param {import("./window.mjs").Window} window
 * @param {import("playwright-core").Locator} wanted
 */
async function openWalkthrough(window, wanted) {
  await window.command("Welcome: Open Walkthrough...");
  const row = window.quick.locator(".monaco-list-row").filter({ hasText: "Get Started with Portclash" });
  await window.answer("Portclash", row);
  await window.use(row, wanted);
}

/**
 * How much the icons of the view's lines differ in lightness from what is behind them, as WCAG 2 reckons.
 *
 * @param {import("./window.mjs").Window} window
 */
async function contrastsOf(window) {
  const colours = await window.ports.locator(".custom-view-tree-node-item-icon").evaluateAll((icons) =>
    icons.map((icon) => {
      let behind = /** @type {Element | null} */ (icon);
      const ground = () => (behind === null ? "rgb(255, 255, 255)" : getComputedStyle(behind).backgroundColor);
      while (behind !== null && /^rgba\(.*, 0\)$|^transparent$/.test(ground())) behind = behind.parentElement;
      return [getComputedStyle(icon, "::before").color, ground()];
    }),
  );
  assert.ok(colours.length > 0, "there is no icon");
  return colours.map(([icon = "", ground = ""]) => {
    const [a, b] = [lightness(icon), lightness(ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}

/** @param {string} colour as CSS computes it */
function lightness(colour) {
  const [red = 0, green = 0, blue = 0] = [...colour.matchAll(/[\d.]+/g)].map(([number]) => {
    const part = Number(number) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
