/** When an ended case, and its files before it, leave the computers (security 29). Pure; the organisation says after how many days. */
import type { CaseEvent } from './schema.ts';
import type { CaseState } from './states.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days after its end that a case's files stay at the most: who opens a case again mostly does so within them. */
const FILES_STAY_DAYS = 7;
/** Days that a case stays which somebody fetched again, at the most. */
const FETCHED_STAY_DAYS = 7;

/** Days after a case's end. */
export interface StayDays {
  files: number;
  rows: number;
}

/** @param retentionDays the organisation's; null where cases stay. @returns null where nothing leaves */
export function stayDays(retentionDays: number | null): StayDays | null {
  return retentionDays === null
    ? null
    : { files: Math.min(FILES_STAY_DAYS, retentionDays), rows: retentionDays };
}

/**
 * When the case ended, by its last entry that says so, ISO 8601 in UTC; null where none does, or one after it opened it again.
 * @param events of the case, in the order in which they count
 */
export function endedAt(state: CaseState, events: readonly Pick<CaseEvent, 'to' | 'at'>[]): string | null {
  if (state !== 'closed') return null;
  const last = events.findLast(({ to }) => to !== null);
  return last?.to === 'closed' ? new Date(last.at.at).toISOString() : null;
}

/** Whether so many days are over. @param now the hub's time: no computer's own clock sends a case away */
export function isOver(from: string, days: number, now: string): boolean {
  return Date.parse(now) - Date.parse(from) >= days * DAY_MS;
}

/** Whether a case that was fetched again leaves once more. */
export function fetchedIsOver(fetchedAt: string, { rows }: StayDays, now: string): boolean {
  return isOver(fetchedAt, Math.min(FETCHED_STAY_DAYS, rows), now);
}
