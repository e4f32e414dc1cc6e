// Makes the extension's packages: `npm run package` one for each platform and a universal one, with their checksums, and
// `npm run package -- linux-x64` those that are named; "here" is this platform.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { build, buildServer, version } from "./build.mjs";
import { exists } from "./cache.mjs";
import { here, platforms, programOf } from "./platforms.mjs";
import { Report } from "./report.mjs";
import { Failure, root, runScript } from "./run.mjs";

/** Where the packages go. */
export const packages = `${root}editor/packages`;

/** The package without a server in it, for platforms that have none of their own. */
export const universal = "universal";

/**
 * Packs what was built, for this platform unless another is named. Returns the package's path.
 *
 * @param {string} [platform]
 * @returns {Promise<string>}
 */
export async function pack(platform = here) {
  const program = `${root}editor/bin/${programOf(platform)}`;
  if (platform !== universal && !(await exists(program))) throw new Failure(`${program} is missing: npm run build`);
  await mkdir(packages, { recursive: true });
  const vsix = join(packages, `portclash-${platform}-${await version()}.vsix`);
  // The universal package has nothing for the pattern of the program.
  const target = platform === universal ? ["--allow-unused-files-pattern"] : ["--target", platform];
  // The bundle holds the npm packages that the extension uses.
  await runScript("@vscode/vsce/vsce", ["package", ...target, "--no-dependencies", "--out", vsix]);
  return vsix;
}

/**
 * Builds the server for a platform and packs it.
 *
 * @param {string} platform
 */
async function buildAndPack(platform) {
  if (platform === universal) await rm(`${root}editor/bin`, { recursive: true, force: true });
  else await buildServer(platform);
  await pack(platform);
}

/** Writes the checksums of all packages, as `sha256sum --check` reads them. */
async function sum() {
  const lines = [];
  for (const name of (await readdir(packages)).filter((file) => file.endsWith(".vsix")).sort()) {
    const digest = createHash("sha256").update(await readFile(join(packages, name)));
    lines.push(`${digest.digest("hex")}  ${name}\n`);
  }
  await writeFile(join(packages, "SHA256SUMS"), lines.join(""));
}

/**
 * Makes the packages of platforms, each a step, and the checksums of them all. Returns whether all were made.
 *
 * @param {Report} report
 * @param {string[]} [wanted]
 */
export async function packAll(report, wanted = [...Object.keys(platforms), universal]) {
  await rm(packages, { recursive: true, force: true });
  if (!(await build(report))) return false;
  for (const platform of wanted) {
    if (!(await report.step(`package ${platform}`, () => buildAndPack(platform)))) return false;
  }
  // What the next test starts is this platform's.
  return (await report.step("checksums", sum)) && (await report.step("build the server", () => buildServer()));
}

if (process.argv[1] === import.meta.filename) {
  const named = process.argv.slice(2).map((name) => (name === "here" ? here : name));
  const unknown = named.filter((name) => !(name in platforms) && name !== universal);
  if (unknown.length > 0) {
    const known = [...Object.keys(platforms), universal, "here"].join(", ");
    process.stderr.write(`no such platform: ${unknown.join(", ")}; there are ${known}\n`);
    process.exit(2);
  }
  const report = new Report();
  await packAll(report, named.length > 0 ? named : undefined);
  process.exitCode = report.end();
}
