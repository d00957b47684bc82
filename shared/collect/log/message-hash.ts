/**
 * Tells messages apart that differ by more than numbers and addresses, on the bytes of a line and without making a text of it. Two
 * messages with the same hash are the same once `withoutNumbers` has been over them.
 */

import { noDigits, placeOfLowest } from './four-bytes.ts';

/** Numbers, addresses and ids; a number with its unit behind it (`12904ms`) counts as its unit. */
const NUMBERS = /\b(?:0x)?[\da-f]*\d[\da-f:.-]*\b|\d+(?:[.:]\d+)*/gi;

export const withoutNumbers = (text: string) => text.replace(NUMBERS, '#');

const WORD = 1;
const HEX = 2;
const DIGIT = 4;
const JOINS = 8;
/** What a byte may be in `NUMBERS`. */
const kinds = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const char = String.fromCharCode(byte);
  kinds[byte] =
    (/[A-Za-z0-9_]/.test(char) ? WORD : 0) |
    (/[0-9A-Fa-f]/.test(char) ? HEX : 0) |
    (/[0-9]/.test(char) ? DIGIT : 0) |
    (/[:.-]/.test(char) ? JOINS : 0);
}

const LETTER = WORD | HEX;

/** Whether no number can begin at a byte: by the byte, and 256 more where a word stands before it. */
const plain = new Uint8Array(512);
/** What a byte is for the one behind it: 256 where it belongs to a word. */
const wordBefore = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  const kind = kinds[byte] ?? 0;
  const always = kind < HEX || kind === JOINS;
  plain[byte] = always ? 1 : 0;
  plain[256 + byte] = always || kind === LETTER ? 1 : 0;
  wordBefore[byte] = kind & WORD ? 256 : 0;
}

const DASH = 45;
const DOT = 46;
const ZERO = 48;
const COLON = 58;
const LETTER_X = 120;
const PERCENT = 37;
/** Stands for a number; beyond all bytes, as a `#` of the log is no number. */
const NUMBER = 256;

/** Where a number that begins here ends, as the first half of `NUMBERS` has it; 0 where none begins. */
function numberEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let least = 0;
  let kind = kinds[bytes[at] ?? 0] ?? 0;
  while (at < to && kind & HEX) {
    if (kind & DIGIT && least === 0) least = at + 1;
    at++;
    kind = kinds[bytes[at] ?? 0] ?? 0;
  }
  if (least === 0) return 0;
  while (at < to && kind & (HEX | JOINS)) {
    at++;
    kind = kinds[bytes[at] ?? 0] ?? 0;
  }
  for (; at >= least; at--) {
    const inside = (kinds[bytes[at - 1] ?? 0] ?? 0) & WORD;
    const behind = at < to ? (kinds[bytes[at] ?? 0] ?? 0) & WORD : 0;
    if (inside !== behind) return at;
  }
  return 0;
}

/** The same behind a word, and with a leading `0x`. @param before not 0 where a word stands before it */
function hexEnd(bytes: Uint8Array, at: number, to: number, before: number): number {
  if (before !== 0) return 0;
  const prefixed =
    bytes[at] === ZERO && ((bytes[at + 1] ?? 0) | 32) === LETTER_X && numberEnd(bytes, at + 2, to);
  return prefixed || numberEnd(bytes, at, to);
}

/**
 * Where digits end that stand by themselves, or before a unit: most numbers are such. 0 where more has to be looked at: where they may go
 * on as an address, or begin with `0x`.
 */
function plainNumberEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from + 1;
  let kind = at < to ? (kinds[bytes[at] ?? 0] ?? 0) : 0;
  while (kind & DIGIT) {
    at++;
    kind = at < to ? (kinds[bytes[at] ?? 0] ?? 0) : 0;
  }
  if (kind === 0) return at;
  if (kind !== WORD) return 0;
  return at === from + 1 && bytes[from] === ZERO && ((bytes[at] ?? 0) | 32) === LETTER_X ? 0 : at;
}

