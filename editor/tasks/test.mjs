// Runs every test, or the parts that are named: `npm test`, `npm run test:go`, `test:lint`, `test:unit`, `test:package`,
// `test:e2e`, `test:nvim`, `test:emacs`, `test:kate`, `test:same`.

import { findBrowser, installFonts } from "./browser.mjs";
import { build } from "./build.mjs";
import { installCodeServer, newest, oldest } from "./code-server.mjs";
import { installDependencies } from "./dependencies.mjs";
import { needEmacs } from "./emacs.mjs";
import { goTest } from "./go-test.mjs";
import { actionlint, golangciLint } from "./linters.mjs";
import { browserTest, nodeTest } from "./node-test.mjs";
import { packAll } from "./package.mjs";
import { Report } from "./report.mjs";
import { Failure, run, runScript } from "./run.mjs";
import { mayInstall, need } from "./system.mjs";
import { checkTexts } from "./texts.mjs";

const parts = {
  go: testGo,
  lint: testLint,
  unit: testUnits,
  package: testPackages,
  e2e: testVSCode,
  nvim: testNeovim,
  emacs: testEmacs,
  kate: testKate,
  same: testSame,
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) {
  process.stderr.write(`no such part: ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}\n`);
  process.exit(2);
}

const report = new Report();
/** Both ends need what is built; it is built once. @type {Promise<boolean> | undefined} */
let building;
for (const [name, part] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) await part();
}
process.exitCode = report.end();

async function testGo() {
  // The other systems' code is looked at here, as it is run on none of them.
  for (const os of ["linux", "darwin", "windows"]) {
    await report.step(`go vet for ${os}`, () => run("go", ["vet", "./..."], { env: { GOOS: os, CGO_ENABLED: "0" } }));
  }
  await report.step("go test -race", async () => {
    // The race detector is C, except on macOS.
    if (process.platform !== "darwin") await need({ gcc: "gcc" });
    // The tests of the machine start an engine and make namespaces where they may; elsewhere they say that they do not.
    if (await mayInstall()) {
      await need({ dockerd: "docker.io", iptables: "iptables", ip: "iproute2", ss: "iproute2" });
    }
    return goTest(["-race", "./..."]);
  });
  // Overwrites what a message was read from as soon as it is answered: whoever kept a piece of it, fails.
  await report.step("go test -tags jsonrpc2poison", () => goTest(["-tags", "jsonrpc2poison", "./server"]));
}

async function testLint() {
  await report.step("golangci-lint", async () => run(await golangciLint(), ["run", "./..."]));
  // Without the linters that it calls where they happen to be installed.
  await report.step("actionlint", async () => run(await actionlint(), ["-shellcheck=", "-pyflakes="]));
  if (!(await report.step("npm packages", installDependencies))) return;
  await report.step("tsc", () => runScript("typescript/bin/tsc", ["--project", "editor"]));
  await report.step("eslint", () =>
    runScript("eslint/bin/eslint.js", ["--config", "editor/eslint.config.mjs", "--max-warnings", "0", "editor"]),
  );
  await report.step("texts to translate", checkTexts);
  await report.step("prettier", () =>
    runScript("prettier/bin/prettier.cjs", ["--check", "--log-level", "warn", "package.json", ".github", "editor"]),
  );
  await report.step("pages", () => nodeTest("editor/test/pages.test.mjs"));
}

async function testUnits() {
  if (!(await report.step("npm packages", installDependencies))) return;
  for (const name of ["words", "interest"]) {
    await report.step(`the extension's ${name}`, () => nodeTest(`editor/test/${name}.test.mjs`));
  }
}

async function testPackages() {
  if (await packAll(report)) await report.step("packages", () => nodeTest("editor/test/package.test.mjs"));
}

async function testVSCode() {
  if (process.platform === "win32") {
    const remedy = "code-server does not run on Windows: run npm run test:e2e in WSL";
    await report.step("end to end in VS Code", () => Promise.reject(new Failure(remedy)));
    return;
  }
  const ready =
    (await built()) &&
    (await report.step("VS Code for the browser", () => installCodeServer(newest))) &&
    (await report.step("the oldest VS Code for the browser", () => installCodeServer(oldest))) &&
    (await report.step("browser", async () => {
      await need({ ps: "procps" });
      await findBrowser();
      await installFonts();
    }));
  if (!ready) return;
  await report.step("end to end in VS Code", () => browserTest("editor/test/vscode.test.mjs"));
  await report.step("end to end in the oldest VS Code", () => browserTest("editor/test/oldest.test.mjs"));
}

async function testNeovim() {
  const ready = (await built()) && (await report.step("neovim", () => need({ nvim: "neovim", git: "git" })));
  if (ready) await report.step("end to end in Neovim", () => nodeTest("editor/test/neovim.test.mjs"));
}

async function testEmacs() {
  if (!(await built())) return;
  await report.step("end to end in Emacs", async () => {
    const missing = await missingFor(needEmacs);
    return missing ?? nodeTest("editor/test/emacs.test.mjs");
  });
}

async function testKate() {
  if (!(await built())) return;
  await report.step("end to end in Kate", async () => {
    const missing = await missingFor(() => need({ kate: "kate", Xvfb: "xvfb", git: "git" }));
    return missing ?? nodeTest("editor/test/kate.test.mjs");
  });
}

async function testSame() {
  if (!(await built())) return;
  await report.step("the same in VS Code, Neovim, Emacs and on the command line", async () => {
    const missing = await missingFor(async () => {
      if (process.platform === "win32") throw new Failure("code-server does not run on Windows");
      await need({ nvim: "neovim", ps: "procps" });
      await needEmacs();
      await installCodeServer(newest);
      await findBrowser();
    });
    return missing ?? browserTest("editor/test/same.test.mjs");
  });
}

/**
 * Returns what is not run for want of what a test needs; undefined where nothing is missing. CI has to have everything.
 *
 * @param {() => Promise<void>} needed
 * @returns {Promise<import("./report.mjs").Count | undefined>}
 */
async function missingFor(needed) {
  try {
    await needed();
    return undefined;
  } catch (error) {
    if (process.env.CI || !(error instanceof Failure)) throw error;
    return { passed: 0, failed: 0, notRun: [error.message] };
  }
}

function built() {
  return (building ??= build(report));
}
