import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessCalendar } from '../../../shared/policy/business-days.ts';
import { centralDate, centralDay, closingTime } from '../../../shared/policy/central-time.ts';
import type { Commitment } from '../../../shared/policy/clock-schema.ts';
import type { Clock } from '../../../shared/policy/clocks.ts';
import { termOf } from '../../../shared/policy/commitments.ts';
import { dateOfDay, dayNumber } from '../../../shared/policy/dates.ts';
import { clocksFrom, desk, holidays } from '../../helpers/clocks.ts';
import { busdayOffsets, whyNoNumpy } from '../../helpers/numpy.ts';
import { slowBusinessDay, slowCentralDate, slowClosing, slowHours } from '../../helpers/slow-clocks.ts';

const CASES = 10_000;
const FIRST = dayNumber('2019-12-15');
const LAST = dayNumber('2029-12-31');

const day = fc.integer({ min: FIRST, max: LAST });
/** Lists with holidays in a row, on weekends, around the end of the year, and none at all. */
const dates = fc.array(fc.tuple(day, fc.integer({ min: 1, max: 6 })), { maxLength: 60 }).map((runs) => {
  const days = new Set(runs.flatMap(([first, length]) => Array.from({ length }, (_, more) => first + more)));
  return [...days].sort((a, b) => a - b).map(dateOfDay);
});
/** Instants on any millisecond, and often at the hours at which something changes. */
const at = fc.oneof(
  fc.integer({ min: FIRST * 86_400_000, max: LAST * 86_400_000 }),
  fc
    .tuple(day, fc.constantFrom(5, 6, 7, 8, 13, 14, 22, 23, 24), fc.constantFrom(-60_000, -1, 0, 1))
    .map(([of, hour, more]) => of * 86_400_000 + hour * 3_600_000 + more),
);
const priority = fc.constantFrom('P1', 'P2', 'P3', 'P4');
const lists = fc
  .sample(dates, { numRuns: 40, seed: 2026 })
  .concat([[]])
  .map((list, index) => holidays(list, index + 1));
const sample = fc.sample(fc.tuple(at, priority, fc.integer({ min: 0, max: lists.length - 1 })), {
  numRuns: CASES,
  seed: 1125,
});
const iso = (ms: number) => new Date(ms).toISOString();

function clocksOf(ms: number, level: 'P1' | 'P2' | 'P3' | 'P4', list: number): Record<Clock['kind'], Clock> {
  return clocksFrom(iso(ms), {
    priorities: [{ priority: level, from: iso(ms), by: desk }],
    holidayLists: lists.slice(list, list + 1),
  });
}

describe('counting against other ways of counting', () => {
  test(`[CLK4] [CLK5] [CLK6] [CLK7] equal to a walk by minutes and days, on ${CASES} random starts`, () => {
    const closed = lists.map((list) => new Set(list.dates.map(({ date }) => date)));
    const wrong: unknown[] = [];
    for (const [ms, level, list] of sample) {
      const clocks = clocksOf(ms, level, list);
      const start = slowCentralDate(ms);
      for (const kind of Object.keys(clocks) as Commitment[]) {
        const { deadline } = clocks[kind];
        const term = termOf(level, kind);
        if (term.kind === 'next-release' || deadline.kind === 'nextRelease') continue;
        const expected =
          term.kind === 'less-than-hours'
            ? slowHours(ms, term.hours)
            : slowClosing(slowBusinessDay(start, term.days, closed[list] ?? new Set()));
        if (deadline.at !== iso(expected)) wrong.push([iso(ms), level, list, kind, deadline.at]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test(`[CLK5] [CLK6] equal to numpy.busday_offset, on ${CASES} random starts`, (context) => {
    context.skip(whyNoNumpy !== null, whyNoNumpy ?? '');
    const groups = lists.map((list) => ({
      days: [] as string[],
      counts: [] as number[],
      holidays: list.dates.map(({ date }) => date),
      ours: [] as string[],
    }));
    for (const [ms, level, list] of sample) {
      const clocks = clocksOf(ms, level, list);
      for (const kind of ['action-plan', 'patch'] as const) {
        const { deadline } = clocks[kind];
        const term = termOf(level, kind);
        if (deadline.kind === 'nextRelease' || !('days' in term)) continue;
        groups[list]?.days.push(slowCentralDate(ms));
        groups[list]?.counts.push(term.days);
        groups[list]?.ours.push(centralDate(Date.parse(deadline.at)));
      }
    }
    expect(groups.reduce((sum, { days }) => sum + days.length, 0)).toBeGreaterThanOrEqual(CASES);
    expect(busdayOffsets(groups)).toEqual(groups.map(({ ours }) => ours));
  });
});

describe('what holds of any clock', () => {
  test('[CLK4] [CLK6] a later start is never due earlier', () => {
    fc.assert(
      fc.property(
        at,
        fc.nat({ max: 10 * 86_400_000 }),
        priority,
        fc.nat({ max: lists.length - 1 }),
        (ms, later, level, list) => {
          const first = clocksOf(ms, level, list);
          const second = clocksOf(ms + later, level, list);
          for (const kind of Object.keys(first) as Commitment[]) {
            const [a, b] = [first[kind].deadline, second[kind].deadline];
            if (a.kind !== 'nextRelease' && b.kind !== 'nextRelease') expect(b.at >= a.at).toBe(true);
          }
        },
      ),
    );
  });

  test('[CLK6] business days between two days undo the count', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 400 }), dates, (from, n, list) => {
        const calendar = businessCalendar(holidays(list));
        const to = calendar.nthAfter(from, n);
        expect(calendar.between(from, to)).toBe(n);
        expect(calendar.between(from, to - 1)).toBe(n - 1);
        expect(calendar.between(to, from)).toBe(-n);
      }),
    );
  });

  test('[CLK6] 18:00 lies on its own Central day, and the Central day is the platform’s', () => {
    fc.assert(fc.property(day, (of) => centralDay(closingTime(of)) === of));
    fc.assert(fc.property(at, (ms) => centralDate(ms) === slowCentralDate(ms)));
  });

  test('[CLK11] however often priority and list change, the deadline is that of the last ones, and each earlier one is kept once', () => {
    const change = fc.tuple(fc.nat({ max: 20 * 86_400_000 }), priority, fc.nat({ max: lists.length - 1 }));
    fc.assert(
      fc.property(at, fc.array(change, { maxLength: 8 }), (ms, changes) => {
        const sorted = [[0, 'P1', 0] as const, ...changes.sort((a, b) => a[0] - b[0])];
        const clocks = clocksFrom(iso(ms), {
          priorities: sorted.map(([after, level]) => ({ priority: level, from: iso(ms + after), by: desk })),
          holidayLists: sorted.map(([after, , list], index) => ({
            ...holidays(lists[list]?.dates.map(({ date }) => date) ?? [], index + 1),
            publishedAt: iso(ms + after),
          })),
        });
        const [, level, list] = sorted.at(-1) ?? ([0, 'P1', 0] as const);
        const fresh = clocksOf(ms, level, list);
        for (const kind of Object.keys(clocks) as Commitment[]) {
          expect(clocks[kind].deadline).toEqual(fresh[kind].deadline);
          const spans = clocks[kind].history.map(({ from, until }) => [from, until]);
          spans.forEach(([from], index) => {
            expect(from).toBe(index === 0 ? iso(ms) : spans[index - 1]?.[1]);
          });
        }
      }),
    );
  });
});
