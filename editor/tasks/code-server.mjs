// The real VS Code, served to a browser: code-server from the npm registry, kept in the cache.

import { spawn } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

import { cached } from "./cache.mjs";
import { Failure, npm, root, run } from "./run.mjs";
import { need } from "./system.mjs";

/**
 * A code-server, and the Node that it runs on: exactly this major version, whatever runs this script.
 *
 * @typedef {object} Release
 * @property {string} codeServer
 * @property {string} node
 * @property {string[]} compiled packages besides VS Code's that come as C++
 */

/** VS Code 1.139. @type {Release} */
export const newest = { codeServer: "4.139.1", node: "24.21.0", compiled: [] };

/** VS Code 1.93: `engines` in package.json names it as the oldest that the extension runs in. @type {Release} */
export const oldest = { codeServer: "4.93.1", node: "20.20.2", compiled: ["argon2"] };

/**
 * Returns the folder that a VS Code is installed in; the first time takes some minutes.
 *
 * @param {Release} release
 * @returns {Promise<string>}
 */
export function installCodeServer({ codeServer, node, compiled }) {
  return cached(`code-server-${codeServer}-node-${node}`, async (folder) => {
    // spdlog, without which extensions have no log, comes as C++.
    await need({ "c++": "g++", make: "make", python3: "python3" });
    await writeFile(join(folder, "package.json"), "{}");
    // Without their install scripts: code-server's own downloads and compiles more than is needed here.
    const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
    await npm([...install, "--prefix", folder, `code-server@${codeServer}`, `node@${node}`], { cwd: folder });
    const vscode = join(folder, "node_modules", "code-server", "lib", "vscode");
    // Some releases hold pre-releases, which npm otherwise refuses as a peer of what asks for the release.
    await npm([...install, "--omit=dev", "--legacy-peer-deps", "--prefix", vscode], { cwd: vscode });
    // Gets the program for this platform, and beside it the headers that C++ needs.
    await npm(["rebuild", "node", "--foreground-scripts", "--prefix", folder], { cwd: folder });
    const headers = join(folder, "node_modules", "node", "node_modules", `node-${process.platform}-${process.arch}`);
    const env = { ...withNode(folder), npm_config_nodedir: headers, npm_config_build_from_source: "true" };
    const rebuild = ["rebuild", "--foreground-scripts"];
    await npm([...rebuild, "--prefix", vscode, "@vscode/spdlog", "@vscode/native-watchdog"], { cwd: vscode, env });
    if (compiled.length > 0) await npm([...rebuild, "--prefix", folder, ...compiled], { cwd: folder, env });
    // Where the workbench looks for what colours text.
    await symlink("node_modules", join(vscode, "node_modules.asar"));
  });
}

/**
 * A running VS Code.
 *
 * @typedef {object} CodeServer
 * @property {(path?: string) => string} urlOf the address of a window on a folder, on a workspace's file or on neither, to
 * open in a browser
 * @property {() => Promise<void>} stop ends all of its processes
 */

/**
 * Starts VS Code with an extension, on a free port of this machine's own address.
 *
 * @param {object} options
 * @param {string} [options.vsix] the extension's package; without it, what the profile has is used
 * @param {string[]} [options.others] packages of extensions beside it
 * @param {string} options.profile an empty folder for what VS Code writes
 * @param {Release} [options.release] which VS Code
 * @param {boolean} [options.trusting] trusts every folder, instead of none before the person says so
 * @returns {Promise<CodeServer>}
 */
export async function startCodeServer({ vsix, others = [], profile, release = newest, trusting = true }) {
  const home = await installCodeServer(release);
  const program = join(home, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  const entry = join(home, "node_modules", "code-server", "out", "node", "entry.js");
  const user = join(profile, "data", "User");
  await mkdir(user, { recursive: true });
  await writeFile(
    join(user, "settings.json"),
    JSON.stringify({ ...quiet, "security.workspace.trust.enabled": !trusting }),
  );
  const config = join(profile, "config.yaml");
  await writeFile(config, "auth: none\ncert: false\n");
  const folders = [
    "--config",
    config,
    "--user-data-dir",
    join(profile, "data"),
    "--extensions-dir",
    join(profile, "extensions"),
  ];

  const installs = [vsix, ...others].flatMap((path) => (path === undefined ? [] : ["--install-extension", path]));
  if (installs.length > 0) await run(program, [entry, ...folders, ...installs], { cwd: profile, env: withNode(home) });
  const flags = [
    "--bind-addr",
    "127.0.0.1:0",
    "--disable-telemetry",
    "--disable-update-check",
    ...(trusting ? ["--disable-workspace-trust"] : []),
  ];
  const child = spawn(program, [entry, ...folders, ...flags], {
    cwd: profile,
    env: { ...process.env, ...withNode(home) },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group, so that its extension hosts can be ended with it.
    detached: process.platform !== "win32",
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    if (child.pid !== undefined && child.exitCode === null) endGroup(child.pid);
    await ended;
  };
  try {
    const address = await addressOf(child);
    const urlOf = (/** @type {string | undefined} */ path) => {
      if (path === undefined) return `${address}/?ew=true`;
      return `${address}/?${path.endsWith(".code-workspace") ? "workspace" : "folder"}=${encodeURIComponent(path)}`;
    };
    return { urlOf, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Settings without which a new window asks, greets and advertises. */
const quiet = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "remote.autoForwardPorts": false,
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  // This checkout's, as what is installed here has none of its own.
  "typescript.tsdk": join(root, "node_modules", "typescript", "lib"),
  "typescript.disableAutomaticTypeAcquisition": true,
  "window.commandCenter": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * Waits until the server says where it listens.
 *
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<string>}
 */
function addressOf(child) {
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => (log += text));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      log += `${line}\n`;
      const [, address] = /server listening on (http:\S+?)\/?$/i.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once("error", reject);
    child.once("close", () => {
      reject(new Failure("code-server ended before it listened", log));
    });
  });
}

/**
 * The environment that code-server is run in.
 *
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
function withNode(home) {
  // Inside a terminal of VS Code these would make it a command of that VS Code.
  const inherited = Object.keys(process.env).filter((name) => /^(VSCODE_|ELECTRON_)/.test(name));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    PATH: join(home, "node_modules", "node", "bin") + delimiter + (process.env.PATH ?? ""),
  };
}

/** @param {number} pid of the group's first process */
function endGroup(pid) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
