/** When a delivery that failed is tried again (O5). */

/** Tries before a delivery is a dead letter; with the waits below that is about a day. */
export const MOST_TRIES = 12;
const FACTOR = 3;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/**
 * The wait before the next try, in milliseconds: exponential with jitter, so that what failed together does not come back
 * together. Null after the last try.
 * @param tries failed so far, from 1
 * @param firstMs the wait after the first failure
 * @param random from 0 to below 1
 * @param asked what the receiver asked for by `Retry-After`, in milliseconds; never shortens the wait
 */
export function waitAfter(tries: number, firstMs: number, random: number, asked = 0): number | null {
  if (tries >= MOST_TRIES) return null;
  const full = Math.min(firstMs * FACTOR ** (tries - 1), LONGEST_WAIT_MS);
  return Math.round(Math.max(full / 2 + (full / 2) * random, Math.min(asked, LONGEST_WAIT_MS)));
}
