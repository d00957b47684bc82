import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, crc32 as nativeCrc32 } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { streamOf } from '../../../shared/bag/bytes.ts';
import { crc32 } from '../../../shared/bag/zip/crc32.ts';
import { type ByteReader, readZipDirectory, UnreadableZip } from '../../../shared/bag/zip/reader.ts';
import { openZipBag } from '../../../shared/bag/zip/source.ts';
import { ZipWriter } from '../../../shared/bag/zip/writer.ts';
import {
  bytesOf,
  type Files,
  failed,
  hashOf,
  memoryReader,
  memorySink,
  nodePlatform,
  smallBag,
  unzipped,
  verified,
} from '../../helpers/bags.ts';
import { NOW } from '../../helpers/builders.ts';
import { type RawEntry, rawZip } from '../../helpers/raw-zip.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

async function written(files: Files): Promise<Uint8Array> {
  const sink = memorySink();
  const zip = new ZipWriter(sink, { platform: nodePlatform, at: NOW });
  for (const [path, content] of Object.entries(files)) {
    const bytes = bytesOf(content);
    await zip.add(path, bytes.length, streamOf(bytes));
  }
  await zip.finish();
  return sink.bytes();
}

const inFolder = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`bag/${path}`, content]));
const entriesOf = (files: Files): RawEntry[] =>
  Object.entries(inFolder(files)).map(([name, content]) => ({ name, bytes: bytesOf(content) }));
const refusal = async (zip: Uint8Array | ByteReader): Promise<string> => {
  try {
    await openZipBag(zip instanceof Uint8Array ? memoryReader(zip) : zip, nodePlatform);
  } catch (error) {
    if (error instanceof UnreadableZip) return error.message;
    throw error;
  }
  return 'was read';
};

describe('writing zips', () => {
  test('[BG11] Info-ZIP and Python read what is written, names beyond ASCII too', async () => {
    const path = join(folder.path, 'written.zip');
    const large = randomBytes(3_000_000);
    writeFileSync(path, await written({ 'bag/a.txt': 'a', 'bag/café.bin': large, 'bag/empty': '' }));
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected');
    const python = spawnSync(
      'python3',
      ['-c', 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),*z.namelist())', path],
      { encoding: 'utf8' },
    );
    if (python.error) process.stdout.write('Python is not here: zips were read by Info-ZIP only.\n');
    else expect(python.stdout).toBe('None bag/a.txt bag/café.bin bag/empty\n');
  });

  test('[BG11] CRC-32 without a native one is the same, in one piece or several', () => {
    for (const length of [0, 1, 7, 8, 9, 1_000, 65_537]) {
      const bytes = randomBytes(length);
      const cut = Math.floor(length / 3);
      expect(crc32(bytes, 0)).toBe(nativeCrc32(bytes));
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut), 0))).toBe(nativeCrc32(bytes));
    }
  });

  test('[BG11] a file that is longer or shorter than it said stops the writing', async () => {
    for (const size of [0, 2]) {
      const zip = new ZipWriter(memorySink(), { platform: nodePlatform, at: NOW });
      await expect(zip.add('a', size, streamOf(bytesOf('x')))).rejects.toThrow(/1 bytes instead/);
    }
  });

  test('[BG11] beyond 4 GiB: zip64 sizes and places, read back by this reader', async () => {
    // The bytes themselves are left out: the sink keeps headers, and counts the rest.
    const GIB5 = 5 * 1024 ** 3;
    const chunk = new Uint8Array(64 * 1024 ** 2);
    const kept = new Map<number, Uint8Array>();
    let end = 0;
    const sink = {
      append: async (bytes: Uint8Array) => {
        if (bytes.length < 1_000) kept.set(end, bytes.slice());
        end += bytes.length;
      },
      patch: async (offset: number, bytes: Uint8Array) => {
        for (const [at, held] of kept)
          if (offset >= at && offset < at + held.length) held.set(bytes, offset - at);
      },
    };
    const zip = new ZipWriter(sink, { platform: { crc32: () => 0 }, at: NOW });
    await zip.add(
      'large',
      GIB5,
      (async function* () {
        for (let done = 0; done < GIB5; done += chunk.length) yield chunk;
      })(),
    );
    await zip.add('after', 1, streamOf(bytesOf('x')));
    expect(await zip.finish()).toBe(end);
    const file: ByteReader = {
      size: end,
      read: async (offset, length) => {
        const bytes = new Uint8Array(length);
        for (const [at, held] of kept)
          for (let byte = 0; byte < held.length; byte++)
            if (at + byte >= offset && at + byte < offset + length)
              bytes[at + byte - offset] = held[byte] ?? 0;
        return bytes;
      },
    };
    expect(await readZipDirectory(file, 10)).toMatchObject([
      { path: 'large', size: GIB5, packed: GIB5, offset: 0 },
      { path: 'after', size: 1, offset: GIB5 + 55 },
    ]);
  });
});

