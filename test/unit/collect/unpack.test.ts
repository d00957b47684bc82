/** What is dropped as texts: see shared/collect/SPEC.md, K50 to K52. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodePlatform } from '../../../node/bag-files.ts';
import { type Capture, unpack } from '../../../shared/collect/unpack.ts';

const unpacker = {
  crc32: nodePlatform.crc32,
  inflate: nodePlatform.inflate,
  gunzip: (packed: AsyncIterable<Uint8Array>) => Readable.from(packed).pipe(createGunzip()),
};

async function captures(name: string, bytes: Uint8Array): Promise<Capture[]> {
  const all: Capture[] = [];
  const file = {
    size: bytes.length,
    read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
  for await (const capture of unpack(name, file, unpacker)) all.push(capture);
  return all;
}

describe('a tar as the system makes it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partner-console-tar-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const long = `${'deep/'.repeat(30)}log.txt`;

  test.each(['ustar', 'gnu', 'posix'])(
    '[K50] %s, packed with gzip: each file by its whole path',
    async (format) => {
      mkdirSync(join(folder, 'site', 'deep/'.repeat(30)), { recursive: true });
      writeFileSync(join(folder, 'site', 'a.txt'), 'one\n');
      writeFileSync(join(folder, 'site', long), 'two\n');
      execFileSync('tar', ['--format', format, '-czf', join(folder, 'site.tgz'), '-C', folder, 'site']);
      const read = await captures('site.tgz', readFileSync(join(folder, 'site.tgz')));
      expect(read.map(({ name, text, archive }) => [name, text, archive]).sort()).toEqual([
        ['site/a.txt', 'one\n', 'site.tgz'],
        [`site/${long}`, 'two\n', 'site.tgz'],
      ]);
    },
  );

  test('[K51] one that is cut short: the file that is whole is read, the other is named', async () => {
    writeFileSync(join(folder, 'a.txt'), 'one\n');
    writeFileSync(join(folder, 'b.txt'), 'x'.repeat(5_000));
    execFileSync('tar', ['-cf', join(folder, 'cut.tar'), '-C', folder, 'a.txt', 'b.txt']);
    const read = await captures('cut.tar', readFileSync(join(folder, 'cut.tar')).subarray(0, 2_500));
    expect(read.map(({ name, text, notes }) => [name, text, notes])).toEqual([
      ['a.txt', 'one\n', []],
      ['b.txt', '', ['b.txt is cut short in cut.tar.']],
    ]);
  });
});

describe('[K51] a zip that is cut short', () => {
  const text = (n: number) => `file ${n}\n${'a line of an output\n'.repeat(400)}`;
  const zip = (level: 0 | 6) =>
    zipSync({ 'a.txt': strToU8(text(1)), 'b.txt': strToU8(text(2)), 'c.txt': strToU8(text(3)) }, { level });
  test.each([0, 6] as const)(
    'the files that are whole are read, and it is named (level %i)',
    async (level) => {
      const whole = zip(level);
      const third = Buffer.from(whole).indexOf('c.txt');
      const [first, ...files] = await captures('cut.zip', whole.slice(0, third + 20));
      expect(first).toMatchObject({ name: 'cut.zip', bytes: null, text: '' });
      expect(first?.notes.join(' ')).toContain(
        'it was cut off. Of what was cut off 2 whole files could be read.',
      );
      expect(files.map((each) => [each.name, each.archive, each.text, each.notes])).toEqual([
        ['a.txt', 'cut.zip', text(1), []],
        ['b.txt', 'cut.zip', text(2), []],
      ]);
    },
  );
  test('one of which no file is whole is named, and nothing of it is read', async () => {
    const [first, ...files] = await captures('cut.zip', zip(6).slice(0, 60));
    expect(first?.notes).toEqual([
      'cut.zip is no zip that can be read. It has no end of a zip: it is none, or it was cut off.',
    ]);
    expect(files).toEqual([]);
  });
  test('a file whose bytes do not fit its own checksum is not taken for whole', async () => {
    const damaged = zip(0).slice(0, -100);
    damaged[200] = 0x21;
    const read = await captures('cut.zip', damaged);
    const [, a, b] = read;
    expect(a?.bytes).toBeNull();
    expect(a?.notes.join(' ')).toContain('cannot be unpacked to its end');
    expect(b?.text).toBe(text(2));
  });
  test('what is refused for another reason is read no other way', async () => {
    const whole = Buffer.concat([zip(6), Buffer.from('xyz')]);
    const [first, ...files] = await captures('longer.zip', whole);
    expect(first?.notes.join(' ')).toContain('3 bytes stand behind its end');
    expect(files).toEqual([]);
  });
});

test('[K51] of a gzip that is cut short the beginning is read, and has no content of its own to attach', async () => {
  const text = Array.from({ length: 20_000 }, (_, at) => `line ${at} ${at * 7_919}`).join('\n');
  const packed = gzipSync(text);
  const [only] = await captures('log.txt.gz', packed.subarray(0, packed.length >> 1));
  expect(only?.text.length).toBeGreaterThan(1_000);
  expect(text.startsWith(only?.text ?? 'x')).toBe(true);
  expect(only).toMatchObject({ name: 'log.txt', bytes: null });
  expect(only?.notes[0]).toMatch(/^log\.txt\.gz cannot be unpacked to its end\./);
});

test('[K52] what is larger than is read at once is read at its beginning, and says so', async () => {
  const [only] = await captures('big.gz', gzipSync(Buffer.alloc(65 * 1_048_576, 'a\n')));
  expect(only?.text.length).toBe(64 * 1_048_576);
  expect(only?.notes).toEqual(['big.gz is larger than 64 MB, of which the beginning was read.']);
});
