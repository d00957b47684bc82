/** What a person types for a time, a day or a number, and what is made of it. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  readCount,
  readDay,
  readTime,
  writeTime,
  zonedOf,
  zonedText,
} from '../../../renderer/ui/read-time.ts';
import { offsetName } from '../../../renderer/ui/zones.ts';

const NOW = DateTime.local(2026, 11, 23, 14, 30).toJSDate();
const at = (typed: string) => {
  const read = readTime(typed, NOW);
  const instant = read.kind === 'read' ? zonedOf(read.value) : null;
  return instant ? DateTime.fromISO(instant.at).toFormat('yyyy-MM-dd HH:mm') : read.kind;
};

describe('a time', () => {
  test.each([
    ['20 Nov 2026, 08:15', '2026-11-20 08:15'],
    ['20 November 2026 8:15', '2026-11-20 08:15'],
    ['2026-11-20 08:15', '2026-11-20 08:15'],
    ['2026-11-20T08:15', '2026-11-20 08:15'],
    ['11/20/2026 8:15 AM', '2026-11-20 08:15'],
    ['11/20/2026, 08:15 PM', '2026-11-20 20:15'],
    ['20.11.2026 08:15', '2026-11-20 08:15'],
    ['Nov 20, 2026 at 8:15', '2026-11-20 08:15'],
    ['yesterday 7', '2026-11-22 07:00'],
    ['today 7:04', '2026-11-23 07:04'],
    ['7:04', '2026-11-23 07:04'],
    ['23:10', '2026-11-22 23:10'],
    ['7pm', '2026-11-22 19:00'],
  ])('%s', (typed, meant) => expect(at(typed)).toBe(meant));

  test('half of one is not taken for a whole one, and says what it lacks', () => {
    expect(readTime('20 Nov 2026', NOW)).toMatchObject({
      kind: 'incomplete',
      why: expect.stringMatching(/time is missing/),
    });
    expect(readTime('11/21/2026, --:11 PM', NOW)).toMatchObject({ kind: 'incomplete' });
    expect(readTime('Monday', NOW)).toMatchObject({
      kind: 'incomplete',
      why: expect.stringMatching(/cannot be read/),
    });
    expect(readTime('31 Feb 2026, 08:15', NOW)).toMatchObject({ kind: 'incomplete' });
    expect(readTime(' ', NOW)).toEqual({ kind: 'empty' });
  });
});

test('a day', () => {
  for (const typed of ['2026-01-01', '1 Jan 2026', '1/1/2026', '1.1.2026'])
    expect(readDay(typed, NOW)).toEqual({ kind: 'read', value: '2026-01-01' });
  expect(readDay('Jan', NOW)).toMatchObject({ kind: 'incomplete' });
});

test('a number: what is none is said, and none is made of it', () => {
  expect(readCount(' 48 ')).toEqual({ kind: 'read', value: '48' });
  expect(readCount('1,200')).toEqual({ kind: 'read', value: '1200' });
  expect(readCount('48 agents')).toMatchObject({
    kind: 'incomplete',
    why: expect.stringMatching(/such as 48/),
  });
  expect(readCount('1.5')).toMatchObject({ kind: 'incomplete' });
  expect(readCount('-3')).toMatchObject({ kind: 'incomplete' });
});

describe('a time with its zone', () => {
  const value = (typed: string) => {
    const read = readTime(typed, NOW);
    return read.kind === 'incomplete' ? read.why : read.kind === 'read' ? read.value : '';
  };

  test.each([
    ['20 Nov 2026, 08:15 Europe/Berlin', '2026-11-20T07:15:00.000Z Europe/Berlin'],
    ['20 Nov 2026, 08:15 Berlin', '2026-11-20T07:15:00.000Z Europe/Berlin'],
    ['20 Nov 2026, 8:15 pm america/new_york', '2026-11-21T01:15:00.000Z America/New_York'],
    ['20 Nov 2026, 08:15 New York', '2026-11-20T13:15:00.000Z America/New_York'],
    ['20 Jul 2026, 08:15 CDT', '2026-07-20T13:15:00.000Z America/Chicago'],
    ['20 Nov 2026, 08:15 (UTC)', '2026-11-20T08:15:00.000Z UTC'],
    ['11/20/2026 8:15 AM Central', '2026-11-20T14:15:00.000Z America/Chicago'],
    ['2026-11-20 08:15 CET', '2026-11-20T07:15:00.000Z Europe/Berlin'],
    ['20 Nov 2026, 08:15 Asia/Kolkata', '2026-11-20T02:45:00.000Z Asia/Kolkata'],
  ])('%s', (typed, meant) => expect(value(typed)).toBe(meant));

  test('a zone that there is not, and an abbreviation of the other half of the year, are said', () => {
    expect(value('20 Nov 2026, 08:15 Berln')).toMatch(/^No zone is called “Berln”/);
    expect(value('20 Jul 2026, 08:15 CST')).toMatch(/it is CDT in America\/Chicago/);
  });

  test('a time that the clocks skipped is none; of the hour that comes twice either can be meant, and is kept', () => {
    expect(value('8 Mar 2026, 02:30 America/Chicago')).toMatch(/does not exist in America\/Chicago/);
    const [first, second] = ['CDT', 'CST'].map((name) => value(`1 Nov 2026, 01:30 ${name}`));
    expect(first).toBe('2026-11-01T06:30:00.000Z America/Chicago');
    expect(second).toBe('2026-11-01T07:30:00.000Z America/Chicago');
    for (const each of [first, second]) expect(value(writeTime(each ?? ''))).toBe(each);
    const berlin = value('25 Oct 2026, 02:30 GMT+1 Europe/Berlin');
    expect(berlin).toBe('2026-10-25T01:30:00.000Z Europe/Berlin');
    expect(value(writeTime(berlin))).toBe(berlin);
    // As short as a field of half a form: the place alone, unless it is two.
    expect(writeTime('2026-11-20T14:15:00.000Z America/Chicago')).toMatch(
      /^20 Nov 2026, 08:15( America\/Chicago)?$/,
    );
    expect(writeTime('2026-11-20T14:15:00.000Z America/Sao_Paulo')).toBe(
      '20 Nov 2026, 11:15 America/Sao_Paulo',
    );
  });

  test('what is written can be typed again, in any zone of the world and at any hour of the year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        // Many of them around the nights on which clocks go back.
        fc.oneof(
          fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2027, 11) }),
          fc.integer({ min: Date.UTC(2026, 9, 24, 12), max: Date.UTC(2026, 9, 25, 12) }),
          fc.integer({ min: Date.UTC(2026, 10, 1, 3), max: Date.UTC(2026, 10, 1, 12) }),
        ),
        (zone, ms) => {
          const text = zonedText({ at: new Date(Math.floor(ms / 60_000) * 60_000).toISOString(), zone });
          expect(value(writeTime(text))).toBe(text);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('the short name of an offset is the one that luxon gives, whatever the zone and the time of the year', () => {
  const zones = [
    'Europe/Berlin',
    'America/Chicago',
    'Asia/Kolkata',
    'UTC',
    'Australia/Lord_Howe',
    'system',
    'UTC+2',
  ];
  for (const zone of zones)
    for (const day of ['2026-01-15', '2026-03-29', '2026-07-15', '2026-10-25', '1999-06-01']) {
      const time = DateTime.fromISO(`${day}T12:00:00.000Z`, { zone });
      const byLuxon = time.setLocale('en-US').offsetNameShort;
      expect(byLuxon, `${zone} ${day}`).not.toBeNull();
      expect(offsetName(time), `${zone} ${day}`).toBe(byLuxon);
    }
});
