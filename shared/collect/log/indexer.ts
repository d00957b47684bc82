/** What a log is about, read once from end to end and never held: time range, levels, busiest messages. See SPEC.md. */
import { utf8Bytes, utf8Text } from '../decode.ts';
import { type Busy, MessageCounts } from './message-counts.ts';
import { formOf, type StampForm } from './stamp.ts';
import { type StampPlace, StampShapes } from './stamp-shapes.ts';

export interface LogMoment {
  /** As the log writes it. */
  text: string;
  /** From 1. */
  line: number;
}

export interface LogIndex {
  lines: number;
  /** The form of its times; null where it has none. */
  form: string | null;
  /** First and last line with a time. */
  from: LogMoment | null;
  to: LogMoment | null;
  /** Zones that its times name, such as `+02:00` or `CST`; empty where they name none. */
  zones: string[];
  /** Lines without a time: what goes on from the line before. */
  undated: number;
  levels: Partial<Record<Level, number>>;
  /** Messages with their numbers and addresses taken out, the commonest first. */
  busiest: Busy[];
  /** Whether messages were too many to count each: then the counts of the commonest are still right to within this number. */
  uncertain: number;
  /** Lines that were longer than is read of one. */
  longLines: number;
}

export const levels = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const;
export type Level = (typeof levels)[number];

const SAMPLE = 200;
const BUSIEST = 20;
/** Letters of a time that are kept. */
const MOST_STAMP = 64;
/** Stretches that are told apart; in a log that has more, two become one. */
const MOST_STRETCHES = 8_192;
/** After how many lines the place of one is noted. */
const NOTED_EVERY = 4_096;
/** A warning, or graver. */
const WARNING = 4;
const LEVEL_WORD =
  /%[A-Z][\w-]*?-([0-7])-|\b(?:(EMERG(?:ENCY)?|PANIC)|(ALERT)|(CRIT(?:ICAL)?|FATAL|SEVERE|KRITISCH|CRITIQUE)|(ERR(?:OR)?|FEHLER|ERREUR)|(WARN(?:ING|UNG)?|AVERTISSEMENT)|(NOTICE)|(INFO(?:RMATION(?:EN|S)?)?)|(DEBUG|TRACE|FINE(?:R|ST)?))\b/i;

/** Lines that stand one after the other: those of a minute, or of several in a log of very many. */
export interface LogStretch {
  /** The time of its first line, as the log writes it, with its zone where the log names one. */
  stamp: string;
  /** Its first line, from 1. */
  line: number;
  lines: number;
  /** Warnings and graver. */
  warnings: number;
}

/** Where a line begins, for who reads from there. */
export interface LinePlace {
  line: number;
  /** Bytes from the beginning. */
  offset: number;
}

/** The level of a message, from 0 (emergency) to 7 (debug); null where it names none. */
export function levelIn(text: string): number | null {
  const found = LEVEL_WORD.exec(text.length > 200 ? text.slice(0, 200) : text);
  if (!found) return null;
  return found[1] === undefined
    ? found.findIndex((group, index) => index > 1 && group !== undefined) - 2
    : Number(found[1]);
}

/** Takes a log line by line; memory does not grow with it. */
export class LogIndexer {
  readonly #decode: (bytes: Uint8Array) => string;
  #sample: { bytes: Uint8Array; offset: number }[] = [];
  #form: StampForm | null = null;
  #shapes: StampShapes | null = null;
  #decided = false;
  #count = 0;
  #first: LogMoment | null = null;
  /** The beginning of the newest line with a time, as bytes: it is made a text once. */
  readonly #beginning = new Uint8Array(200);
  #beginningLength = 0;
  /** Where in it the time stands, and its length; what of it is no second. */
  #stampFrom = 0;
  #stampLength = 0;
  #minuteLength = 0;
  #stampLine = 0;
  readonly #zones = new Set<string>();
  #zone = '';
  #undated = 0;
  readonly #levels = new Array<number>(levels.length).fill(0);
  readonly #messages: MessageCounts;
  #longLines = 0;
  /** The bytes that the newest line lies in, and a view of them: four are compared at once. */
  #viewed: Uint8Array = this.#beginning;
  #view: DataView = new DataView(this.#beginning.buffer);
  /** The log's stretches in time, and places of its lines. */
  stretches: LogStretch[] = [];
  #newestStretch: LogStretch | null = null;
  /** Lines that a stretch has at least. */
  #leastLines = 1;
  readonly places: LinePlace[] = [];

