// Packs extensions of the tests' own.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { root, run } from "../tasks/run.mjs";

/**
 * Packs an extension that is one file of this folder, and returns the package's path.
 *
 * @param {string} name of the file without its ending, and of the extension
 * @param {string} profile the folder that a folder for it is made in
 * @param {string[]} activationEvents
 */
export async function packExtension(name, profile, activationEvents) {
  const folder = join(profile, name);
  const main = `${name}.cjs`;
  await mkdir(folder);
  await copyFile(fileURLToPath(new URL(main, import.meta.url)), join(folder, main));
  const manifest = {
    ...{ name, publisher: "portclash-test", version: "0.0.1", license: "MIT", repository: "https://localhost" },
    ...{ engines: { vscode: "^1.91.0" }, main, activationEvents, files: [main], extensionKind: ["workspace"] },
    capabilities: { virtualWorkspaces: true },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const vsix = join(profile, `${name}.vsix`);
  const vsce = `${root}node_modules/@vscode/vsce/vsce`;
  const flags = ["--no-dependencies", "--skip-license", "--allow-missing-repository", "--out", vsix];
  await run(process.execPath, [vsce, "package", ...flags], { cwd: folder });
  return vsix;
}
