// Builds the language server into editor/bin and the extension into editor/dist: `npm run build`.

import { readFile, rm } from "node:fs/promises";

import { installDependencies } from "./dependencies.mjs";
import { here, platforms, programOf } from "./platforms.mjs";
import { Report } from "./report.mjs";
import { root, run } from "./run.mjs";

/**
 * The version of the extension and of the server in it.
 *
 * @returns {Promise<string>}
 */
export async function version() {
  /** @type {{ version: string }} */
  const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  return manifest.version;
}

/**
 * Builds what the extension consists of, each part a step. Returns whether both were built.
 *
 * @param {Report} report
 * @returns {Promise<boolean>}
 */
export async function build(report) {
  return (
    (await report.step("npm packages", installDependencies)) &&
    (await report.step("build the server", () => buildServer())) &&
    (await report.step("build the extension", bundleExtension))
  );
}

/**
 * Builds the server for a platform, this one unless another is named. What the folder held is gone: a server of another
 * platform must not get into a package.
 *
 * @param {string} [platform]
 */
export async function buildServer(platform = here) {
  const bin = `${root}editor/bin`;
  await rm(bin, { recursive: true, force: true });
  const flags = ["-trimpath", "-ldflags", `-s -w -X main.version=${await version()}`];
  await run("go", ["build", ...flags, "-o", `${bin}/${programOf(platform)}`, "./server/cmd/portclash"], {
    env: { CGO_ENABLED: "0", ...platforms[platform] },
  });
}

async function bundleExtension() {
  const { build: bundle } = await import("esbuild");
  await bundle({
    absWorkingDir: root,
    // The client is the most of it, and is not read before a server is needed.
    entryPoints: ["editor/src/extension.ts", "editor/src/client.ts"],
    outdir: "editor/dist",
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    // The Node of VS Code 1.93, the oldest that the extension runs in.
    target: "node20",
    external: ["vscode", "./client.js"],
    logLevel: "silent",
  });
}

if (process.argv[1] === import.meta.filename) {
  const report = new Report();
  await build(report);
  process.exitCode = report.end();
}
