// The same server in a real Neovim.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { freePort, isFree, setHeldScene, setScene } from "../demo/scene.mjs";
import { neovim } from "./neovim.mjs";

test("the diagnostic and its fix arrive in Neovim", async (t) => {
  const { scene, holder } = await stage(t);

  /** @type {{ diagnostics: import("./neovim.mjs").Shown[], title: string, text: string[], left: number }} */
  const seen = await neovim(
    `
    person.open(vim.g.args[1])
    person.wait(function() return #person.diagnostics() > 0 end)
    local diagnostics = person.diagnostics()
    person.go(vim.g.args[2])
    local title = person.fix("^Use the free port")
    person.wait(function() return #person.diagnostics() == 0 end)
    return { diagnostics = diagnostics, title = title, text = person.text(), left = #person.diagnostics() }
    `,
    [join(scene.workspace, "compose.yaml"), String(scene.port)],
  );

  const [diagnostic] = seen.diagnostics;
  assert.ok(diagnostic, "no diagnostic came");
  assert.equal(diagnostic.source, "portclash");
  assert.equal(diagnostic.code, "port-in-use");
  assert.match(diagnostic.message, new RegExp(`127\\.0\\.0\\.1:${scene.port}.*${holder.pid}`));
  const start = `      - "127.0.0.1:`.length;
  assert.deepEqual(diagnostic.start, [4, start]);
  assert.deepEqual(diagnostic.end, [4, start + String(scene.port).length]);

  const [, port] = /"127\.0\.0\.1:(\d+):8080"/.exec(seen.text.join("\n")) ?? [];
  assert.notEqual(Number(port), scene.port, "the fix changed nothing");
  assert.match(seen.title, new RegExp(`Use the free port ${port} `));
  assert.ok(await isFree(Number(port)), `${port} is held`);
  assert.equal(seen.left, 0, "the diagnostic stayed");
});

test("a fix that moves a port everywhere changes every file", async (t) => {
  const { scene } = await stage(t);

  /** @type {{ title: string }} */
  const seen = await neovim(
    `
    person.open(vim.g.args[1])
    person.wait(function() return #person.diagnostics() > 0 end)
    person.go(vim.g.args[2])
    local title = person.fix(", here and in ")
    person.wait(function() return #person.diagnostics() == 0 end)
    vim.cmd("wall")
    return { title = title }
    `,
    [join(scene.workspace, ".env"), String(scene.port)],
  );

  const [, port = ""] = /Use the free port (\d+)/.exec(seen.title) ?? [];
  assert.ok(await isFree(Number(port)), `${port} is held`);
  await moved(scene, port);
});

test("a rename moves a port in every file, and refuses what is no port", async (t) => {
  const { scene } = await stage(t);
  const port = String(await freePort());

  /** @type {{ refusal: string, kept: string[], left: number }} */
  const seen = await neovim(
    `
    local file, old, new = unpack(vim.g.args)
    person.open(file)
    person.wait(function() return #person.diagnostics() > 0 end)
    person.go(old)
    vim.lsp.buf.rename("70000")
    person.wait(function() return person.told():find("70000") end)
    local refusal, kept = person.told(), person.text()
    vim.lsp.buf.rename(new)
    person.wait(function() return #person.diagnostics() == 0 end)
    vim.cmd("wall")
    return { refusal = refusal, kept = kept, left = #person.diagnostics() }
    `,
    [join(scene.workspace, ".env"), String(scene.port), port],
  );

  assert.match(seen.refusal, /70000 is no port/);
  assert.ok(seen.kept.includes(`API_PORT=${scene.port}`), "the refused rename changed the text");
  assert.equal(seen.left, 0, "the diagnostic stayed");
  await moved(scene, port);
});

/**
 * Asserts that the files of the workspace say another port wherever they said the scene's, and are the same else.
 *
 * @param {import("../demo/scene.mjs").Scene} scene
 * @param {string} port
 */
async function moved(scene, port) {
  const fresh = await setScene({ port: Number(port) });
  try {
    for (const file of [".env", "compose.yaml", "package.json", "config.toml", "settings.json"]) {
      const [is, shouldBe] = await Promise.all(
        [scene, fresh].map(({ workspace }) => readFile(join(workspace, file), "utf8")),
      );
      assert.equal(is, shouldBe, file);
    }
  } finally {
    await fresh.remove();
  }
}

/**
 * Sets a scene of the test's own, in which the port is held.
 *
 * @param {import("node:test").TestContext} t
 */
async function stage(t) {
  const { scene, holder } = await setHeldScene();
  t.after(scene.remove);
  t.after(holder.end);
  // By it Neovim knows which folder is the project's.
  await promisify(execFile)("git", ["init", "--quiet", scene.workspace]);
  return { scene, holder };
}
