/** Secrets in columns whose heading says what they hold (RD28): comma-separated values, tables with bars, and outputs with a line of dashes below the headings. */
import { followers } from '../common-words.ts';
import type { Span } from '../kinds.ts';
import { classOf } from './names.ts';
import { isPlaceholder, isToken } from './value.ts';

/** A line in which a heading of a secret may stand. */
const headings =
  /^[^\r\n]{0,300}(?:pass|pwd|secret|kennwort|communit|psk|pre-?shared|api.?key|token|private.?key)[^\r\n]{0,300}$/gim;
const heading = /^[ \t"']*[A-Za-z][A-Za-z0-9_ ./()-]{0,40}[ \t"']*$/;
const MOST_COLUMNS = 60;
const MOST_ROWS = 5_000;
const MOST_ROW = 4_000;

interface Cell {
  start: number;
  end: number;
}

/** Where the line ends that begins at `from`, its line break outside. */
function endOf(text: string, from: number): number {
  const length = text.slice(from, from + MOST_ROW).search(/[\r\n]/);
  return length === -1 ? Math.min(text.length, from + MOST_ROW) : from + length;
}

const nextLine = (text: string, end: number) => end + (text.startsWith('\r\n', end) ? 2 : 1);

/** The cells of a line; in quotes a separator is part of the cell. */
function cells(text: string, start: number, end: number, separator: string): Cell[] {
  const found: Cell[] = [];
  let from = start;
  let quoted = false;
  for (let at = start; at <= end && found.length <= MOST_COLUMNS; at++) {
    if (at < end && text.charAt(at) === '"') quoted = !quoted;
    if (at < end && (quoted || text.charAt(at) !== separator)) continue;
    found.push(inside(text, from, at));
    from = at + 1;
  }
  // `| a | b |` has bars outside as well.
  if (separator === '|') {
    const [first] = found;
    const last = found.at(-1);
    if (first && first.start === first.end) found.shift();
    if (found.length > 0 && last && last.start === last.end) found.pop();
  }
  return found;
}

/** Without blanks and quotes around. */
function inside(text: string, start: number, end: number): Cell {
  const cell = { start, end };
  while (cell.start < cell.end && /[\s"']/.test(text.charAt(cell.start))) cell.start += 1;
  while (cell.end > cell.start && /[\s"']/.test(text.charAt(cell.end - 1))) cell.end -= 1;
  return cell;
}

function isSecret(name: string): boolean {
  if (name.split(/\s+/).length > 3) return false;
  return /^(?:snmp )?communit(?:y|ies)(?: (?:string|name))?$/i.test(name)
    ? true
    : classOf(name.replace(/\s+/g, '_')) === 'strong';
}

function add(text: string, cell: Cell, spans: Span[]): void {
  const value = text.slice(cell.start, cell.end);
  if (value.length < 3 || value.length > 400 || /^\S+\s+\S+\s/.test(value)) return;
  if (isPlaceholder(value) || isToken(value) || followers.has(value.toLowerCase())) return;
  spans.push({ ...cell, kind: 'SECRET', rule: 'RD28' });
}

/** @returns the places of the cells below a heading of secrets */
export function tableSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const found of text.matchAll(headings)) {
    const start = found.index;
    const end = start + found[0].length;
    if (start < done || end >= text.length) continue;
    for (const separator of ['\t', '|', ';', ',']) {
      if (!found[0].includes(separator)) continue;
      done = Math.max(done, separated(text, start, end, separator, spans));
      break;
    }
    if (start >= done) done = Math.max(done, spaced(text, start, end, spans));
  }
  return spans;
}

function separated(text: string, start: number, end: number, separator: string, spans: Span[]): number {
  const names = cells(text, start, end, separator);
  if (names.length < 2 || names.length > MOST_COLUMNS) return 0;
  const written = names.map((cell) => text.slice(cell.start, cell.end));
  if (!written.every((name) => heading.test(name))) return 0;
  const sure = written.flatMap((name, at) => (isSecret(name) ? [at] : []));
  if (sure.length === 0) return 0;
  // `user;pass;enable`: beside a password the one of the next level.
  const places = written.flatMap((name, at) =>
    sure.includes(at) || /^(?:enable|en|auth|priv|pin|psk)$/i.test(name) ? [at] : [],
  );
  let at = nextLine(text, end);
  for (let row = 0; row < MOST_ROWS && at < text.length; row++) {
    const stop = endOf(text, at);
    const values = cells(text, at, stop, separator);
    const rule = /^[\s|:+=-]+$/.test(text.slice(at, stop)) && stop > at;
    if (!rule && values.length !== names.length) break;
    if (!rule)
      for (const place of places) {
        const value = values[place];
        if (value) add(text, value, spans);
      }
    at = nextLine(text, stop);
  }
  return at;
}

/** Columns that begin where their headings do, below a line of dashes or without one. */
function spaced(text: string, start: number, end: number, spans: Span[]): number {
  const dashes = nextLine(text, end);
  const below = endOf(text, dashes);
  const ruled = /^[ \t]*-{3,}[-\s]*$/.test(text.slice(dashes, below));
  // Without a line below them headings are told from other lines by the blanks between and their capitals.
  if (!ruled && !/^[ \t]{0,40}[A-Z][^\n]{0,200}?\S[ \t]{2,40}[A-Z]/.test(text.slice(start, end))) return 0;
  const columns = [...text.slice(start, end).matchAll(/\S+(?: \S+)*/g)];
  if (
    !ruled &&
    !columns.every(
      ({ 0: name, index }) =>
        /^[A-Z][\w/-]*(?: [\w/-]+){0,2}$/.test(name) &&
        (index === 0 || /\s{2}$/.test(text.slice(start, start + index))),
    )
  )
    return 0;
  const places = columns
    .filter(([name], at) => isSecret(name) && (ruled || at > 0))
    .map(({ index }) => index);
  if (columns.length < 2 || places.length === 0) return 0;
  let at = ruled ? nextLine(text, below) : dashes;
  for (let row = 0; row < MOST_ROWS && at < text.length; row++) {
    const stop = endOf(text, at);
    if (stop === at) break;
    for (const place of places) {
      const from = at + place;
      if (from >= stop || /\s/.test(text.charAt(from)) || (place > 0 && !/\s/.test(text.charAt(from - 1))))
        continue;
      const length = text.slice(from, stop).search(/\s{2}|\t|$/);
      if (!ruled && /[ \t]/.test(text.slice(from, from + length))) continue;
      add(text, { start: from, end: from + length }, spans);
    }
    at = nextLine(text, stop);
  }
  return at;
}