describe('reading zips', () => {
  test('[BG10] stored and deflated, by zip itself, with the bag in a folder or at the top', async () => {
    const at = join(folder.path, 'made');
    const files = smallBag('1.0', { 'data/a.txt': 'a'.repeat(100_000), 'data/b.bin': randomBytes(300_000) });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(at, 'bag', path, '..'), { recursive: true });
      writeFileSync(join(at, 'bag', path), content);
    }
    for (const [name, args, cwd] of [
      ['stored.zip', ['-0'], at],
      ['deflated.zip', ['-9'], at],
      ['flat.zip', ['-6'], join(at, 'bag')],
    ] as const) {
      const path = join(folder.path, name);
      execFileSync('zip', ['-qr', ...args, path, '.'], { cwd });
      const bytes = new Uint8Array(execFileSync('cat', [path], { maxBuffer: 10_000_000 }));
      const report = await verified(await openZipBag(memoryReader(bytes), nodePlatform));
      expect([name, failed(report.checks)]).toEqual([name, []]);
    }
  });

  test('[BG10] no zip, a cut one, one with something before or after: each says so', async () => {
    const zip = await written(inFolder(smallBag()));
    expect(await refusal(zip)).toBe('was read');
    expect(await refusal(bytesOf('no zip'))).toContain('too short');
    expect(await refusal(randomBytes(4_000))).toContain('no end of a zip');
    for (const part of [0.2, 0.5, 0.9, 0.99])
      expect(await refusal(zip.slice(0, Math.floor(zip.length * part)))).toContain('no end of a zip');
    expect(await refusal(new Uint8Array([...zip, 1, 2, 3]))).toContain('3 bytes stand behind its end');
    expect(await refusal(new Uint8Array([...zip, 10]))).toContain('1 byte stands behind its end');
    expect(await refusal(new Uint8Array([1, 2, 3, ...zip]))).toContain('does not end where');
  });

  test.each<[string, (entries: RawEntry[]) => RawEntry[], string]>([
    ['encrypted', ([first, ...rest]) => [{ ...first, flags: 1 } as RawEntry, ...rest], 'encrypted'],
    [
      'compressed otherwise',
      ([first, ...rest]) => [{ ...first, method: 12 } as RawEntry, ...rest],
      'in a way that is not read',
    ],
    [
      'a name that is no UTF-8',
      (all) => [...all, { name: new Uint8Array([0xff, 0x41]), bytes: bytesOf('x') }],
      'no UTF-8',
    ],
    ['two bags', (all) => [...all, { name: 'other/bagit.txt', bytes: bytesOf('x') }], 'more than one bag'],
    [
      'something beside the bag',
      (all) => [...all, { name: 'readme.txt', bytes: bytesOf('x') }],
      'beside the bag',
    ],
    [
      'what the Finder of macOS puts beside it',
      (all) => [...all, { name: '__MACOSX/bag/._bagit.txt', bytes: bytesOf('x') }],
      'Unpack it and open the folder',
    ],
    [
      'names with backslashes, as Windows PowerShell 5 writes them',
      (all) => all.map((each) => ({ ...each, name: String(each.name).replaceAll('/', '\\') })),
      'with Explorer, or with PowerShell 7',
    ],
    ['no bag', () => [{ name: 'a.txt', bytes: bytesOf('x') }], 'holds no bag'],
    ['a folder that leads out', () => [{ name: '../bagit.txt', bytes: bytesOf('x') }], 'leads out'],
    [
      'a bomb',
      (all) => [...all, { name: 'bag/data/z', bytes: new Uint8Array(20_000_000), deflate: true }],
      'made to fill the disk',
    ],
    ['two sizes', (all) => [...all, { name: 'bag/data/z', bytes: bytesOf('xy'), size: 1 }], 'two sizes'],
    [
      'entries over each other',
      (all) => [...all, { name: 'bag/data/z', bytes: bytesOf('xy'), offset: 5 }],
      'over each other',
    ],
  ])('[BG10] %s', async (_what, change, words) => {
    expect(await refusal(rawZip(change(entriesOf(smallBag()))))).toContain(words);
  });

  test.each<[string, RawEntry, string]>([
    ['a link', { name: 'bag/data/l', bytes: bytesOf('/etc/passwd'), mode: 0o120777 }, 'names'],
    ['a device', { name: 'bag/data/d', bytes: bytesOf(''), mode: 0o020666 }, 'names'],
    ['a name that leads out', { name: 'bag/../../x', bytes: bytesOf('x') }, 'names'],
    ['an absolute name', { name: '/etc/x', bytes: bytesOf('x') }, 'names'],
    ['a Windows path', { name: 'C:\\x', bytes: bytesOf('x') }, 'names'],
    ['the same name twice', { name: 'bag/data/a.txt', bytes: bytesOf('a') }, 'names'],
    [
      'another name in the local header',
      { name: 'bag/data/c', localName: 'bag/data/d', bytes: bytesOf('x') },
      'container',
    ],
    ['a wrong checksum', { name: 'bag/data/c', bytes: bytesOf('x'), crc: 1 }, 'container'],
    [
      'more inside than it says',
      { name: 'bag/data/c', bytes: new Uint8Array(9_000), size: 100, deflate: true },
      'container',
    ],
    [
      'less inside than it says',
      { name: 'bag/data/c', bytes: new Uint8Array(100), size: 9_000, deflate: true },
      'container',
    ],
  ])(
    '[BG10] %s: the bag is read no further than its names, or the file is told',
    async (_what, entry, check) => {
      const zip = rawZip([...entriesOf(smallBag()), entry]);
      const report = await verified(await openZipBag(memoryReader(zip), nodePlatform));
      expect(failed(report.checks)).toContain(check);
    },
  );

  test('[BG10] deflate that is none is told of its file', async () => {
    const broken = deflateRawSync(randomBytes(1_000)).fill(0xff, 0, 10);
    const zip = rawZip([
      ...entriesOf(smallBag()),
      { name: 'bag/data/c', bytes: broken, method: 8, size: 1_000 },
    ]);
    const report = await verified(await openZipBag(memoryReader(zip), nodePlatform));
    expect(report.checks.find(({ check }) => check === 'container')?.words).toContain('cannot be unpacked');
  });

  test('[BG9] a directory of more than 100,000 files is refused before it is read', async () => {
    const zip = rawZip(
      Array.from({ length: 3 }, (_, at) => ({ name: `bag/${at}`, bytes: bytesOf('') })),
      { count: 65_000 },
    );
    expect(await refusal(zip)).toContain('size that cannot be');
    await expect(readZipDirectory(memoryReader(await written({ a: '', b: '', c: '' })), 2)).rejects.toThrow(
      'more than the 2',
    );
  });

  test('what was written is what is read', async () => {
    const files = { 'bagit.txt': 'x', 'data/a': randomBytes(2_500_000) };
    const read = await unzipped(await written(inFolder(files)));
    const hashes = (of: Files) => Object.entries(of).map(([path, bytes]) => [path, hashOf(bytes)]);
    expect(hashes(read)).toEqual(hashes(files));
  });
});
