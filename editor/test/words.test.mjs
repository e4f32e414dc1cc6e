// How names, paths and times are written where there is little room.

import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./source.mjs";

/** @type {typeof import("../src/words.js")} */
const { age, clock, code, isolate, plain, shorten, shortenPath, width } = await load("words");

const texts = [
  "shop-api.mjs",
  "a-program-of-an-exceptionally-long-name --with --flags",
  "/home/me/projects/customers/north/shop/services/api",
  "C:\\Users\\me\\Documents\\projects\\shop\\services\\api",
  "集成测试/注文サービス/설정/compose.yaml",
  "שירותים/הזמנות/config.yaml",
  "👩‍👩‍👧‍👦/👍🏽/café/e\u0301te\u0301.env",
  "",
];

test("what is shortened fits, keeps both of its ends, and is cut between characters only", () => {
  for (const text of texts) {
    for (let columns = 1; columns <= 60; columns++) {
      for (const cut of [shorten, shortenPath]) {
        const short = cut(text, columns);
        assert.ok(width(short) <= columns, `${short} fills ${width(short)} of ${columns}`);
        if (width(text) <= columns) assert.equal(short, text);
        const [start = "", end = ""] = short.split("…");
        const [all, first, last] = [text, start, end].map(pieces);
        assert.deepEqual(first, all?.slice(0, first?.length), `${short} is not of ${text}`);
        if (last?.length) assert.deepEqual(last, all?.slice(-last.length), `${short} is not of ${text}`);
      }
    }
  }
});

test("a path keeps its beginning and whole names at its end", () => {
  assert.equal(shortenPath("/home/me/projects/customers/north/shop/api", 20), "/…/north/shop/api");
  assert.equal(shortenPath("~/projects/customers/north/shop/api", 20), "~/…/north/shop/api");
  assert.equal(shortenPath("C:\\Users\\me\\Documents\\shop\\api", 20), "C:\\…\\shop\\api");
  assert.equal(shortenPath("apps/集成测试/注文サービス/compose.yaml", 20), "apps/…/compose.yaml");
  assert.equal(shortenPath("~/an-only-name-that-is-much-too-long-for-it", 20), "~/an-only…ong-for-it");
});

test("wide characters fill two columns, what only changes another none", () => {
  assert.equal(width("集成"), 4);
  assert.equal(width("e\u0301"), 1);
  assert.equal(width("👩‍👩‍👧‍👦"), 2);
  assert.equal(width("הזמנות"), 6);
});

test("what is read from right to left is kept apart from what is around it, and nothing else is", () => {
  assert.equal(isolate("הזמנות"), "\u2068הזמנות\u2069");
  assert.equal(isolate("خدمة"), "\u2068خدمة\u2069");
  for (const text of ["orders", "集成测试", "👍🏽"]) assert.equal(isolate(text), text);
});

test("a time of today is a clock's, and an older one has its day", () => {
  const now = new Date(2026, 4, 17, 18, 30);
  assert.equal(clock(new Date(2026, 4, 17, 14, 5), now, "en-GB"), "14:05");
  assert.match(clock(new Date(2026, 4, 16, 14, 5), now, "en-GB"), /^16 May,? (at )?14:05$/);
  assert.match(clock(new Date(2025, 4, 16, 14, 5), now, "en-GB"), /^16 May 2025,? (at )?14:05$/);
});

test("an age is told in its largest unit", () => {
  const now = new Date(2026, 4, 17, 18, 30);
  const before = (/** @type {number} */ seconds) => age(new Date(now.getTime() - seconds * 1000), now, "en");
  assert.equal(before(1), "1 second");
  assert.equal(before(3599), "59 minutes");
  assert.equal(before(2 * 86_400), "2 days");
  assert.equal(before(-5), "0 seconds");
});

test("Markdown shows a text as it is", () => {
  assert.equal(code("a `b` c"), "`` a `b` c ``");
  assert.equal(code("a\nb"), "`a b`");
  assert.equal(plain("[x](y) <b> $(stop)"), "\\[x\\]\\(y\\) \\<b\\> \\$\\(stop\\)");
});

/**
 * The characters of a text, as a person counts them.
 *
 * @param {string} text
 */
function pieces(text) {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}
