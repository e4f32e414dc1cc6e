// For which open files a server is started.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { test } from "node:test";

import { root } from "../tasks/run.mjs";
import { load } from "./source.mjs";

/** @type {typeof import("../src/interest.js")} */
const { interestIn } = await load("interest");
/** @type {{ activationEvents: string[] }} */
const { activationEvents } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
const isOfInterest = interestIn(activationEvents);

/** What VS Code calls the languages of some files, by their endings. @type {Record<string, string>} */
const languages = {
  ".js": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
  ".py": "python",
  ".rb": "ruby",
  ".json": "json",
  ".jsonc": "jsonc",
  ".json5": "json5",
  ".toml": "toml",
  ".xml": "xml",
  ".yaml": "yaml",
  ".yml": "yaml",
};

test("it is for every file that the formats have as an example, whatever language VS Code takes it for", async () => {
  const examples = join(root, "scanner", "format", "testdata");
  /** @type {Set<string>} */
  const names = new Set();
  for (const entry of await readdir(examples, { recursive: true })) {
    if (!entry.endsWith(".txtar")) continue;
    for (const [, name] of (await readFile(join(examples, entry), "utf8")).matchAll(/^-- (\S+) --$/gm))
      names.add(name ?? "");
  }
  // What the examples expect, and what is no file of the format itself.
  names.delete("claims");
  assert.ok(names.size > 100);
  for (const name of names) assert.ok(opened(name), name);
});

test("it is for no program and no prose", () => {
  const names = ["src/app.ts", "src/confirm.ts", "server.js", "manage.py", "app/models/user.rb", "src/karmapolice.py"];
  names.push("main.rs", "notes.txt", "LICENSE", "README", "CHANGELOG.old", "docs/TODO", "build.log", "table.csv");
  for (const name of names) assert.ok(!opened(name), name);
  assert.ok(!isOfInterest({ languageId: "plaintext", fileName: "Untitled-1", uri: { scheme: "untitled" } }));
  assert.ok(!isOfInterest({ languageId: "markdown", fileName: "/shop/README.md", uri: { scheme: "file" } }));
  assert.ok(!isOfInterest({ languageId: "yaml", fileName: "/shop/compose.yaml", uri: { scheme: "git" } }));
});

test("it is for a text that is not saved yet once a person has chosen its language", () => {
  assert.ok(isOfInterest({ languageId: "yaml", fileName: "Untitled-1", uri: { scheme: "untitled" } }));
});

test("VS Code asks for every language of a program that may be a file of interest", () => {
  for (const language of new Set(Object.values(languages))) {
    assert.ok(activationEvents.includes(`onLanguage:${language}`), language);
  }
  // Whatever VS Code shows is plain text for it at first.
  for (const language of ["plaintext", "markdown", "rust", "go", "java", "css", "html"]) {
    assert.ok(!activationEvents.includes(`onLanguage:${language}`), language);
  }
});

/** @param {string} name */
function opened(name) {
  const fileName = join(root, "shop", name);
  return isOfInterest({ languageId: languages[extname(name)] ?? "plaintext", fileName, uri: { scheme: "file" } });
}
