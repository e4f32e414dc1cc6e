// Makes the extension's package for this platform, with the server in it: `npm run package`.

import { fileURLToPath } from "node:url";

import { build, version } from "./build.mjs";
import { exists } from "./cache.mjs";
import { Report } from "./report.mjs";
import { Failure, root, runScript } from "./run.mjs";

/**
 * Packs what was built, as `portclash-TARGET-VERSION.vsix` in the checkout's folder. Returns its path.
 *
 * @returns {Promise<string>}
 */
export async function pack() {
  const program = `${root}editor/bin/portclash${process.platform === "win32" ? ".exe" : ""}`;
  // vsce says nothing of a pattern in `files` that matches no file.
  if (!(await exists(program))) throw new Failure(`${program} is missing: npm run build`);
  // VS Code's names of platforms are Node's.
  const target = `${process.platform}-${process.arch}`;
  const vsix = fileURLToPath(new URL(`../../portclash-${target}-${await version()}.vsix`, import.meta.url));
  // The bundle holds the npm packages that the extension uses.
  await runScript("@vscode/vsce/vsce", ["package", "--target", target, "--no-dependencies", "--out", vsix]);
  return vsix;
}

if (process.argv[1] === import.meta.filename) {
  const report = new Report();
  if (await build(report)) await report.step("package", pack);
  process.exitCode = report.end();
}
