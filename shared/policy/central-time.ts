/** Wall clock of IPcelerate's support (P-25): which Central day an instant lies on, and when a Central day closes. */
import { DateTime, IANAZone } from 'luxon';
import { dateOfDay } from './dates.ts';

export const CENTRAL = 'America/Chicago';
const OPENING_HOUR = 8;
const CLOSING_HOUR = 18;

const MS_A_DAY = 86_400_000;
const MS_A_MINUTE = 60_000;
/** About 55 years of days: more than any board shows, and bounded whatever times a record brings. */
const MOST_REMEMBERED = 20_000;

/** Made when it is asked for: the first zone of a process costs tens of milliseconds, and most that import this ask for none at first. */
let made: IANAZone | null = null;
function zone(): IANAZone {
  made ??= IANAZone.create(CENTRAL);
  return made;
}

/** The answers of luxon, kept by day: a board asks for the same few weeks thousands of times. */
function rememberByDay<T>(answer: (day: number) => T): (day: number) => T {
  const known = new Map<number, T>();
  return (day) => {
    const found = known.get(day);
    if (found !== undefined) return found;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const fresh = answer(day);
    known.set(day, fresh);
    return fresh;
  };
}

/** The offset in minutes of a whole UTC day, or that it changes within it. */
const offsetOfDay = rememberByDay<number | 'changes'>((day) => {
  const first = zone().offset(day * MS_A_DAY);
  return first === zone().offset((day + 1) * MS_A_DAY - 1) ? first : 'changes';
});

/** Days since 1970-01-01 of the Central calendar day on which an instant (milliseconds) lies. */
export function centralDay(at: number): number {
  const ofDay = offsetOfDay(Math.floor(at / MS_A_DAY));
  const offset = ofDay === 'changes' ? zone().offset(at) : ofDay;
  return Math.floor((at + offset * MS_A_MINUTE) / MS_A_DAY);
}

/** The Central calendar date, `2026-11-23`, on which an instant (milliseconds) lies. */
export function centralDate(at: number): string {
  return dateOfDay(centralDay(at));
}

/** The instant of an hour of a Central day that no change of the clocks touches, as these are at night. */
function hourOfDay(day: number, hour: number): number {
  const { year, month, day: date } = DateTime.fromMillis(day * MS_A_DAY, { zone: 'utc' });
  return DateTime.fromObject({ year, month, day: date, hour }, { zone: CENTRAL }).toMillis();
}

/** The instant, in milliseconds, at which support opens on a Central day: 08:00. @param day days since 1970-01-01 */
export const openingTime: (day: number) => number = rememberByDay((day) => hourOfDay(day, OPENING_HOUR));

/**
 * The instant, in milliseconds, at which support closes on a Central day: 18:00.
 * @param day days since 1970-01-01
 */
export const closingTime: (day: number) => number = rememberByDay((day) => hourOfDay(day, CLOSING_HOUR));
