/**
 * The clocks of a case: what console, desk and hub know of it, as what `evaluateClocks` takes. See SPEC.md, rules I9 to I12.
 * A partner has case, steps and ticket; the desk has the ticket, and case and steps out of the packet.
 */

import type { StepRecord } from '../cases/records.ts';
import type { CaseRecord } from '../cases/schema.ts';
import { collapseSteps } from '../cases/steps.ts';
import type { ClockEvent, ClockStart, PriorityChange } from '../policy/clock-schema.ts';
import { type Clock, type ClockInput, evaluateClocks } from '../policy/clocks.ts';
import type { Priority } from '../policy/priority.ts';
import type { ProductRecord } from '../policy/products.ts';
import { nextRelease } from '../policy/releases.ts';
import type { HolidayList } from '../policy/schema.ts';
import { sinceReturn } from './rules.ts';
import type { DeskEntry, Ticket } from './schema.ts';

/** The fields of a case that clocks rest on. */
export type CaseClockFields = Pick<
  CaseRecord,
  'createdAt' | 'engineer' | 'priority' | 'notifiedBy' | 'notifiedAt' | 'level1Outcome' | 'level1EndedAt'
>;
export interface CaseClockFacts {
  /** Null where only the ticket is known: then there are no clocks of Level 1 and 2. */
  case: CaseClockFields | null;
  steps: readonly StepRecord[];
  /** Null while Level 3 has not taken it in. */
  ticket: Ticket | null;
  /** Of this ticket, in the order in which they count (S2). */
  entries: readonly DeskEntry[];
  /** Ids of the answers that did not help: see `undoneAnswers`. */
  undone: readonly string[];
  holidayLists: readonly HolidayList[];
  /** Of the catalogue, for their releases (I15). */
  products: readonly ProductRecord[];
  /** ISO 8601 in UTC. */
  now: string;
}

/** How far a computer's clock may be ahead (H24). */
const AHEAD_MS = 5 * 60_000;
/** The minute in which an instant lies, in milliseconds. */
const minuteOf = (at: string) => Math.floor(Date.parse(at) / 60_000) * 60_000;

const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);

/** The partner's own Level 1: a target from the first notification, telephoned or written (P-37, I9). */
function level1Start(record: CaseClockFields): ClockStart | null {
  if (!record.notifiedBy || !record.notifiedAt) return null;
  const { at } = record.notifiedAt;
  return record.notifiedBy === 'telephone'
    ? { at, by: 'telephone', receivedAt: at, acknowledgedAt: null }
    : { at, by: 'ticket-acknowledged', receivedAt: at, acknowledgedAt: at };
}

/** Level 2 has its own start: when Level 1 ended without a solution (P-05, P-32). */
function level2Start(record: CaseClockFields): ClockStart | null {
  const first = level1Start(record);
  if (!first || record.level1Outcome !== 'not-solved' || !record.level1EndedAt) return null;
  const at = later(record.level1EndedAt.at, first.at);
  return { ...first, at, receivedAt: at, acknowledgedAt: first.acknowledgedAt && at };
}

/** Level 3's: from a call to IPcelerate, without one from the acknowledgement (P-31, I10). How the partner was notified starts nothing of it. */
function level3Start(ticket: Ticket): ClockStart | null {
  const { receivedAt, acknowledgedAt, called } = ticket;
  if (called) return { at: called.at, by: 'telephone', receivedAt: called.at, acknowledgedAt };
  if (!acknowledgedAt) return null;
  return { at: acknowledgedAt, by: 'ticket-acknowledged', receivedAt, acknowledgedAt };
}

/** What the engineer's own work says of the response times: the first step of a level is the response. */
function responses(record: CaseClockFields, steps: readonly StepRecord[], now: string): ClockEvent[] {
  const events: ClockEvent[] = [];
  const current = collapseSteps([...steps]).map((each) => each.current);
  for (const level of [1, 2] as const) {
    const start = level === 1 ? level1Start(record) : level2Start(record);
    if (!start) continue;
    // What lies before the notification, or after now, is no response to it.
    const counts = (at: string) =>
      Date.parse(at) >= minuteOf(start.at) && Date.parse(at) <= Date.parse(now) + AHEAD_MS;
    let first: { at: string; by: StepRecord['by'] } | null = null;
    for (const step of current)
      if (
        step.level === level &&
        step.at &&
        counts(step.at.at) &&
        (!first || Date.parse(step.at.at) < Date.parse(first.at))
      )
        first = { at: step.at.at, by: step.by };
    if (level === 1 && !first && record.level1EndedAt && counts(record.level1EndedAt.at))
      first = { at: record.level1EndedAt.at, by: record.engineer };
    // People give times to the minute: a step of the very minute of the start is at the start.
    if (first)
      events.push({
        kind: 'met',
        commitment: `level${level}-response`,
        ...first,
        at: later(first.at, start.at),
      });
  }
  return events;
}

