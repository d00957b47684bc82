import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../../shared/collect/decode.ts';
import { LogIndexer } from '../../../shared/collect/log/indexer.ts';
import { LineCutter } from '../../../shared/collect/log/line-cutter.ts';
import { MessageHash, withoutNumbers } from '../../../shared/collect/log/message-hash.ts';

/** As messages are shown, but that a `#` of the log is no number. */
const marked = (text: string) => withoutNumbers(text.replaceAll('#', '♯'));

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
  test('[L5] messages have one hash exactly where they are the same without numbers', () => {
    const hash = new MessageHash();
    const hashOf = (text: string) => {
      const bytes = utf8Bytes(text);
      hash.of(bytes, 0, bytes.length);
      return `${hash.a} ${hash.b}`;
    };
    const part = fc.constantFrom(
      ...[
        '0',
        '17',
        'a',
        'f9',
        'g',
        'be',
        '0x',
        'x',
        '-',
        ':',
        '.',
        ' ',
        '_',
        '%',
        'Z',
        '(',
        'ä',
        '192.0.2.1',
        '00:00:5e',
        'ms',
      ],
    );
    const text = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        // A level's number tells messages apart as well.
        fc.pre(!`${one}${other}`.includes('%'));
        expect(hashOf(one) === hashOf(other)).toBe(marked(one) === marked(other));
      }),
      { numRuns: 5_000 },
    );
  });
  test('[L1] [L3] lines are cut wherever chunks end, each with its place, and a long one is read at its beginning', () => {
    const text = `\ufefffirst\r\n\n${'x'.repeat(70_000)}\nläst`;
    const bytes = utf8Bytes(text);
    for (const size of [1, 2, 3, 7, 1_000, 65_536, bytes.length]) {
      const lines: [length: number, long: boolean, at: number][] = [];
      const cutter = new LineCutter((_, from, to, long, offset) => lines.push([to - from, long, offset]));
      for (let at = 0; at < bytes.length; at += size) cutter.push(bytes.slice(at, at + size));
      cutter.end();
      expect(lines).toEqual([
        [5, false, 0],
        [0, false, 10],
        [65_536, true, 11],
        [5, false, 70_012],
      ]);
    }
  });
  test('[L9] stretches in time: where each begins, with its warnings, and no more of them than are drawn', () => {
    const at = (minute: number, second: number) =>
      `2026-11-28T${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:${String(second).padStart(2, '0')}Z`;
    const indexer = new LogIndexer();
    for (const line of [`${at(0, 1)} INFO a`, `${at(0, 59)} ERROR b`, '  goes on', `${at(1, 0)} INFO c`])
      indexer.add(line);
    indexer.end();
    expect(indexer.stretches).toEqual([
      { stamp: at(0, 1), line: 1, lines: 3, warnings: 1 },
      { stamp: at(1, 0), line: 4, lines: 1, warnings: 0 },
    ]);
    const long = new LogIndexer();
    for (let n = 0; n < 30_000; n++) long.add(`${at(n, 0)} WARN n`);
    long.end();
    expect(long.stretches.length).toBeLessThanOrEqual(8_192);
    expect(long.stretches.reduce((sum, { lines }) => sum + lines, 0)).toBe(30_000);
    expect(long.stretches.reduce((sum, { warnings }) => sum + warnings, 0)).toBe(30_000);
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
