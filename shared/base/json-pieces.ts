/**
 * Large JSON read and written a piece at a time: between two pieces others have their turn, where `JSON.parse` and
 * `JSON.stringify` hold a thread for as long as the whole takes.
 */

/** Characters and steps of one piece: a few milliseconds of work. */
const PIECE = 256 * 1024;
/** What a step costs beside its characters. */
const STEP = 16;
/** JSON of so many bytes is read and written in one go, in a few milliseconds: as pushes and pages mostly are. */
export const AT_ONCE = 1024 * 1024;

/** How whoever reads lets others work. */
export type Pause = () => Promise<void>;

// Node and Chromium both have it; the library of types that this folder compiles with has not.
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: true; ignoreBOM: true },
) => { decode(bytes?: Uint8Array, options?: { stream: boolean }): string };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

const isBlank = (sign: number): boolean => sign === 0x20 || sign === 0x0a || sign === 0x0d || sign === 0x09;

type Members = Record<string, unknown>;

/** As `JSON.parse` does: `__proto__` is a member like any. */
function put(members: Members, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true });
  else members[name] = value;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What JSON escapes in a text, or allows in none: `JSON.parse` says what it means. */
const NOT_PLAIN = /[\p{Cc}\\]/u;

/**
 * Reads a text that comes in pieces, and stops where it has worked for a piece. Only what the token at hand needs is held as one
 * string: a large one is costly to make.
 */
