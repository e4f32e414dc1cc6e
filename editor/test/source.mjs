// Loads a part of the extension that knows nothing of the editor, as the extension has it.

import { build } from "esbuild";

import { root } from "../tasks/run.mjs";

/**
 * Returns the module of a file in editor/src.
 *
 * @param {string} name without its ending
 * @returns {Promise<any>}
 */
export async function load(name) {
  const { outputFiles } = await build({
    entryPoints: [`${root}editor/src/${name}.ts`],
    ...{ bundle: true, write: false, format: "esm", platform: "node", target: "node20", logLevel: "silent" },
  });
  const [file] = outputFiles;
  return import(`data:text/javascript;base64,${Buffer.from(file?.contents ?? "").toString("base64")}`);
}
