/** When an ended case leaves the computers (security 29). */
import { describe, expect, test } from 'vitest';
import { endedAt, fetchedIsOver, isOver, stayDays } from '../../../shared/cases/retention.ts';

const at = (text: string) => ({ at: text, zone: 'UTC' });
const closed = { to: 'closed' as const, at: at('2026-10-01T10:00:00+02:00') };

describe('security 29: the end of a case', () => {
  test('is its last entry that moves it, in UTC', () => {
    const opened = { to: 'level1' as const, at: at('2026-09-01T08:00:00Z') };
    const said = { to: null, at: at('2026-11-01T08:00:00Z') };
    expect(endedAt('closed', [opened, closed, said])).toBe('2026-10-01T08:00:00.000Z');
  });

  test('is not known where it is open, was opened again, or nobody noted its end', () => {
    const again = { to: 'level2' as const, at: at('2026-10-02T08:00:00Z') };
    expect(endedAt('level2', [closed])).toBeNull();
    expect(endedAt('closed', [closed, again])).toBeNull();
    expect(endedAt('closed', [])).toBeNull();
    expect(endedAt('closed', [closed, again, { ...closed, at: at('2026-10-03T08:00:00Z') }])).toBe(
      '2026-10-03T08:00:00.000Z',
    );
  });
});

describe('security 29: days', () => {
  test('are whole ones; an end that is still to come, by a clock that is ahead, is not over', () => {
    expect(isOver('2026-10-01T08:00:00.000Z', 30, '2026-10-31T07:59:59.999Z')).toBe(false);
    expect(isOver('2026-10-01T08:00:00.000Z', 30, '2026-10-31T08:00:00.000Z')).toBe(true);
    expect(isOver('2027-10-01T08:00:00.000Z', 1, '2026-10-31T08:00:00.000Z')).toBe(false);
  });

  test('files stay a week at the most, and never longer than their case; without a setting all stays', () => {
    expect(stayDays(null)).toBeNull();
    expect(stayDays(30)).toEqual({ files: 7, rows: 30 });
    expect(stayDays(2)).toEqual({ files: 2, rows: 2 });
  });

  test('what was fetched again stays a week, or as long as cases stay where that is shorter', () => {
    const fetched = '2026-10-01T08:00:00.000Z';
    const days = (rows: number) => ({ files: 1, rows });
    expect(fetchedIsOver(fetched, days(30), '2026-10-08T07:00:00.000Z')).toBe(false);
    expect(fetchedIsOver(fetched, days(30), '2026-10-08T08:00:00.000Z')).toBe(true);
    expect(fetchedIsOver(fetched, days(2), '2026-10-03T08:00:00.000Z')).toBe(true);
  });
});
