/** Reads patterns in the syntax of Python's `re` (library reference, "Regular Expression Syntax"). */
import { asciiFlagClasses, type Classes, everything, notNewline } from './code-points.ts';
import { OCTAL, readEscape } from './escapes.ts';
import { readSet } from './sets.ts';
import { type Cursor, type Node, type Pattern, PatternError } from './syntax.ts';

/** A repeat without an upper end. */
export const NO_END = Number.POSITIVE_INFINITY;
const MAX_PATTERN = 20_000;
/** Groups in groups; deeper ones would exhaust the stack. */
const MAX_DEPTH = 200;

interface Flags {
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  verbose: boolean;
  ascii: boolean;
}

const flagOf: Record<string, keyof Flags> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};

class Reader implements Cursor {
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  /** Groups that are still open: a reference into one is refused. */
  readonly open = new Set<number>();
  readonly text: string;
  readonly classes: Classes;
  global: Flags;
  depth = 0;

  constructor(text: string, classes: Classes, global: Flags) {
    this.text = text;
    this.classes = classes;
    this.global = global;
  }

  peek(): string {
    return this.text.charAt(this.at);
  }

  take(part: string): boolean {
    if (!this.text.startsWith(part, this.at)) return false;
    this.at += part.length;
    return true;
  }

  until(end: string, what: string): string {
    const stop = this.text.indexOf(end, this.at);
    if (stop < 0) throw new PatternError(`missing ${end}, unterminated ${what}`);
    const part = this.text.slice(this.at, stop);
    this.at = stop + end.length;
    return part;
  }

  /** The next code point, taken. */
  codePoint(): number {
    const codePoint = this.text.codePointAt(this.at) ?? 0;
    this.at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }
}

/**
 * @param classes what `\d`, `\s` and `\w` stand for where `(?a)` does not say otherwise
 * @throws PatternError in the words of Python's `re` where it has some
 */
export function parsePattern(source: string, classes: Classes): Pattern {
  if (source.length > MAX_PATTERN) throw new PatternError(`longer than ${MAX_PATTERN} characters`);
  const none = { ignoreCase: false, multiline: false, dotAll: false, verbose: false, ascii: false };
  const first = parseWith(source, classes, none);
  // A global flag holds for the whole pattern, also for what stands before it, as in Python before 3.11.
  const changed = Object.entries(first.global).some(([, on]) => on);
  const reader = changed ? parseWith(source, classes, first.global) : first;
  return {
    root: reader.root,
    groups: reader.groups,
    names: reader.names,
    ignoreCase: reader.global.ignoreCase,
  };
}

function parseWith(source: string, classes: Classes, flags: Flags): Reader & { root: Node } {
  const reader = new Reader(source, flags.ascii ? asciiFlagClasses : classes, { ...flags });
  const root = choice(reader, flags);
  if (reader.at < source.length) throw new PatternError('unbalanced parenthesis');
  return Object.assign(reader, { root });
}

function choice(reader: Reader, flags: Flags): Node {
  if (reader.depth++ > MAX_DEPTH) throw new PatternError(`more than ${MAX_DEPTH} groups in each other`);
  const options = [sequence(reader, flags)];
  while (reader.take('|')) options.push(sequence(reader, flags));
  reader.depth--;
  return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
}

function sequence(reader: Reader, flags: Flags): Node {
  const items: Node[] = [];
  while (reader.at < reader.text.length && reader.peek() !== '|' && reader.peek() !== ')') {
    if (flags.verbose && skipVerbose(reader)) continue;
    if (repeats(reader)) {
      // What is repeated stands before it, with a comment or blanks of a verbose pattern between them or not.
      const body = items.pop();
      if (!body || body.kind === 'start' || body.kind === 'end' || body.kind === 'boundary')
        throw new PatternError('nothing to repeat');
      if (body.kind === 'repeat') throw new PatternError('multiple repeat');
      items.push(repeated(reader, body));
      continue;
    }
    const item = atom(reader, flags);
    if (item) items.push(item);
  }
  return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items };
}

function skipVerbose(reader: Reader): boolean {
  if (/\s/.test(reader.peek())) {
    reader.at++;
    return true;
  }
  if (reader.peek() !== '#') return false;
  const end = reader.text.indexOf('\n', reader.at);
  reader.at = end < 0 ? reader.text.length : end + 1;
  return true;
}

/** One item without what repeats it; null for a comment or flags, which match nothing. */
function atom(reader: Reader, flags: Flags): Node | null {
  const char = reader.peek();
  switch (char) {
    case '.':
      reader.at++;
      return { kind: 'set', set: flags.dotAll ? everything : notNewline, negative: false };
    case '^':
      reader.at++;
      return { kind: 'start', multiline: flags.multiline };
    case '$':
      reader.at++;
      return { kind: 'end', multiline: flags.multiline, beforeNewline: true };
    case '(':
      reader.at++;
      return group(reader, flags);
    case '[':
      reader.at++;
      return readSet(reader, reader.classes);
    case '\\':
      reader.at++;
      return escaped(reader);
    default: {
      const codePoint = reader.codePoint();
      return { kind: 'set', set: [[codePoint, codePoint]], negative: false };
    }
  }
}

