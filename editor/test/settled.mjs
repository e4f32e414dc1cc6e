// What VS Code does by and by, such as to save what it has changed.

import { setTimeout } from "node:timers/promises";

/**
 * Waits until something holds. Returns what the last check does.
 *
 * @template T
 * @param {() => Promise<T>} check rejects while it does not
 * @returns {Promise<T>}
 */
export async function settled(check) {
  for (let tries = 1; ; tries++) {
    try {
      return await check();
    } catch (error) {
      if (tries === 60) throw error;
      await setTimeout(500);
    }
  }
}
