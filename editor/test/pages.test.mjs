// The README and the pages of editor/docs lead where they say, and say nothing twice in two ways.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";

import { exists } from "../tasks/cache.mjs";
import { root } from "../tasks/run.mjs";
import { snippet } from "./snippet.mjs";

const docs = (await readdir(`${root}editor/docs`)).map((name) => `editor/docs/${name}`);
/** The text of each page without its blocks of code. @type {Map<string, string>} */
const pages = new Map();
for (const path of ["README.md", "CHANGELOG.md", ...docs]) {
  pages.set(path, (await readFile(root + path, "utf8")).replaceAll(/^```.*?^```$/gms, ""));
}

for (const [page, text] of pages) {
  test(`the links of ${page} lead somewhere`, async () => {
    for (const [, link = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : normalize(join(dirname(page), path));
      assert.ok(await exists(root + target), `${link}: there is no ${target}`);
      if (anchor !== undefined) assert.ok(anchorsOf(pages.get(target) ?? "").includes(anchor), link);
    }
  });
}

test("the README leads to every page", () => {
  for (const page of docs) assert.ok(pages.get("README.md")?.includes(`](${page})`), page);
});

test("no two headings of the README have one anchor", () => {
  const anchors = anchorsOf(pages.get("README.md") ?? "");
  assert.deepEqual(anchors, [...new Set(anchors)]);
});

test("the README's lines for Neovim are those of its page", async () => {
  const [, shown = ""] = /^```lua\n(.*?)^```$/ms.exec(await readFile(`${root}README.md`, "utf8")) ?? [];
  const bare = (/** @type {string} */ lua) => lua.replaceAll(/\s|,(?=\s*\})/g, "");
  assert.notEqual(shown, "");
  assert.ok(bare(await snippet("neovim.md", "Neovim 0.11 and later")).startsWith(bare(shown)), shown);
});

/**
 * The anchors that GitHub gives to the headings of a page.
 *
 * @param {string} text
 */
function anchorsOf(text) {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
