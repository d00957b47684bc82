/** When the desk closes a ticket that it has answered: once the partner says that it was verified, or after ten business days without its word. See SPEC.md, I23. */
import { DateTime } from 'luxon';
import { businessCalendar } from '../policy/business-days.ts';
import { CENTRAL, centralDay, closingTime } from '../policy/central-time.ts';
import type { HolidayList } from '../policy/schema.ts';
import type { DeskEntry } from './schema.ts';

/** Business days that an answer waits for the partner's word. */
const DAYS_OF_SILENCE = 10;

/**
 * The instant, ISO in UTC, from which the desk closes the ticket though nobody has verified its newest answer: 18:00 Central on
 * the tenth business day after it (P-32). Null where nothing was answered.
 * @param entries of the ticket, in the order in which they count (S2)
 * @param lists all holidays that were published, in any order: the newest counts
 */
export function closableFrom(entries: readonly DeskEntry[], lists: readonly HolidayList[]): string | null {
  const answered = entries.findLast(({ kind }) => kind === 'answered');
  if (!answered) return null;
  const newest = lists.reduce<HolidayList | null>(
    (latest, each) => (latest === null || each.version > latest.version ? each : latest),
    null,
  );
  const day = businessCalendar(newest).nthAfter(centralDay(Date.parse(answered.at.at)), DAYS_OF_SILENCE);
  return new Date(closingTime(day)).toISOString();
}

/** `Monday 14 December 2026, 18:00 Central`: as it is said beforehand. @param at ISO */
export function closableWords(at: string): string {
  return DateTime.fromISO(at, { zone: CENTRAL, locale: 'en' }).toFormat("cccc d LLLL yyyy, HH:mm 'Central'");
}
