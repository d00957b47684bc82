/** Rule CLK23: where an instant stands on the board of clocks. */
import { describe, expect, test } from 'vitest';
import { timeAxis } from '../../../shared/policy/time-axis.ts';

/** 11:00 Central on a Tuesday. */
const NOW = Date.parse('2026-11-24T17:00:00.000Z');
const list = {
  id: '01990000-0000-7000-8000-000000000001',
  version: 1,
  effectiveFrom: '2026-01-01',
  dates: [{ date: '2026-11-26', name: 'Thanksgiving Day' }],
  publishedAt: '2026-01-01T00:00:00.000Z',
  note: '',
} as unknown as NonNullable<Parameters<typeof timeAxis>[1]>;
const words = (axis: ReturnType<typeof timeAxis>) => axis.parts.map(({ kind, word }) => word || kind);

describe('[CLK23] the axis of the board', () => {
  test('today stands by the hour, then eight business days, weekends and holidays closed between them', () => {
    expect(words(timeAxis(NOW, list))).toEqual([
      ...['night', 'hours', 'night', 'Wed 25', 'closed', 'Fri 27', 'closed', 'closed'],
      ...['Mon 30', 'Tue 1', 'Wed 2', 'Thu 3', 'Fri 4', 'closed', 'closed', 'Mon 7', 'later'],
    ]);
    // Without a list only weekends are closed.
    expect(words(timeAxis(NOW, null))[4]).toBe('Thu 26');
    expect(timeAxis(NOW, null).today).toBe('Tue 24 Nov, Central');
  });

  test('parts follow each other without a gap and fill it', () => {
    const { parts } = timeAxis(NOW, list);
    for (const [index, { left, width, to }] of parts.entries()) {
      const next = parts[index + 1];
      expect(left + width).toBeCloseTo(next?.left ?? 100, 6);
      if (next) expect(to).toBe(next.from);
    }
  });

  test('later is never further left, whatever day the clocks are changed on', () => {
    for (const day of ['2026-03-08', '2026-11-01', '2026-11-24']) {
      const now = Date.parse(`${day}T16:00:00.000Z`);
      const axis = timeAxis(now, list);
      let before = 0;
      for (let at = now - 86_400_000; at < now + 20 * 86_400_000; at += 1_800_000) {
        const place = axis.placeOf(at);
        expect(place).toBeGreaterThanOrEqual(before);
        expect(place).toBeLessThanOrEqual(100);
        before = place;
      }
    }
  });

  test('a day on which support is closed is closed at all hours', () => {
    const closed = (now: string) => timeAxis(Date.parse(now), list).parts.map((part) => part.closed);
    expect(closed('2026-11-24T17:00:00.000Z').slice(0, 4)).toEqual([true, false, true, false]);
    expect(closed('2026-11-26T17:00:00.000Z').slice(0, 4)).toEqual([true, true, true, false]);
    expect(closed('2026-11-28T17:00:00.000Z').slice(0, 4)).toEqual([true, true, true, true]);
  });

  test('what lies before today stands at its beginning, what lies far ahead under later', () => {
    const axis = timeAxis(NOW, list);
    const later = axis.parts.at(-1);
    expect(axis.placeOf(NOW - 3 * 86_400_000)).toBe(0);
    const far = axis.placeOf(NOW + 365 * 86_400_000);
    expect(far).toBeGreaterThan(later?.left ?? 100);
    expect(far).toBeLessThan(100);
    expect(axis.now).toBeCloseTo(axis.placeOf(NOW), 6);
  });
});
