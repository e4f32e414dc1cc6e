// The same workspace shows the same in VS Code, Neovim and Emacs, and on the command line.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, realpath, rm, watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";

import { layClashes } from "../demo/clashes.mjs";
import { setHeldScene } from "../demo/scene.mjs";
import { startCodeServer } from "../tasks/code-server.mjs";
import { pack } from "../tasks/package.mjs";
import { root } from "../tasks/run.mjs";
import { emacs } from "./emacs.mjs";
import { packExtension } from "./extension.mjs";
import { neovim } from "./neovim.mjs";
import { patience } from "./settled.mjs";
import { atEnd, openWindow } from "./theatre.mjs";
import { openBrowser } from "./window.mjs";

/**
 * What is shown of a finding, wherever: lines and columns count from zero, columns are UTF-16 units.
 *
 * @typedef {object} Shown
 * @property {string} file path in the workspace
 * @property {number[]} start
 * @property {number[]} end
 * @property {string} severity
 * @property {string} code
 * @property {string} message
 */

/** @typedef {{ file: string, line: number, message: string }} Related a place that a finding tells of, its line from one */

const { scene, holder } = await setHeldScene();
after(scene.remove);
after(holder.end);
const clashes = await layClashes(scene.port);
after(clashes.remove);
const paths = clashes.files.map((file) => join(clashes.folder, file));
const findings = await check();
/** How many there are in each file. */
const counts = Object.fromEntries(
  clashes.files.map((file) => [join(clashes.folder, file), findings.filter((finding) => finding.file === file).length]),
);

test("the workspace has findings of many kinds, in every file", () => {
  const codes = new Set(findings.map(({ code }) => code));
  assert.ok(codes.size >= 8, [...codes].join());
  assert.deepEqual([...new Set(findings.map(({ severity }) => severity))].sort(), ["error", "hint", "warning"]);
  for (const [path, count] of Object.entries(counts)) assert.notEqual(count, 0, path);
});

test("Neovim shows what the command line tells", async () => {
  /** @type {Record<string, { lines: string[], diagnostics: import("./neovim.mjs").Shown[] }>} */
  const seen = await neovim(
    `
    local counts, seen = vim.g.args, {}
    for file in pairs(counts) do person.open(file) end
    for file, count in pairs(counts) do
      person.wait(function() return #person.diagnostics(file) >= count end)
      person.open(file)
      seen[file] = { lines = person.text(), diagnostics = person.diagnostics() }
    end
    return seen
    `,
    counts,
  );
  const severities = { ERROR: "error", WARN: "warning", HINT: "hint" };
  const shown = Object.entries(seen).flatMap(([path, { lines, diagnostics }]) => {
    const units = (/** @type {[number, number]} */ [line, bytes]) => [
      line,
      Buffer.from(lines[line] ?? "")
        .subarray(0, bytes)
        .toString().length,
    ];
    return diagnostics.map(({ start, end, severity, code, message }) => ({
      file: inWorkspace(path),
      start: units(start),
      end: units(end),
      severity: severities[/** @type {"ERROR"} */ (severity)],
      code,
      message,
    }));
  });
  assertSame(shown, findings.map(plain));
});

test("Emacs shows what the command line tells, and the other places as words", async () => {
  /** @type {Record<string, import("./emacs.mjs").Shown[]>} */
  const seen = await emacs(
    `
    (let ((files (mapcar (lambda (file) (cons (symbol-name (car file)) (cdr file))) argument)))
      (dolist (file files) (open (car file)))
      (mapcar (lambda (file)
                (look (car file))
                (wait (lambda () (>= (length (flymake-diagnostics)) (cdr file))))
                (cons (car file) (shown)))
              files))
    `,
    counts,
  );
  const severities = { "eglot-error": "error", "eglot-warning": "warning", "eglot-note": "hint" };
  const shown = Object.entries(seen).flatMap(([path, diagnostics]) =>
    diagnostics.map(({ start, end, severity, message }) => {
      const [, code = "", text = ""] = /^portclash \[([\w-]+)\]: (.*)$/s.exec(message) ?? [];
      const word = severities[/** @type {"eglot-error"} */ (severity)];
      return { file: inWorkspace(path), start, end, severity: word, code, message: text };
    }),
  );
  const told = findings.map((finding) => ({
    ...plain(finding),
    message: [finding.message, ...finding.related.map((r) => `${r.file}:${r.line}: ${r.message}`)].join("\n"),
  }));
  assertSame(shown, told);
});

