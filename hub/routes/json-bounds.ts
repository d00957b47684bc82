/** Bounds of JSON that are asked of its bytes, before anything is built from them: how deep it nests, how many values it holds. */
import { Refusal } from '../refusal.ts';

/** Deeper than any row of ours nests; a parser that recurses would run out of stack far beyond it. */
const DEEPEST = 64;
/**
 * Values of a body that is parsed beside all other requests. An empty object takes 3 bytes of text and many times that in
 * memory: the bytes of a body say little of what it costs.
 */
export const MOST_VALUES = 50_000;
/** Values of the largest packet, with room: 50,000 rows of configuration are 900,000. */
export const MOST_PUSHED_VALUES = 1_500_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * Bounds of a body that comes in pieces, asked of each piece as it comes: what is too much is known before the rest was sent.
 * Every value but the first follows a bracket or a comma, so that those are counted. UTF-8 has none of these bytes inside of a
 * character.
 */
export class JsonBounds {
  readonly #most: number;
  #depth = 0;
  #values = 1;
  #inText = false;
  /** The piece before ended behind a backslash. */
  #escaped = false;

  constructor(mostValues: number) {
    this.#most = mostValues;
  }

  /** Values so far. */
  get values(): number {
    return this.#values;
  }

  /** @throws Refusal 400 or 413 where the JSON nests too deep or holds too much */
  look(bytes: Uint8Array): void {
    let [depth, values, inText] = [this.#depth, this.#values, this.#inText];
    const most = this.#most;
    let at = this.#escaped ? 1 : 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (inText) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === 0x7b || byte === 0x5b) {
        depth += 1;
        values += 1;
        if (depth > DEEPEST)
          throw new Refusal(400, 'too-deep', `The request nests deeper than ${DEEPEST} levels.`);
      } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
      else if (byte === COMMA) values += 1;
      if (values > most)
        throw new Refusal(
          413,
          'too-many-values',
          `The request holds more than ${most} values. Send less at once.`,
        );
    }
    this.#escaped = at > bytes.length;
    [this.#depth, this.#values, this.#inText] = [depth, values, inText];
  }
}

/** As `JsonBounds`, of a whole body. @throws Refusal 400 or 413 */
export function assertBounded(bytes: Uint8Array, mostValues: number): void {
  new JsonBounds(mostValues).look(bytes);
}
