// A VS Code window as a person sees and uses it.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { findBrowser } from "../tasks/browser.mjs";

/** Where the screenshots go; those of a second try beside what the first has shown. */
export const output = fileURLToPath(
  new URL(process.env.PORTCLASH_TRY === "2" ? "output/again" : "output", import.meta.url),
);

/** Starts a browser without a screen. Its windows share what they have loaded. */
export async function openBrowser() {
  const browser = await launch();
  return browser.newContext({ viewport: { width: 1200, height: 700 } });
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
  return others;
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
 * Opens VS Code in a browser.
 *
 * @param {import("playwright-core").BrowserContext} browser
 * @param {string} url
 * @returns {Promise<Window>}
 */
export async function openWindow(browser, url) {
  const page = await browser.newPage();
  // A slow machine may be busy with other things; what never comes is a failure all the same.
  page.setDefaultTimeout(Number(process.env.PATIENCE ?? 120_000));
  await page.goto(url);
  await page.locator(".monaco-workbench .activitybar").getByRole("tab").first().waitFor();
  // Without a folder there is nothing beside the icons.
  if (/[?&](folder|workspace)=/.test(url)) await page.locator(".explorer-folders-view").waitFor();
  return new Window(page);
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
   * Opens a file by a double click on it in the explorer, and waits until its text is shown.
   *
   * @param {string} name
   */
  async open(name) {
    const explorer = this.page.locator(".explorer-folders-view");
    const file = explorer.getByRole("treeitem", { name, exact: true });
    let missed = false;
    await insist(file, async () => {
      // The explorer can miss a file that comes while it is filled.
      if (missed) {
        await explorer.hover();
        await this.page.getByRole("button", { name: "Refresh Explorer" }).click();
      }
      missed = true;
    });
    await file.dblclick();
    await this.page.getByRole("tab", { name, selected: true }).waitFor();
    await this.text.locator(".view-line").first().waitFor();
  }

  /**
   * Puts the cursor at the end of a text in the file that is shown, as a click there does.
   *
   * @param {string} text
   */
  async click(text) {
    const box = await this.place(text);
    await this.page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
  }

  /**
   * Rests the mouse on a text of the file that is shown, until the hover says something.
   *
   * @param {string} text
   */
  async pointAt(text) {
    await insist(this.hover.filter({ hasNotText: "Loading..." }), async () => {
      // A code lens that comes late moves it down.
      const { x, y, width, height } = await this.place(text);
      await this.page.mouse.move(x, y - height);
      await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    });
  }

  /**
   * Opens the menu of quick fixes at a text of the file that is shown.
   *
   * @param {string} text
   */
  async openFixes(text) {
    await insist(this.fixes.locator(".monaco-list-row.action").first(), async () => {
      // A menu without a fix, from before the server had one, stays as it is.
      if (await this.fixes.isVisible()) await this.page.keyboard.press("Escape");
      await this.click(text);
      await this.page.keyboard.press("Control+.");
    });
  }

  /**
   * Chooses a fix at a text of the file that is shown.
   *
   * @param {string} text
   * @param {RegExp} title
   */
  async fix(text, title) {
    await this.openFixes(text);
    const row = this.fixes.locator(".monaco-list-row.action").filter({ hasText: title });
    // An open menu takes no click before the mouse has moved.
    await row.hover({ force: true });
    await row.click();
  }

  /**
   * Runs a command from the palette.
   *
   * @param {string} title as the palette has it
   */
  async command(title) {
    const row = this.quick.locator(".monaco-list-row").filter({ hasText: title }).first();
    // A palette that was opened before an extension is known lacks its commands.
    await insist(row, async () => {
      await this.press("F1", this.quick.locator("input"));
      await this.quick.locator("input").fill(`>${title}`);
    });
    await row.click();
  }

  /**
   * Rests the mouse on something until what it is to bring is there.
   *
   * @param {import("playwright-core").Locator} target
   * @param {import("playwright-core").Locator} wanted
   */
  async restOn(target, wanted) {
    await insist(wanted, async () => {
      await this.page.mouse.move(0, 0); // where it was before may be where it is to rest
      await target.hover();
    });
  }

  /** Opens the Ports view. */
  async openPorts() {
    await this.page.locator(".activitybar").getByRole("tab", { name: "Portclash" }).click();
    await this.page.locator('[id="workbench.view.extension.portclash"]').waitFor();
  }

  /**
   * Presses a key until what it is to bring is there.
   *
   * @param {string} key
   * @param {import("playwright-core").Locator} wanted
   */
  async press(key, wanted) {
    await insist(wanted, () => this.page.keyboard.press(key));
  }

  /** The text of the file that is shown, as far as it is on the screen. */
  async shown() {
    // The editor draws spaces as no-break spaces.
    return (await this.text.innerText()).replaceAll("\u00a0", " ");
  }

  /**
   * Where the text stands on the screen, the first of them when there are more.
   *
   * @param {string} text
   * @returns {Promise<{ x: number, y: number, width: number, height: number }>}
   */
  async place(text) {
    await this.text.getByText(text).first().waitFor();
    const box = await this.text.evaluate((lines, wanted) => {
      const walk = document.createTreeWalker(lines, NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
        const at = (node.nodeValue ?? "").replaceAll("\u00a0", " ").indexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height };
      }
      return undefined;
    }, text);
    if (box === undefined) throw new Error(`${text} is not shown in one piece`);
    return box;
  }

  /**
   * Keeps what is on the screen, for a person to look at.
   *
   * @param {string} name
   */
  async picture(name) {
    await mkdir(output, { recursive: true });
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
 * Does something until what it is to bring is there. A person would do it again, too, when nothing comes: a busy editor
 * can miss a key, or that the mouse came to rest.
 *
 * @param {import("playwright-core").Locator} wanted
 * @param {() => Promise<void>} attempt
 */
async function insist(wanted, attempt) {
  const came = wanted.waitFor().then(() => true);
  do {
    await attempt();
  } while (
    !(await Promise.race([
      came,
      wanted
        .page()
        .waitForTimeout(5_000)
        .then(() => false),
    ]))
  );
}
