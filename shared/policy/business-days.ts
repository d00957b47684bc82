/**
 * Business days (P-32): Monday to Friday, not a listed holiday. Counted by arithmetic over weekdays, so that the cost depends
 * neither on the distance nor on how many days lie between.
 */
import { dayNumber } from './dates.ts';
import type { HolidayList } from './schema.ts';

/** Days are counts since 1970-01-01, a Thursday: Monday is three days before. */
const FROM_MONDAY = 3;

/** How many weekdays there are up to a day, the day included, counted from Monday 1969-12-29. */
function weekdaysUpTo(day: number): number {
  const fromMonday = day + FROM_MONDAY;
  const week = Math.floor(fromMonday / 7);
  return week * 5 + Math.min(fromMonday - week * 7 + 1, 5);
}

/** The weekday with that number: the inverse of `weekdaysUpTo`. */
function weekday(number: number): number {
  const week = Math.floor((number - 1) / 5);
  return week * 7 + (number - 1 - week * 5) - FROM_MONDAY;
}

export interface BusinessCalendar {
  /** The n-th business day after a day, whatever that day is. `n` is 1 or more. */
  nthAfter(day: number, n: number): number;
  /** Business days after `from` up to `to`, `to` included; negative where `to` lies before `from`. */
  between(from: number, to: number): number;
}

function createCalendar(dates: readonly { date: string }[]): BusinessCalendar {
  /** Numbers of the weekdays that are holidays, ascending. */
  const closed: number[] = [];
  for (const { date } of dates) {
    const number = weekdaysUpTo(dayNumber(date));
    if (weekday(number) === dayNumber(date)) closed.push(number);
  }
  closed.sort((a, b) => a - b);

  /** How many of `closed` are not beyond a weekday's number. */
  function closedUpTo(number: number): number {
    let low = 0;
    let high = closed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((closed[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    nthAfter(day, n) {
      const start = weekdaysUpTo(day);
      let number = start + n;
      for (let at = closedUpTo(start); at < closed.length && (closed[at] ?? 0) <= number; at++) number += 1;
      return weekday(number);
    },
    between(from, to) {
      const first = weekdaysUpTo(from);
      const last = weekdaysUpTo(to);
      return last - first - (closedUpTo(last) - closedUpTo(first));
    },
  };
}

const onlyWeekends = createCalendar([]);
const made = new WeakMap<HolidayList, BusinessCalendar>();

/** The business days of a list of holidays; without one, only weekends are left out. Made once for each list. */
export function businessCalendar(list: HolidayList | null): BusinessCalendar {
  if (list === null) return onlyWeekends;
  const known = made.get(list);
  if (known) return known;
  const calendar = createCalendar(list.dates);
  made.set(list, calendar);
  return calendar;
}
