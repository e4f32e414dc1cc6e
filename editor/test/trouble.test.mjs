// What does not work says so in a sentence, with a way out.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";

import { freePort } from "../demo/scene.mjs";
import { profile, stage } from "./newest.mjs";
import { ready, serverOf, serversOf } from "./processes.mjs";
import { settled } from "./settled.mjs";
import { atEnd } from "./theatre.mjs";

const extensions = join(profile, "extensions");
const [folder = ""] = (await readdir(extensions)).filter((name) => name.startsWith("portclash."));
/** The server's program, where the package has put it. */
const program = join(extensions, folder, "editor", "bin", "portclash");

test("a package without a program says so, and one that is put there is used", async (t) => {
  await rename(program, `${program}.away`);
  const back = () => rename(`${program}.away`, program);
  atEnd(t, () => back().catch(() => undefined));
  const { scene, window } = await stage(t);
  await window.openPorts();
  const message = window.messages.filter({ hasText: "This package of Portclash has no server in it for" });
  await message.getByRole("button", { name: "Open Settings" }).waitFor();
  await window.welcome.getByText("There is no Portclash program for this machine").waitFor();
  await window.picture("a package without a program");
  const settings = window.page.locator(".settings-editor");
  await window.use(
    window.welcome.getByRole("button", { name: "Set the Path" }),
    settings.getByText("Path of the portclash program to run"),
  );
  await window.picture("the setting of a path");
  await window.pressAway("Escape", settings);
  await back();
  await window.command("Portclash: Restart the Language Server");
  await window.ports
    .filter({ hasText: String(scene.port) })
    .first()
    .waitFor();
});

test("a server that is killed time and again is not started for ever, and on wish once more", async (t) => {
  const others = await serversOf(profile);
  const { scene, window } = await stage(t);
  const row = window.ports.filter({ hasText: String(scene.port) }).first();
  await window.openPorts();
  await row.waitFor();
  /** @type {number | undefined} */
  let killed;
  for (let times = 1; times <= 5; times++) {
    killed = await settled(async () => {
      const server = await serverOf(profile, others);
      assert.notEqual(server, killed, "it is not started again");
      return server;
    });
    process.kill(killed, "SIGKILL");
  }
  const message = window.messages.filter({ hasText: "Portclash's language server has ended 5 times in a short time" });
  await message.getByRole("button", { name: "Restart" }).waitFor();
  await window.welcome.getByText("Portclash's language server has stopped.").waitFor();
  await window.picture("a server that has ended for good");
  await window.welcome.getByRole("button", { name: "Restart It" }).click();
  await row.waitFor();
});

test("servers that end before they are ready, or at once when they are, are followed by others", async (t) => {
  const answer = '{"jsonrpc":"2.0","id":0,"result":{"capabilities":{}}}';
  const others = await serversOf(profile);
  const { holder, scene, window } = await stage(t, {
    async prepare(workspace) {
      const starts = join(workspace, "..", "starts");
      const script = [
        "#!/bin/sh",
        `echo >>${starts}`,
        `case $(wc -l <${starts}) in`,
        "2) exit 3 ;;",
        `3) head -c 1 >/dev/null; printf 'Content-Length: ${answer.length}\\r\\n\\r\\n${answer}'; exit 3 ;;`,
        "esac",
        `exec ${program} "$@"`,
      ];
      await run(workspace, script.join("\n"));
    },
  });
  const row = window.page.getByRole("treeitem", { name: new RegExp(`^Port ${scene.port}\\b`) });
  await window.openPorts();
  await row.getByText("clash").waitFor();
  const first = await settled(() => serverOf(profile, others));
  process.kill(first, "SIGKILL");
  await settled(async () => {
    assert.notEqual(await serverOf(profile, others), first, "no other is started");
  });
  // Only one that runs sees that the port is left.
  await holder.end();
  await row.getByText("free").waitFor();
  assert.equal(await readFile(join(scene.workspace, "..", "starts"), "utf8"), "\n\n\n\n");
  assert.equal(await window.messages.count(), 0, "a person is told of what has mended itself");
});

