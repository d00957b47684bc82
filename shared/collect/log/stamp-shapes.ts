/**
 * Finds the times of a log's lines by their shape: the bytes of a line's beginning with each digit as a nought. A form asks for digits
 * and never for certain ones, so that lines of one shape have their time in one place, which is looked for once.
 */
import type { StampForm } from './stamp.ts';

export interface StampPlace {
  /** Bytes from the line's beginning, behind the time and what belongs to it; 0 where the line has none. */
  length: number;
  /** The time itself. */
  from: number;
  to: number;
  /** Its end without the seconds. */
  minuteTo: number;
  /** Its zone; both 0 where it names none. */
  zoneFrom: number;
  zoneTo: number;
}

interface Known extends StampPlace {
  a: number;
  b: number;
}

const MOST_SHAPES = 4_096;
/** The longest beginning of a line that is looked at. */
const LONGEST = 200;
/** Where names of hosts stand before the time, shapes are as many as hosts. */
const MANY_SHAPES = 'web server';

/** Each byte a character: times are written in ASCII. */
function beginningOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < Math.min(to, from + LONGEST); at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

function placeOf({ pattern }: StampForm, text: string): StampPlace {
  const [whole = '', time = '', zone = ''] = pattern.exec(text) ?? [];
  if (whole === '') return { length: 0, from: 0, to: 0, minuteTo: 0, zoneFrom: 0, zoneTo: 0 };
  const from = whole.indexOf(time);
  const seconds = /:\d{2}(?:\.\d+)?(?: [AP]M)?$/.exec(time)?.index ?? time.length;
  const zoneFrom = zone === '' ? 0 : whole.lastIndexOf(zone);
  return {
    length: whole.length,
    from,
    to: from + time.length,
    minuteTo: from + seconds,
    zoneFrom,
    zoneTo: zoneFrom + zone.length,
  };
}

export class StampShapes {
  readonly #form: StampForm;
  /** Bytes that make the shape: the longest time of the sample, and what tells that it ends there. */
  readonly #told: number;
  readonly #known = new Map<number, Known>();
  #last: Known | null = null;

  /** @param sample lines as texts */
  constructor(form: StampForm, sample: readonly string[]) {
    this.#form = form;
    const longest = Math.max(0, ...sample.map((line) => form.pattern.exec(line)?.[0].length ?? 0));
    this.#told = form.name === MANY_SHAPES ? 0 : longest + 2;
  }

  place(bytes: Uint8Array, from: number, to: number): StampPlace {
    if (this.#told === 0) return placeOf(this.#form, beginningOf(bytes, from, to));
    const end = Math.min(to, from + this.#told);
    let a = end - from;
    let b = 0;
    for (let at = from; at < end; at++) {
      let byte = bytes[at] ?? 0;
      if (byte > 47 && byte < 58) byte = 48;
      a = Math.imul(a ^ byte, 0x01000193);
      b = (Math.imul(b, 31) + byte) | 0;
    }
    if (this.#last?.a === a && this.#last.b === b) return this.#last;
    const known = this.#known.get(a >>> 2);
    if (known?.a === a && known.b === b) {
      this.#last = known;
      return known;
    }
    const found = placeOf(this.#form, beginningOf(bytes, from, to));
    // A time that goes on beyond what makes the shape may end elsewhere in the next line.
    if (found.length > this.#told - 2) return found;
    if (this.#known.size >= MOST_SHAPES) this.#known.clear();
    this.#last = { ...found, a, b };
    this.#known.set(a >>> 2, this.#last);
    return this.#last;
  }
}
