/**
 * The axis of a board of clocks: today by the hour, the business days that follow by the day, then all that is later. Hours and
 * days on which support is closed (P-25) are narrow. Pure; see SPEC.md, CLK23.
 */
import { DateTime } from 'luxon';
import { businessCalendar } from './business-days.ts';
import { CENTRAL, centralDay } from './central-time.ts';
import { dateOfDay } from './dates.ts';
import type { HolidayList } from './schema.ts';

const OPENING_HOUR = 8;
const CLOSING_HOUR = 18;
const HOUR_MS = 3_600_000;
/** Business days that are drawn after today. */
const BUSINESS_DAYS = 8;
/** Calendar days that they may take: two weeks, and a run of holidays. */
const MOST_DAYS = 24;

/** How wide each is, of whatever all come to. */
const widths = { night: 4, hours: 36, day: 6, closed: 1.6, later: 9 } as const;

export interface AxisPart {
  kind: keyof typeof widths;
  /** In milliseconds; `to` of the last one is infinite. */
  from: number;
  to: number;
  /** Support is closed all of it. */
  closed: boolean;
  /** In percent of the axis. */
  left: number;
  width: number;
  /** `Wed 2`, or empty where there is no room for a word. */
  word: string;
}

export interface TimeAxis {
  parts: readonly AxisPart[];
  /** Hours of today that are named: `10:00`, and where they stand. */
  hours: readonly { word: string; place: number }[];
  /** `Sat 28 Nov, Central`. */
  today: string;
  now: number;
  /** Where an instant (milliseconds) stands, in percent; what lies before today stands at 0, what lies far ahead near the end. */
  placeOf: (at: number) => number;
}

const midnight = (day: number) => DateTime.fromISO(dateOfDay(day), { zone: CENTRAL, locale: 'en' });

/** @param now milliseconds. @param holidays null where no list was published: only weekends are closed */
export function timeAxis(now: number, holidays: HolidayList | null): TimeAxis {
  const first = centralDay(now);
  const calendar = businessCalendar(holidays);
  const isOpen = (day: number) => calendar.between(day - 1, day) === 1;
  const start = midnight(first);
  const at = (hour: number) => start.set({ hour }).toMillis();
  const found: Omit<AxisPart, 'left' | 'width'>[] = [];
  const add = (kind: AxisPart['kind'], from: number, to: number, closed: boolean, word = '') =>
    found.push({ kind, from, to, closed, word });
  add('night', start.toMillis(), at(OPENING_HOUR), true);
  add('hours', at(OPENING_HOUR), at(CLOSING_HOUR), !isOpen(first));
  add('night', at(CLOSING_HOUR), midnight(first + 1).toMillis(), true);
  let day = first + 1;
  for (let open = 0; open < BUSINESS_DAYS && day < first + MOST_DAYS; day++) {
    const begins = midnight(day);
    const ends = midnight(day + 1).toMillis();
    if (isOpen(day)) {
      open += 1;
      add('day', begins.toMillis(), ends, false, begins.toFormat('ccc d'));
    } else add('closed', begins.toMillis(), ends, true);
  }
  add('later', midnight(day).toMillis(), Number.POSITIVE_INFINITY, false, 'later');
  const whole = found.reduce((sum, { kind }) => sum + widths[kind], 0);
  let left = 0;
  const parts = found.map((part): AxisPart => {
    const width = (widths[part.kind] / whole) * 100;
    const placed = { ...part, left, width };
    left += width;
    return placed;
  });
  const placeOf = (instant: number): number => {
    const part = parts.find(({ to }) => instant < to);
    if (!part || part.kind === 'later') return part ? part.left + part.width / 2 : 100;
    const passed = Math.max(0, instant - part.from) / (part.to - part.from);
    return part.left + part.width * passed;
  };
  const hours = [8, 10, 12, 14, 16, 18].map((hour) => ({
    word: `${hour}:00`,
    // By the clock on the wall, also on a day of 23 or 25 hours: its change is at night.
    place: placeOf(at(OPENING_HOUR) + (hour - OPENING_HOUR) * HOUR_MS - (hour === CLOSING_HOUR ? 1 : 0)),
  }));
  return { parts, hours, today: start.toFormat("ccc d LLL', Central'"), now: placeOf(now), placeOf };
}
