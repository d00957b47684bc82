import { describe, expect, test } from 'vitest';
import { cleanLines } from '../../../shared/collect/lines.ts';
import { allReaders } from '../../../shared/collect/readers/all.ts';
import { Sink } from '../../../shared/collect/sink.ts';

describe('lines made to be slow', () => {
  // 1,800 blanks took some of these patterns seconds each, and the longest line that is read would have taken them hours.
  test.each(['PID: a', 'cisco ', 'Cisco IOS XR Software, Version ', 'KB5031111 ', 'Version ', 'a'])(
    '[K8] blanks behind %s',
    (head) => {
      const line = `${head}${' '.repeat(1_800)}x`;
      const took = allReaders(['x']).map((reader) => {
        const { lines } = cleanLines(`${line}\n`);
        const from = performance.now();
        for (const [sign] of reader.signs) sign.test(lines[0]?.text ?? '');
        reader.read(lines, new Sink('a'));
        return { kind: reader.kind, milliseconds: performance.now() - from };
      });
      expect(took.filter(({ milliseconds }) => milliseconds > 500)).toEqual([]);
    },
  );
  test.each([
    ['words', `HP ${'with '.repeat(3_000)}`],
    ['brackets', `JUNOS ${'[12.3R'.repeat(2_500)}`],
    ['columns', ` ${'a, '.repeat(5_000)}`],
  ])('[K8] many %s, in every table that a reader knows', (_, line) => {
    const heads = [
      'System has 1 transceiver slots',
      'Slot      Type                State                 Insert time (ago)',
    ];
    const took = allReaders([]).map((reader) => {
      const { lines } = cleanLines([...heads, line, heads[1], line, ''].join('\n'));
      const from = performance.now();
      reader.read(lines, new Sink('a'));
      return { kind: reader.kind, milliseconds: performance.now() - from };
    });
    expect(took.filter(({ milliseconds }) => milliseconds > 500)).toEqual([]);
  });
  test('[K8] columns stay columns', () => {
    expect(cleanLines(`a${' '.repeat(300)}b${' '.repeat(256)}c\n`).lines[0]?.text).toBe(
      `a${' '.repeat(256)}b${' '.repeat(256)}c`,
    );
  });
});
