// The linter of the Go code, built once and kept in the cache.

import { cached } from "./cache.mjs";
import { run } from "./run.mjs";

const version = "2.15.0";

/**
 * Returns the folder that the linter's program is in; the first time takes some minutes.
 *
 * @returns {Promise<string>}
 */
export function golangciLint() {
  return cached(`golangci-lint-${version}`, (folder) =>
    run("go", ["install", `github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v${version}`], {
      // Away from the checkout, whose go.mod it has nothing to do with.
      cwd: folder,
      env: { GOBIN: folder, GOFLAGS: "" },
    }),
  );
}
