/** The clocks of a case: what P-30 promises, when it is due, and how it stands. See SPEC.md, rules CLK1 to CLK18. */
import type { PersonRef } from '../base/people.ts';
import { assertNever } from '../base/values.ts';
import { businessCalendar } from './business-days.ts';
import { centralDay } from './central-time.ts';
import {
  type ClockEnd,
  type ClockEvent,
  type ClockStart,
  type Commitment,
  commitments,
  type PriorityChange,
} from './clock-schema.ts';
import { commitmentClauses } from './commitments.ts';
import {
  type Basis,
  basesOf,
  type Counted,
  count,
  type Deadline,
  type Facts,
  readFacts,
} from './deadline.ts';
import type { Priority } from './priority.ts';
import type { HolidayList } from './schema.ts';

export type { Deadline } from './deadline.ts';

/** Which level's start a clock runs from: 1 and 2 their own, the action plan and the patch from Level 3's. */
interface ClockStarts {
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

export type ClockState =
  | { kind: 'running' }
  | { kind: 'at-risk' }
  /** Not met, and the time is over. */
  | { kind: 'breached'; since: string }
  | { kind: 'met'; at: string; by: PersonRef }
  | { kind: 'met-late'; at: string; by: PersonRef }
  | { kind: 'void'; at: string; by: PersonRef; reason: string; evidence: string }
  /** The case went back to the partner. `late`: it was over by then. */
  | { kind: 'returned'; at: string; by: PersonRef; reason: string; late: boolean }
  /** The day of a `notBefore` is over: no breach, only worth a look. */
  | { kind: 'not-before-passed'; since: string }
  /** The day that the desk entered for the next release is over: no breach, the desk owes a new day. */
  | { kind: 'release-date-passed'; since: string };

/** Whether a clock goes on, though it may promise no latest time, or the day that it named may be over. */
export function isRunning({ state }: Pick<Clock, 'state'>): boolean {
  return (
    state.kind !== 'met' && state.kind !== 'met-late' && state.kind !== 'void' && state.kind !== 'returned'
  );
}

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
export function evaluateClocks(input: ClockInput): Clock[] {
  if (input.priorities.length === 0) return [];
  const facts = readFacts(input);
  const clocks: Clock[] = [];
  for (const kind of commitments) {
    const start = startOf(input.starts, kind);
    if (start) clocks.push(evaluateOne(kind, start, facts, input.events));
  }
  return clocks;
}

/** The start that a commitment runs from, or null where there is none yet. */
function startOf(starts: ClockStarts, kind: Commitment): ClockStart | null {
  switch (kind) {
    case 'level1-response':
      return starts.level1 ?? null;
    case 'level2-response':
      return starts.level2 ?? null;
    case 'action-plan':
    case 'patch':
      return starts.level3 ?? null;
    default:
      return assertNever(kind);
  }
}

/** The event that ended a clock: the first accepted one that is about it. One of before its start is none (CLK13, CLK21). */
function endOf(kind: Commitment, start: ClockStart, events: readonly ClockEvent[]): ClockEnd | null {
  for (const event of events) {
    // What was done before a clock started did not meet it.
    const begun = event.kind !== 'release-date' && Date.parse(event.at) >= Date.parse(start.at);
    if (!begun) continue;
    if (event.kind === 'met' && event.commitment === kind) return event;
    if (event.kind === 'returned' && (kind === 'action-plan' || kind === 'patch')) return event;
    if (event.kind === 'void' && (event.commitment === kind || event.commitment === 'all')) return event;
  }
  return null;
}

function evaluateOne(
  kind: Commitment,
  start: ClockStart,
  facts: Facts,
  events: readonly ClockEvent[],
): Clock {
  const startedAt = Date.parse(start.at);
  const end = endOf(kind, start, events);
  const bases = basesOf(kind, startedAt, end ? Date.parse(end.at) : Number.POSITIVE_INFINITY, facts);
  const last = bases[bases.length - 1] as Basis;
  const counted = count(last, startedAt);
  const broken = brokenBefore(bases, startedAt);
  const { state, remaining } = end
    ? { state: endState(end, counted, broken !== null), remaining: null }
    : openState(counted, last, facts.now, broken);
  return {
    kind,
    promise: kind === 'level1-response' || kind === 'level2-response' ? 'target' : 'ipcelerate',
    priority: last.priority,
    start,
    deadline: counted.deadline,
    state,
    remaining,
    holidayVersion: last.list?.version ?? null,
    clauses: state.kind === 'void' ? [...commitmentClauses[kind], 'P-33'] : commitmentClauses[kind],
    history: bases.length === 1 ? noHistory : earlier(bases, startedAt),
  };
}

/** When a deadline was over that another priority replaced afterwards: a breach stays one (CLK11). Null where there is none. */
function brokenBefore(bases: readonly Basis[], startedAt: number): string | null {
  for (const [at, basis] of bases.slice(0, -1).entries()) {
    const next = bases[at + 1];
    const { deadline, over } = count(basis, startedAt);
    if (next && next.priority !== basis.priority && deadline.kind === 'due' && next.from >= over)
      return deadline.at;
  }
  return null;
}

const noHistory: readonly EarlierDeadline[] = [];

function earlier(bases: readonly Basis[], startedAt: number): EarlierDeadline[] {
  return bases.slice(0, -1).map((basis, at) => {
    const until = bases[at + 1]?.from ?? basis.from;
    const { deadline, over } = count(basis, startedAt);
    return {
      deadline,
      priority: basis.priority,
      holidayVersion: basis.list?.version ?? null,
      from: new Date(basis.from).toISOString(),
      until: new Date(until).toISOString(),
      wasBreached: deadline.kind === 'due' && until >= over,
    };
  });
}

function endState(end: ClockEnd, { deadline, over }: Counted, broken: boolean): ClockState {
  const { at, by } = end;
  if (end.kind === 'returned')
    return {
      kind: 'returned',
      at,
      by,
      reason: end.reason,
      late: broken || (deadline.kind === 'due' && Date.parse(at) >= over),
    };
  if (end.kind === 'void') return { kind: 'void', at, by, reason: end.reason, evidence: end.evidence };
  const late = broken || (deadline.kind === 'due' && Date.parse(at) >= over);
  return { kind: late ? 'met-late' : 'met', at, by };
}

function openState(
  { deadline, over, riskFrom, day }: Counted,
  { list }: Basis,
  now: number,
  broken: string | null,
): { state: ClockState; remaining: Remaining | null } {
  const remaining: Remaining | null =
    deadline.kind === 'due' && deadline.strict
      ? { unit: 'ms', value: over - now }
      : day === null
        ? null
        : { unit: 'business-days', value: businessCalendar(list).between(centralDay(now), day) };
  if (broken !== null) return { state: { kind: 'breached', since: broken }, remaining };
  switch (deadline.kind) {
    case 'due':
      if (now >= over) return { state: { kind: 'breached', since: deadline.at }, remaining };
      return { state: { kind: now >= riskFrom ? 'at-risk' : 'running' }, remaining };
    case 'notBefore':
      return {
        state: now >= over ? { kind: 'not-before-passed', since: deadline.at } : { kind: 'running' },
        remaining,
      };
    case 'nextRelease':
      return {
        state:
          now >= over
            ? { kind: 'release-date-passed', since: new Date(over - 1).toISOString() }
            : { kind: 'running' },
        remaining,
      };
    default:
      return assertNever(deadline);
  }
}
