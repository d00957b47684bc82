/** When the lines of a log were, by one clock for all logs: its zone and how far it was off are taken out. See SPEC.md, L6 to L8. */
import { IANAZone } from 'luxon';
import type { StampForm } from './stamp.ts';

export interface LogClock {
  /** IANA; what times without a zone of their own are in. */
  zone: string;
  /** Milliseconds by which the clock was ahead of the right time; negative where it was behind. */
  ahead: number;
  /** ISO: a time at which the log was there already, for times without a year or a day. */
  captured: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_MS = 86_400_000;
/** Lines of one log may be out of order by so much, where several threads write it. */
const DISORDER_MS = 5 * 60_000;
/** How finely the offsets of a zone are kept; zones change at full quarters of an hour. */
const QUARTER_MS = 900_000;

/** Offsets of zones by their abbreviations, as `deviceDate` has them. */
const abbreviations: Readonly<Record<string, number>> = {
  ...{ UTC: 0, GMT: 0, EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360 },
  ...{ PST: -480, PDT: -420, CET: 60, CEST: 120, WET: 0, WEST: 60, EET: 120, EEST: 180, BST: 60 },
};

/** Minutes; null where the text names no zone that is known. */
function offsetOf(text: string | undefined): number | null {
  if (!text) return null;
  if (text === 'Z') return 0;
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3]));
  return abbreviations[text] ?? null;
}

interface Reading {
  at: number;
  /** What it leaves out; an instant is the same in every zone. */
  says: 'instant' | 'all' | 'no-year' | 'no-day';
}

/** A wall clock's reading, as if it were UTC; null where the text is none. */
function wallClock(text: string): Reading | null {
  const since = /^(\d{10})(\d{3})?(\.\d{1,9})?$/.exec(text);
  if (since) {
    const [, seconds, milliseconds = '0', fraction = '.0'] = since;
    return {
      at: Number(seconds) * 1_000 + Number(milliseconds) + Math.round(Number(`0${fraction}`) * 1_000),
      says: 'instant',
    };
  }
  const time = /(?<!\d)(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?(?: ([AP])M)?/.exec(text);
  if (!time) return null;
  const [, hour = '0', minute = '0', second = '0', fraction = '', half] = time;
  const hours = half ? (Number(hour) % 12) + (half === 'P' ? 12 : 0) : Number(hour);
  const ms =
    ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1_000 + Number(`0.${fraction || '0'}`) * 1_000;
  const iso = /(\d{4})[-/](\d{2})[-/](\d{2})/.exec(text);
  if (iso) return { at: Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) + ms, says: 'all' };
  const web = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):/.exec(text);
  if (web)
    return { at: Date.UTC(Number(web[3]), MONTHS.indexOf(web[2] ?? ''), Number(web[1])) + ms, says: 'all' };
  const dotted = /(\d{1,2})\.(\d{1,2})\.(\d{4})/.exec(text);
  if (dotted)
    return { at: Date.UTC(Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1])) + ms, says: 'all' };
  const us = /(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text);
  if (us) return { at: Date.UTC(Number(us[3]), Number(us[1]) - 1, Number(us[2])) + ms, says: 'all' };
  const named = /([A-Z][a-z]{2}) +(\d{1,2})(?:,? (\d{4})|(?: [\d:.]+ (\d{4})$))?/.exec(text);
  if (!named) return { at: ms, says: 'no-day' };
  // A leap year, so that 29 February is a day.
  const said = named[3] ?? named[4];
  const year = said ? Number(said) : 2_000;
  return {
    at: Date.UTC(year, MONTHS.indexOf(named[1] ?? ''), Number(named[2])) + ms,
    says: said ? 'all' : 'no-year',
  };
}

/** Reads the moments of one log, line by line in its order. */
export class MomentReader {
  readonly #form: StampForm;
  readonly #clock: LogClock;
  readonly #zone: IANAZone;
  readonly #captured: number;
  readonly #offsets = new Map<number, readonly number[]>();
  #before: number | null = null;

