import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { zonedWords } from '../../../shared/cases/words.ts';
import { whichOfTwo } from '../../../shared/policy/clock-words.ts';
import { level3Opening, openingWords } from '../../../shared/policy/opening.ts';
import type { HolidayList } from '../../../shared/policy/schema.ts';
import { holidays } from '../../helpers/clocks.ts';

const words = (now: string, list: HolidayList | null = null, viewerZone = 'America/Chicago') =>
  openingWords({ now, viewerZone }, list);

describe('[CLK24] when Level 3 is open', () => {
  test.each([
    ['Monday at 07:59 Central', '2026-11-23T13:59:00.000Z', 'Level 3 opens today, 08:00 Central'],
    ['Monday at 08:00', '2026-11-23T14:00:00.000Z', 'Level 3 is open until 18:00 Central'],
    ['Monday at 17:59', '2026-11-23T23:59:00.000Z', 'Level 3 is open until 18:00 Central'],
    ['Monday at 18:00', '2026-11-24T00:00:00.000Z', 'Level 3 opens Tuesday 24 November, 08:00 Central'],
    ['Friday evening', '2026-11-21T02:00:00.000Z', 'Level 3 opens Monday 23 November, 08:00 Central'],
    ['Sunday', '2026-11-22T18:00:00.000Z', 'Level 3 opens Monday 23 November, 08:00 Central'],
    // The clocks went forward in the night before.
    ['Saturday in March', '2026-03-07T18:00:00.000Z', 'Level 3 opens Monday 9 March, 08:00 Central'],
  ])('%s', (_what, now, expected) => {
    expect(words(now)).toBe(expected);
  });
  test('a listed holiday is no day, and the reader’s clock stands beside Central', () => {
    const list = holidays(['2026-11-26']);
    expect(words('2026-11-26T18:00:00.000Z', list)).toBe('Level 3 opens Friday 27 November, 08:00 Central');
    expect(words('2026-11-23T18:00:00.000Z', list, 'Europe/Berlin')).toBe(
      'Level 3 is open until 18:00 Central, here Tue 24 Nov, 01:00 (Europe/Berlin)',
    );
    expect(level3Opening('2026-03-07T18:00:00.000Z', null)).toEqual({
      open: false,
      at: '2026-03-09T13:00:00.000Z',
    });
  });
});

describe('[CLK18] the hour that comes twice says which of the two it is', () => {
  const at = (iso: string, zone = 'America/Chicago') => whichOfTwo(DateTime.fromISO(iso, { zone }));
  test('on the night the clocks go back, and at no other time', () => {
    expect([at('2026-11-01T06:30:00.000Z'), at('2026-11-01T07:30:00.000Z')]).toEqual([' CDT', ' CST']);
    for (const one of ['2026-11-01T05:59:00.000Z', '2026-11-01T08:00:00.000Z', '2026-03-08T08:30:00.000Z'])
      expect(at(one)).toBe('');
    expect(at('2026-11-01T06:30:00.000Z', 'UTC')).toBe('');
  });
  test('in what a packet says of a time', () => {
    expect(zonedWords({ at: '2026-11-01T06:30:00.000Z', zone: 'America/Chicago' })).toBe(
      '1 Nov 2026, 01:30 CDT America/Chicago',
    );
  });
});