/** `{2}`, `{2,}`, `{,3}` or `{2,3}` at the cursor, not taken; null where a brace stands for itself. */
function counts(reader: Reader): { least: number; most: number; length: number } | null {
  const found = /^\{(\d*)(,?)(\d*)\}/.exec(reader.text.slice(reader.at, reader.at + 64));
  if (!found) return null;
  const [whole, low = '', comma, high = ''] = found;
  if (low === '' && comma === '') return null;
  const least = low === '' ? 0 : Number(low);
  const most = comma === '' ? least : high === '' ? NO_END : Number(high);
  return { least, most, length: whole.length };
}

const repeats = (reader: Reader): boolean =>
  ['*', '+', '?'].includes(reader.peek()) || (reader.peek() === '{' && counts(reader) !== null);

/** What stands before the cursor, as often as the cursor says. */
function repeated(reader: Reader, body: Node): Node {
  const counted = counts(reader);
  reader.at += counted?.length ?? 1;
  const char = reader.text.charAt(reader.at - 1);
  const least = counted?.least ?? (char === '+' ? 1 : 0);
  const most = counted?.most ?? (char === '?' ? 1 : NO_END);
  if (most < least) throw new PatternError('min repeat greater than max repeat');
  return { kind: 'repeat', least, most, lazy: reader.take('?'), body };
}

function escaped(reader: Reader): Node {
  const { text } = reader;
  const char = text.charAt(reader.at);
  const { word } = reader.classes;
  switch (char) {
    case 'A':
      reader.at++;
      return { kind: 'start', multiline: false };
    case 'Z':
      reader.at++;
      return { kind: 'end', multiline: false, beforeNewline: false };
    case 'b':
    case 'B':
      reader.at++;
      return { kind: 'boundary', negative: char === 'B', word };
    default: {
      const octal = OCTAL.test(text.slice(reader.at, reader.at + 3));
      const reference = octal ? null : /^[1-9]\d?/.exec(text.slice(reader.at, reader.at + 2));
      if (reference) {
        reader.at += reference[0].length;
        return referenceTo(reader, Number(reference[0]));
      }
      const read = readEscape(reader, reader.classes, false);
      return { kind: 'set', set: typeof read === 'number' ? [[read, read]] : read, negative: false };
    }
  }
}

function referenceTo(reader: Reader, group: number): Node {
  if (group > reader.groups) throw new PatternError(`invalid group reference ${group}`);
  if (reader.open.has(group)) throw new PatternError('cannot refer to an open group');
  return { kind: 'reference', group };
}

function group(reader: Reader, flags: Flags): Node | null {
  if (!reader.take('?')) return capturing(reader, flags, null);
  if (reader.take('P')) {
    if (reader.take('<')) return capturing(reader, flags, reader.until('>', 'name'));
    if (reader.take('=')) {
      const name = reader.until(')', 'name');
      const number = reader.names.get(name);
      if (number === undefined) throw new PatternError(`unknown group name '${name}'`);
      return referenceTo(reader, number);
    }
    throw new PatternError(`unknown extension ?P${reader.peek()}`);
  }
  if (reader.take(':')) return { kind: 'group', capture: null, ignoreCase: null, body: body(reader, flags) };
  if (reader.take('#')) {
    reader.until(')', 'comment');
    return null;
  }
  if (reader.take('=')) return look(reader, flags, false, false);
  if (reader.take('!')) return look(reader, flags, false, true);
  if (reader.take('<=')) return look(reader, flags, true, false);
  if (reader.take('<!')) return look(reader, flags, true, true);
  if (reader.peek() === '(') throw new PatternError('a group that depends on another cannot be run here');
  return withFlags(reader, flags);
}

function look(reader: Reader, flags: Flags, behind: boolean, negative: boolean): Node {
  return { kind: 'look', behind, negative, body: body(reader, flags) };
}

function capturing(reader: Reader, flags: Flags, name: string | null): Node {
  const capture = ++reader.groups;
  if (name !== null) {
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
      throw new PatternError(`bad character in group name '${name}'`);
    if (reader.names.has(name)) throw new PatternError(`redefinition of group name '${name}'`);
    reader.names.set(name, capture);
  }
  reader.open.add(capture);
  const inside = body(reader, flags);
  reader.open.delete(capture);
  return { kind: 'group', capture, ignoreCase: null, body: inside };
}

function body(reader: Reader, flags: Flags): Node {
  const inside = choice(reader, flags);
  if (!reader.take(')')) throw new PatternError('missing ), unterminated subpattern');
  return inside;
}

/** `(?i)`, which holds for the whole pattern, or `(?i-s:...)`, which holds for its group. */
function withFlags(reader: Reader, flags: Flags): Node | null {
  const found = /^([aiLmsux]*)(?:-([imsx]+))?([:)])/.exec(reader.text.slice(reader.at, reader.at + 40));
  const [whole = '', on = '', off, end] = found ?? [];
  if (!found || (end === ')' && (off !== undefined || on === '')))
    throw new PatternError(`unknown extension ?${reader.peek()}`);
  if (on.includes('L')) throw new PatternError("cannot use the flag 'L' with a text pattern");
  reader.at += whole.length;
  const inner = end === ')' ? reader.global : { ...flags };
  for (const char of on) if (flagOf[char]) inner[flagOf[char]] = true;
  for (const char of off ?? '') if (flagOf[char]) inner[flagOf[char]] = false;
  if (end === ')') return null;
  const ignoreCase = inner.ignoreCase === flags.ignoreCase ? null : inner.ignoreCase;
  return { kind: 'group', capture: null, ignoreCase, body: body(reader, inner) };
}
