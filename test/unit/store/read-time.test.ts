/** What a person types for a time, a day or a number, and what is made of it. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { readCount, readDay, readTime } from '../../../renderer/ui/read-time.ts';

const NOW = DateTime.local(2026, 11, 23, 14, 30).toJSDate();
const at = (typed: string) => {
  const read = readTime(typed, NOW);
  return read.kind === 'read' ? DateTime.fromISO(read.value).toFormat('yyyy-MM-dd HH:mm') : read.kind;
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
