/** Bounds of JSON that somebody else wrote, asked of its text before anything is built from it: how deep it nests, how many values it holds. */
import { AT_ONCE, type Pause, parseInPieces, textPieces } from './json-pieces.ts';

/** Deeper than any row of ours nests; a parser that recurses would run out of stack far beyond it. */
export const DEEPEST = 64;
/**
 * Values of what is read beside all other work. An empty object takes 3 bytes of text and many times that in memory: the
 * length of a text says little of what it costs.
 */
export const MOST_VALUES = 50_000;
/** Values of the largest packet, with room: 50,000 rows of configuration are 900,000. */
export const MOST_PUSHED_VALUES = 1_500_000;
/** Characters that a value of ours takes at the least, where there are very many: names, ids and times are longer. */
const LEAST_LENGTH = 8;

/** Bytes of one text: more than any edit may have in all. What reads texts reads each in one go. */
export const LONGEST_TEXT = 4 * 1024 * 1024;

/** So much of a text is looked at at once. */
const PIECE = 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

const TOLD = {
  'too-deep': (most: number) => `It nests deeper than ${most} levels`,
  'too-many-values': (most: number) => `It holds more than ${most} values`,
  'too-long': (most: number) => `One of its texts is longer than ${most} bytes`,
};

/** It nests deeper or holds more than anything of ours. Nothing was built from it. */
export class JsonExcess extends Error {
  override name = 'JsonExcess';
  readonly kind: 'too-deep' | 'too-many-values' | 'too-long';
  constructor(kind: JsonExcess['kind'], most: number) {
    super(TOLD[kind](most));
    this.kind = kind;
  }
}

/**
 * Counts as the bytes come, in pieces: what is too much is known before the rest was read. Every value but the first follows a
 * bracket or a comma, so that those are counted. UTF-8 has none of these bytes inside of a character.
 */
export class JsonBounds {
  readonly #most: number;
  #depth = 0;
  /** Bytes before this piece, and where the text began that is open. */
  #before = 0;
  #textFrom = 0;
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

  /** @throws JsonExcess where it nests too deep or holds too much */
  look(bytes: Uint8Array | Uint16Array): void {
    let [depth, values, inText] = [this.#depth, this.#values, this.#inText];
    const most = this.#most;
    const before = this.#before;
    let from = this.#textFrom - before;
    let at = this.#escaped ? 1 : 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (inText) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) {
          inText = false;
          if (at - from > LONGEST_TEXT) throw new JsonExcess('too-long', LONGEST_TEXT);
        }
      } else if (byte === QUOTE) {
        inText = true;
        from = at;
      } else if (byte === 0x7b || byte === 0x5b) {
        depth += 1;
        values += 1;
        if (depth > DEEPEST) throw new JsonExcess('too-deep', DEEPEST);
      } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
      else if (byte === COMMA) values += 1;
      if (values > most) throw new JsonExcess('too-many-values', most);
    }
    this.#escaped = at > bytes.length;
    this.#before = before + bytes.length;
    this.#textFrom = before + from;
    if (inText && bytes.length - from > LONGEST_TEXT) throw new JsonExcess('too-long', LONGEST_TEXT);
    [this.#depth, this.#values, this.#inText] = [depth, values, inText];
  }

  /** As `look`, of a text. @throws JsonExcess */
  lookAt(text: string): void {
    for (let from = 0; from < text.length; from += PIECE) {
      const units = new Uint16Array(Math.min(PIECE, text.length - from));
      for (let at = 0; at < units.length; at++) units[at] = text.charCodeAt(from + at);
      this.look(units);
    }
  }
}

/** As `look`, of many bytes, with a pause after each piece. @throws JsonExcess */
export async function lookInPieces(bounds: JsonBounds, bytes: Uint8Array, pause: Pause): Promise<void> {
  for (let from = 0; from < bytes.length; from += PIECE) {
    if (from > 0) await pause();
    bounds.look(bytes.subarray(from, from + PIECE));
  }
}

/**
 * `parseForeignJson` of many bytes, while which others have their turn.
 * @throws JsonExcess before anything is built from it, SyntaxError, TypeError where it is no UTF-8
 */
export async function parseForeignBytes(bytes: Uint8Array, pause: Pause): Promise<unknown> {
  await lookInPieces(new JsonBounds(valuesFor(bytes.length)), bytes, pause);
  if (bytes.length <= AT_ONCE) return JSON.parse([...textPieces(bytes)].join(''));
  return parseInPieces(textPieces(bytes), pause);
}

/** How many values a text of a length may hold: few, and more only where it is as long as so many of ours are. */
export function valuesFor(length: number): number {
  return Math.min(MOST_PUSHED_VALUES, MOST_VALUES + Math.floor(length / LEAST_LENGTH));
}

/**
 * `JSON.parse` of what somebody else wrote.
 * @throws JsonExcess before anything is built from it, SyntaxError
 */
export function parseForeignJson(text: string): unknown {
  new JsonBounds(valuesFor(text.length)).lookAt(text);
  return JSON.parse(text);
}
