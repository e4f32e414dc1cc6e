// Counts the tests of Node's own test runner.

import { Failure, run } from "./run.mjs";

/**
 * Runs the tests of a file.
 *
 * @param {string} file path in the checkout
 * @returns {Promise<import("./report.mjs").Count>}
 */
export async function nodeTest(file) {
  return once(file, 1);
}

/**
 * Runs the tests of a file that use a whole VS Code, which has races of its own. The files where one failed are run a
 * second time; what passes then is counted and named, with what had failed.
 *
 * @param {string} file path in the checkout
 * @returns {Promise<import("./report.mjs").Count>}
 */
export async function browserTest(file) {
  const first = await once(file, 1);
  if (first.failed === 0) return first;
  const again = new Set([...first.log.matchAll(/^test at (.+):\d+:\d+$/gm)].map(([, path = file]) => path));
  // What failed outside of every test has no place.
  if (again.size === 0) again.add(file);
  let failed = 0;
  let log = first.log;
  const said = [];
  for (const path of again) {
    const second = await once(path, 2);
    failed += second.failed;
    said.push(...second.said);
    if (second.failed > 0) log += `\nthe second time:\n${second.log}`;
  }
  if (failed > 0) return { passed: first.passed + first.failed - failed, failed, log };
  return { passed: first.passed + first.failed, failed, secondTry: [first.log], said };
}

/**
 * @param {string} file
 * @param {number} tried which try it is
 * @returns {Promise<{ passed: number, failed: number, log: string, said: string[] }>} the log is of what failed, with all that
 * the tests have said; where nothing failed they have it apart
 */
async function once(file, tried) {
  // A runner inside another one would report to that one.
  const env = { NODE_TEST_CONTEXT: undefined, PORTCLASH_TRY: String(tried) };
  let log;
  try {
    log = await run(process.execPath, ["--test", "--test-reporter=spec", file], { env });
  } catch (error) {
    // It ends like this also when nothing but a test has failed.
    if (!(error instanceof Failure)) throw error;
    log = error.log;
  }
  const passed = sumOf("pass", log);
  const failed = sumOf("fail", log) + sumOf("cancelled", log);
  if (passed + failed === 0) throw new Failure(`${file} ran no test`, log);
  const sums = log.search(/^\u2139 tests \d+$/m);
  const said = [...log.slice(0, sums).matchAll(/^ *\u2139 (.*)$/gm)].map(([, text = ""]) => text);
  const failures = log.indexOf("\u2716 failing tests:");
  if (failures >= 0) log = `${log.slice(failures).trimEnd()}\n\n${said.join("\n")}`.trimEnd();
  return { passed, failed, log, said: failures < 0 ? said : [] };
}

/**
 * @param {string} word
 * @param {string} log
 */
function sumOf(word, log) {
  return Number(new RegExp(`^\u2139 ${word} (\\d+)$`, "m").exec(log)?.[1] ?? 0);
}
