/** Clocks for tests: a start, people and lists of holidays with little writing. */
import type { ClockStart } from '../../shared/policy/clock-schema.ts';
import { type Clock, type ClockInput, evaluateClocks } from '../../shared/policy/clocks.ts';
import type { HolidayList } from '../../shared/policy/schema.ts';

export const desk = { id: '01900000-0000-7000-8000-0000000000d1', name: 'Dana Desk' };
export const other = { id: '01900000-0000-7000-8000-0000000000d2', name: 'Otto Other' };

export function telephoned(at: string): ClockStart {
  return { at, by: 'telephone', receivedAt: at, acknowledgedAt: null };
}

export function holidays(dates: readonly string[], version = 1, publishedAt = '2000-01-01T00:00:00.000Z') {
  return {
    id: `01900000-0000-7000-8000-${String(version).padStart(12, '0')}`,
    version,
    publishedAt,
    dates: dates.map((date) => ({ date, name: 'Holiday' })),
    sample: true,
  } satisfies HolidayList;
}

/** The clocks of a case that was telephoned at an instant, for all levels. */
export function clocksFrom(at: string, input: Partial<ClockInput> = {}): Record<Clock['kind'], Clock> {
  const start = telephoned(at);
  const clocks = evaluateClocks({
    priorities: [{ priority: 'P1', from: at, by: desk }],
    starts: { level1: start, level2: start, level3: start },
    events: [],
    holidayLists: [],
    now: at,
    ...input,
  });
  const byKind = Object.fromEntries(clocks.map((clock) => [clock.kind, clock]));
  return byKind as Record<Clock['kind'], Clock>;
}