/** The same, four bytes in one step. @param view of the same bytes */
function fewDigitsEnd(bytes: Uint8Array, view: DataView, from: number, to: number): number {
  for (let at = from; at + 4 <= to; at += 4) {
    const others = noDigits(view.getInt32(at, true));
    if (others === 0) continue;
    const end = at + placeOfLowest(others);
    const kind = kinds[bytes[end] ?? 0] ?? 0;
    return end > from && (kind === 0 || (kind === WORD && end > from + 1)) ? end : 0;
  }
  return 0;
}

/** Where digits end, as the second half of `NUMBERS` has it. */
function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  const digit = (at: number) => at < to && ((kinds[bytes[at] ?? 0] ?? 0) & DIGIT) !== 0;
  let end = from + 1;
  while (digit(end)) end++;
  while ((bytes[end] === DOT || bytes[end] === COLON) && digit(end + 1)) {
    end += 2;
    while (digit(end)) end++;
  }
  return end;
}

/** `%SYS-5-`: its number is the level, and no number of the message. 0 where there is none. */
function levelAt(bytes: Uint8Array, from: number, at: number, kind: number): number {
  if (!(kind & DIGIT) || bytes[at - 1] !== DASH || bytes[at + 1] !== DASH) return 0;
  for (let back = at - 1; back >= from; back--) if (bytes[back] === PERCENT) return bytes[at] ?? 0;
  return 0;
}

/** Where a number that begins here ends; the place itself where none begins. @param before 256 where a word stands before it */
function numberAt(bytes: Uint8Array, at: number, to: number, before: number): number {
  const kind = kinds[bytes[at] ?? 0] ?? 0;
  const end = kind & DIGIT && before === 0 ? plainNumberEnd(bytes, at, to) : 0;
  return end || hexEnd(bytes, at, to, before) || (kind & DIGIT ? digitsEnd(bytes, at, to) : at);
}

/** Holds the hash of the newest message: two words of 32 bits, which by chance are the same once in many million. */
export class MessageHash {
  a = 0;
  b = 0;

  of(bytes: Uint8Array, from: number, to: number): void {
    let a = 0x811c9dc5 | 0;
    let b = 0x2f0b4c47 | 0;
    let at = from;
    let before = 0;
    while (at < to) {
      const byte = bytes[at] ?? 0;
      // Most bytes are letters within a word: no number begins there.
      if (plain[before | byte] === 1) {
        a = Math.imul(a ^ byte, 0x01000193);
        b = (Math.imul(b, 31) + byte) | 0;
        before = wordBefore[byte] ?? 0;
        at++;
        continue;
      }
      const end = numberAt(bytes, at, to, before);
      const mixed = end > at ? NUMBER + levelAt(bytes, from, at, kinds[byte] ?? 0) : byte;
      a = Math.imul(a ^ mixed, 0x01000193);
      b = (Math.imul(b, 31) + mixed) | 0;
      at = end > at ? end : at + 1;
      before = wordBefore[bytes[at - 1] ?? 0] ?? 0;
    }
    this.a = a;
    this.b = b;
  }
}

/** Bytes by fours; the last four in any case, or what there is where they are fewer. */
function wordsOf(bytes: Uint8Array): number[] {
  const words: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const from = Math.max(0, Math.min(at, bytes.length - 4));
    words.push(bytes.subarray(from, from + 4).reduce((word, byte, place) => word | (byte << (place * 8)), 0));
  }
  return words;
}

/**
 * A message to hold others against: of most lines it is known which message they will be, and comparing bytes costs less than hashing them.
 * It never says that two are the same that are not; that they are not it may say of two that are, for who then hashes them.
 */
export class MessageForm {
  readonly #bytes: Uint8Array;
  /** Bytes that have to be the same, before each number that may be another one and behind the last. */
  readonly #lengths: Uint8Array;
  /** These bytes, four at a time; of each stretch the last four, or what there is of them. */
  readonly #words: Int32Array;
  /** Which bits of a stretch's last word count. */
  readonly #masks: Int32Array;
  /** For each number, 256 where a word stands before it. */
  readonly #before: Uint16Array;
  /** For each number, the level that it is; 0 where it is none. */
  readonly #levels: Uint8Array;

