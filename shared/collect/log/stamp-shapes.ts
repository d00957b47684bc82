/**
 * Finds the times of a log's lines by their shape: the bytes of a line's beginning with each digit as a nought. A form asks for digits
 * and never for certain ones, so that lines of one shape have their time in one place, which is looked for once.
 */
import { isSameShape } from './four-bytes.ts';
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

/** The bits of those of four bytes that stand between two places. */
function bitsOf(from: number, to: number): number {
  let bits = 0;
  for (let at = Math.max(0, from); at < Math.min(4, to); at++) bits |= 0xff << (at * 8);
  return bits;
}

export class StampShapes {
  readonly #form: StampForm;
  /** Bytes that make the shape: the longest time of the sample, and what tells that it ends there. */
  readonly #told: number;
  readonly #known = new Map<number, Known>();
  #last: StampPlace | null = null;
  /**
   * The beginning of the newest line with a time, by fours, the last four in any case: most lines have the same shape, which costs less to see
   * than to hash. Beside it that of the line which is looked at.
   */
  #words = new Int32Array(LONGEST / 4);
  #coming = new Int32Array(LONGEST / 4);
  /** Which bits of them belong to the time without its seconds, and to the zone. */
  readonly #minuteBits = new Int32Array(LONGEST / 4);
  readonly #zoneBits = new Int32Array(LONGEST / 4);
  /** Bytes of it that make its shape; -1 where there is none to follow. */
  #followed = -1;
  #isNewMinute = false;
  #isNewZone = false;
  /** Of the newest line that was kept: whether the time without its seconds, and the zone, are others than in the line before. */
  newMinute = false;
  newZone = false;

  /** @param sample lines as texts */
  constructor(form: StampForm, sample: readonly string[]) {
    this.#form = form;
    const longest = Math.max(0, ...sample.map((line) => form.pattern.exec(line)?.[0].length ?? 0));
    this.#told = form.name === MANY_SHAPES ? 0 : Math.min(longest + 2, LONGEST);
  }

  /** Says that the newest line with a time is this one, and where its time stands. @param view of the bytes that the line lies in */
  follow(place: StampPlace, view: DataView, from: number, to: number): void {
    const count = Math.min(this.#told, to - from);
    this.#last = place;
    this.#followed = count >= 4 && place.length > 0 && place.length <= count ? count : -1;
    for (let word = 0, at = 0; at < this.#followed; word++, at += 4) {
      const first = Math.min(at, count - 4);
      this.#words[word] = view.getInt32(from + first, true);
      this.#minuteBits[word] = bitsOf(place.from - first, place.minuteTo - first);
      this.#zoneBits[word] = bitsOf(place.zoneFrom - first, place.zoneTo - first);
    }
  }

  /**
   * The place of the time, where the line has the shape of the newest one. It is that one once `keep` was called.
   * @param view of the same bytes
   * @param to the line's end; where that is not known yet, the end of the bytes, and lines shorter than what makes a shape are not seen
   */
  followed(view: DataView, from: number, to: number): StampPlace | null {
    const count = this.#followed;
    if (count < 0 || Math.min(to - from, this.#told) !== count) return null;
    const words = this.#words;
    const coming = this.#coming;
    const last = count - 4;
    let minute = 0;
    let zone = 0;
    // Four bytes at a time, the last four in any case.
    for (let at = 0, word = 0; ; at += 4, word++) {
      const here = view.getInt32(from + (at < last ? at : last), true);
      const there = words[word] ?? 0;
      coming[word] = here;
      if (here !== there) {
        if (!isSameShape(here, there)) return null;
        minute |= (here ^ there) & (this.#minuteBits[word] ?? 0);
        zone |= (here ^ there) & (this.#zoneBits[word] ?? 0);
      }
      if (at >= last) break;
    }
    this.#isNewMinute = minute !== 0;
    this.#isNewZone = zone !== 0;
    return this.#last;
  }

  /** Takes the line that `followed` has just found like the newest one for that. */
  keep(): void {
    const words = this.#words;
    this.#words = this.#coming;
    this.#coming = words;
    this.newMinute = this.#isNewMinute;
    this.newZone = this.#isNewZone;
  }

  /** Writes the beginning of the line that is followed, if one is. */
  write(into: Uint8Array): void {
    for (let word = 0, at = 0; at < this.#followed; word++, at += 4) {
      const first = Math.min(at, this.#followed - 4);
      for (let each = 0; each < 4; each++) into[first + each] = (this.#words[word] ?? 0) >>> (each * 8);
    }
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
