// Tells of steps as they end, one line each, and at the end everything about those that failed.

import { Failure } from "./run.mjs";

/**
 * How many tests a step ran. A step that counts none is one test of its own. What could not be run here is named, what
 * failed before it passed, and what tests say besides.
 *
 * @typedef {{ passed: number, failed: number, log?: string, notRun?: string[], secondTry?: string[], said?: string[] }} Count
 */

/** A Report is of one run. */
export class Report {
  #passed = 0;
  #failed = 0;
  /** @type {{ name: string, log: string }[]} */
  #failures = [];
  /** @type {string[]} */
  #notRun = [];
  /** @type {string[]} */
  #secondTry = [];
  /** @type {string[]} */
  #said = [];

  /**
   * Runs a step and prints how it went. Returns whether it passed.
   *
   * @param {string} name
   * @param {() => Promise<unknown>} work a Count, or anything else when the step is one test; it fails by throwing
   * @returns {Promise<boolean>}
   */
  async step(name, work) {
    const start = performance.now();
    // Some steps take minutes; the line is overwritten when the step has ended.
    if (process.stdout.isTTY) process.stdout.write(`...  ${name}\r`);
    let log;
    /** @type {Count} */
    let count = { passed: 1, failed: 0 };
    try {
      const result = await work();
      if (isCount(result)) count = result;
      log = count.log ?? "";
    } catch (error) {
      count = { passed: 0, failed: 1 };
      log =
        error instanceof Failure
          ? `${error.log.trimEnd()}\n${error.message}\n`
          : `${String(error instanceof Error ? error.stack : error)}\n`;
    }
    const good = count.failed === 0;
    const tests = count.passed + count.failed > 1 ? ` (${count.passed} passed, ${count.failed} failed)` : "";
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${good ? "ok  " : "FAIL"} ${name}${tests} ${seconds} s\n`);
    this.#passed += count.passed;
    this.#failed += count.failed;
    this.#notRun.push(...(count.notRun ?? []));
    this.#secondTry.push(...(count.secondTry ?? []));
    this.#said.push(...(count.said ?? []));
    if (!good) this.#failures.push({ name, log });
    return good;
  }

  /**
   * Prints what the failed steps said, and the sums as the last line. Returns the exit code.
   *
   * @returns {number}
   */
  end() {
    for (const { name, log } of this.#failures) process.stdout.write(`\n--- ${name}\n${log.trim()}\n`);
    for (const log of this.#secondTry) process.stdout.write(`\npassed only at the second try:\n${log.trim()}\n`);
    if (this.#said.length > 0) process.stdout.write(`\nsaid by tests:\n  ${this.#said.join("\n  ")}\n`);
    if (this.#notRun.length > 0) process.stdout.write(`\nnot run here:\n  ${this.#notRun.join("\n  ")}\n`);
    process.stdout.write(`\n${this.#passed} passed, ${this.#failed} failed\n`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

/**
 * @param {unknown} result
 * @returns {result is Count}
 */
function isCount(result) {
  return typeof result === "object" && result !== null && "passed" in result && "failed" in result;
}