  /** Whether one of them can be a level at all. */
  readonly #mayNameLevel: boolean;

  /** @param bytes of the message, 200 at the most */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const numbers: { from: number; to: number }[] = [];
    let before = 0;
    for (let at = 0; at < bytes.length; ) {
      const end = numberAt(bytes, at, bytes.length, before);
      if (end > at && this.#isByItself(at)) numbers.push({ from: at, to: end });
      at = end > at ? end : at + 1;
      before = wordBefore[bytes[at - 1] ?? 0] ?? 0;
    }
    const stretches = [0, ...numbers.map(({ to }) => to)].map((from, nth) =>
      bytes.subarray(from, numbers[nth]?.from ?? bytes.length),
    );
    this.#lengths = Uint8Array.from(stretches, ({ length }) => length);
    this.#words = Int32Array.from(stretches.flatMap(wordsOf));
    this.#masks = Int32Array.from(stretches, ({ length }) => (length < 4 ? (1 << (length * 8)) - 1 : -1));
    this.#before = Uint16Array.from(numbers, ({ from }) => wordBefore[bytes[from - 1] ?? 0] ?? 0);
    this.#mayNameLevel = bytes.includes(PERCENT);
    this.#levels = Uint8Array.from(numbers, ({ from }) =>
      levelAt(bytes, 0, from, kinds[bytes[from] ?? 0] ?? 0),
    );
  }

  /** Whether no number before it could have taken what stands here for a part of itself, whatever that is. */
  #isByItself(at: number): boolean {
    const bytes = this.#bytes;
    if (((bytes[at - 1] ?? 0) | 32) === LETTER_X && bytes[at - 2] === ZERO) return false;
    let letters = at - 1;
    while (letters >= 0 && ((kinds[bytes[letters] ?? 0] ?? 0) & (HEX | DIGIT)) === HEX) letters--;
    // Letters that a number of base 16 could begin with.
    if (letters < at - 1 && !((kinds[bytes[letters] ?? 0] ?? 0) & WORD)) return false;
    for (let back = at - 1; back >= 0; back--) {
      const kind = kinds[bytes[back] ?? 0] ?? 0;
      if (!(kind & (HEX | JOINS))) return true;
      if (kind & DIGIT) return false;
    }
    return true;
  }

  /** Whether the bytes between two places are this message, with other numbers. @param view of the same bytes */
  fits(bytes: Uint8Array, view: DataView, from: number, to: number): boolean {
    return this.endOf(bytes, view, from, to) === to;
  }

  /**
   * Where this message ends, with other numbers, if it begins at a place; -1 where it does not. What stands behind it is not looked at, but
   * that it is no part of its last number.
   */
  endOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const words = this.#words;
    const numbers = this.#levels.length;
    let at = from;
    let word = 0;
    for (let nth = 0; ; nth++) {
      const length = this.#lengths[nth] ?? 0;
      if (at + length > to) return -1;
      if (length > 0) {
        const last = length < 4 ? at : at + length - 4;
        if (last + 4 > bytes.length) return -1;
        const end = at + length;
        for (; at < last; at += 4) if (view.getInt32(at, true) !== words[word++]) return -1;
        if ((view.getInt32(last, true) & (this.#masks[nth] ?? 0)) !== words[word++]) return -1;
        at = end;
      }
      if (nth === numbers) return at;
      if (at === to) return -1;
      const before = this.#before[nth] ?? 0;
      const end = (before === 0 && fewDigitsEnd(bytes, view, at, to)) || numberAt(bytes, at, to, before);
      if (end === at) return -1;
      if (this.#mayNameLevel && levelAt(bytes, from, at, kinds[bytes[at] ?? 0] ?? 0) !== this.#levels[nth])
        return -1;
      at = end;
    }
  }
}
