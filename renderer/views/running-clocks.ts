/** The clocks of a line that run, each with its place among all: nearest due first. */

import type { CaseState } from '../../shared/cases/schema.ts';
import { type Clock, isRunning } from '../../shared/policy/clocks.ts';
import { dayNumber } from '../../shared/policy/dates.ts';
import type { Priority } from '../../shared/policy/priority.ts';
import type { DueClock } from '../../shared/tickets/case-clocks.ts';
import type { Unheard } from '../../shared/tickets/talk.ts';

export interface ClockLine {
  /** The ticket's id, or the case's where there is no ticket yet. */
  id: string;
  caseId: string;
  ticketId: string | null;
  /** `T-1042`, or the case's number. */
  number: string;
  title: string;
  partner: string;
  customer: string;
  engineer: string;
  priority: Priority | 'none';
  state: CaseState;
  receivedAt: string | null;
  /** When somebody at the desk acknowledged it, ISO 8601; null until then, and of a case. */
  acknowledgedAt: string | null;
  /** When the partner said the last of what they said of the ticket, ISO 8601; null where they said nothing. */
  saidAt: string | null;
  /** What the partner said of the ticket that the desk has not acted on. */
  unheard: Unheard | null;
  /** Ids of the executives who were told of it; and whether one still has to be (P-34). */
  executives: readonly string[];
  executiveDue: boolean;
  clocks: readonly Clock[];
  next: DueClock | null;
  /** When `next` is due, in milliseconds; infinite where nothing is. */
  dueAt: number;
}

export interface RunningClock {
  id: string;
  line: ClockLine;
  clock: Clock;
  rank: number;
}

const MS_A_DAY = 86_400_000;
/** What promises no latest time stands behind what does: by its day, where it has one. */
const LATER = 1e14;
const NEVER = 2e14;

function rankOf({ deadline }: Clock): number {
  switch (deadline.kind) {
    case 'due':
      return Date.parse(deadline.at);
    case 'notBefore':
      return LATER + Date.parse(deadline.at);
    case 'nextRelease':
      return deadline.date === null ? NEVER : LATER + dayNumber(deadline.date) * MS_A_DAY;
  }
}

/** Of a case that is closed none runs. */
export function runningOf(line: ClockLine): RunningClock[] {
  if (line.state === 'closed') return [];
  return line.clocks
    .filter(isRunning)
    .map((clock) => ({ id: `${line.id}-${clock.kind}`, line, clock, rank: rankOf(clock) }));
}

export function byRank(a: RunningClock, b: RunningClock): number {
  return a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
