// The same server in a real Emacs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { isFree, setHeldScene } from "../demo/scene.mjs";
import { emacs } from "./emacs.mjs";

test("the diagnostic and its fix arrive in Emacs", async (t) => {
  const { scene, holder } = await setHeldScene();
  t.after(scene.remove);
  t.after(holder.end);
  // By it Emacs knows which folder is the project's.
  await promisify(execFile)("git", ["init", "--quiet", scene.workspace]);

  /** @type {{ diagnostics: import("./emacs.mjs").Shown[], chosen: string[], left: number }} */
  const seen = await emacs(
    `
    (open (nth 0 argument))
    (wait (lambda () (flymake-diagnostics)))
    (let ((diagnostics (shown)) (chosen (answer-with ", here and in ")))
      (search-forward (nth 1 argument))
      (backward-char)
      (call-interactively 'eglot-code-actions)
      (wait (lambda () (not (flymake-diagnostics))))
      (save-some-buffers t)
      (list (cons 'diagnostics diagnostics) (cons 'chosen (vconcat (cdr chosen))) (cons 'left (length (flymake-diagnostics)))))
    `,
    [join(scene.workspace, ".env"), String(scene.port)],
  );

  const [diagnostic] = seen.diagnostics;
  assert.ok(diagnostic, "no diagnostic came");
  assert.match(
    diagnostic.message,
    new RegExp(`^portclash \\[port-in-use\\]: 127\\.0\\.0\\.1:${scene.port} .*${holder.pid}`),
  );
  const start = "API_PORT=".length;
  assert.deepEqual(diagnostic.start, [2, start]);
  assert.deepEqual(diagnostic.end, [2, start + String(scene.port).length]);

  const [, port] = /Use the free port (\d+)/.exec(seen.chosen.join()) ?? [];
  assert.ok(await isFree(Number(port)), `${port} is held`);
  assert.equal(seen.left, 0, "the diagnostic stayed");
  for (const [file, says] of [
    [".env", `API_PORT=${port}\n`],
    ["compose.yaml", `"127.0.0.1:${port}:8080"`],
  ]) {
    assert.ok((await readFile(join(scene.workspace, String(file)), "utf8")).includes(String(says)), file);
  }
});
