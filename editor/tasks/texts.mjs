// Keeps the texts of the extension that are to be translated where VS Code looks for them: `node editor/tasks/texts.mjs`
// writes editor/l10n/bundle.l10n.json anew, and whoever translates it puts bundle.l10n.de.json and so on beside it.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Failure, root } from "./run.mjs";

const source = `${root}editor/src`;
const bundle = `${root}editor/l10n/bundle.l10n.json`;

/** Throws a Failure where the file is not what the source says. */
export async function checkTexts() {
  const kept = await readFile(bundle, "utf8").catch(() => "");
  if (kept !== (await written())) throw new Failure("editor/l10n is out of date: node editor/tasks/texts.mjs");
}

/** The file as it should be: every text of the source as its own translation, by the alphabet. */
async function written() {
  const { default: ts } = await import("typescript");
  /** @type {Set<string>} */
  const texts = new Set();
  for (const name of await readdir(source)) {
    const file = ts.createSourceFile(name, await readFile(join(source, name), "utf8"), ts.ScriptTarget.Latest);
    /** @param {import("typescript").Node} node */
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText(file) === "l10n.t") {
        const [text] = node.arguments;
        if (text === undefined || !ts.isStringLiteral(text)) throw new Failure(`${name}: l10n.t of no plain string`);
        texts.add(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return `${JSON.stringify(Object.fromEntries([...texts].sort().map((text) => [text, text])), undefined, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  await mkdir(join(bundle, ".."), { recursive: true });
  await writeFile(bundle, await written());
}
