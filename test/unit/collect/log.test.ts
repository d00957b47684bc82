import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogIndexer } from '../../../shared/collect/log/indexer.ts';

function index(lines: readonly string[]) {
  const indexer = new LogIndexer();
  for (const line of lines) indexer.add(line);
  return indexer.end();
}

describe('log index', () => {
  test.each([
    ['ISO 8601', '2026-11-28T10:00:00.123+01:00 INFO started', '2026-11-28T10:00:00', ['+01:00']],
    ['IOS', '000120: *Nov 28 09:58:31.871 CST: %CDP-4-DUPLEX_MISMATCH: x', 'Nov 28 09:58:31', ['CST']],
    ['syslog', '<34>Nov 28 09:58:31 host prog[1]: x', 'Nov 28 09:58:31', []],
    [
      'web server',
      '192.0.2.1 - - [28/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1',
      '28/Nov/2026:10:00:00',
      ['+0000'],
    ],
    ['US', '11/28/2026 10:02:55 AM Error x', '11/28/2026 10:02:55 AM', []],
    ['CUCM trace', '00012345.001 |10:02:55.123 |AppInfo |x', '10:02:55.123', []],
  ])('[L2] [L3] times in the form %s', (form, line, text, zones) => {
    const read = index([line, '  at some.place', line]);
    expect(read).toMatchObject({ form, zones, undated: 1, from: { text, line: 1 }, to: { text, line: 3 } });
  });
  test('[L2] a text without times', () => {
    expect(index(['a', 'b'])).toMatchObject({ form: null, from: null, to: null, lines: 2 });
  });
  test('[L4] levels by their number, or by the first word', () => {
    expect(
      index([
        '%SYS-2-MALLOCFAIL: no error',
        '%SYS-5-CONFIG_I: x',
        'WARN disk',
        'ERROR then INFO',
        'Fatal: x',
        'nothing',
      ]).levels,
    ).toEqual({ critical: 2, error: 1, warning: 1, notice: 1 });
  });
  test('[L5] messages that differ by numbers and addresses are one', () => {
    const { busiest } = index(['call 17 from 192.0.2.1 failed', 'other', 'call 18 from 192.0.2.22 failed']);
    expect(busiest[0]).toEqual({ message: 'call # from # failed', count: 2, firstLine: 1, lastLine: 3 });
  });
  test('[L5] among more different messages than are counted, a frequent one keeps its place, and the doubt is said', () => {
    const words = (at: number) => [...`${at}`].map((digit) => 'abcdefghij'.charAt(Number(digit))).join('');
    const lines = Array.from({ length: 30_000 }, (_, at) =>
      at % 5 === 0 ? 'the one that recurs' : `message ${words(at)}`,
    );
    const { busiest, uncertain } = index(lines);
    expect(busiest[0]?.message).toBe('the one that recurs');
    expect(uncertain).toBeGreaterThan(0);
    expect(6_000 - (busiest[0]?.count ?? 0)).toBeLessThanOrEqual(uncertain);
  });
  test('any lines are counted without a fault', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 300 }), (lines) => {
        expect(index(lines).lines).toBe(lines.length);
      }),
      { numRuns: 100 },
    );
  });
});
