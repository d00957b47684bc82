/** Clocks in words, in Central time and in the reader's. English whatever the computer's language is. */
import { DateTime } from 'luxon';
import { assertNever } from '../base/values.ts';
import { CENTRAL } from './central-time.ts';
import type { Clock } from './clocks.ts';
import { commitmentWords } from './commitments.ts';
import type { HolidayList } from './schema.ts';

export interface ClockWords {
  /** `Action plan due Wed 2 Dec, 18:00 Central, in 2 business days`. */
  text: string;
  /** The instant that `text` names on the reader's wall clock, `Thu 3 Dec, 01:00 (Europe/Berlin)`; null where there is none, or where both clocks read the same. */
  viewer: string | null;
  /** Whose promise it is (P-37). */
  promise: string;
}

/** Instants that are remembered in words: due times end at 18:00, so that a board of thousands names few. */
const MOST_REMEMBERED = 2_000;
const remembered = new Map<string, string>();
let lastYear = { key: '', year: 0 };

function yearOf(now: string, zone: string): number {
  const key = `${now} ${zone}`;
  if (lastYear.key !== key) lastYear = { key, year: DateTime.fromISO(now, { zone }).year };
  return lastYear.year;
}

/** ` CDT` in the hour that comes twice when the clocks go back, of which the time alone does not say which; else nothing. */
export function whichOfTwo(time: DateTime): string {
  return time.isValid && time.getPossibleOffsets().length > 1
    ? ` ${time.setLocale('en-US').offsetNameShort ?? time.toFormat('ZZ')}`
    : '';
}