class Reader {
  readonly #pieces: Iterator<string>;
  #text = '';
  #at = 0;
  #isLast = false;
  #spent = 0;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#more();
  }

  #wrong(): SyntaxError {
    return new SyntaxError('no JSON');
  }

  /** Takes the next piece. @returns whether there was one */
  #more(): boolean {
    if (this.#isLast) return false;
    const { done, value } = this.#pieces.next();
    if (done) this.#isLast = true;
    else {
      this.#text = this.#text.slice(this.#at) + value;
      this.#at = 0;
      this.#spent += PIECE / 4;
    }
    return !done;
  }

  /** Whether a piece is done. */
  #over(): boolean {
    if (this.#spent < PIECE) return false;
    this.#spent = 0;
    return true;
  }

  /** The sign that stands here; NaN behind the end. */
  #sign(): number {
    while (this.#at >= this.#text.length && this.#more());
    return this.#text.charCodeAt(this.#at);
  }

  *#blanks(): Generator<void> {
    while (isBlank(this.#sign())) {
      this.#at += 1;
      this.#spent += 1;
      if (this.#over()) yield;
    }
  }

  #take(sign: string): boolean {
    if (this.#sign() !== sign.charCodeAt(0)) return false;
    this.#at += 1;
    return true;
  }

  #words(): string {
    if (this.#sign() !== QUOTE) throw this.#wrong();
    let end = this.#at;
    for (;;) {
      const found = this.#text.indexOf('"', end + 1);
      if (found < 0) {
        const searched = this.#text.length - this.#at;
        if (!this.#more()) throw this.#wrong();
        // A quote that was found lies before that, and counts no more.
        end = this.#at + searched - 1;
        continue;
      }
      end = found;
      let before = end;
      while (this.#text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
      if ((end - before) % 2 === 0) break;
    }
    const from = this.#at;
    this.#at = end + 1;
    this.#spent += this.#at - from;
    const inner = this.#text.slice(from + 1, end);
    return NOT_PLAIN.test(inner) ? (JSON.parse(`"${inner}"`) as string) : inner;
  }

  #scalar(): unknown {
    if (this.#sign() === QUOTE) return this.#words();
    for (const [word, value] of WORDS) {
      while (this.#text.length - this.#at < word.length && this.#more());
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    for (;;) {
      NUMBER.lastIndex = this.#at;
      const [digits] = NUMBER.exec(this.#text) ?? [];
      // It may go on in the next piece, with a point and digits too.
      if (this.#at + (digits?.length ?? 0) + 2 >= this.#text.length && this.#more()) continue;
      if (digits === undefined) throw this.#wrong();
      this.#at += digits.length;
      this.#spent += digits.length;
      return Number(digits);
    }
  }

  *#name(): Generator<void, string> {
    if (isBlank(this.#sign())) yield* this.#blanks();
    const name = this.#words();
    if (isBlank(this.#sign())) yield* this.#blanks();
    if (!this.#take(':')) throw this.#wrong();
    return name;
  }

  /** @returns the value; stops between two pieces */
  *value(): Generator<void, unknown> {
    const open: (unknown[] | Members)[] = [];
    const names: string[] = [];
    for (;;) {
      this.#spent += STEP;
      if (this.#over()) yield;
      if (isBlank(this.#sign())) yield* this.#blanks();
      let value: unknown;
      if (this.#take('{')) {
        if (isBlank(this.#sign())) yield* this.#blanks();
        value = {};
        if (!this.#take('}')) {
          open.push(value as Members);
          names.push(yield* this.#name());
          continue;
        }
      } else if (this.#take('[')) {
        if (isBlank(this.#sign())) yield* this.#blanks();
        value = [];
        if (!this.#take(']')) {
          open.push(value as unknown[]);
          continue;
        }
      } else value = this.#scalar();
      // Into what it stands in, and out of all that ends with it.
      for (;;) {
        if (isBlank(this.#sign())) yield* this.#blanks();
        const around = open.at(-1);
        if (around === undefined) {
          if (!Number.isNaN(this.#sign())) throw this.#wrong();
          return value;
        }
        const isList = Array.isArray(around);
        if (isList) around.push(value);
        else put(around, names.pop() ?? '', value);
        if (this.#take(',')) {
          if (!isList) names.push(yield* this.#name());
          break;
        }
        if (!this.#take(isList ? ']' : '}')) throw this.#wrong();
        open.pop();
        value = around;
      }
    }
  }
}

/**
 * As `JSON.parse`, of a text that comes in pieces, with a pause after each. One text in it is read in one go: `JsonBounds` says how
 * long it may be.
 * @throws SyntaxError, and what the pieces throw
 */
export async function parseInPieces(pieces: Iterable<string>, pause: Pause): Promise<unknown> {
  const work = new Reader(pieces).value();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await pause();
  }
}

/** The text of UTF-8 bytes, in pieces. @throws TypeError where they are no UTF-8 */
export function* textPieces(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < bytes.length; at += PIECE)
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}

/** Whether two texts that come in pieces are the same. */
export async function areSame(
  one: Iterable<string>,
  other: Iterable<string>,
  pause: Pause,
): Promise<boolean> {
  const theirs = other[Symbol.iterator]();
  let left = '';
  for (const piece of one) {
    let own = piece;
    while (own !== '') {
      if (left === '') {
        const { done, value } = theirs.next();
        if (done) return false;
        left = value;
        await pause();
        continue;
      }
      const length = Math.min(own.length, left.length);
      if (own.slice(0, length) !== left.slice(0, length)) return false;
      [own, left] = [own.slice(length), left.slice(length)];
    }
  }
  for (let rest = theirs.next(); !rest.done; rest = theirs.next()) left += rest.value;
  return left === '';
}

/** Copies bytes that came in pieces into one, with a pause after each: fresh memory costs more than the copying. */
export async function joinPieces(
  pieces: readonly Uint8Array[],
  pause: Pause,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += PIECE) {
      if (at > 0) await pause();
      const part = piece.subarray(from, from + PIECE);
      whole.set(part, at);
      at += part.length;
    }
  return whole;
}

interface Writing {
  /** A text, number, truth value or null. */
  plain: (value: unknown) => string;
  names: (value: object) => string[];
}

/** What is written and was not handed on. */
interface Written {
  text: string;
  spent: number;
}

function* write(value: unknown, how: Writing, out: Written): Generator<string> {
  out.spent += STEP;
  if (typeof value !== 'object' || value === null) {
    const text = how.plain(value);
    out.text += text;
    out.spent += text.length;
  } else if (Array.isArray(value)) {
    out.text += '[';
    for (const [at, each] of value.entries()) {
      if (at > 0) out.text += ',';
      yield* write(each, how, out);
    }
    out.text += ']';
  } else {
    let between = '{';
    for (const name of how.names(value)) {
      const member = (value as Members)[name];
      if (member === undefined) continue;
      out.text += `${between}${how.plain(name)}:`;
      yield* write(member, how, out);
      between = ',';
    }
    out.text += between === '{' ? '{}' : '}';
  }
  if (out.spent < PIECE) return;
  yield out.text;
  out.text = '';
  out.spent = 0;
}

/** How many characters the JSON of a value has, about; no more are counted than `most`. */
function about(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length + STEP;
  if (typeof value !== 'object' || value === null) return STEP;
  let sum = STEP;
  for (const [name, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (sum > most) break;
    sum += (typeof name === 'string' ? name.length : 0) + about(member, most - sum);
  }
  return sum;
}

/** Whether the JSON of a value is short enough to be written in one go. */
export const isShort = (value: unknown): boolean => about(value, AT_ONCE) <= AT_ONCE;

/**
 * The JSON of a JSON value, in pieces.
 * @param how how texts and numbers are written, and in which order members stand; without it as `JSON.stringify` does
 */
export function* jsonPieces(
  value: unknown,
  how: Writing = { plain: (each) => JSON.stringify(each), names: Object.keys },
): Generator<string> {
  const out: Written = { text: '', spent: 0 };
  yield* write(value, how, out);
  if (out.text !== '') yield out.text;
}
