// The main job in the oldest VS Code that the extension runs in.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { isFree } from "../demo/scene.mjs";
import { oldest } from "../tasks/code-server.mjs";
import { root } from "../tasks/run.mjs";
import { openTheatre } from "./theatre.mjs";

const { stage } = await openTheatre(oldest);

test("the extension says that it runs in no older one", async () => {
  const { engines } = JSON.parse(await readFile(`${root}package.json`, "utf8"));
  const [, minor] = /^4\.(\d+)\./.exec(oldest.codeServer) ?? [];
  assert.equal(engines.vscode, `^1.${minor}.0`);
});

test("a port that is held is underlined and explained, and a fix moves it", async (t) => {
  const { scene, holder, window } = await stage(t);
  await window.open(".env");
  await window.warnings.first().waitFor();
  const says = await window.pointAt(String(scene.port));
  assert.match(says, new RegExp(`shop-api\\.mjs \\(pid ${holder.pid}\\)`));
  await window.picture("the hover in the oldest VS Code");
  await window.fix(String(scene.port), /here and in \d+ more places/);
  await window.warnings.first().waitFor({ state: "detached" });
  const [, port] = /API_PORT=(\d+)/.exec(await window.shown()) ?? [];
  assert.notEqual(Number(port), scene.port);
  assert.ok(await isFree(Number(port)), `${port} is held`);
  await window.open("compose.yaml");
  await window.text.getByText(`127.0.0.1:${port}:8080`).waitFor();
  await window.picture("the fix in the oldest VS Code");
});
