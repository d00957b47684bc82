/** When Level 3 is open (P-25): 08:00 to 18:00 Central on business days; and how to reach it by telephone (P-38). See SPEC.md, CLK24. */
import { DateTime } from 'luxon';
import { businessCalendar } from './business-days.ts';
import { CENTRAL, centralDay, closingTime, openingTime } from './central-time.ts';
import { viewerWords } from './clock-words.ts';
import type { HolidayList } from './schema.ts';

/** IPcelerate's support by telephone (P-38). */
export const SUPPORT_TELEPHONE = '888-918-4192, prompt 1';

/** Open until an instant, or closed until one; ISO in UTC. */
export interface Opening {
  open: boolean;
  at: string;
}

/** @param now ISO 8601 */
export function level3Opening(now: string, list: HolidayList | null): Opening {
  const instant = Date.parse(now);
  const today = centralDay(instant);
  const calendar = businessCalendar(list);
  const first = calendar.nthAfter(today - 1, 1);
  const iso = (at: number) => new Date(at).toISOString();
  if (first === today && instant < closingTime(today))
    return instant < openingTime(today)
      ? { open: false, at: iso(openingTime(today)) }
      : { open: true, at: iso(closingTime(today)) };
  return { open: false, at: iso(openingTime(calendar.nthAfter(today, 1))) };
}

/** `Level 3 is open until 18:00 Central`; `Level 3 opens Monday 30 November, 08:00 Central`. The reader's clock stands behind it where it reads otherwise. */
export function openingWords(reader: { now: string; viewerZone: string }, list: HolidayList | null): string {
  const { open, at } = level3Opening(reader.now, list);
  const time = DateTime.fromISO(at, { zone: CENTRAL, locale: 'en' });
  const today = DateTime.fromISO(reader.now, { zone: CENTRAL }).hasSame(time, 'day');
  const words = open
    ? `Level 3 is open until ${time.toFormat('HH:mm')} Central`
    : `Level 3 opens ${today ? 'today' : time.toFormat('cccc d LLLL')}, ${time.toFormat('HH:mm')} Central`;
  const there = viewerWords(at, reader);
  return there === null ? words : `${words}, here ${there}`;
}