/**
 * What one entry of the desk does to the clocks (I11).
 * @param undone an answer that did not help brought no patch and no work-around: that clock runs on, from the same start
 */
function eventsOf(entry: DeskEntry, start: ClockStart | null, undone: boolean): ClockEvent[] {
  const { by } = entry;
  const { at } = entry.at;
  switch (entry.kind) {
    case 'planned':
      return [{ kind: 'met', commitment: 'action-plan', at, by }];
    case 'answered':
      // An answer without a plan leaves nothing to plan: the first event about a clock is the one that ends it.
      return [
        { kind: 'met', commitment: 'action-plan', at, by },
        ...(undone ? [] : [{ kind: 'met', commitment: 'patch', at, by } as const]),
      ];
    case 'access-refused':
      return [
        {
          kind: 'void',
          commitment: entry.commitment,
          // Refused before the clock started: void from its start.
          at: start ? later(entry.since, start.at) : entry.since,
          by,
          reason: `Access ${entry.how}: ${entry.reason}`.slice(0, 20_000),
          evidence: entry.evidence,
        },
      ];
    case 'returned':
      return [{ kind: 'returned', at, by, reason: entry.reason }];
    case 'release-dated':
      return [{ kind: 'release-date', at, by, date: entry.date, release: entry.release }];
    default:
      return [];
  }
}

/** The priority that the case was handed off with, then each change of the desk's; without a ticket the case's own. */
function prioritiesOf(facts: CaseClockFacts, entries: readonly DeskEntry[]): PriorityChange[] {
  const { ticket, case: record } = facts;
  const changes = entries.filter((each) => each.kind === 'priority-changed');
  const first: Priority | null = changes[0]?.from ?? ticket?.priority ?? record?.priority ?? null;
  if (!first) return [];
  const by = record?.engineer ?? ticket?.engineer;
  const from = record?.notifiedAt?.at ?? ticket?.notifiedAt ?? record?.createdAt.at;
  if (!by || !from) return [];
  return [
    { priority: first, from, by },
    ...changes.map((each) => ({ priority: each.to, from: each.at.at, by: each.by })),
  ];
}

/** What the catalogue says of the next release stands from the start, until the desk says otherwise (I15). */
function catalogued({ ticket, products }: CaseClockFacts, start: ClockStart | null): ClockEvent[] {
  if (!ticket?.products || !start) return [];
  const next = nextRelease(products, ticket.products, start.at);
  return next ? [{ kind: 'release-date', at: start.at, by: ticket.engineer, ...next }] : [];
}

/** What the clocks of the case are evaluated from. */
export function clockInput(facts: CaseClockFacts): ClockInput {
  // A ticket that came back begins anew: its plans and answers of before met what was then promised.
  const entries = facts.ticket?.state === 'changes-requested' ? facts.entries : sinceReturn(facts.entries);
  const level3 = facts.ticket && level3Start(facts.ticket);
  const undone = new Set(facts.undone);
  return {
    priorities: prioritiesOf(facts, entries),
    starts: {
      level1: facts.case && level1Start(facts.case),
      level2: facts.case && level2Start(facts.case),
      level3,
    },
    events: [
      ...(facts.case ? responses(facts.case, facts.steps, facts.now) : []),
      ...catalogued(facts, level3),
      ...entries.flatMap((each) => eventsOf(each, level3, undone.has(each.id))),
    ],
    holidayLists: facts.holidayLists,
    now: facts.now,
  };
}

/** The clocks of the case, in the order of the policy's table; a commitment that has not started has none. */
export function caseClocks(facts: CaseClockFacts): Clock[] {
  return evaluateClocks(clockInput(facts));
}

/** A clock with a latest time. */
export type DueClock = Clock & { deadline: { kind: 'due'; at: string; strict: boolean } };

/**
 * The clock that asks for attention next: of those that run and have a latest time, the one that is over or due first.
 * '10 or more business days' and 'next release' promise no latest time (P-32), so they are never next.
 */
export function nextDue(clocks: readonly Clock[]): DueClock | null {
  let next: DueClock | null = null;
  for (const clock of clocks) {
    const { deadline, state } = clock;
    if (deadline.kind !== 'due') continue;
    if (state.kind !== 'running' && state.kind !== 'at-risk' && state.kind !== 'breached') continue;
    if (!next || Date.parse(deadline.at) < Date.parse(next.deadline.at)) next = { ...clock, deadline };
  }
  return next;
}