test("a program that is no server is said to be none", async (t) => {
  const { window } = await stage(t, {
    prepare: (workspace) => run(workspace, "#!/bin/sh\nexit 3\n"),
  });
  await window.openPorts();
  const message = window.messages.filter({ hasText: "Portclash's language server does not start. Its log says why." });
  await message.getByRole("button", { name: "Show Log" }).waitFor();
  assert.equal(await window.messages.count(), 1, "more is said of it than once");
  await window.welcome.getByText("Portclash's language server has stopped.").waitFor();
  await window.picture("a program that is no server");
});

test("an engine that does not answer is named, beside what can be seen without it", async (t) => {
  const port = await freePort();
  const { scene, window } = await stage(t, {
    async prepare(workspace) {
      // It takes the question and hangs up, as an engine that is about to end does.
      const socket = join(workspace, "..", "engine.sock");
      const engine = createServer((connection) => connection.destroy()).listen(socket);
      atEnd(t, () => Promise.resolve(engine.close()));
      await once(engine, "listening");
      await run(workspace, `#!/bin/sh\nDOCKER_HOST=unix://${socket} exec ${program} "$@"\n`);
      await writeFile(join(workspace, "engine.env"), `ENGINE_PORT=${port}\n`);
      // Docker's helper for a published port, by its name.
      const helper = join(workspace, "..", "docker-proxy");
      await symlink(process.execPath, helper);
      const listening = `require("net").createServer().listen(${port}, "127.0.0.1", () => console.log("listening"))`;
      const child = spawn(helper, ["-e", listening, "-", "-host-port", String(port)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      atEnd(t, () => Promise.resolve(child.kill()));
      await ready(child);
    },
  });
  await window.openPorts();
  await window.ports
    .filter({ hasText: String(scene.port) })
    .first()
    .waitFor();
  const notice = window.page.getByRole("treeitem", { name: /^Not all can be seen: .*engine\.sock/ });
  await notice.waitFor();
  await window.restOn(notice, "engine.sock");
  await notice.getByRole("button", { name: "Refresh" }).waitFor();
  await window.picture("an engine that does not answer");
  await window.use(
    notice.getByRole("button", { name: "Show the Log" }),
    window.page.locator(".output-view").getByText("starting /").first(),
  );
});

test("listeners of others are listed, and it is said that only an administrator sees more", async (t) => {
  const mayChange = process.getuid?.() === 0;
  const { holder, scene, window } = await stage(t, {
    async prepare(workspace) {
      if (!mayChange) return;
      // As a person without any rights, who can read all the same what belongs to the workspace.
      const copy = join(workspace, "..", "portclash");
      await cp(program, copy);
      for (const path of [join(workspace, ".."), copy]) await chmod(path, 0o755);
      await run(workspace, `#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups ${copy} "$@"\n`);
    },
  });
  await window.openPorts();
  const row = window.page.getByRole("treeitem", { name: new RegExp(`^Port ${scene.port}\\b`) });
  await row.getByText("clash").waitFor();
  if (mayChange) {
    assert.match((await row.getAttribute("aria-label")) ?? "", /another user's process/);
    await window.page
      .getByRole("treeitem", { name: /^Not all can be seen: .*only an administrator may look into/ })
      .waitFor();
  } else {
    assert.match((await row.getAttribute("aria-label")) ?? "", new RegExp(`pid ${holder.pid}`));
  }
  await window.picture("a machine that is seen in part");
});

/**
 * Has a workspace run another program as its server.
 *
 * @param {string} workspace
 * @param {string} script
 */
async function run(workspace, script) {
  const path = join(workspace, "..", "server.sh");
  await writeFile(path, script, { mode: 0o755 });
  await mkdir(join(workspace, ".vscode"), { recursive: true });
  await writeFile(join(workspace, ".vscode", "settings.json"), JSON.stringify({ "portclash.path": path }));
}