  /** @param decode what the bytes of a line say; as UTF-8 where nothing else is said */
  constructor(decode: (bytes: Uint8Array) => string = utf8Text) {
    this.#decode = decode;
    this.#messages = new MessageCounts(decode, (sample) => levelIn(decode(sample)) ?? -1);
  }

  /** The form of its times, once it is decided. */
  get form(): StampForm | null {
    return this.#form;
  }

  /** A line as text. @param long whether the line was longer than what is given of it */
  add(line: string, long = false): void {
    const bytes = utf8Bytes(line);
    this.addBytes(bytes, 0, bytes.length, long);
  }

  /** A line as it lies in a buffer, as a `LineCutter` gives it. */
  addBytes(bytes: Uint8Array, from: number, to: number, long = false, offset = 0): void {
    if (long) this.#longLines++;
    if (this.#decided) this.#take(bytes, from, to, offset);
    else {
      this.#sample.push({ bytes: bytes.slice(from, to), offset });
      if (this.#sample.length === SAMPLE) this.#decide();
    }
  }

  /**
   * A line of which only the beginning is known, where it is like those before it: as most are, it costs much less than finding its end first.
   * @param view of the same bytes
   * @returns where its LF stands; -1 where it was not taken and has to be cut
   */
  addLike(bytes: Uint8Array, view: DataView, from: number, offset: number): number {
    const place = this.#shapes?.followed(view, from, bytes.length);
    if (!place) return -1;
    const end = this.#messages.expectedEnd(bytes, view, from + place.length);
    if (end < 0) return -1;
    this.#begin(offset);
    this.#follow(place, bytes, from);
    this.#counted(this.#messages.takeExpected(this.#count));
    return end;
  }

  #decide(): void {
    this.#decided = true;
    const texts = this.#sample.map(({ bytes }) => this.#decode(bytes));
    this.#form = formOf(texts);
    this.#shapes = this.#form && new StampShapes(this.#form, texts);
    for (const { bytes, offset } of this.#sample.splice(0)) this.#take(bytes, 0, bytes.length, offset);
  }

  #take(bytes: Uint8Array, from: number, to: number, offset: number): void {
    this.#begin(offset);
    if (bytes !== this.#viewed) {
      this.#viewed = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const length = this.#shapes ? this.#time(bytes, from, to) : 0;
    if (length === 0) this.#undated++;
    this.#counted(this.#messages.take(bytes, this.#view, from + length, to, this.#count, from));
  }

  #begin(offset: number): void {
    if (this.#count % NOTED_EVERY === 0) this.places.push({ line: this.#count + 1, offset });
    this.#count++;
  }

  #counted(level: number): void {
    if (level >= 0) this.#levels[level] = (this.#levels[level] ?? 0) + 1;
    const stretch = this.#newestStretch;
    if (!stretch) return;
    stretch.lines++;
    if (level >= 0 && level <= WARNING) stretch.warnings++;
  }

  /** @returns bytes of the time and what belongs to it; 0 where the line has none */
  #time(bytes: Uint8Array, from: number, to: number): number {
    const shapes = this.#shapes;
    if (!shapes) return 0;
    const followed = shapes.followed(this.#view, from, to);
    if (followed) return this.#follow(followed, bytes, from);
    const place = shapes.place(bytes, from, to);
    if (place.length === 0) return 0;
    shapes.write(this.#beginning);
    const kept = this.#beginning;
    const whole = Math.min(kept.length, place.length);
    const length = Math.min(MOST_STAMP, place.to - place.from);
    const minuteTo = place.minuteTo;
    const stampTo = place.from + length;
    const minuteLength = minuteTo - place.from;
    let isNew =
      minuteLength !== this.#minuteLength || length !== this.#stampLength || place.from !== this.#stampFrom;
    for (let at = 0; at < whole; at++) {
      const byte = bytes[from + at] ?? 0;
      if (kept[at] === byte) continue;
      // The half of a day stands behind the seconds.
      if (at >= place.from && at < stampTo && (at < minuteTo || byte > 57)) isNew = true;
      kept[at] = byte;
    }
    shapes.follow(place, this.#view, from, to);
    this.#beginningLength = whole;
    this.#stampFrom = place.from;
    this.#stampLength = length;
    this.#minuteLength = minuteLength;
    this.#stampLine = this.#count;
    if (place.zoneTo > place.zoneFrom) this.#zoneAt(bytes, from + place.zoneFrom, from + place.zoneTo);
    if (isNew) this.#newMinute(bytes, from, place.length);
    return place.length;
  }

  /** A line like the newest one. @returns bytes of the time and what belongs to it */
  #follow(place: StampPlace, bytes: Uint8Array, from: number): number {
    const shapes = this.#shapes;
    shapes?.keep();
    this.#stampLine = this.#count;
    if (shapes?.newZone) this.#zoneAt(bytes, from + place.zoneFrom, from + place.zoneTo);
    if (shapes?.newMinute) this.#newMinute(bytes, from, place.length);
    return place.length;
  }

  #newMinute(bytes: Uint8Array, from: number, length: number): void {
    if (!this.#newestStretch || this.#newestStretch.lines >= this.#leastLines)
      this.#stretch(utf8Text(bytes.subarray(from, from + length)));
  }

  #stretch(stamp: string): void {
    this.#first ??= { text: this.#stampText(), line: this.#count };
    if (this.stretches.length === MOST_STRETCHES) {
      this.#leastLines *= 2;
      this.stretches = this.stretches.flatMap((each, at, all) => {
        const next = all[at + 1];
        if (at % 2 === 1 || !next) return at % 2 === 1 ? [] : [each];
        return [{ ...each, lines: each.lines + next.lines, warnings: each.warnings + next.warnings }];
      });
    }
    this.#newestStretch = { stamp, line: this.#count, lines: 0, warnings: 0 };
    this.stretches.push(this.#newestStretch);
  }

  #zoneAt(bytes: Uint8Array, from: number, to: number): void {
    const zone = this.#zone;
    let same = zone.length === to - from;
    for (let at = from; same && at < to; at++) same = zone.charCodeAt(at - from) === bytes[at];
    if (same) return;
    this.#zone = utf8Text(bytes.subarray(from, to));
    if (this.#zones.size < 10) this.#zones.add(this.#zone);
  }

  /** The newest time with all that belongs to it, as a line begins with it; blank where there is none. */
  get lastStamp(): string {
    this.#shapes?.write(this.#beginning);
    return utf8Text(this.#beginning.subarray(0, this.#beginningLength));
  }

  #stampText(): string {
    this.#shapes?.write(this.#beginning);
    return utf8Text(this.#beginning.subarray(this.#stampFrom, this.#stampFrom + this.#stampLength));
  }

  end(): LogIndex {
    if (!this.#decided) this.#decide();
    const counted = levels.flatMap((level, at) => (this.#levels[at] ? [[level, this.#levels[at]]] : []));
    return {
      lines: this.#count,
      form: this.#form?.name ?? null,
      from: this.#first,
      to: this.#first && { text: this.#stampText(), line: this.#stampLine },
      zones: [...this.#zones],
      undated: this.#undated,
      levels: Object.fromEntries(counted),
      busiest: this.#messages.busiest(BUSIEST),
      uncertain: this.#messages.uncertain,
      longLines: this.#longLines,
    };
  }
}
