// For which open files a server is started.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { root } from "../tasks/run.mjs";
import { load } from "./source.mjs";

/** @type {typeof import("../src/interest.js")} */
const { isOfInterest } = await load("interest");
/** @type {{ activationEvents: string[] }} */
const { activationEvents } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
/** How the files of a language are called. @type {Record<string, string[]>} */
const languages = JSON.parse(await readFile(`${root}editor/tasks/languages.json`, "utf8"));

test("it is for every file that the formats have as an example, and VS Code asks for its language", async () => {
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
  for (const name of names) {
    assert.ok(opened(name), name);
    for (const [language, files] of Object.entries(languages)) {
      if (files.some((file) => name.toLowerCase().endsWith(file) && !/\.(j2|erb|template)$/.test(name)))
        assert.ok(activationEvents.includes(`onLanguage:${language}`), `${name}: ${language}`);
    }
  }
});

test("it is for what a name says in any case, and for what is to be filled in", () => {
  const names = ["Dockerfile", "deploy/DOCKERFILE.prod", "app.YAML", "config/server.ts", "x.config.mts", ".env.local"];
  names.push("app.toml.example", "Procfile.dist", "deploy/app.yaml.tmpl.j2", "etc/sites-enabled/shop", "shop.pod");
  for (const name of names) assert.ok(opened(name), name);
});

test("it is for no program, no prose and nothing that machines write", () => {
  const names = ["src/app.ts", "src/confirm.ts", "server.js", "manage.py", "app/models/user.rb", "src/karmapolice.py"];
  names.push("main.rs", "notes.txt", "LICENSE", "README", "CHANGELOG.old", "docs/TODO", "build.log", "table.csv");
  names.push("package-lock.json", "tsconfig.json", "dockerfile.md", "procfile/README", "xenv", "serve.sh", "a.example");
  for (const name of names) assert.ok(!opened(name), name);
  assert.ok(!isOfInterest({ languageId: "markdown", uri: { scheme: "file", path: "/shop/README.md" } }));
  assert.ok(!isOfInterest({ languageId: "yaml", uri: { scheme: "git", path: "/shop/compose.yaml" } }));
});

test("it is for a text that is not saved yet once its language or its name tells", () => {
  const untitled = (/** @type {string} */ languageId) =>
    isOfInterest({ languageId, uri: { scheme: "untitled", path: "Untitled-1" } });
  for (const language of ["yaml", "dotenv", "dockercompose"]) assert.ok(untitled(language), language);
  for (const language of ["plaintext", "markdown", "typescript"]) assert.ok(!untitled(language), language);
  assert.ok(isOfInterest({ languageId: "plaintext", uri: { scheme: "untitled", path: "/shop/Procfile" } }));
});

test("VS Code does not ask for the languages of prose and of programs that configure nothing", () => {
  // Whatever VS Code shows is plain text for it at first.
  for (const language of ["plaintext", "markdown", "rust", "go", "java", "css", "html", "log"]) {
    assert.ok(!activationEvents.includes(`onLanguage:${language}`), language);
  }
});

/** @param {string} name */
function opened(name) {
  return isOfInterest({ languageId: "plaintext", uri: { scheme: "file", path: `/shop/${name}` } });
}
