/** Short cuts of the index of a log, held against what they save: see shared/collect/SPEC.md, L2 to L5. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Bytes } from '../../../shared/collect/decode.ts';
import { LogIndexer, levelIn, levels } from '../../../shared/collect/log/indexer.ts';
import { LineCutter } from '../../../shared/collect/log/line-cutter.ts';
import { MessageForm, MessageHash, withoutNumbers } from '../../../shared/collect/log/message-hash.ts';
import { stampForms } from '../../../shared/collect/log/stamp.ts';

const part = fc.constantFrom(
  ...[
    '0',
    '3',
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
    '10.0.0.1',
    '-5-',
    '%S-3-',
  ],
);
const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

/** The same text with other numbers and with none changed; and others that begin alike. */
const related = fc
  .tuple(text, fc.array(fc.tuple(fc.nat(30), part), { maxLength: 3 }))
  .map(([first, changes]) => {
    let second = first;
    for (const [at, put] of changes) second = `${second.slice(0, at)}${put}${second.slice(at + put.length)}`;
    return [first, second] as const;
  });

function hashOf(line: string): string {
  const bytes = utf8Bytes(line);
  const hash = new MessageHash();
  hash.of(bytes, 0, bytes.length);
  return `${hash.a} ${hash.b}`;
}

test('[L5] a message is taken for the one that was expected only where both are the same without numbers', () => {
  let fitting = 0;
  fc.assert(
    fc.property(related, ([first, second]) => {
      const own = utf8Bytes(first);
      const bytes = utf8Bytes(`>${second}<`);
      const fits = new MessageForm(own).fits(
        bytes,
        new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        1,
        bytes.length - 1,
      );
      if (fits) {
        expect(hashOf(second)).toBe(hashOf(first));
        if (first !== second) fitting++;
      }
    }),
    { numRuns: 30_000, seed: 11 },
  );
  // It would prove nothing of a comparison that always says no.
  expect(fitting).toBeGreaterThan(100);
});

describe('[L3] [L4] [L5] an index says what reading each line by itself says', () => {
  const at = fc.integer({ min: Date.parse('2026-11-20T00:00:00Z'), max: Date.parse('2026-11-20T00:09:00Z') });
  const zone = fc.constantFrom('Z', '+02:00', '-05:00', '');
  const iso = fc.tuple(at, zone, fc.boolean()).map(([ms, where, hasFraction]) => {
    const whole = new Date(ms).toISOString().slice(0, 23);
    return `${hasFraction ? whole : whole.slice(0, 19)}${where}`;
  });
  const message = fc.constantFrom(
    ...[
      'INFO worker-3 polled',
      'INFO worker-14 polled',
      'ERROR no route to group 2',
      'WARN took 12 ms',
      'WARN took 7 ms',
      'x',
      '',
    ],
  );
  const line = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(iso, message).map(([time, words]) => `${time} ${words}`) },
    { weight: 1, arbitrary: message },
    { weight: 1, arbitrary: fc.constant('\tat com.example.Thing.call(Thing.java:12)') },
  );
  const iSO = stampForms.find(({ name }) => name === 'ISO 8601');

  test('whatever stands behind what, and however the bytes are cut', () => {
    let ahead = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.constantFrom('\n', '\r\n', ' \r\n'),
        (few, size, lineEnd) => {
          // The form of a log is that of its first lines: all are of one here.
          const lines = [
            ...Array.from({ length: 200 }, () => '2026-11-20T00:00:00Z INFO begins'),
            ...few.flatMap(([each, times]) => Array.from({ length: times }, () => each)),
          ];
          const bytes = utf8Bytes(`${lines.join(lineEnd)}${lineEnd}`);
          const indexer = new LogIndexer();
          const cutter = new LineCutter(
            (buffer, from, to, long, offset) => indexer.addBytes(buffer, from, to, long, offset),
            (buffer, view, from, offset) => {
              const end = indexer.addLike(buffer, view, from, offset);
              if (end >= 0) ahead++;
              return end;
            },
          );
          for (let from = 0; from < bytes.length; from += size) cutter.push(bytes.slice(from, from + size));
          cutter.end();
          const index = indexer.end();

          const stamps = lines.map((each) => iSO?.pattern.exec(each) ?? null);
          const dated = stamps.flatMap((found, n) => (found ? [{ found, n }] : []));
          expect(index.undated).toBe(lines.length - dated.length);
          expect(index.to).toEqual({ text: dated.at(-1)?.found[1], line: (dated.at(-1)?.n ?? 0) + 1 });
          expect(new Set(index.zones)).toEqual(new Set(dated.flatMap(({ found }) => found[2] ?? [])));
          const counts = new Map<string, number>();
          const graves = new Map<string, number>();
          for (const [n, each] of lines.entries()) {
            const words = each.slice(stamps[n]?.[0].length ?? 0).trim();
            if (words === '') continue;
            counts.set(withoutNumbers(words), (counts.get(withoutNumbers(words)) ?? 0) + 1);
            const level = levels[levelIn(each) ?? -1];
            if (level) graves.set(level, (graves.get(level) ?? 0) + 1);
          }
          expect(
            Object.fromEntries(index.busiest.map(({ message: words, count }) => [words, count])),
          ).toEqual(Object.fromEntries(counts));
          expect(index.levels).toEqual(Object.fromEntries(graves));
          // A stretch begins where the time without its seconds is another, or stands elsewhere.
          const minutes = dated.map(({ found }) => `${found[1]?.slice(0, 16)}`);
          const changes = minutes.filter((minute, n) => n === 0 || minute !== minutes[n - 1]).length;
          expect(indexer.stretches.length).toBeGreaterThanOrEqual(changes);
          expect(indexer.stretches.reduce((sum, { lines: count }) => sum + count, 0)).toBe(
            lines.length - (dated[0]?.n ?? 0),
          );
        },
      ),
      { numRuns: 300, seed: 7 },
    );
    // Of lines that are all cut first it would prove nothing of the others.
    expect(ahead).toBeGreaterThan(300);
  });

  test('a line is not taken before its end is there', () => {
    const lines = Array.from({ length: 400 }, (_, n) => `2026-11-20T00:00:0${n % 10}Z INFO took ${n} ms`);
    const bytes = utf8Bytes(`${lines.join('\n')}\n`);
    const indexer = new LogIndexer();
    const given: number[] = [];
    const cutter = new LineCutter(
      (buffer, from, to, long, offset) => indexer.addBytes(buffer, from, to, long, offset),
      (buffer, view, from, offset) => {
        const end = indexer.addLike(buffer, view, from, offset);
        if (end >= 0) given.push(offset);
        return end;
      },
    );
    // In the middle of the number that the last line tells, so that what there is of it looks like a whole line.
    const cut = bytes.length - ' ms\n'.length - 1;
    cutter.push(bytes.slice(0, cut));
    cutter.push(bytes.slice(cut));
    cutter.end();
    expect(given.length).toBeGreaterThan(100);
    expect(given).not.toContain(bytes.length - utf8Bytes(`${lines.at(-1)}\n`).length);
    expect(indexer.end()).toMatchObject({ lines: 400, busiest: [{ message: 'INFO took # ms', count: 400 }] });
  });
});
