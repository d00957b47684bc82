import { Settings } from 'luxon';
import { afterEach, describe, expect, test } from 'vitest';
import { calendarText } from '../../../shared/policy/calendar.ts';
import {
  centralDay,
  centralHour,
  clockWords,
  durationWords,
  holidayWords,
} from '../../../shared/policy/clock-words.ts';
import type { ClockInput } from '../../../shared/policy/clocks.ts';
import { clocksFrom, desk, holidays } from '../../helpers/clocks.ts';

const START = '2026-11-27T16:00:00.000Z';
const locale = Settings.defaultLocale;
const zone = Settings.defaultZone;
afterEach(() => {
  Settings.defaultLocale = locale;
  Settings.defaultZone = zone;
});

function words(
  kind: 'level1-response' | 'action-plan' | 'patch',
  now: string,
  input: Partial<ClockInput> = {},
  viewerZone = 'America/Chicago',
) {
  return clockWords(clocksFrom(START, { now, ...input })[kind], { viewerZone, now });
}
const P3 = { priorities: [{ priority: 'P3', from: START, by: desk }] } as const;

describe('words', () => {
  test('[CLK18] an action plan, in Central time and in the reader’s', () => {
    expect(words('action-plan', '2026-11-30T15:00:00.000Z', {}, 'Europe/Berlin')).toEqual({
      text: 'Action plan due Wed 2 Dec, 18:00 Central, in 2 business days',
      viewer: 'Thu 3 Dec, 01:00 (Europe/Berlin)',
      promise: "IPcelerate's commitment",
    });
  });
  test.each([
    [
      'level1-response',
      '2026-11-27T16:20:30.000Z',
      {},
      'Level 1 response due before Fri 27 Nov, 12:00 Central, in 1 h 39 min',
    ],
    [
      'level1-response',
      '2026-11-27T19:05:00.000Z',
      {},
      'Level 1 response was due before Fri 27 Nov, 12:00 Central, 1 h 5 min ago',
    ],
    ['action-plan', '2026-12-02T15:00:00.000Z', {}, 'Action plan due Wed 2 Dec, 18:00 Central, today'],
    [
      'action-plan',
      '2026-12-01T15:00:00.000Z',
      {},
      'Action plan due Wed 2 Dec, 18:00 Central, in 1 business day',
    ],
    [
      'action-plan',
      '2026-12-03T02:00:00.000Z',
      {},
      'Action plan was due Wed 2 Dec, 18:00 Central, less than a business day ago',
    ],
    [
      'action-plan',
      '2026-12-04T15:00:00.000Z',
      {},
      'Action plan was due Wed 2 Dec, 18:00 Central, 2 business days ago',
    ],
    ['patch', START, {}, 'Patch or work-around not before Fri 11 Dec, 18:00 Central, in 10 business days'],
    [
      'patch',
      '2026-12-14T15:00:00.000Z',
      {},
      'Patch or work-around not before Fri 11 Dec, 18:00 Central, which has passed; no latest day is promised',
    ],
    ['patch', START, P3, 'Patch or work-around with the next release, no date known yet'],
    [
      'patch',
      START,
      { ...P3, events: [{ kind: 'release-date', at: START, by: desk, date: '2027-01-15' }] },
      'Patch or work-around with the next release, expected Fri 15 Jan 2027, in 35 business days',
    ],
    [
      'patch',
      START,
      {
        ...P3,
        events: [{ kind: 'release-date', at: START, by: desk, date: '2027-01-15', release: 'Sample 6.5.0' }],
      },
      'Patch or work-around with the next release, Sample 6.5.0, expected Fri 15 Jan 2027, in 35 business days',
    ],
    [
      'action-plan',
      START,
      { events: [{ kind: 'met', commitment: 'action-plan', at: '2026-12-01T15:00:00.000Z', by: desk }] },
      'Action plan met Tue 1 Dec, 09:00 Central (due Wed 2 Dec, 18:00 Central)',
    ],
    [
      'action-plan',
      START,
      { events: [{ kind: 'met', commitment: 'action-plan', at: '2026-12-03T15:00:00.000Z', by: desk }] },
      'Action plan met late Thu 3 Dec, 09:00 Central (due Wed 2 Dec, 18:00 Central)',
    ],
    [
      'action-plan',
      START,
      {
        events: [
          {
            kind: 'void',
            commitment: 'all',
            at: '2026-12-01T15:00:00.000Z',
            by: desk,
            reason: 'No access',
            evidence: '',
          },
        ],
      },
      'Action plan void since Tue 1 Dec, 09:00 Central (due Wed 2 Dec, 18:00 Central): No access',
    ],
  ] as const)('[CLK18] %s at %s', (kind, now, input, expected) => {
    expect(words(kind, now, input).text).toBe(expected);
  });
  test('[CLK18] where there is little room, what is due today has its hour: Central’s today, or the reader’s', () => {
    const due = '2026-12-03T00:00:00.000Z'; // Wed 2 Dec, 18:00 Central
    const short = (now: string, viewerZone = 'America/Chicago') => centralDay(due, { viewerZone, now });
    expect(short('2026-12-02T15:00:00.000Z')).toBe('18:00 Central');
    // It is the 2nd in Tokyo, and still the 1st in Chicago: more than a day is left.
    expect(short('2026-12-01T16:00:00.000Z', 'Asia/Tokyo')).toBe('Wed 18:00 Central');
    expect(short('2026-12-01T16:00:00.000Z')).toBe('2 Dec');
    expect(short('2026-12-02T05:00:00.000Z')).toBe('Wed 18:00 Central');
    expect(short('2025-12-02T05:00:00.000Z')).toBe('2 Dec 2026');
    expect(centralHour(due, '2026-12-03T15:00:00.000Z')).toBe('Wed 18:00 Central');
    expect(centralHour(due, '2026-12-05T15:00:00.000Z')).toBeNull();
  });

  test('[CLK18] the same on a computer with another language and zone', () => {
    const before = words('action-plan', START, {}, 'Asia/Tokyo');
    Settings.defaultLocale = 'ar-EG';
    Settings.defaultZone = 'Asia/Kathmandu';
    expect(words('action-plan', START, {}, 'Asia/Tokyo')).toEqual(before);
  });
  test('[CLK18] no second time where the reader’s clock reads the same, or where the zone is unknown', () => {
    expect(words('action-plan', START).viewer).toBeNull();
    expect(words('action-plan', START, {}, 'America/Winnipeg').viewer).toBeNull();
    expect(words('action-plan', START, {}, 'Mars/Olympus').viewer).toBeNull();
  });
  test('durations and lists', () => {
    expect([59_999, 60_000, 3_600_000, -3_660_000].map(durationWords)).toEqual([
      'less than a minute',
      '1 min',
      '1 h',
      '1 h 1 min',
    ]);
    expect(holidayWords(null)).toContain('No list of holidays was published');
    expect(holidayWords(holidays([]))).toContain('is empty');
    expect(holidayWords(holidays(['2026-11-26'], 3))).toBe(
      'Counted with list of holidays 3 (a sample), which goes up to 2026-11-26 (P-25).',
    );
  });
});

