// Counts the tests of Node's own test runner.

import { Failure, root, run } from "./run.mjs";

/**
 * Runs the tests of a file.
 *
 * @param {string} file path in the checkout
 * @returns {Promise<import("./report.mjs").Count>}
 */
export async function nodeTest(file) {
  // A runner inside another one would report to that one.
  const env = { NODE_TEST_CONTEXT: undefined };
  let log;
  try {
    log = await run(process.execPath, ["--test", "--test-reporter=tap", `${root}${file}`], { env });
  } catch (error) {
    // It ends like this also when nothing but a test has failed.
    if (!(error instanceof Failure)) throw error;
    log = error.log;
  }
  const passed = sumOf("pass", log);
  const failed = sumOf("fail", log) + sumOf("cancelled", log);
  if (passed + failed === 0) throw new Failure(`${file} ran no test`, log);
  return { passed, failed, log };
}

/**
 * @param {string} word
 * @param {string} log
 */
function sumOf(word, log) {
  return Number(new RegExp(`^# ${word} (\\d+)$`, "m").exec(log)?.[1] ?? 0);
}
