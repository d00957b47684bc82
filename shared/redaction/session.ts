/**
 * The held files of one case being redacted together (RD1): looked at once, replaced as often as a person changes their mind, and shown line by
 * line before anything leaves. It lives beside the screen, in a thread of its own.
 */
import { bytesOf, type Encoding, textOf } from './content.ts';
import { type Kind, kinds, type Replacement } from './kinds.ts';
import type { Originals } from './originals.ts';
import { openRedactor, openSurvey, type RedactionOptions } from './redact.ts';

/** Bytes of a file that is redacted on a screen; larger ones are for the command line. */
export const MOST_ON_SCREEN = 64 * 1024 * 1024;

export interface SessionFile {
  id: string;
  name: string;
  bytes: Uint8Array;
  encoding: Encoding;
}

/** All replacements of one original in one file. */
export interface ReplacedGroup {
  kind: Kind;
  rule: string;
  original: string;
  token: string;
  count: number;
  /** Lines from 1, in order, each once; the first thousand. */
  lines: number[];
}

export interface FileView {
  id: string;
  name: string;
  copyName: string;
  /** Lines of the text. */
  lines: number;
  replaced: number;
  /** Lines in which something was replaced. */
  changed: number;
  groups: ReplacedGroup[];
}

/** A part of a line; `group` names what it is replaced by, or what it replaced. */
export interface Piece {
  text: string;
  group: number | null;
}
export interface LineView {
  number: number;
  original: Piece[];
  copy: Piece[];
}

export interface Copy {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  replacements: Pick<Replacement, 'kind' | 'original' | 'token'>[];
  words: string;
}

/** Where something was replaced: line from 0, columns of the original and of the copy in UTF-16 units from 0, and its group. */
interface Mark {
  line: number;
  from: number;
  to: number;
  copyFrom: number;
  copyTo: number;
  group: number;
}

const CHUNK = 1_048_576;
const MOST_LINES_LISTED = 1_000;
/** A line is drawn so far; logs of machines have lines of megabytes. */
const LONGEST_DRAWN = 2_000;

export const kindWords: Record<Kind, { one: string; many: string }> = {
  SECRET: { one: 'secret', many: 'secrets' },
  HOST: { one: 'host name', many: 'host names' },
  DOMAIN: { one: 'domain', many: 'domains' },
  USER: { one: 'user', many: 'users' },
  MAIL: { one: 'mail address', many: 'mail addresses' },
  TEL: { one: 'telephone number', many: 'telephone numbers' },
  IPV4: { one: 'IPv4 address', many: 'IPv4 addresses' },
  IPV6: { one: 'IPv6 address', many: 'IPv6 addresses' },
  MAC: { one: 'MAC address', many: 'MAC addresses' },
};

class RedactedFile {
  readonly id: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly text: string;
  copy = '';
  copyName = '';
  groups: ReplacedGroup[] = [];
  #marks: Mark[] = [];
  #starts: number[];
  #copyStarts: number[] = [];
  #changed = new Set<number>();
  #replaced = 0;

  constructor({ id, name, bytes, encoding }: SessionFile) {
    const read = textOf(bytes, encoding);
    this.id = id;
    this.name = name;
    this.text = read.text;
    this.encoding = read.encoding;
    this.#starts = startsOf(read.text);
  }

  *pieces(): Generator<string> {
    for (let at = 0; at < this.text.length; at += CHUNK) yield this.text.slice(at, at + CHUNK);
  }