/** `Wed 2 Dec, 18:00`, with the year where it is another than now's. Luxon's English names come from no locale data. */
function wallClock(at: string, zone: string, now: string): string {
  const year = yearOf(now, zone);
  const key = `${at} ${zone} ${year}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const time = DateTime.fromISO(at, { zone, locale: 'en' });
  const words = `${time.toFormat(time.year === year ? 'ccc d LLL, HH:mm' : 'ccc d LLL yyyy, HH:mm')}${whichOfTwo(time)}`;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, words);
  return words;
}

/** `Wed 2 Dec, 18:00 Central`: a due time wherever it stands, in the zone in which it was promised. @param now ISO 8601, which decides whether the year is named */
export function centralTime(at: string, now: string): string {
  return `${wallClock(at, CENTRAL, now)} Central`;
}

const MS_A_DAY = 86_400_000;

/**
 * The same where there is room for no more: `18:00 Central` of today, `Wed 18:00 Central` where it is less than a day away, or where the
 * reader's own calendar has come to that day already; else `7 Dec`. What is due on a day that somebody calls today has its hour.
 */
export function centralDay(at: string, reader: { viewerZone: string; now: string }): string {
  const here = DateTime.fromISO(reader.now, { zone: reader.viewerZone });
  const time = DateTime.fromISO(at, { zone: CENTRAL, locale: 'en' });
  const hour = centralHour(at, reader.now);
  if (hour !== null) return hour;
  if (here.isValid && time.toISODate() === here.toISODate()) return `${time.toFormat('ccc HH:mm')} Central`;
  return time.toFormat(time.year === here.year ? 'd LLL' : 'd LLL yyyy');
}

/** `18:00 Central` of Central time's today, `Wed 18:00 Central` of less than a day before or after now; null of what is further away. @param now ISO 8601 */
export function centralHour(at: string, now: string): string | null {
  const [time, today] = [at, now].map((each) => DateTime.fromISO(each, { zone: CENTRAL, locale: 'en' }));
  if (!time?.isValid || !today?.isValid) return null;
  const which = whichOfTwo(time);
  if (time.hasSame(today, 'day')) return `${time.toFormat('HH:mm')}${which} Central`;
  if (Math.abs(time.toMillis() - today.toMillis()) >= MS_A_DAY) return null;
  return `${time.toFormat('ccc HH:mm')}${which} Central`;
}

function dayWords(date: string, now: string): string {
  const day = DateTime.fromISO(date, { zone: CENTRAL, locale: 'en' });
  const sameYear = day.year === DateTime.fromISO(now, { zone: CENTRAL }).year;
  return day.toFormat(sameYear ? 'ccc d LLL' : 'ccc d LLL yyyy');
}

/** `1 h 5 min`, rounded down to minutes; `less than a minute`. */
export function durationWords(milliseconds: number): string {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (minutes === 0) return 'less than a minute';
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

const businessDays = (count: number) => `${count} business ${count === 1 ? 'day' : 'days'}`;

/** `, in 2 business days`; empty where nothing is left to say. */
function leftWords({ remaining, state }: Clock): string {
  if (remaining === null) return '';
  const over = state.kind === 'breached';
  if (remaining.unit === 'ms') {
    const words = durationWords(remaining.value);
    return over ? `, ${words} ago` : `, in ${words}`;
  }
  if (remaining.value === 0) return over ? ', less than a business day ago' : ', today';
  return remaining.value > 0
    ? `, in ${businessDays(remaining.value)}`
    : `, ${businessDays(-remaining.value)} ago`;
}

/** What the deadline says, as a part of a sentence, with the instant that it names. */
function deadlineWords(clock: Clock, now: string): { words: string; at: string | null } {
  const { deadline, state } = clock;
  switch (deadline.kind) {
    case 'due': {
      const verb = state.kind === 'breached' ? 'was due' : 'due';
      const before = deadline.strict ? ' before' : '';
      return {
        words: `${verb}${before} ${centralTime(deadline.at, now)}`,
        at: deadline.at,
      };
    }
    case 'notBefore':
      return { words: `not before ${centralTime(deadline.at, now)}`, at: deadline.at };
    case 'nextRelease':
      return {
        words: `with the next release${deadline.release === null ? '' : `, ${deadline.release}`}, ${
          deadline.date === null ? 'no date known yet' : `expected ${dayWords(deadline.date, now)}`
        }`,
        at: null,
      };
    default:
      return assertNever(deadline);
  }
}

/**
 * A clock as a sentence.
 * @param reader `viewerZone`: IANA zone of the reader's wall clock; `now`: ISO instant, which decides whether years are named
 */
export function clockWords(clock: Clock, reader: { viewerZone: string; now: string }): ClockWords {
  const { now } = reader;
  const name = commitmentWords[clock.kind];
  const { words, at } = deadlineWords(clock, now);
  const { state } = clock;
  const promise = clock.promise === 'target' ? 'Target' : "IPcelerate's commitment";
  const answer = (text: string, named: string | null): ClockWords => ({
    text,
    viewer: named === null ? null : viewerWords(named, reader),
    promise,
  });
  switch (state.kind) {
    case 'running':
    case 'at-risk':
    case 'breached':
      return answer(`${name} ${words}${leftWords(clock)}`, at);
    case 'not-before-passed':
      return answer(`${name} ${words}, which has passed; no latest day is promised`, at);
    case 'release-date-passed':
      return answer(`${name} ${words}, which has passed`, at);
    case 'met':
    case 'met-late': {
      const late = state.kind === 'met-late' ? ' late' : '';
      // What is promised not before a day may come before it all the same.
      const due = clock.deadline.kind === 'notBefore' ? '' : ` (${words})`;
      return answer(`${name} met${late} ${centralTime(state.at, now)}${due}`, state.at);
    }
    case 'returned':
      return answer(
        `${name} returned ${centralTime(state.at, now)}${state.late ? ', late' : ''} (${words}): ${state.reason}`,
        state.at,
      );
    case 'void':
      return answer(`${name} void since ${centralTime(state.at, now)} (${words}): ${state.reason}`, state.at);
    default:
      return assertNever(state);
  }
}

/** Whether a zone's wall clock reads another time than the Central one at an instant; false for no zone. */
function readsOtherwise(at: string, zone: string): boolean {
  const key = `${at} ${zone} otherwise`;
  const known = remembered.get(key);
  if (known !== undefined) return known === 'yes';
  const there = DateTime.fromISO(at, { zone });
  const answer = there.isValid && there.offset !== DateTime.fromISO(at, { zone: CENTRAL }).offset;
  remembered.set(key, answer ? 'yes' : 'no');
  return answer;
}

/** `Thu 3 Dec, 01:00 (Europe/Berlin)`; null where the reader's clock reads what the Central one reads, and for no zone. */
export function viewerWords(at: string, reader: { viewerZone: string; now: string }): string | null {
  if (!readsOtherwise(at, reader.viewerZone)) return null;
  return `${wallClock(at, reader.viewerZone, reader.now)} (${reader.viewerZone})`;
}

/** What the business days were counted with: that no list was published, or that it is empty, is said. */
export function holidayWords(list: HolidayList | null): string {
  if (list === null) return 'No list of holidays was published: only weekends are left out (P-25).';
  const name = `list of holidays ${list.version}${list.sample ? ' (a sample)' : ''}`;
  if (list.dates.length === 0) return `The ${name} is empty: only weekends are left out (P-25).`;
  const last = list.dates.at(-1)?.date ?? '';
  return `Counted with ${name}, which goes up to ${last} (P-25).`;
}
