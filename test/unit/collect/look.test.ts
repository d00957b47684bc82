import { describe, expect, test } from 'vitest';
import { LogIndexer } from '../../../shared/collect/log/indexer.ts';
import {
  drawnParts,
  excerptWords,
  MOST_EXCERPT,
  placeOfMoment,
  timedStretches,
} from '../../../shared/collect/log/look.ts';

const CAPTURED = '2026-11-28T18:00:00.000Z';

function stretchesOf(lines: readonly string[], zone: string) {
  const indexer = new LogIndexer();
  for (const line of lines) indexer.add(line);
  indexer.end();
  const { form } = indexer;
  return form ? timedStretches(indexer.stretches, form, { zone, ahead: 0, captured: CAPTURED }) : [];
}

describe('[L10] a log in time', () => {
  const lines = [
    'Nov 28 09:00:01 gw a',
    'Nov 28 09:00:02 gw b',
    'Nov 28 09:30:00 gw c',
    'Nov 28 10:00:00 gw ERROR d',
  ];
  const stretches = stretchesOf(lines, 'America/Chicago');
  const to = Date.parse('2026-11-28T16:00:00Z');
  test('a stretch has its moment in the zone of the log, and the year of the capture', () => {
    expect(stretches.map(({ at, line }) => [new Date(at).toISOString(), line])).toEqual([
      ['2026-11-28T15:00:01.000Z', 1],
      ['2026-11-28T15:30:00.000Z', 3],
      ['2026-11-28T16:00:00.000Z', 4],
    ]);
  });
  test.each([
    ['2026-11-28T15:30:59Z', { kind: 'at', line: 3 }],
    ['2026-11-28T14:59:00Z', { kind: 'before' }],
    ['2026-11-28T16:00:01Z', { kind: 'after' }],
  ])('[H38] the moment %s stands %o', (moment, place) => {
    expect(placeOfMoment(stretches, to, Date.parse(moment))).toEqual(place);
  });
  test('parts that are drawn hold every line and warning once', () => {
    expect(drawnParts(stretches, to, 2)).toEqual([
      { lines: 3, warnings: 0 },
      { lines: 1, warnings: 1 },
    ]);
  });
});

describe('[L11] an excerpt', () => {
  test('names file and line of each', () => {
    expect(excerptWords('a.log', 7, ['x', 'y'])).toBe('a.log:7: x\na.log:8: y');
  });
  test('of more than fits keeps the last lines, and says how many are left out', () => {
    const lines = Array.from({ length: 300 }, (_, at) => `line ${at} ${'x'.repeat(40)}`);
    const words = excerptWords('a.log', 1, lines);
    expect(words.length).toBeLessThan(MOST_EXCERPT + 100);
    expect(words.split('\n').at(-1)).toContain('a.log:300: line 299');
    expect(words).toMatch(/^The first \d+ lines are left out here and stand in a\.log from line 1\.\n/);
  });
});
