// How it looks: in the themes that VS Code has, in the walkthrough and in the settings. With PORTCLASH_PICTURE=1 the pictures
// of the README and of the walkthrough are made anew.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import sharp from "sharp";

import { claimedPort, freePort } from "../demo/scene.mjs";
import { root } from "../tasks/run.mjs";
import { listen } from "./listener.mjs";
import { browser, stage } from "./newest.mjs";
import { insist, settled } from "./settled.mjs";
import { isThere, output, sized } from "./window.mjs";

/**
 * Themes of VS Code's own.
 *
 * @typedef {object} Theme
 * @property {string} name
 * @property {string} shown the class that the window has then
 * @property {"light" | "dark" | "hc" | "hcLight"} picture which of a step's pictures is for it
 */

/** @type {Theme} */
const light = { name: "Light 2026", shown: "vs", picture: "light" };
/** @type {Theme} */
const dark = { name: "Dark 2026", shown: "vs-dark", picture: "dark" };
/** @type {Theme[]} */
const themes = [
  light,
  dark,
  { name: "Default High Contrast", shown: "hc-black", picture: "hc" },
  { name: "Default High Contrast Light", shown: "hc-light", picture: "hcLight" },
];

test("states are told apart in every theme", async (t) => {
  const [running, held] = [await freePort(), await freePort()];
  const { scene, window } = await stage(t, {
    async prepare(workspace) {
      await writeFile(join(workspace, "more.env"), `RUNNING_PORT=${running}\nHELD_PORT=${held}\n`);
      await writeFile(join(workspace, ".portclash.toml"), `ignore = [${held}]\n`);
    },
  });
  await listen(t, scene.workspace, running, "orders.js");
  await listen(t, join(scene.folder, "shop-api"), held, "shop-admin.js");
  await window.open("compose.yaml");
  await window.warnings.first().waitFor();
  await window.openPorts();
  for (const state of ["clash", "running", "held by another", "free"]) {
    await window.ports.filter({ hasText: state }).first().waitFor();
  }
  for (const theme of themes) {
    await wear(window, scene.workspace, theme);
    await window.pointAt(String(scene.port));
    await window.picture(`in the theme ${theme.name}`);
    await window.page.keyboard.press("Escape");
    await settled(async () => {
      // What WCAG asks of icons that say something.
      for (const { icon, contrast } of await contrastsOf(window)) {
        assert.ok(contrast >= 3, `${theme.name}: ${icon} has ${contrast}`);
      }
    });
    await window.openFixes(String(scene.port));
    await window.picture(`the fixes in the theme ${theme.name}`);
    await window.pressAway("Escape", window.fixes);
  }
});

