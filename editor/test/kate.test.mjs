// The same server in a real Kate.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { freePort, setScene } from "../demo/scene.mjs";
import { openKate } from "./kate.mjs";

// Kate has another server for files of the last kind, and does not know what the first one is.
for (const file of [".env", "compose.yaml", "package.json"]) {
  test(`a port that is held is marked in Kate while it is held: ${file}`, async (t) => {
    const scene = await setScene({ port: await freePort() });
    t.after(scene.remove);
    await promisify(execFile)("git", ["init", "--quiet", scene.workspace]);
    const holder = await scene.hold();
    t.after(holder.end);
    const kate = await openKate(t, join(scene.workspace, file));

    const came = await kate.marked(true);
    await kate.picture(`Kate on ${file}`);
    assert.ok(came, "nothing is marked");
    await holder.end();
    assert.ok(await kate.marked(false), "the mark stayed");
  });
}

test("what the other files of the project say counts in Kate", async (t) => {
  const project = await realpath(await mkdtemp(join(tmpdir(), "portclash-project-")));
  t.after(() => rm(project, { recursive: true, force: true, maxRetries: 5 }));
  await promisify(execFile)("git", ["init", "--quiet", project]);
  const port = await freePort();
  for (const [file, service] of [
    ["compose.yaml", "web"],
    ["compose.override.yaml", "api"],
  ]) {
    await writeFile(
      join(project, String(file)),
      `services:\n  ${service}:\n    image: x\n    ports: ["127.0.0.1:${port}:80"]\n`,
    );
  }
  const kate = await openKate(t, join(project, "compose.yaml"));
  const came = await kate.marked(true);
  await kate.picture("Kate on a project");
  assert.ok(came, "nothing is marked");
});
