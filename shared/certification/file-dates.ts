/** Days as a file writes them. Which way is chosen for the whole file, because 6/11/2026 alone does not say. */
import { day } from './schema.ts';

export const dateForms = ['year-month-day', 'day-month-year', 'month-day-year'] as const;
export type DateForm = (typeof dateForms)[number];

/** As a person would write 6 November 2026. */
export const dateFormWords: Readonly<Record<DateForm, string>> = {
  'year-month-day': '2026-11-06',
  'day-month-year': '6.11.2026 or 06/11/2026',
  'month-day-year': '11/06/2026',
};

/** The day as `2026-11-06`; null for one that does not exist, or is not written so. Years have four digits. */
export function dayIn(text: string, form: DateForm): string | null {
  let iso = text;
  if (form !== 'year-month-day') {
    const found = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text);
    if (!found) return null;
    const [, first = '', , second = '', year = ''] = found;
    const [month, dayOfMonth] = form === 'month-day-year' ? [first, second] : [second, first];
    iso = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  }
  return day.safeParse(iso).success ? iso : null;
}
