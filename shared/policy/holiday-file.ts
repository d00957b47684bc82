/** A list of holidays as a file: for the cli, and for an admin who publishes one. */
import { z } from 'zod';
import { parseForeignJson } from '../base/json-bounds.ts';
import { line } from '../base/values.ts';
import { holidayFaults } from './holidays.ts';

const entry = z.union([
  z.string().max(100),
  z.object({ date: z.string().max(100), name: line.default('Holiday') }),
]);
const file = z.union([
  z.array(entry).max(10_000),
  z.object({ version: z.number().int().min(1).optional(), dates: z.array(entry).max(10_000) }),
]);

export type HolidayFileAnswer =
  | { ok: true; dates: { date: string; name: string }[]; version: number | null }
  | { ok: false; message: string };

/**
 * Reads JSON: a list of dates (`"2026-11-26"`, or `{date, name}`), or an object with such a list as `dates`, which a
 * published list is. Every fault of the dates is told.
 */
export function parseHolidayFile(text: string): HolidayFileAnswer {
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch {
    return { ok: false, message: 'It is not JSON, so that no holidays were read from it.' };
  }
  const parsed = file.safeParse(value);
  if (!parsed.success)
    return {
      ok: false,
      message: 'It is no list of holidays. Give a list of dates, such as ["2026-11-26"].',
    };
  const list = Array.isArray(parsed.data) ? { dates: parsed.data } : parsed.data;
  const dates = list.dates.map((each) =>
    typeof each === 'string' ? { date: each, name: 'Holiday' } : { date: each.date, name: each.name },
  );
  const faults = holidayFaults(dates);
  if (faults.length > 0) return { ok: false, message: faults.join(' ') };
  return { ok: true, dates, version: 'version' in list ? (list.version ?? null) : null };
}