  redact(redactor: ReturnType<typeof openRedactor>): void {
    this.#marks = [];
    this.#changed = new Set();
    this.#replaced = 0;
    const groups = new Map<string, number>();
    this.groups = [];
    /** How far what follows on a line is moved by what was replaced before it. */
    let [line, moved] = [-1, 0];
    const told = ({ kind, rule, original, token, ...at }: Replacement) => {
      const name = `${kind} ${original}`;
      let group = groups.get(name);
      if (group === undefined) {
        group = this.groups.length;
        groups.set(name, group);
        this.groups.push({ kind, rule, original, token, count: 0, lines: [] });
      }
      const entry = this.groups[group] as ReplacedGroup;
      entry.count += 1;
      if (entry.lines.at(-1) !== at.line && entry.lines.length < MOST_LINES_LISTED) entry.lines.push(at.line);
      this.#replaced += 1;
      if (at.line - 1 !== line) [line, moved] = [at.line - 1, 0];
      const written = token.split('\n', 1)[0] ?? '';
      const from = at.column - 1;
      const to = at.endColumn - 1;
      this.#marks.push({
        line,
        from,
        to,
        copyFrom: from + moved,
        copyTo: from + moved + written.length,
        group,
      });
      moved += written.length - (to - from);
      for (let n = 0; n <= countOf(original, '\n'); n++) this.#changed.add(line + n);
    };
    const file = redactor.open(this.name, told);
    const parts: string[] = [];
    for (const piece of this.pieces()) parts.push(file.push(piece));
    parts.push(file.end());
    this.copy = parts.join('');
    this.copyName = redactor.rename(this.name);
    this.#copyStarts = startsOf(this.copy);
  }

  view(): FileView {
    const { id, name, copyName, groups } = this;
    const [lines, replaced, changed] = [this.#starts.length, this.#replaced, this.#changed.size];
    return { id, name, copyName, lines, replaced, changed, groups };
  }

  /** Lines from `from` (0), as many as there are. */
  lines(from: number, count: number): LineView[] {
    const views: LineView[] = [];
    for (let line = from; line < Math.min(from + count, this.#starts.length); line++) {
      const original = lineAt(this.text, this.#starts, line);
      const copy = lineAt(this.copy, this.#copyStarts, line);
      const marks = this.#marksOf(line);
      // Of a block over several lines only its first is marked: the others are shown as changed whole.
      const whole = marks.length === 0 && original !== copy;
      const pieces = (text: string, side: 'original' | 'copy'): Piece[] =>
        whole ? [{ text: text.slice(0, LONGEST_DRAWN), group: this.#blockOf(line) }] : cut(text, marks, side);
      views.push({ number: line + 1, original: pieces(original, 'original'), copy: pieces(copy, 'copy') });
    }
    return views;
  }

  /** The line, from 0, of the next replacement behind (or before) this one; null where there is none. */
  next(line: number, step: 1 | -1): number | null {
    const lines = [...this.#changed].sort((a, b) => a - b);
    return (step === 1 ? lines.find((each) => each > line) : lines.findLast((each) => each < line)) ?? null;
  }

  #marksOf(line: number): Mark[] {
    let [low, high] = [0, this.#marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle] as Mark).line < line) low = middle + 1;
      else high = middle;
    }
    const found: Mark[] = [];
    for (let at = low; this.#marks[at]?.line === line; at++) found.push(this.#marks[at] as Mark);
    return found;
  }

  /** The group of the block that began above a line. */
  #blockOf(line: number): number | null {
    for (let above = line; above >= 0 && above > line - 500; above--) {
      const last = this.#marksOf(above).at(-1);
      if (last) return last.group;
    }
    return null;
  }
}

function countOf(text: string, what: string): number {
  let count = 0;
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) count += 1;
  return count;
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  // A text that ends with a line end has no further line.
  if (starts.length > 1 && starts.at(-1) === text.length) starts.pop();
  return starts;
}

function lineAt(text: string, starts: readonly number[], line: number): string {
  const start = starts[line] ?? text.length;
  const end = starts[line + 1] ?? text.length;
  return text.slice(start, end).replace(/\r?\n$/, '');
}

function cut(text: string, marks: readonly Mark[], side: 'original' | 'copy'): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    const [from, to] = side === 'original' ? [mark.from, mark.to] : [mark.copyFrom, mark.copyTo];
    if (from > LONGEST_DRAWN) break;
    if (from > at) pieces.push({ text: text.slice(at, from), group: null });
    pieces.push({ text: text.slice(from, to), group: mark.group });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at, Math.max(at, LONGEST_DRAWN)), group: null });
  return pieces;
}

export interface RedactionSession {
  files(): FileView[];
  /** Lines from 0. */
  lines(id: string, from: number, count: number): LineView[];
  next(id: string, line: number, step: 1 | -1): number | null;
  copy(id: string): Copy;
  /** Redacts again, with what a person decided since. */
  redact(options: RedactionOptions): void;
  originals(): Originals;
}

/**
 * @param key of the case
 * @param texts typed texts of the case, in which originals are found, too
 * @param progress gets 0 to 1
 */
export function openSession(
  key: Uint8Array,
  files: readonly SessionFile[],
  texts: readonly { name: string; text: string }[],
  options: RedactionOptions,
  progress: (done: number) => void = () => undefined,
): RedactionSession {
  const all = files.map((file) => new RedactedFile(file));
  const characters = all.reduce((sum, { text }) => sum + text.length, 1);
  let originals: Originals | null = null;
  const run = (chosen: RedactionOptions): Originals => {
    let done = 0;
    const step = (length: number) => {
      done += length;
      progress(done / (2 * characters));
    };
    const survey = openSurvey(chosen.lists);
    for (const { name, text } of texts) {
      const look = survey.look(name);
      look.push(text);
      look.end();
    }
    for (const file of all) {
      const look = survey.look(file.name);
      for (const piece of file.pieces()) {
        look.push(piece);
        step(piece.length);
      }
      look.end();
    }
    const redactor = openRedactor(key, survey.originals, chosen);
    for (const file of all) {
      file.redact(redactor);
      step(file.text.length);
    }
    return survey.originals;
  };
  originals = run(options);
  const fileOf = (id: string): RedactedFile => {
    const file = all.find((each) => each.id === id);
    if (!file) throw new RangeError('no such file in this session');
    return file;
  };
  return {
    files: () => all.map((file) => file.view()),
    lines: (id, from, count) => fileOf(id).lines(from, count),
    next: (id, line, step) => fileOf(id).next(line, step),
    copy(id) {
      const { copy, copyName, encoding, groups } = fileOf(id);
      const replacements = groups.map(({ kind, original, token }) => ({ kind, original, token }));
      return { name: copyName, bytes: bytesOf(copy, encoding), replacements, words: wordsOf(groups) };
    },
    redact(chosen) {
      originals = run(chosen);
    },
    originals: () => originals as Originals,
  };
}

/** `Replaced: 4 secrets, 12 host names.`: what the packet says of the copy. */
function wordsOf(groups: readonly Pick<ReplacedGroup, 'kind' | 'count'>[]): string {
  const counts = kinds
    .map((kind) => ({
      words: kindWords[kind],
      count: groups.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.count, 0),
    }))
    .filter(({ count }) => count > 0);
  if (counts.length === 0) return 'Looked through; nothing was found to replace.';
  return `Replaced: ${counts.map(({ words, count }) => `${count} ${count === 1 ? words.one : words.many}`).join(', ')}.`;
}
