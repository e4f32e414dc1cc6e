// Shows the main job: VS Code on a workspace whose port another project's process holds. `npm start`, and with
// `npm start -- --browser` in the browser even where a VS Code is installed. Ctrl-C ends all of it.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { claimedPort, isFree, setScene } from "../demo/scene.mjs";
import { build } from "./build.mjs";
import { installCodeServer, newest, startCodeServer } from "./code-server.mjs";
import { pack } from "./package.mjs";
import { Report } from "./report.mjs";
import { root } from "./run.mjs";
import { which } from "./system.mjs";

/** What to end and remove, the latest first. @type {(() => Promise<void>)[]} */
const undo = [];

const report = new Report();
let vsix = "";
const desktop = !process.argv.includes("--browser") && (await hasDesktopEditor());
const ready = (await build(report)) && (desktop || (await prepareBrowser()));
if (!ready) process.exit(report.end());

const interrupted = new Promise((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
});
try {
  await show();
  await interrupted;
} finally {
  for (const step of undo.reverse()) await step();
}
process.exit();

async function show() {
  const scene = await setScene();
  undo.push(scene.remove);
  if (await isFree(scene.port)) {
    const holder = await scene.hold();
    undo.push(holder.end);
    say(`Another project's process (shop-api, pid ${holder.pid}) now listens on 127.0.0.1:${claimedPort}.`);
  } else {
    say(`127.0.0.1:${claimedPort} is held already by a process of yours: the demo shows that one.`);
  }
  if (desktop) {
    openDesktop(scene.workspace, scene.profile);
    say("VS Code opens in a window of its own.");
  } else {
    const server = await startCodeServer({ vsix, profile: scene.profile });
    undo.push(server.stop);
    say(`Open this address in a browser:\n\n  ${server.urlOf(scene.workspace)}\n`);
  }
  say(`Open .env or compose.yaml there: ${claimedPort} is underlined. Hover over it, or press Ctrl+. on it.`);
  say("Ctrl-C here ends everything.");
}

async function prepareBrowser() {
  return (
    (await report.step("package", async () => (vsix = await pack()))) &&
    (await report.step("VS Code for the browser", () => installCodeServer(newest)))
  );
}

/** Whether the person has a VS Code; inside a remote terminal `code` is another program, which cannot load an extension. */
async function hasDesktopEditor() {
  return process.env.VSCODE_IPC_HOOK_CLI === undefined && (await which("code")) !== undefined;
}

/**
 * Opens a window with the extension of this checkout, apart from the person's own settings and extensions.
 *
 * @param {string} workspace
 * @param {string} profile
 */
function openDesktop(workspace, profile) {
  const args = [
    "--new-window",
    "--disable-workspace-trust",
    "--user-data-dir",
    profile,
    "--extensions-dir",
    join(profile, "extensions"),
  ];
  args.push(`--extensionDevelopmentPath=${root}`, workspace);
  // On Windows it is a batch file, which only a shell can start.
  const [command, first] = process.platform === "win32" ? ["cmd", ["/c", "code"]] : ["code", []];
  spawn(command, [...first, ...args], { stdio: "ignore" }).once("error", (error) => {
    say(`code: ${error.message}; try npm start -- --browser`);
  });
  undo.push(async () => {
    // The command has long ended; the window's process writes its id here.
    const pid = Number(await readFile(join(profile, "code.lock"), "utf8").catch(() => ""));
    try {
      if (pid > 0) process.kill(pid, "SIGTERM");
    } catch {
      // The person has closed the window.
    }
  });
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
