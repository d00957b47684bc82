/**
 * Tells messages apart that differ by more than numbers and addresses, on the bytes of a line and without making a text of it. Two
 * messages with the same hash are the same once `withoutNumbers` has been over them.
 */

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

/** The same behind a word, and with a leading `0x`. @param before what the byte before it is */
function hexEnd(bytes: Uint8Array, at: number, to: number, before: number): number {
  if (before & WORD) return 0;
  const prefixed =
    bytes[at] === ZERO && ((bytes[at + 1] ?? 0) | 32) === LETTER_X && numberEnd(bytes, at + 2, to);
  return prefixed || numberEnd(bytes, at, to);
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

/** Holds the hash of the newest message: two words of 32 bits, which by chance are the same once in many million. */
export class MessageHash {
  a = 0;
  b = 0;

  of(bytes: Uint8Array, from: number, to: number): void {
    let a = 0x811c9dc5 | 0;
    let b = 0x2f0b4c47 | 0;
    let at = from;
    let before = 0;
    let facility = false;
    while (at < to) {
      const byte = bytes[at] ?? 0;
      const kind = kinds[byte] ?? 0;
      // Most bytes are letters within a word: no number begins there.
      if (kind < HEX || kind === JOINS || (kind === LETTER && before & WORD)) {
        if (byte === PERCENT) facility = true;
        a = Math.imul(a ^ byte, 0x01000193);
        b = (Math.imul(b, 31) + byte) | 0;
        before = kind;
        at++;
        continue;
      }
      // `%SYS-5-`: its number is the level, and no number of the message.
      const level = facility && kind & DIGIT && bytes[at - 1] === DASH && bytes[at + 1] === DASH ? byte : 0;
      const end = hexEnd(bytes, at, to, before) || (kind & DIGIT ? digitsEnd(bytes, at, to) : at);
      const mixed = end > at ? NUMBER + level : byte;
      a = Math.imul(a ^ mixed, 0x01000193);
      b = (Math.imul(b, 31) + mixed) | 0;
      at = end > at ? end : at + 1;
      before = kinds[bytes[at - 1] ?? 0] ?? 0;
    }
    this.a = a;
    this.b = b;
  }
}
