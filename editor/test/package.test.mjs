// The packages as a marketplace gets them: unpacked and looked at, for every platform.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";

import { fromBufferPromise } from "yauzl";

import { version } from "../tasks/build.mjs";
import { packages, universal } from "../tasks/package.mjs";
import { here, platforms, programOf } from "../tasks/platforms.mjs";
import { root, run } from "../tasks/run.mjs";

/** A megabyte, and how many of them a package may have. */
const [megabyte, most] = [1 << 20, 8];

/** What a program for a platform begins with: the system's magic number, and the machine's at its place. */
const heads = {
  "linux-x64": elf(2, 0x3e),
  "linux-arm64": elf(2, 0xb7),
  "linux-armhf": elf(1, 0x28),
  "alpine-x64": elf(2, 0x3e),
  "alpine-arm64": elf(2, 0xb7),
  "darwin-x64": macho(0x01000007),
  "darwin-arm64": macho(0x0100000c),
  "win32-x64": portable(0x8664),
  "win32-arm64": portable(0xaa64),
};

/**
 * What of the manifest is looked at.
 *
 * @typedef {{ enum?: string[], markdownDescription?: string, markdownEnumDescriptions?: string[] }} Setting
 * @typedef {{ contributes: {
 *   commands: { command: string, title?: string, category?: string }[],
 *   configuration: { properties: Record<string, Setting> },
 * } }} Manifest
 */

/** @type {Map<string, Map<string, { mode: number, data: Buffer }>>} by platform and path */
const unpacked = new Map();
/** The version that the packages are of. */
const release = await version();

before(async () => {
  for (const platform of [...Object.keys(platforms), universal]) {
    unpacked.set(platform, await unpack(await readFile(fileOf(platform))));
  }
});

for (const [platform, isFor] of Object.entries(heads)) {
  test(`the package for ${platform} holds its program, and is small`, async () => {
    const files = unpacked.get(platform);
    const program = files?.get(`extension/editor/bin/${programOf(platform)}`);
    assert.ok(program, "it holds no program");
    assert.ok(isFor(program.data), "the program is for another platform");
    // A program without the right to run would be found and not start.
    assert.equal(program.mode & 0o777, 0o755, `the program's mode is ${program.mode.toString(8)}`);
    assert.match(String(files?.get("extension.vsixmanifest")?.data), new RegExp(`TargetPlatform="${platform}"`));
    const { size } = await stat(fileOf(platform));
    assert.ok(size < most * megabyte, `it has ${(size / megabyte).toFixed(1)} MB`);
  });
}

test("the program says the version of its package, and so does the package", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "portclash-package-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const program = join(folder, programOf(here));
  await writeFile(program, unpacked.get(here)?.get(`extension/editor/bin/${programOf(here)}`)?.data ?? "", {
    mode: 0o755,
  });
  assert.equal(JSON.parse(await run(program, ["version", "--format", "json"])).version, release);
  for (const [platform, files] of unpacked) {
    assert.match(
      String(files.get("extension.vsixmanifest")?.data),
      new RegExp(`<Identity [^>]*Version="${release}"`),
      platform,
    );
  }
});

test("the changelog tells of the version", async () => {
  assert.match(await readFile(`${root}CHANGELOG.md`, "utf8"), new RegExp(`^## ${release}$`, "m"));
});

test("the universal package holds all but a program", () => {
  const names = [...(unpacked.get(universal)?.keys() ?? [])];
  assert.ok(names.includes("extension/editor/dist/extension.js"));
  assert.deepEqual(
    names.filter((name) => name.includes("/bin/")),
    [],
  );
  assert.doesNotMatch(String(unpacked.get(universal)?.get("extension.vsixmanifest")?.data), /TargetPlatform=/);
});

test("every package holds the same but for the program", () => {
  const shared = (/** @type {string} */ platform) =>
    [...(unpacked.get(platform)?.keys() ?? [])].filter((name) => !name.includes("/bin/")).sort();
  for (const platform of unpacked.keys()) assert.deepEqual(shared(platform), shared(universal), platform);
});

test("the checksums are those of the packages", async () => {
  const lines = (await readFile(join(packages, "SHA256SUMS"), "utf8")).trimEnd().split("\n");
  const names = (await readdir(packages)).filter((name) => name.endsWith(".vsix")).sort();
  assert.equal(lines.length, names.length);
  for (const line of lines) {
    const [sum = "", name = ""] = line.split("  ");
    const digest = createHash("sha256").update(await readFile(join(packages, name)));
    assert.equal(digest.digest("hex"), sum, name);
  }
});

test("the manifest says everything in a person's words", async () => {
  /** @type {Manifest} */
  const manifest = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  /** @type {Record<string, string>} */
  const words = JSON.parse(await readFile(`${root}package.nls.json`, "utf8"));
  /** @type {Set<string>} */
  const used = new Set();
  const said = (/** @type {string | undefined} */ text, /** @type {string} */ what) => {
    assert.ok(text, `${what} says nothing`);
    const key = /^%(.+)%$/.exec(text)?.[1];
    assert.ok(key, `${what} is not ready for translation: ${text}`);
    assert.ok(words[key], `package.nls.json has no ${key}`);
    used.add(key);
  };
  for (const command of manifest.contributes.commands) {
    said(command.title, command.command);
    assert.equal(command.category, "Portclash", command.command);
  }
  for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
    said(setting.markdownDescription, name);
    for (const text of setting.markdownEnumDescriptions ?? []) said(text, name);
    if (setting.enum) assert.equal(setting.markdownEnumDescriptions?.length, setting.enum.length, name);
  }
  for (const [, key] of JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)) used.add(key ?? "");
  assert.deepEqual(Object.keys(words).sort(), [...used].sort(), "texts that nothing says");
});

/** @param {string} platform */
function fileOf(platform) {
  return join(packages, `portclash-${platform}-${release}.vsix`);
}

/**
 * The files in a package, by their paths.
 *
 * @param {Buffer} zip
 * @returns {Promise<Map<string, { mode: number, data: Buffer }>>}
 */
async function unpack(zip) {
  const files = new Map();
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const data = Buffer.concat(await (await archive.openReadStreamPromise(entry)).toArray());
    files.set(entry.fileName, { mode: entry.externalFileAttributes >>> 16, data });
  }
  return files;
}

/** @param {number} bits 1 for 32, 2 for 64 @param {number} machine e_machine of the ELF specification */
function elf(bits, machine) {
  return (/** @type {Buffer} */ b) =>
    b.readUInt32BE(0) === 0x7f454c46 && b[4] === bits && b.readUInt16LE(18) === machine;
}

/** @param {number} cpu cputype of mach/machine.h */
function macho(cpu) {
  return (/** @type {Buffer} */ b) => b.readUInt32LE(0) === 0xfeedfacf && b.readUInt32LE(4) === cpu;
}

/** @param {number} machine Machine of the PE format */
function portable(machine) {
  return (/** @type {Buffer} */ b) =>
    b.toString("latin1", 0, 2) === "MZ" && b.readUInt16LE(b.readUInt32LE(0x3c) + 4) === machine;
}
