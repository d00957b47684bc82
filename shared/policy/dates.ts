/** Calendar dates without a time: real days of the years 2000 to 2100, as `YYYY-MM-DD` and as a count of days. */

const MS_A_DAY = 86_400_000;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

/** What is wrong with a date, in words; null where it is a real day of the years 2000 to 2100. */
export function dateFault(date: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (date.trim() === '')
    return 'The day is missing. Choose it, or write it as year-month-day, such as 2026-11-26.';
  if (!parts) return `"${date.slice(0, 40)}" is no date. Write it as year-month-day, such as 2026-11-26.`;
  const [, year, month, day] = parts.map(Number);
  const read = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (read.getUTCMonth() + 1 !== month || read.getUTCDate() !== day || month === 0)
    return `${date} is a day that does not exist.`;
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR)
    return `${date} lies outside the years ${FIRST_YEAR} to ${LAST_YEAR}.`;
  return null;
}

/** Days since 1970-01-01, which is 0. Takes a date that `dateFault` passes. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_A_DAY;
}

/** The date of a number of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}
