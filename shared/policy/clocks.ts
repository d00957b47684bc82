/** The clocks of a case: what P-30 promises, when it is due, and how it stands. See SPEC.md, rules L1 to L20. */
import type { PersonRef, Priority } from '../cases/schema.ts';
import type { ClockEvent, ClockStart, Commitment, HolidayList, PriorityChange } from './schema.ts';

/** Which level's start a clock runs from: 1 and 2 their own, the action plan and the patch from Level 3's. */
export interface ClockStarts {
  level1?: ClockStart | null;
  level2?: ClockStart | null;
  level3?: ClockStart | null;
}

export interface ClockInput {
  /** In the order in which they were made; without any there is no clock. */
  priorities: readonly PriorityChange[];
  starts: ClockStarts;
  /** In the order in which they were accepted (the hub's): of two that end a clock the first stands. */
  events: readonly ClockEvent[];
  /** All that were published, in any order; running clocks are counted with the newest. */
  holidayLists: readonly HolidayList[];
  /** An ISO instant. Decides only what is left and what is late. */
  now: string;
}

/** What a clock says about time. Instants are ISO in UTC with milliseconds. */
export type Deadline =
  /** `strict`: met only before this instant ('less than 2 hours'); else at it, too. */
  | { kind: 'due'; at: string; strict: boolean }
  /** '10 or more business days': the earliest day that is spoken of, never a latest. */
  | { kind: 'notBefore'; at: string }
  /** The day is the desk's, null until it entered one. */
  | { kind: 'nextRelease'; date: string | null };

export type ClockState =
  | { kind: 'running' }
  | { kind: 'at-risk' }
  /** Not met, and the time is over. */
  | { kind: 'breached'; since: string }
  | { kind: 'met'; at: string; by: PersonRef }
  | { kind: 'met-late'; at: string; by: PersonRef }
  | { kind: 'void'; at: string; by: PersonRef; reason: string; evidence: string }
  /** The day of a `notBefore` is over: no breach, only worth a look. */
  | { kind: 'not-before-passed'; since: string }
  /** The day that the desk entered for the next release is over: no breach, the desk owes a new day. */
  | { kind: 'release-date-passed'; since: string };

/** What is left, negative where it is over. Null for a clock that has ended and for one without a date. */
export type Remaining = { unit: 'ms'; value: number } | { unit: 'business-days'; value: number };

/** What a clock said before its priority, the holiday list or the desk's date changed. */
export interface EarlierDeadline {
  deadline: Deadline;
  priority: Priority;
  holidayVersion: number | null;
  /** From when to when it stood. */
  from: string;
  until: string;
  /** It was already over, unmet, when it was replaced. */
  wasBreached: boolean;
}

export interface Clock {
  kind: Commitment;
  /** P-37: a partner's own response times are targets, action plan and patch are IPcelerate's. */
  promise: 'target' | 'ipcelerate';
  priority: Priority;
  start: ClockStart;
  deadline: Deadline;
  state: ClockState;
  remaining: Remaining | null;
  /** Version of the list it was counted with; null for clock hours, and where no list was published. */
  holidayVersion: number | null;
  clauses: readonly string[];
  history: readonly EarlierDeadline[];
}

/**
 * The clocks of a case, in the order of the table's columns; a commitment without a start has none.
 * Pure: the same input gives the same clocks on every computer.
 */
export function evaluateClocks(_input: ClockInput): Clock[] {
  return [];
}
