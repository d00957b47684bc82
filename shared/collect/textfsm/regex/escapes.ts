/** What a backslash and what follows it stand for, in and outside of sets. */
import { type Classes, type CodePointSet, complement } from './code-points.ts';
import { type Cursor, PatternError } from './syntax.ts';

/** Outside of sets, fewer digits without a leading zero are a reference to a group. */
export const OCTAL = /^(?:0[0-7]{0,2}|[1-3][0-7]{2})/;

const control: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/**
 * Reads what follows a backslash, the cursor being behind it: a code point, or a class. References, `\A`, `\Z`, and outside
 * of sets `\b` and `\B`, are the caller's.
 */
export function readEscape(cursor: Cursor, classes: Classes, inSet: boolean): number | CodePointSet {
  const { text } = cursor;
  const char = text.charAt(cursor.at);
  if (char === '') throw new PatternError('bad escape (end of pattern)');
  const known = classOf(char, classes);
  if (known) {
    cursor.at++;
    return known;
  }
  const rest = text.slice(cursor.at, cursor.at + 9);
  const octal = (inSet ? /^[0-7]{1,3}/ : OCTAL).exec(rest);
  if (octal) {
    cursor.at += octal[0].length;
    return Number.parseInt(octal[0], 8);
  }
  const hexadecimal = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(rest);
  if (hexadecimal) {
    const [whole, ...digits] = hexadecimal;
    cursor.at += whole.length;
    const codePoint = Number.parseInt(digits.find((each) => each !== undefined) ?? '', 16);
    if (codePoint > 0x10ffff) throw new PatternError(`bad escape \\${whole}`);
    return codePoint;
  }
  if (control[char] !== undefined) {
    cursor.at++;
    return control[char];
  }
  if (/[A-Za-z0-9]/.test(char)) throw new PatternError(`bad escape \\${char}`);
  const codePoint = text.codePointAt(cursor.at) ?? 0;
  cursor.at += codePoint > 0xffff ? 2 : 1;
  return codePoint;
}

function classOf(char: string, classes: Classes): CodePointSet | null {
  switch (char) {
    case 'd':
      return classes.digit;
    case 'D':
      return complement(classes.digit);
    case 's':
      return classes.space;
    case 'S':
      return complement(classes.space);
    case 'w':
      return classes.word;
    case 'W':
      return complement(classes.word);
    default:
      return null;
  }
}
