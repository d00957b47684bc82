/** Cuts a stream of bytes into lines without copying them: whoever takes a line reads it where it lies. */

/** Bytes of a line that are given; the rest of a longer one is passed over. */
const MOST_LINE_BYTES = 65_536;

/**
 * @param bytes hold the line from `from` to `to`, without its end, until the call returns
 * @param long whether the line was longer than what is given of it
 * @param offset of the line's first byte in the stream
 */
export type TakeLine = (bytes: Uint8Array, from: number, to: number, long: boolean, offset: number) => void;

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
    const other = view.getInt32(at + 4, true) ^ LFS;
    // A byte that is nought borrows from its highest bit.
    if ((((one - ONES) & ~one) | ((other - ONES) & ~other)) & HIGHEST) break;
  }
  while (at < length && bytes[at] !== LF) at++;
  return at < length ? at : -1;
}

export class LineCutter {
  readonly #take: TakeLine;
  /** The beginning of a line whose end has not come yet. */
  readonly #carried = new Uint8Array(MOST_LINE_BYTES);
  #length = 0;
  #long = false;
  /** Of the line that is open. */
  #offset = 0;
  /** Bytes of the stream so far. */
  #read = 0;

  constructor(take: TakeLine) {
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (;;) {
      const end = nextEnd(chunk, view, start);
      if (end < 0) break;
      if (this.#length > 0 || this.#long) {
        this.#carry(chunk, start, end);
        this.#give(this.#carried, 0, this.#length, this.#long);
        this.#length = 0;
        this.#long = false;
      } else this.#give(chunk, start, Math.min(end, start + MOST_LINE_BYTES), end - start > MOST_LINE_BYTES);
      start = end + 1;
      this.#offset = this.#read + start;
    }
    this.#carry(chunk, start, chunk.length);
    this.#read += chunk.length;
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