  constructor(form: StampForm, clock: LogClock) {
    this.#form = form;
    this.#clock = clock;
    this.#zone = IANAZone.create(IANAZone.isValidZone(clock.zone) ? clock.zone : 'UTC');
    this.#captured = Date.parse(clock.captured) + clock.ahead;
  }

  /** Milliseconds since 1970 by the right clock; null for a line without a time of its own. */
  read(line: string): number | null {
    const stamp = this.#form.pattern.exec(line);
    const text = stamp?.[1];
    if (!stamp || text === undefined) return null;
    const behind = line.slice(line.indexOf(text) + text.length);
    const fraction = /^[.,]\d{1,6}/.exec(behind)?.[0] ?? '';
    // Where a half of the day follows the time, the form has it in its text already.
    const wall = wallClock(/[AP]M$/.test(text) ? text : `${text}${fraction}`);
    if (!wall) return null;
    const own = wall.says === 'instant' ? 0 : offsetOf(stamp[2]);
    const local = this.#dated(wall, own);
    const at = own === null ? this.#inZone(local) : local - own * 60_000;
    this.#before = at;
    return at - this.#clock.ahead;
  }

  /** The wall clock's reading with year and day. */
  #dated({ at, says }: Reading, own: number | null): number {
    if (says === 'all' || says === 'instant') return at;
    const shift = (own ?? this.#zone.offset(this.#captured)) * 60_000;
    const newest = this.#captured + shift;
    if (says === 'no-day') {
      const from = this.#before === null ? newest - DAY_MS : this.#before + shift - DAY_MS / 2;
      const day = Math.floor(from / DAY_MS) * DAY_MS;
      const first = day + at;
      return first >= from ? first : first + DAY_MS;
    }
    const date = new Date(at);
    const year = new Date(newest).getUTCFullYear();
    const rest = at - Date.UTC(2_000, date.getUTCMonth(), date.getUTCDate());
    const inYear = (y: number) => Date.UTC(y, date.getUTCMonth(), date.getUTCDate()) + rest;
    return inYear(year) > newest + DAY_MS ? inYear(year - 1) : inYear(year);
  }

  /**
   * The instant at which the zone's wall clock showed it. In the hour that comes twice it is the first that is not before the
   * line above: a log goes on.
   */
  #inZone(local: number): number {
    const key = Math.floor(local / QUARTER_MS);
    let offsets = this.#offsets.get(key);
    if (!offsets) {
      const around = [...new Set([this.#zone.offset(local - DAY_MS), this.#zone.offset(local + DAY_MS)])];
      const fits = around.filter((each) => this.#zone.offset(local - each * 60_000) === each);
      offsets = (fits.length > 0 ? fits : around.slice(0, 1)).sort((a, b) => b - a);
      this.#offsets.set(key, offsets);
    }
    const [first = 0, second] = offsets;
    const early = local - first * 60_000;
    if (second === undefined || this.#before === null || early >= this.#before - DISORDER_MS) return early;
    return local - second * 60_000;
  }
}

/** A line of one of several logs, at its moment. */
export interface TimedLine {
  at: number;
  source: string;
  /** From 1. */
  line: number;
  text: string;
}

/** Lines of several logs in the order in which they were; lines without a time stand behind the one that they go on from. */
export function inOrder(
  logs: readonly { source: string; lines: readonly string[]; reader: MomentReader }[],
): TimedLine[] {
  const all: TimedLine[] = [];
  for (const { source, lines, reader } of logs) {
    let last: number | null = null;
    for (const [index, text] of lines.entries()) {
      last = reader.read(text) ?? last;
      if (last !== null) all.push({ at: last, source, line: index + 1, text });
    }
  }
  return all.sort((a, b) => a.at - b.at);
}
