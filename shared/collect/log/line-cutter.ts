/** Cuts a stream of bytes into lines without copying them: whoever takes a line reads it where it lies. */

import { placeOfLowest } from './four-bytes.ts';

/** Bytes of a line that are given; the rest of a longer one is passed over. */
const MOST_LINE_BYTES = 65_536;

/**
 * @param bytes hold the line from `from` to `to`, without its end, until the call returns
 * @param long whether the line was longer than what is given of it
 * @param offset of the line's first byte in the stream
 */
export type TakeLine = (bytes: Uint8Array, from: number, to: number, long: boolean, offset: number) => void;

/**
 * Takes a line whose end was not looked for yet, where it can.
 * @param view of the same bytes
 * @returns where its LF stands; -1 where the line was not taken, as it must not be where its LF is not among the bytes
 */
export type TakeAhead = (bytes: Uint8Array, view: DataView, from: number, offset: number) => number;

const LF = 10;
const CR = 13;
/** Four line ends. */
const LFS = 0x0a0a0a0a;
const ONES = 0x01010101;
const HIGHEST = 0x80808080;

/**
 * Where the next line end stands; -1 where there is none. Eight bytes are looked at together: asking the runtime for the next place costs
 * more than that for lines as short as those of logs.
 * @param view of the same bytes
 */
function nextEnd(bytes: Uint8Array, view: DataView, from: number): number {
  const { length } = bytes;
  let at = from;
  for (const last = length - 8; at <= last; at += 8) {
    const one = view.getInt32(at, true) ^ LFS;
    // A byte that is nought borrows from its highest bit; the lowest one that does so is one for certain.
    const inOne = (one - ONES) & ~one & HIGHEST;
    if (inOne !== 0) return at + placeOfLowest(inOne);
    const other = view.getInt32(at + 4, true) ^ LFS;
    const inOther = (other - ONES) & ~other & HIGHEST;
    if (inOther !== 0) return at + 4 + placeOfLowest(inOther);
  }
  while (at < length && bytes[at] !== LF) at++;
  return at < length ? at : -1;
}

export class LineCutter {
  readonly #take: TakeLine;
  readonly #takeAhead: TakeAhead;
  /** The beginning of a line whose end has not come yet. */
  readonly #carried = new Uint8Array(MOST_LINE_BYTES);
  #length = 0;
  #long = false;
  /** Of the line that is open. */
  #offset = 0;
  /** Bytes of the stream so far. */
  #read = 0;

  /** @param takeAhead is asked before a line is cut */
  constructor(take: TakeLine, takeAhead: TakeAhead = () => -1) {
    this.#take = take;
    this.#takeAhead = takeAhead;
  }

  push(chunk: Uint8Array): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (;;) {
      const isOpen = this.#length > 0 || this.#long;
      const taken = isOpen ? -1 : this.#takeAhead(chunk, view, start, this.#offset);
      const end = taken < 0 ? nextEnd(chunk, view, start) : taken;
      if (end < 0) break;
      if (taken < 0) this.#cut(chunk, start, end, isOpen);
      start = end + 1;
      this.#offset = this.#read + start;
    }
    this.#carry(chunk, start, chunk.length);
    this.#read += chunk.length;
  }

  #cut(chunk: Uint8Array, from: number, to: number, isOpen: boolean): void {
    if (!isOpen) {
      this.#give(chunk, from, Math.min(to, from + MOST_LINE_BYTES), to - from > MOST_LINE_BYTES);
      return;
    }
    this.#carry(chunk, from, to);
    this.#give(this.#carried, 0, this.#length, this.#long);
    this.#length = 0;
    this.#long = false;
  }

  /** Gives the last line where no end stands behind it. */
  end(): void {
    if (this.#length > 0) this.#give(this.#carried, 0, this.#length, this.#long);
    this.#length = 0;
  }

  #carry(chunk: Uint8Array, from: number, to: number): void {
    const room = MOST_LINE_BYTES - this.#length;
    const kept = Math.min(room, to - from);
    for (let at = 0; at < kept; at++) this.#carried[this.#length + at] = chunk[from + at] ?? 0;
    this.#length += kept;
    if (to - from > room) this.#long = true;
  }

  #give(bytes: Uint8Array, from: number, to: number, long: boolean): void {
    // A byte order mark before the first line is none of it.
    const mark =
      this.#offset === 0 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    const start = mark ? from + 3 : from;
    this.#take(bytes, start, to > start && bytes[to - 1] === CR ? to - 1 : to, long, this.#offset);
  }
}
