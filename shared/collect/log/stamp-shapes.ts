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

const ANY_DIGIT = 48;
/** What a byte is in a shape: itself, and a nought where it is a digit. */
const shapeOf = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) shapeOf[byte] = byte > 47 && byte < 58 ? ANY_DIGIT : byte;

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
  #last: StampPlace | null = null;
  /**
   * The beginning of the newest line with a time: most lines have the same shape, which costs less to see than to hash. Its owner writes it
   * where a line has another, and says so by `follow`.
   */
  readonly #newest: Uint8Array;
  readonly #newestView: DataView;
  /** Bytes of it that make its shape; -1 where there is none to follow. */
  #followed = -1;
  /** Of the newest line that was followed: whether the time without its seconds, and the zone, are others than in the line before. */
  newMinute = false;
  newZone = false;

  /**
   * @param sample lines as texts
   * @param newest where the beginning of the newest line with a time is kept
   */
  constructor(form: StampForm, sample: readonly string[], newest: Uint8Array) {
    this.#form = form;
    const longest = Math.max(0, ...sample.map((line) => form.pattern.exec(line)?.[0].length ?? 0));
    this.#told = form.name === MANY_SHAPES ? 0 : Math.min(longest + 2, newest.length);
    this.#newest = newest;
    this.#newestView = new DataView(newest.buffer, newest.byteOffset, newest.byteLength);
  }

  /** Says that a line's time stands there, and that its beginning is kept. @returns how many of its bytes have to be */
  follow(place: StampPlace, from: number, to: number): number {
    const kept = Math.min(this.#told, to - from);
    this.#last = place;
    this.#followed = place.length > 0 && place.length <= kept ? kept : -1;
    return kept;
  }

  /**
   * The place of the time, where the line has the shape of the newest one; what is kept of that is then this line.
   * @param view of the same bytes
   */
  followed(bytes: Uint8Array, view: DataView, from: number, to: number): StampPlace | null {
    const count = this.#followed;
    const last = this.#last;
    if (last === null || count < 0 || Math.min(to - from, this.#told) !== count) return null;
    const newest = this.#newest;
    const newestView = this.#newestView;
    let at = 0;
    while (at + 4 <= count && view.getInt32(from + at, true) === newestView.getInt32(at, true)) at += 4;
    while (at < count && bytes[from + at] === newest[at]) at++;
    for (let each = at; each < count; each++) {
      const byte = bytes[from + each] ?? 0;
      const known = newest[each] ?? 0;
      if (byte !== known && (shapeOf[byte] !== ANY_DIGIT || shapeOf[known] !== ANY_DIGIT)) return null;
    }
    this.newMinute = false;
    this.newZone = false;
    for (; at < count; at++) {
      const byte = bytes[from + at] ?? 0;
      if (byte === newest[at]) continue;
      newest[at] = byte;
      if (at >= last.from && at < last.minuteTo) this.newMinute = true;
      if (at >= last.zoneFrom && at < last.zoneTo) this.newZone = true;
    }
    return last;
  }

  /** The place of a line's time, whatever its shape. */
  place(bytes: Uint8Array, from: number, to: number): StampPlace {
    if (this.#told === 0) return placeOf(this.#form, beginningOf(bytes, from, to));
    const end = Math.min(to, from + this.#told);
    let a = end - from;
    let b = 0;
    for (let at = from; at < end; at++) {
      const byte = shapeOf[bytes[at] ?? 0] ?? 0;
      a = Math.imul(a ^ byte, 0x01000193);
      b = (Math.imul(b, 31) + byte) | 0;
    }
    const known = this.#known.get(a >>> 2);
    if (known?.a === a && known.b === b) return known;
    const found = placeOf(this.#form, beginningOf(bytes, from, to));
    // A time that goes on beyond what makes the shape may end elsewhere in the next line.
    if (found.length > this.#told - 2) return found;
    if (this.#known.size >= MOST_SHAPES) this.#known.clear();
    this.#known.set(a >>> 2, { ...found, a, b });
    return found;
  }
}
