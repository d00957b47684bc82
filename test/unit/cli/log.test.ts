import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCase, NOW } from '../../helpers/builders.ts';
import { cli } from '../../helpers/cli.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partner-console-log-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('cli log', () => {
  const text = Array.from(
    { length: 5_000 },
    (_, at) =>
      `2026-11-28T10:${String(Math.floor(at / 100)).padStart(2, '0')}:00Z ERROR call ${at} failed\r\n`,
  ).join('');
  test('[L1] text and gzip give the same index', async () => {
    const plain = JSON.parse((await cli('log', file('a.log', text), '--json')).out);
    expect(plain).toMatchObject({
      file: 'a.log',
      lines: 5_000,
      bytes: text.length,
      from: { text: '2026-11-28T10:00:00', line: 1 },
      to: { text: '2026-11-28T10:49:00', line: 5_000 },
      zones: ['Z'],
      levels: { error: 5_000 },
      busiest: [{ message: 'ERROR call # failed', count: 5_000, firstLine: 1, lastLine: 5_000 }],
    });
    const packed = JSON.parse((await cli('log', file('a.log.gz', gzipSync(text)), '--json')).out);
    expect(packed).toEqual({ ...plain, file: 'a.log.gz' });
  });
  test('[L1] a line of 30 MB without an end is one line, read at its beginning', async () => {
    const { code, out } = await cli('log', file('wide.log', 'x'.repeat(30 * 1_048_576)), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ lines: 1, longLines: 1, bytes: 30 * 1_048_576 });
  });
  test.each([
    ['no file', () => ['log']],
    ['a file that is not there', () => ['log', join(folder, 'none')]],
    ['a gzip that is cut short', () => ['log', file('cut.gz', gzipSync(text).subarray(0, 100))]],
    ['a picture', () => ['log', file('p.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0))]],
  ])('%s: exit 2, one line', async (_, args) => {
    const { code, error } = await cli(...args());
    expect(code).toBe(2);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});

describe('cli findings', () => {
  const caseFile = (configuration: readonly [string, string, string][]) => {
    const contents = aCase().withSystem().build();
    const [system] = contents.systems;
    const rows = configuration.map(([section, key, value]) => ({
      systemId: system?.id,
      section,
      key,
      value,
      provenance: { kind: 'file', name: 'status.txt', fromLine: 19 },
    }));
    return file(
      'case.json',
      JSON.stringify({
        format: 'partner-console-case',
        version: 1,
        exportedAt: NOW,
        contents: { ...contents, configuration: rows },
        products: [],
      }),
    );
  };
  test('[F3] what a case holds is held against the rules: exit 1, with evidence', async () => {
    const { code, out } = await cli(
      'findings',
      caseFile([['Disk', 'Disk/active', '92 % of 14154228K used']]),
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).findings).toMatchObject([
      { rule: 'disk-over-90', evidence: [{ file: 'status.txt', line: 19, text: '92 % of 14154228K used' }] },
    ]);
  });
  test('nothing found: exit 0; no case file: exit 2', async () => {
    expect(await cli('findings', caseFile([]))).toMatchObject({
      code: 0,
      out: 'None of the 20 rules finds anything.\n',
    });
    expect((await cli('findings', file('x.json', '{}'))).code).toBe(2);
  });
});
