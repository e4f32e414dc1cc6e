// The linters that are Go programs, each built once and kept in the cache.

import { join } from "node:path";

import { cached } from "./cache.mjs";
import { run } from "./run.mjs";

/** Returns the path of the linter of the Go code; the first time takes some minutes. */
export function golangciLint() {
  return linter("golangci-lint", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint", "2.15.0");
}

/** Returns the path of the linter of the workflows. */
export function actionlint() {
  return linter("actionlint", "github.com/rhysd/actionlint/cmd/actionlint", "1.7.12");
}

/**
 * @param {string} name of the program
 * @param {string} path of its package
 * @param {string} version
 */
async function linter(name, path, version) {
  const folder = await cached(`${name}-${version}`, (unfinished) =>
    run("go", ["install", `${path}@v${version}`], {
      // Away from the checkout, whose go.mod it has nothing to do with.
      cwd: unfinished,
      env: { GOBIN: unfinished, GOFLAGS: "" },
    }),
  );
  return join(folder, name);
}
