// Counts the tests of `go test`.

import { Failure, run } from "./run.mjs";

/**
 * Runs `go test`. Tests within tests are not counted; a package that fails without one is one failed test.
 *
 * @param {string[]} args
 * @returns {Promise<import("./report.mjs").Count>}
 */
export async function goTest(args) {
  let said;
  try {
    said = await run("go", ["test", "-json", ...args]);
  } catch (error) {
    // It ends like this also when nothing but a test has failed.
    if (!(error instanceof Failure)) throw error;
    said = error.log;
  }
  /** @type {import("./report.mjs").Count & { log: string, notRun: string[] }} */
  const count = { passed: 0, failed: 0, log: "", notRun: [] };
  /** What each test and package said, kept until it is known whether it is of interest. @type {Map<string, string>} */
  const output = new Map();
  /** The packages of which a test has failed. @type {Set<string | undefined>} */
  const explained = new Set();
  for (const line of said.split("\n")) {
    const event = parse(line);
    if (event === undefined) {
      // The go command itself, about what it could not build.
      count.log += `${line}\n`;
      continue;
    }
    const name = `${event.Package ?? event.ImportPath ?? ""} ${event.Test ?? ""}`;
    const counts = event.Test !== undefined && !event.Test.includes("/");
    if (event.Output !== undefined) output.set(name, (output.get(name) ?? "") + event.Output);
    if (event.Action === "pass" && counts) count.passed++;
    if (event.Action === "skip" && event.Test !== undefined) {
      count.notRun.push(`${event.Test}: ${reason(output.get(name) ?? "")}`);
    }
    if (event.Action === "fail") {
      // A package fails with each of its tests, and counts only when none of them says why: it did not build, or died.
      if (counts || (event.Test === undefined && !explained.has(event.Package))) count.failed++;
      explained.add(event.Package);
    }
    if (event.Action === "fail" || event.Action === "build-fail") count.log += output.get(name) ?? "";
  }
  if (count.passed + count.failed === 0) throw new Failure("go test ran no test", said);
  return count;
}

/**
 * What a test said of why it does not run: the line with its place in the source, without that place.
 *
 * @param {string} output
 */
function reason(output) {
  return /^\s+\S+\.go:\d+: (.*)$/m.exec(output)?.[1] ?? "no reason given";
}

/**
 * @param {string} line
 * @returns {{ Action: string, Package?: string, ImportPath?: string, Test?: string, Output?: string } | undefined}
 */
function parse(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
