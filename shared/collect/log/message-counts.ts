/** How often each message of a log stands in it, in a memory that does not grow with the log. See SPEC.md, L4 and L5. */
import { MessageForm, MessageHash, withoutNumbers } from './message-hash.ts';

/** How many different messages are counted at once. */
const MOST_MESSAGES = 4_000;
/** A power of two, so large that few messages want the same place. */
const PLACES = 16_384;
/** Misses beyond the hits of late until no message is foretold any more, and after how many lines it is tried again. */
const MOST_TRUST = 32;
const ASKED_AGAIN = 16;
/** How well messages have to be foretold for looking at one before its end is known. */
const ENOUGH_TRUST = MOST_TRUST / 2;
/** Bytes that tell a message from others. */
const TOLD_BY = 160;
const LF = 10;
const CR = 13;
const SPACE = 32;

interface Counted {
  a: number;
  b: number;
  /** Its first bytes, where it first stood. */
  sample: Uint8Array;
  /** From 0 (emergency) to 7 (debug); -1 where it names none. */
  level: number;
  count: number;
  firstLine: number;
  lastLine: number;
  /** Made when it is first expected. */
  form: MessageForm | null;
  /** What stood behind it when it was last seen: it may do so again. */
  next: Counted | null;
}

export interface Busy {
  /** With its numbers and addresses taken out. */
  message: string;
  count: number;
  firstLine: number;
  lastLine: number;
}

export class MessageCounts {
  readonly #levelOf: (sample: Uint8Array) => number;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #hash = new MessageHash();
  /** Places of messages in `#all`, from 1; 0 is free. */
  readonly #places = new Int32Array(PLACES);
  #all: Counted[] = [];
  /** How well the next message was foretold of late; in a log without any order it costs more than it saves. */
  #trust = MOST_TRUST;
  /** The newest. */
  #last: Counted | null = null;
  /** Counts of the commonest may be too low by so much. */
  uncertain = 0;

  /** @param levelOf the level that a message names, by its bytes */
  constructor(decode: (bytes: Uint8Array) => string, levelOf: (sample: Uint8Array) => number) {
    this.#decode = decode;
    this.#levelOf = levelOf;
  }

  /**
   * Counts the message between two places of a line.
   * @param view of the same bytes
   * @param lineFrom where the line begins
   * @returns its level; -1 where it names none, or is blank
   */
  take(bytes: Uint8Array, view: DataView, from: number, to: number, line: number, lineFrom: number): number {
    let start = from;
    let end = Math.min(to, from + TOLD_BY);
    while (start < end && (bytes[start] ?? 0) <= 32) start++;
    while (end > start && (bytes[end - 1] ?? 0) <= 32) end--;
    if (start === end) return -1;
    const expected = this.#trust > 0 || line % ASKED_AGAIN === 0 ? (this.#last?.next ?? this.#last) : null;
    if (expected) {
      expected.form ??= new MessageForm(expected.sample);
      if (expected.form.fits(bytes, view, start, end)) {
        if (this.#trust < MOST_TRUST) this.#trust++;
        return this.#seen(expected, line);
      }
      if (this.#trust > 0) this.#trust--;
    }
    const hash = this.#hash;
    hash.of(bytes, start, end);
    let place = (hash.a ^ (hash.a >>> 15)) & (PLACES - 1);
    for (;;) {
      const known = this.#places[place];
      if (!known) break;
      const counted = this.#all[known - 1];
      if (counted && counted.a === hash.a && counted.b === hash.b) {
        if (this.#last) this.#last.next = counted;
        return this.#seen(counted, line);
      }
      place = (place + 1) & (PLACES - 1);
    }
    const sample = bytes.slice(start, end);
    // Some logs name it before the time.
    const level = this.#levelOf(lineFrom === start ? sample : bytes.slice(lineFrom, end));
    const fresh: Counted = {
      ...{ a: hash.a, b: hash.b, sample, level, count: 0, firstLine: line, lastLine: line },
      ...{ form: null, next: null },
    };
    this.#all.push(fresh);
    this.#places[place] = this.#all.length;
    this.#seen(fresh, line);
    if (this.#all.length >= MOST_MESSAGES) this.#thinOut();
    return level;
  }

  /**
   * Where the LF stands behind the line whose message begins at a place, if it is the one that is expected behind messages as they came of late: found without
   * looking for the end first. -1 where it is not, or may not be. Nothing is counted yet.
   * @param from behind the line's time
   */
  expectedEnd(bytes: Uint8Array, view: DataView, from: number): number {
    const form = this.#trust > ENOUGH_TRUST ? (this.#last?.next ?? this.#last)?.form : null;
    if (!form) return -1;
    let start = from;
    while (bytes[start] === SPACE) start++;
    const end = form.endOf(bytes, view, start, bytes.length);
    if (end < 0 || end - from > TOLD_BY) return -1;
    const lineEnd = bytes[end] === CR ? end + 1 : end;
    return bytes[lineEnd] === LF ? lineEnd : -1;
  }

  /** Counts the message of which `expectedEnd` has just found the end. @returns its level; -1 where it names none */
  takeExpected(line: number): number {
    const expected = this.#last?.next ?? this.#last;
    if (this.#trust < MOST_TRUST) this.#trust++;
    return expected ? this.#seen(expected, line) : -1;
  }

  #seen(counted: Counted, line: number): number {
    counted.count++;
    counted.lastLine = line;
    this.#last = counted;
    return counted.level;
  }

  /** Misra-Gries in steps: all lose as much as the middle one has, and those with nothing left go. */
  #thinOut(): void {
    const counts = this.#all.map(({ count }) => count).sort((a, b) => a - b);
    const middle = counts[Math.floor(counts.length / 2)] ?? 1;
    this.uncertain += middle;
    for (const each of this.#all) each.count -= middle;
    this.#all = this.#all.filter(({ count }) => count > 0);
    this.#places.fill(0);
    // What went must not be counted any more.
    this.#last = null;
    for (const each of this.#all) each.next = null;
    for (const [at, { a }] of this.#all.entries()) {
      let place = (a ^ (a >>> 15)) & (PLACES - 1);
      while (this.#places[place]) place = (place + 1) & (PLACES - 1);
      this.#places[place] = at + 1;
    }
  }

  /** The commonest messages, the first ones of equal ones first. */
  busiest(most: number): Busy[] {
    const byMessage = new Map<string, Busy>();
    for (const { sample, count, firstLine, lastLine } of this.#all) {
      const message = withoutNumbers(this.#decode(sample)).trim();
      const known = byMessage.get(message);
      if (!known) byMessage.set(message, { message, count, firstLine, lastLine });
      else {
        known.count += count;
        known.firstLine = Math.min(known.firstLine, firstLine);
        known.lastLine = Math.max(known.lastLine, lastLine);
      }
    }
    return [...byMessage.values()]
      .sort((a, b) => b.count - a.count || a.firstLine - b.firstLine)
      .slice(0, most);
  }
}
