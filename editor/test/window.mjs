// A VS Code window as a person sees and uses it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { findBrowser } from "../tasks/browser.mjs";
import { insist, patience, settled } from "./settled.mjs";

/** Where the screenshots go; those of a second try beside what the first has shown. */
export const output = fileURLToPath(
  new URL(process.env.PORTCLASH_TRY === "2" ? "output/again" : "output", import.meta.url),
);

/** Where a window has what a person reads: each element that fits is a line. */
const readable = {
  dialog: ".monaco-dialog-box",
  notification: ".notifications-toasts .notification-list-item",
  "quick input": ".quick-input-widget .quick-input-header, .quick-input-widget .monaco-list-row",
  menu: ".action-widget .monaco-list-row, .monaco-menu .action-item, .suggest-widget .monaco-list-row",
  hover: ".monaco-hover",
  editor: ".editor-group-container .tab.active",
  text: ".editor-instance .view-line",
  panel: ".part.panel .title-label, .part.panel .monaco-list-row, .part.panel .view-line",
  "side bar": ".part.sidebar .monaco-list-row, .part.sidebar .welcome-view-content",
  "status bar": ".part.statusbar .statusbar-item",
};

/** Starts a browser without a screen. Its windows share what they have loaded. */
export async function openBrowser() {
  return patient(await (await launch()).newContext({ viewport: { width: 1200, height: 700 } }));
}

/**
 * The same browser, with windows of another size.
 *
 * @param {import("playwright-core").BrowserContext} browser
 * @param {number} width
 * @param {number} height
 * @param {number} [scale] pixels of the screen for each of VS Code's
 */
export async function sized(browser, width, height, scale = 1) {
  const others = await browser.browser()?.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  if (others === undefined) throw new Error("the browser has ended");
  return patient(others);
}

/** @param {import("playwright-core").BrowserContext} browser */
function patient(browser) {
  browser.setDefaultTimeout(patience);
  return browser;
}

