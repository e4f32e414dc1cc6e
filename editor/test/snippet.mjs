// What a page of editor/docs tells people to put into their editor's configuration, for the tests to run.

import { readFile } from "node:fs/promises";

import { root } from "../tasks/run.mjs";

/**
 * Returns the first block of code below a heading of a page; throws where there is none.
 *
 * @param {string} page its name in editor/docs
 * @param {string} heading
 * @returns {Promise<string>}
 */
export async function snippet(page, heading) {
  const text = await readFile(`${root}editor/docs/${page}`, "utf8");
  const [, section] = text.split(new RegExp(`^## ${heading}$`, "m"));
  const code = /^```\w+\n(.*?)^```$/ms.exec(section?.split(/^## /m)[0] ?? "")?.[1];
  if (code === undefined) throw new Error(`editor/docs/${page} has no block of code below "${heading}"`);
  return code;
}
