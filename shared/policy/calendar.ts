/** Running clocks as an iCalendar file (RFC 5545), for the calendar that a person lives in. See SPEC.md, CLK19. */
import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { legible } from '../base/printable.ts';
import { closingTime } from './central-time.ts';
import { clockWords } from './clock-words.ts';
import type { Clock } from './clocks.ts';
import { commitmentWords } from './commitments.ts';
import { dayNumber } from './dates.ts';

/** A case whose clocks go into the calendar. */
export interface CalendarCase {
  id: string;
  /** `C-7K2M-9QXA` or the ticket's number. */
  number: string;
  title: string;
  clocks: readonly Clock[];
}

/** Events of one file at the most; the ones that are due first are kept. */
const MAX_EVENTS = 10_000;

/** Whether the clock has ended: an earlier export may have put its entry into a calendar. */
function hasEnded({ state }: Clock): boolean {
  return (
    state.kind === 'met' || state.kind === 'met-late' || state.kind === 'void' || state.kind === 'returned'
  );
}

/** The instant of the entry in milliseconds; null for a clock that has no date. */
function entryTime({ deadline }: Clock): number | null {
  if (deadline.kind !== 'nextRelease') return Date.parse(deadline.at);
  return deadline.date === null ? null : closingTime(dayNumber(deadline.date));
}

/** One line, without what a calendar line cannot hold, or some readers take for its end. */
function oneLine(value: string): string {
  return legible(value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')).trim();
}

/**
 * The text of an `.ics` file: one event for each clock that runs and has a date, at its due time in UTC, nearest first; behind them, as
 * cancelled, those that have ended, so that a calendar that has their entry takes it away.
 * The same clock has the same UID in every export, so that a calendar updates its entry instead of adding one.
 * @param stamp ISO instant of the export (DTSTAMP), also the `now` of the words
 */
export function calendarText(cases: readonly CalendarCase[], stamp: string): string {
  const calendar = ical({
    prodId: { company: 'IPcelerate', product: 'Partner Console', language: 'EN' },
    name: 'Partner Console clocks',
  });
  const entries = cases.flatMap((each) =>
    each.clocks.flatMap((clock) => {
      const at = entryTime(clock);
      return at === null ? [] : [{ case: each, clock, at, ended: hasEnded(clock) }];
    }),
  );
  entries.sort(
    (a, b) => Number(a.ended) - Number(b.ended) || a.at - b.at || (a.case.id < b.case.id ? -1 : 1),
  );
  for (const { case: of, clock, at, ended } of entries.slice(0, MAX_EVENTS)) {
    const words = clockWords(clock, { viewerZone: 'UTC', now: stamp });
    calendar.createEvent({
      // Written as it is given: neither a line nor another property may stand in it.
      id: `${of.id.replace(/[^\w-]/g, '')}-${clock.kind}@partner-console`,
      stamp: new Date(stamp),
      start: new Date(at),
      summary: oneLine(`${commitmentWords[clock.kind]} ${verb(clock)}: ${of.number} ${of.title}`),
      description: `${oneLine(words.text)}.\n${words.promise}. Clauses: ${clock.clauses.join(', ')}.`,
      // A due time takes nobody's time: it must not make a person look busy.
      transparency: ICalEventTransparency.TRANSPARENT,
      // A calendar takes what comes later (RFC 5546): the end comes after every due time that was exported.
      ...(ended && { status: ICalEventStatus.CANCELLED, sequence: 1 }),
    });
  }
  return calendar.toString();
}

function verb({ deadline }: Clock): string {
  if (deadline.kind === 'due') return 'due';
  return deadline.kind === 'notBefore' ? 'not before' : 'expected';
}
