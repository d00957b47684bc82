import { describe, expect, test } from 'vitest';
import {
  checkClockEvent,
  checkPriorityChange,
  checkZone,
  startClock,
} from '../../../shared/policy/clock-checks.ts';
import type { ClockEvent } from '../../../shared/policy/clock-schema.ts';
import { parseHolidayFile } from '../../../shared/policy/holiday-file.ts';
import { holidayFaults } from '../../../shared/policy/holidays.ts';
import { holidayList } from '../../../shared/policy/schema.ts';
import { desk, holidays, other, telephoned } from '../../helpers/clocks.ts';

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
  test('[CLK16] zones', () => {
    expect(checkZone('Europe/Berlin')).toEqual({ ok: true });
    expect(checkZone('Mars/Olympus')).toEqual(refused('is no time zone'));
  });
});

describe('events', () => {
  const starts = { level1: telephoned(START), level3: telephoned('2026-11-24T15:00:00.000Z') };
  const void_ = (at: string, commitment: 'action-plan' | 'level2-response' | 'all', reason = 'No access') =>
    ({ kind: 'void', commitment, at, by: other, reason, evidence: '' }) satisfies ClockEvent;
  const met = { kind: 'met', commitment: 'action-plan', at: '2026-11-25T10:00:00.000Z', by: desk } as const;
  const ask = (event: ClockEvent, earlier: readonly ClockEvent[] = []) =>
    checkClockEvent(event, { starts, earlier, now: NOW });

  test('[CLK13] [CLK16] a clock voided twice: the first stands, and its person is named', () => {
    const first = void_('2026-11-25T10:00:00.000Z', 'action-plan');
    expect(ask(first)).toEqual({ ok: true });
    const second = ask({ ...first, by: desk, at: '2026-11-25T11:00:00.000Z' }, [first]);
    expect(second).toEqual(refused('void since 2026-11-25T10:00:00.000Z: Otto Other recorded it'));
    expect(ask(met, [first])).toEqual(refused('is void since'));
    expect(ask(first, [met])).toEqual(refused('was met at'));
  });
  test('[CLK14] all is refused only where nothing is left that it could void', () => {
    const all = void_('2026-11-25T10:00:00.000Z', 'all');
    expect(ask(all)).toEqual({ ok: true });
    expect(ask(all, [void_(START, 'all')])).toEqual({ ok: true });
    expect(ask(all, [all])).toEqual(refused('that stands'));
    expect(checkClockEvent(all, { starts: {}, earlier: [], now: NOW })).toEqual(refused('No clock runs'));
  });
  test.each<[string, ClockEvent, string]>([
    ['before the start', void_('2026-11-24T14:00:00.000Z', 'action-plan'), 'before it'],
    ['met before the start', { ...met, at: '2026-11-24T14:00:00.000Z' }, 'cannot be met'],
    ['ahead of now', void_('2026-11-25T16:00:00.000Z', 'action-plan'), 'lies ahead of now'],
    ['without a reason', void_(NOW, 'action-plan', ' '), 'with a reason'],
    ['of a clock that has not started', void_(NOW, 'level2-response'), 'has not started'],
    [
      'a release day that does not exist',
      { kind: 'release-date', at: NOW, by: desk, date: '2027-02-29' },
      'does not exist',
    ],
  ])('[CLK16] %s is refused', (_what, event, words) => {
    expect(ask(event)).toEqual(refused(words));
  });
  test('[CLK16] the same priority again, and one of before the last, are refused', () => {
    const earlier = [{ priority: 'P2', from: START, by: desk }] as const;
    expect(checkPriorityChange({ priority: 'P1', from: NOW }, earlier, NOW)).toEqual({ ok: true });
    expect(checkPriorityChange({ priority: 'P2', from: NOW }, earlier, NOW)).toEqual(refused('already'));
    expect(checkPriorityChange({ priority: 'P1', from: '2026-11-22T00:00:00.000Z' }, earlier, NOW)).toEqual(
      refused('which is later'),
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
