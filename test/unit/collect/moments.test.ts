/** One order for lines of several logs: see shared/collect/SPEC.md, L6 to L8. */
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { inOrder, type LogClock, MomentReader } from '../../../shared/collect/log/moments.ts';
import { formOf, stampForms } from '../../../shared/collect/log/stamp.ts';

const read = (line: string, clock: Partial<LogClock> = {}) => {
  const form = formOf([line]);
  if (!form) throw new Error('no form');
  const at = new MomentReader(form, {
    zone: 'UTC',
    ahead: 0,
    captured: '2026-11-28T12:00:00.000Z',
    ...clock,
  }).read(line);
  return at === null ? null : new Date(at).toISOString();
};

describe('the moment of a line', () => {
  test.each([
    ['2026-11-28T10:00:00.123+01:00 INFO x', {}, '2026-11-28T09:00:00.123Z'],
    ['2026-11-28 10:00:00,5 INFO x', { zone: 'America/Chicago' }, '2026-11-28T16:00:00.500Z'],
    ['000120: *Nov 28 09:58:31.871 CST: %CDP-4-X: x', {}, '2026-11-28T15:58:31.871Z'],
    ['<34>Nov 28 09:58:31 host prog[1]: x', { zone: 'Europe/Berlin' }, '2026-11-28T08:58:31.000Z'],
    [
      '<34>Dec 31 23:59:59 host prog[1]: x',
      { captured: '2027-01-02T00:00:00.000Z' },
      '2026-12-31T23:59:59.000Z',
    ],
    ['192.0.2.1 - - [28/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1" 200 1', {}, '2026-11-28T08:00:00.000Z'],
    ['11/28/2026 12:02:55 AM Error x', { zone: 'America/Chicago' }, '2026-11-28T06:02:55.000Z'],
    ['00012345.001 |10:02:55.123 |AppInfo |x', {}, '2026-11-28T10:02:55.123Z'],
    ['00012345.001 |23:02:55.123 |AppInfo |x', {}, '2026-11-27T23:02:55.123Z'],
    ['<134>1 2026-11-28T10:00:00.003Z host app - - - x', { zone: 'Asia/Tokyo' }, '2026-11-28T10:00:00.003Z'],
    ['{"time":"2026-11-28T10:00:00.25+02:00","level":"error"}', {}, '2026-11-28T08:00:00.250Z'],
    ['2026/11/28 10:00:00 [error] 12#12: x', { zone: 'Europe/Berlin' }, '2026-11-28T09:00:00.000Z'],
    ['28.11.2026 22:00:01,456 FEHLER x', { zone: 'Europe/Berlin' }, '2026-11-28T21:00:01.456Z'],
    ['Nov 8, 2026 10:00:00 PM com.example.Main run', {}, '2026-11-08T22:00:00.000Z'],
    [
      '[Sat Nov 28 10:00:00.123456 2026] [core:error] x',
      { zone: 'Europe/Berlin' },
      '2026-11-28T09:00:00.123Z',
    ],
    ['date=2026-11-28 time=10:00:00 devname="fw" x', { zone: 'Europe/Berlin' }, '2026-11-28T09:00:00.000Z'],
    ['1764324000.123 INFO x', { zone: 'America/Chicago' }, '2025-11-28T10:00:00.123Z'],
    ['1764324000123 INFO x', { zone: 'America/Chicago' }, '2025-11-28T10:00:00.123Z'],
  ])('[L6] %s', (line, clock, wanted) => {
    expect(read(line, clock)).toBe(wanted);
  });
  test('[L2] numbers at the beginning that are no times make no log', () => {
    expect(formOf(['0301234567 Sample Street', '2345678901 INFO x', '17643240001 INFO x'])).toBeNull();
    expect(formOf(['1764324000abc x'])).toBeNull();
  });
  test('[L7] a clock that ran 11 minutes ahead is set right', () => {
    expect(read('2026-11-28 10:11:00 x', { ahead: 660_000 })).toBe('2026-11-28T10:00:00.000Z');
  });
});

/** The form of each log, its zone, and by how much its clock is ahead, in seconds. */
const logs: readonly [string, string, number, (at: DateTime) => string][] = [
  ['page.log', 'America/Chicago', 660, (at) => at.toFormat('yyyy-MM-dd HH:mm:ss.SSS')],
  ['igmp.txt', 'America/Chicago', -11, (at) => `000120: ${at.toFormat('LLL dd HH:mm:ss.SSS')}: %IGMP-6-X:`],
  ['cti.txt', 'Europe/Berlin', 0, (at) => `00012345.001 |${at.toFormat('HH:mm:ss.SSS')} |`],
  ['app.log', 'UTC', -480, (at) => at.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")],
  ['messages', 'Europe/Berlin', 93, (at) => `${at.toFormat('LLL dd HH:mm:ss')} host prog[1]:`],
];

test.each([
  ['in the night in which America sets its clocks back', '2026-11-01T03:00:00.000Z'],
  ['in the night in which Europe sets its clocks back', '2026-10-24T21:00:00.000Z'],
  ['in the night in which America sets its clocks forward', '2026-03-08T04:00:00.000Z'],
])(
  '[L8] five logs with clocks that are off by up to 11 minutes, of three zones, %s: 99.9 %% of pairs in true order',
  (_, from) => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    let now = Date.parse(from);
    const written = logs.map(() => [] as string[]);
    const truth: string[] = [];
    for (let event = 0; event < 3_000; event++) {
      now += 1 + Math.floor(random() * 20_000);
      const at = Math.floor(random() * logs.length);
      const [, zone, ahead, stamp] = logs[at] as (typeof logs)[number];
      written[at]?.push(
        `${stamp(DateTime.fromMillis(now + ahead * 1_000, { zone, locale: 'en' }))} event ${event}`,
      );
      truth.push(`event ${event}`);
    }
    const captured = new Date(now + 60_000).toISOString();
    const merged = inOrder(
      logs.map(([source, zone, ahead], at) => {
        const lines = written[at] ?? [];
        const form = formOf(lines);
        if (!form) throw new Error(`no form of ${stampForms.length} for ${source}`);
        return { source, lines, reader: new MomentReader(form, { zone, ahead: ahead * 1_000, captured }) };
      }),
    );
    const place = merged.map(({ text }) => Number(/event (\d+)$/.exec(text)?.[1]));
    expect(place).toHaveLength(truth.length);
    let right = 0;
    let pairs = 0;
    for (let a = 0; a < place.length; a++)
      for (let b = a + 1; b < place.length; b++) {
        pairs++;
        if ((place[a] ?? 0) < (place[b] ?? 0)) right++;
      }
    console.info(`${((right / pairs) * 100).toFixed(4)} % of ${pairs} pairs in true order`);
    expect(right / pairs).toBeGreaterThanOrEqual(0.999);
  },
);