async function launch() {
  return chromium.launch({
    executablePath: await findBrowser(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/**
 * Makes a window that shows nothing yet.
 *
 * @param {import("playwright-core").BrowserContext} browser
 * @returns {Promise<Window>}
 */
export async function newWindow(browser) {
  return new Window(await browser.newPage());
}

/** One window of VS Code. */
export class Window {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    /** The text of the file that is shown. */
    this.text = page.locator(".editor-instance .view-lines");
    /** The underlines that say "warning". */
    this.warnings = page.locator(".editor-instance .squiggly-warning");
    this.hover = page.locator(".monaco-hover:visible .monaco-hover-content").first();
    /** The menu of quick fixes. */
    this.fixes = page.locator(".action-widget:not(.action-list-submenu-panel)");
    /** What asks for a choice or a text at the top. */
    this.quick = page.locator(".quick-input-widget");
    /** The Ports view's lines. */
    this.ports = page.locator('[id="workbench.view.extension.portclash"] .monaco-list-row');
    /** What the Ports view says where it has no lines. */
    this.welcome = page.locator('[id="workbench.view.extension.portclash"] .welcome-view-content');
    /** Questions in the middle, which are to be answered first. */
    this.question = page.locator(".monaco-dialog-box");
    this.statusBar = page.locator(".part.statusbar");
    /** Messages at the corner, with their buttons. */
    this.messages = page.locator(".notifications-toasts .notification-list-item");
  }

  /**
   * Opens VS Code in it.
   *
   * @param {string} url
   */
  async start(url) {
    await this.page.goto(url);
    await this.page.locator(".monaco-workbench .activitybar").getByRole("tab").first().waitFor();
    // Without a folder there is nothing beside the icons.
    if (!/[?&](folder|workspace)=/.test(url)) return;
    const folders = this.page.locator(".explorer-folders-view");
    // VS Code can start before it can read a workspace's file; then it shows no folder until it is loaded again.
    await folders.waitFor({ timeout: patience / 4 }).catch(() => this.page.reload());
    await folders.waitFor();
  }

  /**
   * Opens a file by a double click on it in the explorer, and waits until its text is shown.
   *
   * @param {string} name
   */
  async open(name) {
    const explorer = this.page.locator(".explorer-folders-view");
    const file = explorer.getByRole("treeitem", { name, exact: true });
    const text = this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"] .view-line`).first();
    let missed = false;
    await insist(
      async (limit) => {
        // The explorer can miss a file that comes while it is filled.
        if (missed && !(await file.isVisible())) {
          await explorer.hover({ timeout: limit });
          await this.page.getByRole("button", { name: "Refresh Explorer" }).click({ timeout: limit });
        }
        missed = true;
        await file.dblclick({ timeout: limit });
      },
      async () => {
        await isThere(this.page.getByRole("tab", { name, selected: true }));
        await isThere(text);
      },
    );
  }

  /**
   * Puts the cursor at the end of a text in the file that is shown, as a click there does.
   *
   * @param {string} text
   */
  async click(text) {
    const cursor = this.page.locator(".editor-instance .monaco-editor.focused .cursors-layer > .cursor").first();
    await insist(
      async () => {
        const { x, y, width, height } = await this.place(text);
        await this.page.mouse.click(x + width - 2, y + height / 2);
      },
      // A code lens that comes late moves the text away from under the mouse.
      async () => {
        const { x, y, width, height } = await this.place(text);
        const box = await cursor.boundingBox({ timeout: 1_000 });
        assert.ok(box, "no cursor is shown");
        const [right, down] = [box.x - x - width, box.y + box.height / 2 - y - height / 2];
        assert.ok(Math.abs(right) <= 3 && Math.abs(down) <= 3, `the cursor is (${right}, ${down}) pixels from ${text}`);
      },
    );
  }

  /**
   * Rests the mouse on a port in the file that is shown, until the hover explains it. Returns what it says. What is wrong
   * with the port is said before that, as VS Code knows it already.
   *
   * @param {string} text
   * @returns {Promise<string>}
   */
  async pointAt(text) {
    // Not that of a line in the side bar, where the mouse may have been before.
    const hover = this.page
      .locator('[widgetid="editor.contrib.resizableContentHoverWidget"] .monaco-hover-content:visible')
      .first();
    return insist(
      async () => {
        // A code lens that comes late moves it down.
        const { x, y, width, height } = await this.place(text);
        await this.page.mouse.move(x, y - height);
        await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
      },
      () => saysOf(hover, (says) => says.includes(text) && / reach(es)? it/.test(says)),
    );
  }

  /**
   * Opens the menu of quick fixes at a text of the file that is shown.
   *
   * @param {string} text
   */
  async openFixes(text) {
    await insist(
      async () => {
        // A menu without a fix, from before the server had one, stays as it is.
        if (await this.fixes.isVisible()) await this.page.keyboard.press("Escape");
        await this.click(text);
        await this.page.keyboard.press("Control+.");
      },
      () => isThere(this.fixes.locator(".monaco-list-row.action").first()),
    );
  }

  /**
   * Chooses a fix at a text of the file that is shown.
   *
   * @param {string} text
   * @param {RegExp} title
   */
  async fix(text, title) {
    const row = this.fixes.locator(".monaco-list-row.action").filter({ hasText: title });
    let chosen = false;
    await insist(
      async (limit) => {
        await this.openFixes(text);
        // An open menu takes no click before the mouse has moved.
        await row.hover({ force: true, timeout: limit });
        chosen = await clickOnce(row, limit);
      },
      async () => {
        assert.ok(chosen, `${title} was not chosen`);
        await isGone(this.fixes);
      },
    );
  }

  /**
   * Runs a command from the palette.
   *
   * @param {string} title as the palette has it
   */
  async command(title) {
    const input = this.quick.locator("input");
    // One that is marked as what was typed: before the list is filtered, its lines are about to be of other commands.
    const hasText = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
    const has = this.page.locator(".highlight", { hasText });
    const label = this.page.locator(".label-name", { hasText, has });
    const row = this.quick.locator(".monaco-list-row").filter({ has: label });
    let chosen = false;
    await insist(
      async (limit) => {
        // A palette that was opened before an extension is known lacks its commands, and one that loses the focus closes.
        await this.page.keyboard.press("F1");
        await input.fill(`>${title}`, { timeout: limit });
        chosen = await clickOnce(row, limit);
      },
      () => (chosen ? Promise.resolve() : Promise.reject(new Error(`${title} is not in the palette`))),
    );
  }

  /**
   * Types a text into what asks at the top, until what that is to bring is there.
   *
   * @param {string} text
   * @param {import("playwright-core").Locator} wanted
   */
  async answer(text, wanted) {
    await insist(
      // Until the command that was chosen asks, the field is still the palette's.
      (limit) => this.quick.locator("input").fill(text, { timeout: limit }),
      () => isThere(wanted),
    );
  }

  /**
   * Rests the mouse on something until a hover says what is wanted. Returns all that it says.
   *
   * @param {import("playwright-core").Locator} target
   * @param {string} wanted
   * @returns {Promise<string>}
   */
  async restOn(target, wanted) {
    return insist(
      async (limit) => {
        await this.page.mouse.move(0, 0); // where it was before may be where it is to rest
        await target.hover({ timeout: limit });
      },
      () => saysOf(this.hover, (says) => says.includes(wanted)),
    );
  }

  /** Opens the Ports view. */
  async openPorts() {
    const tab = this.page.locator(".activitybar").getByRole("tab", { name: "Portclash" });
    await insist(
      async (limit) => {
        // A click on the view that is open closes it.
        if ((await tab.getAttribute("aria-selected", { timeout: limit })) !== "true")
          await tab.click({ timeout: limit });
      },
      () => isThere(this.page.locator('[id="workbench.view.extension.portclash"]')),
    );
  }

  /**
   * Presses a key until what it is to bring is there.
   *
   * @param {string} key
   * @param {import("playwright-core").Locator} wanted
   */
  async press(key, wanted) {
    await insist(
      () => this.page.keyboard.press(key),
      () => isThere(wanted),
    );
  }

  /**
   * Presses a key until what it is to end is gone.
   *
   * @param {string} key
   * @param {import("playwright-core").Locator} unwanted
   */
  async pressAway(key, unwanted) {
    let pressed = false;
    await insist(
      async (limit) => {
        // Without it the key would go to what lies behind.
        await unwanted.waitFor({ timeout: limit });
        await this.page.keyboard.press(key);
        pressed = true;
      },
      async () => {
        assert.ok(pressed, `${String(unwanted)} did not come`);
        await isGone(unwanted);
      },
    );
  }

  /**
   * Clicks on something until what that is to bring is there.
   *
   * @param {import("playwright-core").Locator} target
   * @param {import("playwright-core").Locator} wanted
   */
  async use(target, wanted) {
    await insist(
      (limit) => target.click({ timeout: limit }),
      () => isThere(wanted),
    );
  }

  /**
   * Clicks on something until what that is to end is gone.
   *
   * @param {import("playwright-core").Locator} target
   * @param {import("playwright-core").Locator} [unwanted] the target itself where it is nothing else
   */
  async useUp(target, unwanted = target) {
    let clicked = false;
    await insist(
      async (limit) => {
        clicked = (await clickOnce(target, limit)) || clicked;
      },
      async () => {
        assert.ok(clicked, `${String(target)} was not clicked`);
        await isGone(unwanted);
      },
    );
  }

  /** The text of the file that is shown, as far as it is on the screen. */
  async shown() {
    // The editor draws spaces as no-break spaces.
    return (await this.text.innerText()).replaceAll("\u00a0", " ");
  }

  /**
   * Where the text stands on the screen, the topmost of them when there are more.
   *
   * @param {string} text
   * @returns {Promise<{ x: number, y: number, width: number, height: number }>}
   */
  async place(text) {
    return settled(async () => {
      const [first] = await this.text.evaluate((lines, wanted) => {
        const boxes = [];
        const walk = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
        for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
          const at = (node.nodeValue ?? "").replaceAll("\u00a0", " ").indexOf(wanted);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + wanted.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          boxes.push({ x, y, width, height });
        }
        // The editor keeps its lines in no order.
        return boxes.sort((a, b) => a.y - b.y || a.x - b.x);
      }, text);
      assert.ok(first, `${text} is not shown in one piece`);
      return first;
    });
  }

  /**
   * What can be read on the screen, a line each, for whoever has no picture of it: what asks and tells first.
   *
   * @returns {Promise<string[]>}
   */
  async words() {
    const words = this.page.evaluate((parts) => {
      const lines = [];
      for (const [name, selector] of Object.entries(parts)) {
        const elements = Array.from(document.querySelectorAll(selector)).filter((element) => element.checkVisibility());
        // The editor and the lists keep their lines in no order.
        elements.sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y);
        for (const element of elements) {
          const says = element instanceof HTMLElement ? element.innerText : "";
          const text = (says.trim() || element.getAttribute("aria-label") || "").replaceAll(/\s+/g, " ");
          if (text !== "") lines.push(`${name}: ${text}`);
        }
      }
      const underlines = Array.from(document.querySelectorAll(".editor-instance [class*='squiggly-']"));
      return [...lines, `underlines: ${underlines.map(({ className }) => className).join(", ") || "none"}`];
    }, readable);
    // A window that hangs would keep the test from ending.
    const late = setTimeout(10_000, ["the window does not answer"], { ref: false });
    return Promise.race([words, late]).catch((/** @type {unknown} */ error) => [String(error)]);
  }

  /**
   * Keeps what is on the screen, for a person to look at.
   *
   * @param {string} name
   */
  async picture(name) {
    await mkdir(output, { recursive: true });
    // What fades in or slides is shown as it will be.
    await this.page.evaluate(() =>
      Promise.race([
        Promise.allSettled(
          document
            .getAnimations()
            .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
            .map(({ finished }) => finished),
        ),
        new Promise((resolve) => window.setTimeout(resolve, 2_000)),
      ]),
    );
    await this.page.screenshot({ path: join(output, `${name}.png`) });
  }

  /** Closes the window. */
  async close() {
    // Only a page that is left says so to VS Code, which otherwise keeps what runs for the window.
    await this.page.goto("about:blank");
    await this.page.close();
  }
}

/**
 * Clicks on something that must not be clicked on again. Returns whether it has heard of it: it may be drawn anew between the
 * mouse's going down and up, and a click that is reported as late may have come.
 *
 * @param {import("playwright-core").Locator} target
 * @param {number} limit how long it may take, in milliseconds
 * @returns {Promise<boolean>}
 */
export async function clickOnce(target, limit) {
  const element = await target.elementHandle({ timeout: limit });
  const heard = await element.evaluateHandle((element) => {
    const heard = { click: false };
    element.addEventListener("click", () => (heard.click = true), { capture: true });
    return heard;
  });
  await element.click({ timeout: limit }).catch(() => undefined);
  return heard.evaluate(({ click }) => click);
}

/**
 * Asserts that something can be seen now.
 *
 * @param {import("playwright-core").Locator} wanted
 */
export async function isThere(wanted) {
  assert.ok(await wanted.isVisible(), `${String(wanted)} is not there`);
}

/**
 * Asserts that something cannot be seen now.
 *
 * @param {import("playwright-core").Locator} unwanted
 */
export async function isGone(unwanted) {
  assert.ok(!(await unwanted.isVisible()), `${String(unwanted)} is still there`);
}

/**
 * What something says now. Rejects where it cannot be seen or does not say what it should.
 *
 * @param {import("playwright-core").Locator} element
 * @param {(says: string) => boolean} should
 */
async function saysOf(element, should) {
  await isThere(element);
  const says = await element.innerText({ timeout: 1_000 });
  assert.ok(should(says), `${String(element)} says ${says}`);
  return says;
}
