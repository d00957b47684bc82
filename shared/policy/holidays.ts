/** What makes a list of holidays one that clocks can be counted with (P-25). */
import { dateFault } from './dates.ts';

/** Entries of one list at the most: ten holidays a year for fifty years. */
export const MAX_HOLIDAYS = 500;

/**
 * What is wrong with the dates of a list, in words, the first ten faults at the most; empty where nothing is.
 * For an admin's form, the cli and the schema of the row.
 * @param dates in the order of the list
 */
export function holidayFaults(dates: readonly { date: string; name: string }[]): string[] {
  const faults: string[] = [];
  if (dates.length > MAX_HOLIDAYS)
    faults.push(`The list has ${dates.length} dates; ${MAX_HOLIDAYS} are the most it can have.`);
  const seen = new Set<string>();
  let before = '';
  for (const { date, name } of dates.slice(0, MAX_HOLIDAYS)) {
    const fault = dateFault(date);
    if (fault) faults.push(fault);
    else if (seen.has(date)) faults.push(`${date} stands in the list twice. Keep one of the two.`);
    else if (date < before) faults.push(`${date} stands after ${before}. Sort the list by date.`);
    if (name.length > 300) faults.push(`The name of ${date} has ${name.length} characters, and 300 fit.`);
    if (name.trim() === '') faults.push(`${date} has no name. Write which holiday it is.`);
    seen.add(date);
    if (!fault && date > before) before = date;
    if (faults.length >= 10) return faults.slice(0, 10);
  }
  return faults;
}
