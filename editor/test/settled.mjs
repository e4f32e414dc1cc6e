// What comes by and by: how long to wait for it, and when to do again what is to bring it.

import { setTimeout } from "node:timers/promises";

/** How long to wait for what does not come, in milliseconds: a slow machine may be busy with other things for a while. */
export const patience = Number(process.env.PATIENCE ?? 120_000);

/** How long a person waits before doing it again, in milliseconds: the first time, and the longest. */
const again = { first: 3_000, most: 30_000 };

/**
 * Waits until something holds. Returns what the last check does.
 *
 * @template T
 * @param {() => Promise<T>} check rejects while it does not
 * @param {number} [limit] how long, in milliseconds
 * @returns {Promise<T>}
 */
export async function settled(check, limit = patience) {
  const late = performance.now() + limit;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() >= late) throw error;
      await setTimeout(100);
    }
  }
}

/**
 * Does something until what it is to bring is there. A person would do it again, too, when nothing comes: a busy editor
 * can miss a key, or that the mouse came to rest. Each time there is more time for it, as doing it again may undo what was
 * about to come. Returns what the last check does.
 *
 * @template T
 * @param {(limit: number) => Promise<unknown>} attempt is told how long it may wait for what it takes, in milliseconds,
 * and rejects where that is not there
 * @param {() => Promise<T>} check rejects while it has not come
 * @returns {Promise<T>}
 */
export async function insist(attempt, check) {
  const late = performance.now() + patience;
  for (let limit = again.first; ; limit = Math.min(2 * limit, again.most)) {
    let failed;
    try {
      await attempt(limit);
    } catch (error) {
      // What was to be used may be gone because it has worked already.
      failed = error;
    }
    try {
      return await settled(check, limit);
    } catch (error) {
      if (performance.now() >= late) throw failed ?? error;
    }
  }
}
