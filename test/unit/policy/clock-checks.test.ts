import { describe, expect, test } from 'vitest';
import { startClock } from '../../../shared/policy/clock-checks.ts';
import { parseHolidayFile } from '../../../shared/policy/holiday-file.ts';
import { holidayFaults } from '../../../shared/policy/holidays.ts';
import { holidayList } from '../../../shared/policy/schema.ts';
import { holidays } from '../../helpers/clocks.ts';

const NOW = '2026-11-25T15:00:00.000Z';
const START = '2026-11-23T15:00:00.000Z';
const refused = (words: string) => ({ ok: false, message: expect.stringContaining(words) });

describe('starts', () => {
  test('[CLK3] a call starts at its receipt, a ticket at its acknowledgement; both times are kept', () => {
    const told = { receivedAt: START, acknowledgedAt: '2026-11-23T16:00:00.000Z' };
    expect(startClock({ ...told, by: 'telephone' }, NOW)).toEqual({
      ok: true,
      start: { at: START, by: 'telephone', ...told },
    });
    expect(startClock({ ...told, by: 'ticket-acknowledged' }, NOW)).toEqual({
      ok: true,
      start: { at: told.acknowledgedAt, by: 'ticket-acknowledged', ...told },
    });
  });
  test.each([
    ['acknowledged before received', START, '2026-11-23T14:59:59.000Z', 'before it was received'],
    ['a ticket that nobody acknowledged', START, null, 'has not happened yet'],
    ['received tomorrow', '2026-11-26T15:00:00.000Z', null, 'lies ahead of now'],
    ['no instant', 'yesterday', null, 'is no time'],
    ['a day that does not exist', '2026-02-30T15:00:00.000Z', null, 'is no time'],
    ['an instant without a zone', '2026-11-23T15:00:00', null, 'is no time'],
  ])('[CLK16] %s is refused', (_what, receivedAt, acknowledgedAt, words) => {
    expect(startClock({ by: 'ticket-acknowledged', receivedAt, acknowledgedAt }, NOW)).toEqual(
      refused(words),
    );
  });
});

describe('lists of holidays', () => {
  test.each([
    ['twice', ['2026-11-26', '2026-11-26'], 'stands in the list twice'],
    ['not sorted', ['2026-11-26', '2026-11-25'], 'Sort the list'],
    ['too early', ['1999-12-31'], 'outside the years'],
    ['too late', ['2101-01-01'], 'outside the years'],
    ['no such day', ['2027-02-29'], 'does not exist'],
    ['month 13', ['2026-13-01'], 'does not exist'],
    ['no date', ['26.11.2026'], 'is no date'],
  ])('[CLK20] %s is refused by form, row and file', (_what, dates, words) => {
    expect(holidayFaults(holidays(dates).dates)).toEqual([expect.stringContaining(words)]);
    expect(holidayList.safeParse(holidays(dates)).success).toBe(false);
    expect(parseHolidayFile(JSON.stringify(dates))).toEqual(refused(words));
  });
  test('[CLK20] a leap day, an empty list and 500 dates are fine; 501 and a date without a name are not', () => {
    const days = Array.from({ length: 501 }, (_, n) =>
      new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
    );
    expect(holidayFaults(holidays(['2028-02-29']).dates)).toEqual([]);
    expect(holidayList.safeParse(holidays([])).success).toBe(true);
    expect(holidayList.safeParse(holidays(days.slice(1))).success).toBe(true);
    expect(holidayFaults(holidays(days).dates)[0]).toContain('501 dates');
    expect(holidayFaults([{ date: '2026-11-26', name: ' ' }])[0]).toContain('no name');
  });
  test('[CLK20] a file is a list of dates, or a published list', () => {
    expect(parseHolidayFile('["2026-11-26"]')).toMatchObject({ ok: true, version: null });
    expect(parseHolidayFile(JSON.stringify(holidays(['2026-11-26'], 7)))).toMatchObject({
      ok: true,
      version: 7,
    });
    expect(parseHolidayFile('{')).toEqual(refused('not JSON'));
    expect(parseHolidayFile('{"a":1}')).toEqual(refused('no list of holidays'));
  });
});
