/** Counting: from a start and what holds, to a deadline. See SPEC.md, rules CLK1 to CLK9. */

import { businessCalendar } from './business-days.ts';
import { centralDay, closingTime } from './central-time.ts';
import type { ClockEvent, Commitment, PriorityChange } from './clock-schema.ts';
import { termOf } from './commitments.ts';
import { dayNumber } from './dates.ts';
import type { Priority } from './priority.ts';
import type { HolidayList } from './schema.ts';

const MS_AN_HOUR = 3_600_000;

/** What a clock says about time. Instants are ISO in UTC with milliseconds. */
export type Deadline =
  /** `strict`: met only before this instant ('less than 2 hours'); else at it, too. */
  | { kind: 'due'; at: string; strict: boolean }
  /** '10 or more business days': the earliest day that is spoken of, never a latest. */
  | { kind: 'notBefore'; at: string }
  /** Which release and its day, as the desk or the catalogue says; null until one of them does. */
  | { kind: 'nextRelease'; date: string | null; release: string | null };

/** Null where nobody has said. */
export interface NextRelease {
  date: string | null;
  release: string | null;
}
const noRelease: NextRelease = { date: null, release: null };

/** What a deadline is counted with, and from which instant (milliseconds) that holds. */
export interface Basis {
  kind: Commitment;
  priority: Priority;
  /** Null for clock hours, for the next release, and where no list was published. */
  list: HolidayList | null;
  /** The next release and its day. */
  release: NextRelease;
  from: number;
}

export interface Counted {
  deadline: Deadline;
  /** The first millisecond that is too late, infinite where none is. */
  over: number;
  /** The first millisecond that is at risk (CLK12). */
  riskFrom: number;
  /** The Central day of the deadline in days since 1970-01-01; null for clock hours and where there is none. */
  day: number | null;
}

/** @param startedAt milliseconds */
export function count(basis: Basis, startedAt: number): Counted {
  const term = termOf(basis.priority, basis.kind);
  if (term.kind === 'less-than-hours') {
    const length = term.hours * MS_AN_HOUR;
    const over = startedAt + length;
    const deadline: Deadline = { kind: 'due', at: new Date(over).toISOString(), strict: true };
    return { deadline, over, riskFrom: over - length / 4, day: null };
  }
  if (term.kind === 'next-release') {
    const { date, release } = basis.release;
    const day = date === null ? null : dayNumber(date);
    const over = day === null ? Number.POSITIVE_INFINITY : closingTime(day) + 1;
    return {
      deadline: { kind: 'nextRelease', date, release },
      over,
      riskFrom: Number.POSITIVE_INFINITY,
      day,
    };
  }
  const calendar = businessCalendar(basis.list);
  const startDay = centralDay(startedAt);
  const day = calendar.nthAfter(startDay, term.days);
  const closing = closingTime(day);
  const at = new Date(closing).toISOString();
  if (term.kind === 'business-days-or-more')
    return {
      deadline: { kind: 'notBefore', at },
      over: closing + 1,
      riskFrom: Number.POSITIVE_INFINITY,
      day,
    };
  return {
    deadline: { kind: 'due', at, strict: false },
    over: closing + 1,
    riskFrom: closingTime(calendar.nthAfter(startDay, term.days - 1)) + 1,
    day,
  };
}

/** What may change a deadline, in the order of time. Times are milliseconds. */
export interface Facts {
  priorities: readonly { from: number; priority: Priority }[];
  lists: readonly { from: number; list: HolidayList }[];
  releases: readonly (NextRelease & { from: number })[];
  now: number;
}

const byTime = (a: { from: number }, b: { from: number }) => a.from - b.from;

/** Sorts, which keeps the order given among what is of the same instant. */
export function readFacts(input: {
  priorities: readonly PriorityChange[];
  events: readonly ClockEvent[];
  holidayLists: readonly HolidayList[];
  now: string;
}): Facts {
  const releases: (NextRelease & { from: number })[] = [];
  for (const event of input.events)
    if (event.kind === 'release-date')
      releases.push({ from: Date.parse(event.at), date: event.date, release: event.release ?? null });
  return {
    priorities: input.priorities
      .map(({ from, priority }) => ({ from: Date.parse(from), priority }))
      .sort(byTime),
    lists: input.holidayLists
      .map((list) => ({ from: Date.parse(list.publishedAt), list }))
      .sort((a, b) => byTime(a, b) || a.list.version - b.list.version),
    releases: releases.sort(byTime),
    now: Date.parse(input.now),
  };
}

/** The last of what holds at an instant, or undefined where nothing does yet. */
function holdingAt<T extends { from: number }>(rows: readonly T[], at: number): T | undefined {
  let found: T | undefined;
  for (const row of rows) {
    if (row.from > at) break;
    found = row;
  }
  return found;
}

const sameRelease = (a: NextRelease, b: NextRelease) => a.date === b.date && a.release === b.release;

function basisAt(kind: Commitment, at: number, facts: Facts): Basis {
  // A case whose priority was set after the clock's start had that one from the start: there is no other.
  const priority = (holdingAt(facts.priorities, at) ?? facts.priorities[0])?.priority ?? 'P4';
  const term = termOf(priority, kind).kind;
  const counted = term === 'business-days' || term === 'business-days-or-more';
  return {
    kind,
    priority,
    list: counted ? (holdingAt(facts.lists, at)?.list ?? null) : null,
    release: term === 'next-release' ? (holdingAt(facts.releases, at) ?? noRelease) : noRelease,
    from: at,
  };
}

/**
 * What a clock was counted with from its start to its end, in the order of time, one entry a change; never empty.
 * @param startedAt milliseconds
 * @param endedAt milliseconds; what changes at that instant or later does not touch the clock
 */
export function basesOf(kind: Commitment, startedAt: number, endedAt: number, facts: Facts): Basis[] {
  let last = basisAt(kind, startedAt, facts);
  const bases = [last];
  const changes: number[] = [];
  for (const rows of [facts.priorities, facts.lists, facts.releases])
    for (const { from } of rows) if (from > startedAt && from < endedAt) changes.push(from);
  if (changes.length === 0) return bases;
  for (const at of changes.sort((a, b) => a - b)) {
    const next = basisAt(kind, at, facts);
    if (next.priority === last.priority && next.list === last.list && sameRelease(next.release, last.release))
      continue;
    bases.push(next);
    last = next;
  }
  return bases;
}