test("the walkthrough opens, and every step has its own picture in every theme", async (t) => {
  // Pictures are shown where there is room for them.
  const { scene, window } = await stage(t, { windows: await sized(browser, 1600, 800) });
  const { page } = window;
  const steps = page.locator(".gettingStartedSlideDetails .getting-started-step");
  await openWalkthrough(window, steps.first());
  /** @type {{ contributes: { walkthroughs: { steps: { media: { image: Record<string, string>, altText: string } }[] }[] } }} */
  const { contributes } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  /** @type {Record<string, string>} */
  const words = JSON.parse(await readFile(`${root}package.nls.json`, "utf8"));
  const media = contributes.walkthroughs.flatMap((one) => one.steps.map((step) => step.media));
  await settled(async () => {
    assert.equal(await steps.count(), media.length);
  });
  for (const theme of themes) {
    const images = media.map(({ image }) => image[theme.picture] ?? "");
    assert.equal(new Set(images).size, media.length, `two steps have the same picture in ${theme.name}`);
    await wear(window, scene.workspace, theme);
    for (const [i, { altText }] of media.entries()) {
      const picture = page.getByAltText(words[altText.slice(1, -1)] ?? "");
      // The first is open from the start.
      if (!(await picture.isVisible())) await window.use(steps.nth(i), picture);
      await settled(async () => {
        const [source, width] = await picture.evaluate((image) =>
          image instanceof HTMLImageElement ? [image.currentSrc, image.naturalWidth] : ["", 0],
        );
        assert.ok(decodeURIComponent(source).includes(images[i] ?? "none"), `${source} is shown, not ${images[i]}`);
        assert.ok(width > 0, "the picture is not found");
      });
      await window.picture(`step ${i + 1} of the walkthrough in the theme ${theme.name}`);
    }
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
  for (const theme of [light, dark]) {
    // The walkthrough's own picture shows those that the last run has made.
    test(`the pictures of the README and of the walkthrough in the theme ${theme.name}`, async (t) => {
      const { scene, window } = await stage(t, { name: "code", windows: await sized(browser, 1100, 700, 1.5) });
      const { page } = window;
      const size = (/** @type {number} */ width, /** @type {number} */ height) =>
        page.setViewportSize({ width, height });
      const keep = async (/** @type {string} */ name) => {
        await page.getByText("Activating Extensions").waitFor({ state: "hidden" });
        const picture = theme === light ? name : `${name}-${theme.picture}`;
        await window.picture(picture);
        // With a palette, so that a package has room for it: the colours are those that letters are smoothed with.
        await sharp(join(output, `${picture}.png`))
          .png({ palette: true, dither: 0, effort: 10, compressionLevel: 9 })
          .toFile(join(root, "editor", "images", `${picture}.png`));
      };
      await wear(window, scene.workspace, theme, { "window.title": "${activeEditorShort}${separator}${rootName}" });
      await window.open("compose.yaml");
      await window.warnings.first().waitFor();
      await window.click("depends_on");
      await window.command("View: Toggle Primary Side Bar Visibility");
      // So small that a step of the walkthrough, which has no room for more, shows it in letters that can be read.
      await size(880, 520);
      await window.pointAt(String(claimedPort));
      await keep("hover");
      await size(800, 440);
      await window.openFixes(String(claimedPort));
      // The hover would lie below the menu.
      await page.mouse.move(1, 1);
      await page.locator('[widgetid="editor.contrib.resizableContentHoverWidget"]').waitFor({ state: "hidden" });
      await keep("fixes");
      await page.keyboard.press("Escape");
      await size(800, 640);
      await window.openFixes(String(claimedPort));
      await window.pressAway("Control+Enter", window.fixes);
      // A hover would lie over the panel.
      await page.mouse.move(1, 1);
      await window.useUp(page.locator('.panel [aria-label^="Maximize Panel"]'));
      await page.locator(".bulk-edit-panel").getByRole("button", { name: "Apply" }).hover();
      await keep("move");
      await page.locator(".bulk-edit-panel").getByRole("button", { name: "Discard" }).click();
      await size(800, 440);
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
      await size(800, 480);
      await window.command("Portclash: Focus on Ports View");
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowRight");
      await window.ports.filter({ hasText: "port-in-use" }).waitFor();
      await page.locator(".monaco-sash.vertical").nth(1).hover();
      await page.mouse.down();
      await page.mouse.move(520, 240, { steps: 4 });
      await page.mouse.up();
      await window.ports
        .filter({ hasText: String(claimedPort) })
        .first()
        .hover();
      await keep("ports");
      if (theme !== light) return;
      await size(1300, 640);
      // Beside the steps there is room for the picture only then.
      await window.command("View: Toggle Primary Side Bar Visibility");
      await openWalkthrough(window, page.getByAltText("A port in a Compose file is underlined"));
      await keep("walkthrough");
    });
  }
}

/**
 * Gives a window a theme.
 *
 * @param {import("./window.mjs").Window} window
 * @param {string} workspace
 * @param {Theme} theme
 * @param {Record<string, unknown>} [others] settings beside it
 */
async function wear(window, workspace, theme, others = {}) {
  const folder = join(workspace, ".vscode");
  await mkdir(folder, { recursive: true });
  // VS Code may not watch the folder yet.
  await insist(
    () => writeFile(join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme.name, ...others })),
    () => isThere(window.page.locator(`.monaco-workbench.${theme.shown}`)),
  );
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
 * @returns {Promise<{ icon: string, contrast: number }[]>}
 */
async function contrastsOf(window) {
  const colours = await window.ports.locator(".custom-view-tree-node-item-icon").evaluateAll((icons) =>
    icons.map((icon) => {
      let behind = /** @type {Element | null} */ (icon);
      const ground = () => (behind === null ? "rgb(255, 255, 255)" : getComputedStyle(behind).backgroundColor);
      while (behind !== null && /^rgba\(.*, 0\)$|^transparent$/.test(ground())) behind = behind.parentElement;
      return [icon.getAttribute("class") ?? "", getComputedStyle(icon, "::before").color, ground()];
    }),
  );
  assert.ok(colours.length > 0, "there is no icon");
  return colours.map(([icon = "", colour = "", ground = ""]) => {
    const [a, b] = [lightness(colour), lightness(ground)];
    return { icon, contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
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
