/** Sets of code points as sorted, disjoint ranges, and Python's character classes as such sets. */

/** First and last code point, both included. */
export type Range = readonly [number, number];
export type CodePointSet = readonly Range[];

export const LAST = 0x10ffff;
export const everything: CodePointSet = [[0, LAST]];
export const notNewline: CodePointSet = [
  [0, 9],
  [11, LAST],
];

/** Sorted, and with what touches or overlaps made one. */
export function union(...sets: readonly CodePointSet[]): CodePointSet {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = out.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

export function complement(set: CodePointSet): CodePointSet {
  const out: [number, number][] = [];
  let next = 0;
  for (const [from, to] of union(set)) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

export function has(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = set[middle];
    if (!range) return false;
    if (codePoint < range[0]) high = middle - 1;
    else if (codePoint > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}

/** What `\d`, `\s` and `\w` stand for. */
export interface Classes {
  digit: CodePointSet;
  space: CodePointSet;
  word: CodePointSet;
}

/** Python's classes under `(?a)`. */
export const asciiFlagClasses: Classes = {
  digit: [[0x30, 0x39]],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
};

/**
 * Python's classes as far as ASCII goes, for lines that hold nothing else. `str.isspace` counts the four separators
 * before the blank as well.
 */
export const asciiClasses: Classes = {
  ...asciiFlagClasses,
  space: [
    [0x09, 0x0d],
    [0x1c, 0x20],
  ],
};

/** Ranges of all code points that the pattern matches; the pattern has the flag `u` and stands for one code point. */
function rangesOf(pattern: RegExp): CodePointSet {
  const out: [number, number][] = [];
  for (let codePoint = 0; codePoint <= LAST; codePoint++) {
    // No text holds half a pair as a character of its own.
    if (codePoint === 0xd800) codePoint = 0xe000;
    if (!pattern.test(String.fromCodePoint(codePoint))) continue;
    const last = out.at(-1);
    if (last && last[1] === codePoint - 1) last[1] = codePoint;
    else out.push([codePoint, codePoint]);
  }
  return out;
}

let all: Classes | null = null;

/** Python's classes for any text: `str.isdecimal`, `str.isspace`, `str.isalnum` and the underscore. */
export function unicodeClasses(): Classes {
  all ??= {
    digit: rangesOf(/\p{Nd}/u),
    space: union(asciiClasses.space, [
      [0x85, 0x85],
      [0xa0, 0xa0],
      [0x1680, 0x1680],
      [0x2000, 0x200a],
      [0x2028, 0x2029],
      [0x202f, 0x202f],
      [0x205f, 0x205f],
      [0x3000, 0x3000],
    ]),
    word: rangesOf(/[\p{L}\p{N}_]/u),
  };
  return all;
}
