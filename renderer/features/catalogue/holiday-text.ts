/** A list of holidays as an admin types or pastes it: a date and a name a line, or the JSON that the commands read. */
import { t } from '@lingui/core/macro';
import { parseHolidayFile } from '../../../shared/policy/holiday-file.ts';
import { holidayFaults } from '../../../shared/policy/holidays.ts';

export type HolidayDates = { date: string; name: string }[];
export type HolidayTextAnswer = { ok: true; dates: HolidayDates } | { ok: false; faults: string[] };

/** Sorts by date; what is wrong with the dates is told in words, the first ten faults at the most. */
export function readHolidays(text: string): HolidayTextAnswer {
  const trimmed = text.trim();
  if (trimmed.startsWith('[') || trimmed.startsWith('{')) {
    const read = parseHolidayFile(trimmed);
    return read.ok ? { ok: true, dates: read.dates } : { ok: false, faults: [read.message] };
  }
  const dates = trimmed
    .split(/\r\n|\r|\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [date = '', ...name] = each.split(/[\s,;]+/);
      return { date, name: name.join(' ') };
    })
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const faults = holidayFaults(dates);
  return faults.length === 0 ? { ok: true, dates } : { ok: false, faults };
}

/** The list as it is typed. */
export function holidayLines(dates: Readonly<HolidayDates>): string {
  return dates.map(({ date, name }) => `${date} ${name}`).join('\n');
}

/** What a new list does to the one in force, a sentence each; empty where both hold the same days. */
export function holidayChanges(before: Readonly<HolidayDates>, after: Readonly<HolidayDates>): string[] {
  const [had, has] = [before, after].map((dates) => new Map(dates.map(({ date, name }) => [date, name])));
  if (!had || !has) return [];
  const listed = (dates: Readonly<HolidayDates>) => holidayLines(dates).replaceAll('\n', ', ');
  const gone = before.filter(({ date }) => !has.has(date));
  const come = after.filter(({ date }) => !had.has(date));
  const renamed = after.filter(({ date, name }) => had.has(date) && had.get(date) !== name);
  return [
    gone.length === 0 ? '' : t`No longer holidays: ${listed(gone)}.`,
    come.length === 0 ? '' : t`New: ${listed(come)}.`,
    renamed.length === 0 ? '' : t`Another name: ${listed(renamed)}.`,
  ].filter((each) => each !== '');
}
