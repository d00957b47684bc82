/** Writes a pattern down in the syntax of RE2 or of JavaScript with the flag `u`. */
import { LAST, type Range } from './code-points.ts';
import { NO_END } from './parse.ts';
import type { Node, Pattern } from './syntax.ts';

export type Dialect = 're2' | 'javascript';

/** RE2 has no look-around and no references; a boundary is one of ASCII there, and a count ends at 1000. */
export function fitsRe2(node: Node, ascii: boolean): boolean {
  switch (node.kind) {
    case 'look':
    case 'reference':
      return false;
    case 'boundary':
      return ascii;
    case 'sequence':
      return node.items.every((item) => fitsRe2(item, ascii));
    case 'choice':
      return node.options.every((option) => fitsRe2(option, ascii));
    case 'group':
      return fitsRe2(node.body, ascii);
    case 'repeat':
      return node.least <= 1_000 && (node.most === NO_END || node.most <= 1_000) && fitsRe2(node.body, ascii);
    default:
      return true;
  }
}

/**
 * The pattern's source. Groups keep their numbers and lose their names. The text it is run on has no line end inside, as a
 * line of TextFSM has none, so `$` and `\Z` are the same.
 */
export function emit(pattern: Pattern, dialect: Dialect): string {
  const source = written(pattern.root, dialect);
  return pattern.ignoreCase ? `(?i:${source})` : source;
}

function written(node: Node, dialect: Dialect): string {
  switch (node.kind) {
    case 'sequence':
      // A choice inside of a sequence stands in its group already.
      return node.items.map((item) => written(item, dialect)).join('');
    case 'choice':
      return node.options.map((option) => written(option, dialect)).join('|');
    case 'set':
      return set(node.set, dialect, node.negative);
    case 'start':
      if (dialect === 're2') return node.multiline ? '(?m:^)' : '^';
      return node.multiline ? '(?<![^\\n])' : '^';
    case 'end':
      if (dialect === 're2') return node.multiline ? '(?m:$)' : '\\z';
      return node.multiline ? '(?![^\\n])' : '$';
    case 'boundary':
      return boundary(node.negative, node.word, dialect);
    case 'group': {
      const inside = written(node.body, dialect);
      if (node.capture !== null) return `(${inside})`;
      return node.ignoreCase === null ? `(?:${inside})` : `(?${node.ignoreCase ? 'i' : '-i'}:${inside})`;
    }
    case 'repeat':
      return `(?:${written(node.body, dialect)})${times(node.least, node.most)}${node.lazy ? '?' : ''}`;
    case 'look':
      return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${written(node.body, dialect)})`;
    case 'reference':
      // Python's reference to a group that took no part fails; JavaScript's matches nothing. No template was seen to need it.
      return `(?:\\${node.group})`;
  }
}

function times(least: number, most: number): string {
  if (most === NO_END) return least === 0 ? '*' : least === 1 ? '+' : `{${least},}`;
  if (least === 0 && most === 1) return '?';
  return least === most ? `{${least}}` : `{${least},${most}}`;
}

function boundary(negative: boolean, word: readonly Range[], dialect: Dialect): string {
  if (dialect === 're2') return negative ? '\\B' : '\\b';
  const inside = set(word, dialect);
  const [same, other] = negative ? ['=', '!'] : ['!', '='];
  return `(?:(?<=${inside})(?${same}${inside})|(?<!${inside})(?${other}${inside}))`;
}

function set(ranges: readonly Range[], dialect: Dialect, negative = false): string {
  if (ranges.length === 0) return dialect === 're2' ? '[^\\x{0}-\\x{10FFFF}]' : '[]';
  const [only] = ranges;
  if (!negative && ranges.length === 1 && only && only[0] === only[1]) return codePoint(only[0], dialect);
  const parts = ranges.map(([from, to]) =>
    from === to
      ? escaped(from, dialect)
      : `${escaped(from, dialect)}-${escaped(Math.min(to, LAST), dialect)}`,
  );
  return `[${negative ? '^' : ''}${parts.join('')}]`;
}

function codePoint(value: number, dialect: Dialect): string {
  const char = String.fromCodePoint(value);
  return /^[0-9A-Za-z ]$/.test(char) ? char : escaped(value, dialect);
}

function escaped(value: number, dialect: Dialect): string {
  const hexadecimal = value.toString(16);
  return dialect === 're2' ? `\\x{${hexadecimal}}` : `\\u{${hexadecimal}}`;
}