test("VS Code shows what the command line tells, and the other places as places", async (t) => {
  const profile = await realpath(await mkdtemp(join(tmpdir(), "portclash-profile-")));
  atEnd(t, () => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const to = join(profile, "mirror", "shown.json");
  process.env.PORTCLASH_MIRROR = JSON.stringify({ files: paths, to });
  const vscode = await startCodeServer({
    vsix: await pack(),
    others: [await packExtension("mirror", profile, ["onStartupFinished"])],
    profile,
  });
  atEnd(t, vscode.stop);
  const browser = await openBrowser();
  atEnd(t, async () => browser.browser()?.close());
  await openWindow(t, browser, vscode.urlOf(clashes.folder));

  /** @typedef {Omit<Shown, "severity" | "file"> & { severity: number, related: [string, number, string][] }} Diagnostic */
  /** @type {Record<string, Diagnostic[]>} */
  const seen = await shownBy(to, (all) => paths.every((path) => (all[path]?.length ?? 0) >= (counts[path] ?? 0)));
  const severities = ["error", "warning", "information", "hint"];
  const shown = Object.entries(seen).flatMap(([path, diagnostics]) =>
    diagnostics.map(({ start, end, severity, code, message, related }) => ({
      ...{ file: inWorkspace(path), start, end, severity: severities[severity], code, message },
      related: related.map(([other, line, says]) => ({ file: inWorkspace(other), line: line + 1, message: says })),
    })),
  );
  assertSame(
    shown,
    findings.map((finding) => ({
      ...plain(finding),
      related: finding.related.map(({ file, line, message }) => ({ file, line, message })),
    })),
  );
});

/**
 * The findings of the command line.
 *
 * @returns {Promise<(Shown & { related: Related[] })[]>}
 */
async function check() {
  const program = join(root, "editor", "bin", "portclash");
  const ended = promisify(execFile)(program, ["check", "--live", "on", "--format", "json", "."], {
    cwd: clashes.folder,
  });
  // It ends with 1, as there are findings.
  const { stdout } = await ended.catch((/** @type {unknown} */ error) => {
    if (!(error instanceof Error && "code" in error && error.code === 1 && "stdout" in error)) throw error;
    return { stdout: String(error.stdout) };
  });
  /** @type {{ findings: (Shown & { related: Related[], line: number, column: number, endLine: number, endColumn: number })[] }} */
  const told = JSON.parse(stdout);
  return told.findings.map((finding) => ({
    ...finding,
    start: [finding.line - 1, finding.column - 1],
    end: [finding.endLine - 1, finding.endColumn - 1],
  }));
}

/**
 * @param {Shown} finding
 * @returns {Shown}
 */
function plain({ file, start, end, severity, code, message }) {
  return { file, start, end, severity, code, message };
}

/** @param {string} path */
function inWorkspace(path) {
  return path.slice(clashes.folder.length + 1);
}

/**
 * Asserts that two lists hold the same, in whatever order.
 *
 * @param {unknown[]} are
 * @param {unknown[]} shouldBe
 */
function assertSame(are, shouldBe) {
  const [a, b] = [are, shouldBe].map((list) => list.map((one) => JSON.stringify(one)).sort());
  assert.deepEqual(a, b);
}

/**
 * Reads a file of JSON as often as it is written, until it is as wanted; where that does not come it is read for the last time.
 *
 * @param {string} file
 * @param {(content: any) => boolean} wanted
 */
async function shownBy(file, wanted) {
  const changes = watch(join(file, ".."), { signal: AbortSignal.timeout(patience) })[Symbol.asyncIterator]();
  const read = async () => JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  try {
    for (let content = await read(); !wanted(content); content = await read()) await changes.next();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
  }
  return read();
}
