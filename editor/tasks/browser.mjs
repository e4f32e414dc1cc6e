// A browser of Chrome's kind for the end-to-end tests: one that is there, else one that can be had.

import { access } from "node:fs/promises";
import { join } from "node:path";

import { Failure, run, runScript } from "./run.mjs";
import { install, mayInstall, runnable, which } from "./system.mjs";

const commands = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "chrome",
  "msedge",
];

/**
 * Returns the path of a browser; installs Debian's chromium, or downloads Playwright's, when there is none.
 *
 * @returns {Promise<string>}
 */
export async function findBrowser() {
  const there = await installedBrowser();
  if (there !== undefined) return there;
  if (await mayInstall()) {
    await install(["chromium", "fonts-dejavu-core"]);
    const chromium = await which("chromium");
    if (chromium !== undefined) return chromium;
  }
  return playwrightBrowser();
}

/** Installs a font for East Asian names where that can be done without asking: without one, pictures have boxes for them. */
export async function installFonts() {
  const there = await run("fc-list", [":lang=ja", "family"]).catch(() => "");
  if (there.trim() === "" && (await mayInstall())) await install(["fonts-wqy-microhei"]);
}

async function installedBrowser() {
  for (const command of commands) {
    const path = await which(command);
    if (path !== undefined) return path;
  }
  const programs = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]].filter(
    (folder) => folder !== undefined,
  );
  const paths = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ...programs.map((folder) => join(folder, "Google", "Chrome", "Application", "chrome.exe")),
    ...programs.map((folder) => join(folder, "Microsoft", "Edge", "Application", "msedge.exe")),
  ];
  for (const path of paths) if (await runnable(path)) return path;
  return undefined;
}

async function playwrightBrowser() {
  const { chromium } = await import("playwright-core");
  const path = chromium.executablePath();
  try {
    await access(path);
  } catch {
    await runScript("playwright-core/cli.js", ["install", "chromium"]).catch((/** @type {unknown} */ error) => {
      const log = error instanceof Failure ? error.log : String(error);
      throw new Failure("no browser: install Chrome, Chromium or Edge", log);
    });
  }
  return path;
}