describe('calendar', () => {
  const cases = [
    {
      id: '01900000-0000-7000-8000-0000000000c1',
      number: 'C-7K2M-9QXA',
      title: `Paging, "zones"; all\\none\r\nBEGIN:VEVENT ${'ü'.repeat(60)}`,
      clocks: Object.values(clocksFrom(START)),
    },
  ];
  const text = calendarText(cases, START);
  const unfolded = text.replaceAll('\r\n ', '');
  const fields = (name: string) =>
    unfolded
      .split('\r\n')
      .flatMap((each) => (each.startsWith(`${name}:`) ? [each.slice(name.length + 1)] : []));

  test('[CLK19] one event for each clock that runs, at its deadline in UTC, nearest first, with UIDs that stay', () => {
    expect(fields('DTSTART')).toEqual([
      '20261127T180000Z',
      '20261127T180000Z',
      '20261203T000000Z',
      '20261212T000000Z',
    ]);
    expect(fields('DTSTAMP')).toEqual(Array(4).fill('20261127T160000Z'));
    expect(fields('UID')[2]).toBe('01900000-0000-7000-8000-0000000000c1-action-plan@partner-console');
    expect(calendarText(cases, START)).toBe(text);
  });
  test('[CLK19] no id makes a line or a property', () => {
    for (const given of [
      'x\r\nBEGIN:VALARM\r\nACTION:EMAIL',
      'x\nATTACH:file:///etc/passwd',
      'x\rA:1',
      'x;y:z',
    ]) {
      const [first] = cases;
      const out = calendarText(first ? [{ ...first, id: given }] : [], START);
      const names = out
        .replaceAll('\r\n ', '')
        .split(/\r\n|\r|\n/)
        .map((each) => each.split(/[:;]/)[0]);
      expect(names.filter((each) => each === 'BEGIN').length).toBe(5);
      expect(names).not.toContain('ATTACH');
      expect(names).not.toContain('A');
    }
  });
  test('[CLK19] no title makes a line where a reader takes other signs for one’s end', () => {
    const [first] = cases;
    for (const sign of ['\u2028', '\u2029', '\u0085', '\u000b', '\u000c', '\u001c', '\u202e']) {
      const title = `Pages${sign}BEGIN:VALARM${sign}ACTION:EMAIL`;
      expect([sign, calendarText(first ? [{ ...first, title }] : [], START).includes(sign)]).toEqual([
        sign,
        false,
      ]);
    }
  });
  test('[CLK19] text is escaped, no line longer than 75 octets, and no title makes an event', () => {
    expect(fields('SUMMARY')[2]).toContain(
      'Action plan due: C-7K2M-9QXA Paging\\, "zones"\\; all\\\\none BEGIN',
    );
    expect(fields('DESCRIPTION')[2]).toContain('P-30');
    expect(fields('BEGIN')).toEqual(['VCALENDAR', ...Array(4).fill('VEVENT')]);
    for (const each of text.split('\r\n'))
      expect(new TextEncoder().encode(each).length).toBeLessThanOrEqual(75);
  });
  test('[CLK19] what has ended is cancelled under the same UID, behind what runs; what has no date is left out', () => {
    const ended = clocksFrom(START, {
      events: [{ kind: 'void', commitment: 'all', at: START, by: desk, reason: 'No access', evidence: '' }],
    });
    const open = clocksFrom(START, P3).patch;
    const running = clocksFrom(START)['action-plan'];
    const of = (clocks: (typeof running)[]) =>
      calendarText([{ id: 'a', number: 'C', title: '', clocks }], START);
    expect(of([open])).not.toContain('VEVENT');
    const events = of([...Object.values(ended), running])
      .split('BEGIN:VEVENT')
      .slice(1);
    expect(events.map((each) => /UID:(\S+)@/.exec(each)?.[1])).toEqual([
      'a-action-plan',
      'a-level1-response',
      'a-level2-response',
      'a-action-plan',
      'a-patch',
    ]);
    expect(events.map((each) => each.includes('STATUS:CANCELLED'))).toEqual([false, true, true, true, true]);
    expect(events.map((each) => each.includes('SEQUENCE:1'))).toEqual([false, true, true, true, true]);
  });
});
