/** Sticks that are made to fill a disk or to keep the shell busy (security 39): real zips, real files. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { collisions, pathProblem } from '../../../shared/bag/paths.ts';
import { type BagShell, bagShell, newJob } from '../../helpers/bag-shell.ts';
import {
  type Files,
  hashOf,
  resealed,
  type SignedPacket,
  signedPacket,
  smallBag,
  unzipped,
} from '../../helpers/bags.ts';
import { type RawEntry, rawZip } from '../../helpers/raw-zip.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const MIB = 1024 * 1024;
let signed: SignedPacket;
let folder: ReturnType<typeof temporaryFolder>;
let shell: BagShell;
/** The most attachments that lay in staging at any moment that was told of. */
let mostStaged = 0;
beforeAll(async () => {
  signed = await signedPacket();
});
beforeEach(() => {
  folder = temporaryFolder();
  shell = bagShell(join(folder.path, 'shell'));
  mostStaged = 0;
  shell.watch(() => {
    mostStaged = Math.max(mostStaged, staged().length);
  });
});
afterEach(async () => {
  await shell.bags.close();
  folder.remove();
});

const staged = () => readdirSync(join(shell.folder, 'bags', 'staging'));
const zipOf = (files: Files, deflate = false) =>
  rawZip(
    Object.entries(files).map(
      ([name, content]): RawEntry => ({ name, bytes: Buffer.from(content), deflate }),
    ),
  );
const opened = async (zip: Uint8Array, into = shell) =>
  into.bags.open({ job: newJob(), upload: await into.upload(zip) });

/** A whole packet as its files, as another computer exported it. */
async function packetFiles(): Promise<Files> {
  const from = bagShell(join(folder.path, 'from'));
  for (const bytes of signed.attachments.values()) await from.add(bytes);
  const job = newJob();
  const { packet, signatures } = signed;
  await from.bags.export({ job, packet, signatures, credentials: [] });
  await from.bags.save({ job });
  const files = await unzipped(from.saved?.bytes ?? new Uint8Array());
  await from.bags.close();
  return files;
}

/** A bag that is valid but for being no packet's: attachments of these sizes, each of one byte over and over. */
function bagOfZeros(count: number, size: number): Files {
  const payload: Files = {};
  for (let index = 0; index < count; index++) {
    const bytes = Buffer.alloc(size, index);
    payload[`data/attachments/${hashOf(bytes)}-log.txt`] = bytes;
  }
  return smallBag('1.0', payload);
}

describe('a zip that unpacks to far more than it is', () => {
  test('security 39: is refused by the ratio of the whole, where each file alone is small', async () => {
    const zip = zipOf(bagOfZeros(40, MIB), true);
    expect(zip.length).toBeLessThan(MIB / 4);
    const answer = await opened(zip);
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'unreadable' } });
    expect(JSON.stringify(answer)).toContain('made to fill the disk');
    expect(mostStaged).toBe(0);
  });

  test('security 39: puts nothing on the disk that no packet names', async () => {
    const answer = await opened(zipOf(bagOfZeros(6, MIB)));
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'invalid', packet: null } });
    expect(mostStaged).toBe(0);
    expect(staged()).toEqual([]);
  });

  test('security 39: nor what a packet names in another size, or beside what it names', async () => {
    const files = await packetFiles();
    const more = Buffer.alloc(6 * MIB, 1);
    const beside = { ...files, [`data/attachments/${hashOf(more)}-more.bin`]: more };
    const answer = await opened(zipOf(beside));
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'invalid' } });
    expect(mostStaged).toBeLessThanOrEqual(signed.attachments.size);
  });

  test('security 39: and what a packet names comes in', async () => {
    const answer = await opened(zipOf(await packetFiles()));
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'valid' } });
  });
});

describe('a disk that has little room', () => {
  test('security 39: is asked before an attachment is unpacked, and what it lacks is said', async () => {
    const zip = zipOf(await packetFiles());
    const small = bagShell(join(folder.path, 'small'), undefined, 1_000);
    const answer = await opened(zip, small);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused', code: 'no-room' } });
    expect(JSON.stringify(answer)).toContain('Make room and import it again');
    expect(readdirSync(join(small.folder, 'bags', 'staging'))).toEqual([]);
    await small.bags.close();
    expect(await opened(zip)).toMatchObject({ ok: true, value: { verdict: 'valid' } });
  });
});

describe('a zip that is made to keep the shell busy', () => {
  test.each([
    ['one text', `{"a":"${'x'.repeat(8_000_000)}"}`],
    ['many texts', `{"a":[${'"some words of a row",'.repeat(350_000)}1]}`],
    ['blanks', `{"a":1${' '.repeat(8_000_000)}}`],
  ])('security 39: whose packet.json is 8 MB of %s is read in pieces', async (_what, text) => {
    const zip = zipOf(smallBag('1.0', { 'data/packet.json': text }));
    const upload = await shell.upload(zip);
    const parse = JSON.parse;
    let longest = 0;
    const watch = vi.spyOn(JSON, 'parse').mockImplementation((given, reviver) => {
      longest = Math.max(longest, given.length);
      return parse(given, reviver) as unknown;
    });
    const answer = await shell.bags.open({ job: newJob(), upload });
    watch.mockRestore();
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'invalid', packet: null } });
    expect(longest).toBeLessThan(1_000_000);
  });

  const deep = (index: number) => `${'d/'.repeat(450)}${index}.txt`;

  test('security 39: no file lies deeper than twenty folders', async () => {
    expect(pathProblem(`data/${'d/'.repeat(19)}a.txt`)).toBeNull();
    expect(pathProblem(`data/${'d/'.repeat(20)}a.txt`)).toBe('lies deeper than 20 folders');
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`data/${deep(index)}`, '']));
    const answer = await opened(zipOf({ ...smallBag(), ...files }));
    expect(JSON.stringify(answer)).toContain('lies deeper than 20 folders');
  });

  test('security 39: a hundred thousand deep names are held against each other in one pass', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => deep(index));
    expect(collisions([...names, 'D'], 20)).toEqual([['D', names[0]]]);
  });

  test('security 39: more files than any packet has are not read one by one', async () => {
    const entries = Array.from(
      { length: 10_001 },
      (_, index): RawEntry => ({
        name: `bag/data/${index}`,
        bytes: new Uint8Array(),
      }),
    );
    const answer = await opened(rawZip([{ name: 'bag/bagit.txt', bytes: new Uint8Array() }, ...entries]));
    expect(answer).toMatchObject({ ok: true, value: { verdict: 'unreadable' } });
    expect(JSON.stringify(answer)).toContain('more than the 10000 that are read');
  });

  test('security 39: a manifest of millions of lines is read as far as a bag has files', async () => {
    const bag = smallBag();
    const lines = '\n'.repeat(8 * MIB);
    const answer = await opened(
      zipOf({ ...bag, 'manifest-sha256.txt': `${bag['manifest-sha256.txt']}${lines}` }),
    );
    expect(JSON.stringify(answer)).toContain('is one more than a bag has files');
  });
});

describe('a zip that says one thing and is another', () => {
  const entriesOf = (files: Files): RawEntry[] =>
    Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }));
  /** @returns what stands against it; empty where it comes in */
  async function verdictOf(entries: readonly RawEntry[], change: { count?: number } = {}): Promise<string> {
    const answer = await opened(rawZip(entries, change));
    const told = JSON.stringify(answer);
    const isValid = answer.ok && (answer.value as { verdict?: string }).verdict === 'valid';
    return isValid ? '' : told;
  }
  const withOne = async (name: string, change: Partial<RawEntry>) =>
    entriesOf(await packetFiles()).map((each) =>
      String(each.name).endsWith(name) ? { ...each, ...change } : each,
    );

  test.each<[string, Partial<RawEntry>]>([
    ['is packed in a way that nobody reads', { method: 99 }],
    ['is encrypted', { flags: 1 }],
    ['has its size in front of no bytes', { size: 0 }],
    ['says to be as large as four gigabytes', { size: 0xffff_fffe }],
    ['has another checksum', { crc: 1 }],
    ['is another file by its own header', { localName: 'bag/data/other.json' }],
    ['begins where another entry begins', { offset: 0 }],
    ['begins behind the end', { offset: 0x7fff_ffff }],
    ['is a link', { mode: 0o120777 }],
    ['is a device', { mode: 0o060666 }],
  ])('security 39: whose packet.json %s does not come in', async (_, change) => {
    expect(await verdictOf(await withOne('packet.json', change))).not.toBe('');
    expect(staged()).toEqual([]);
  });

  test('security 39: with one name twice, in any spelling that a computer takes for the same, does not come in', async () => {
    const entries = entriesOf(await packetFiles());
    const packet = entries.find(({ name }) => String(name).endsWith('packet.json'));
    if (!packet) throw new Error('no packet.json');
    const name = String(packet.name);
    for (const other of [
      name,
      name.toUpperCase(),
      name.replace('packet.json', 'packet.json.'),
      name.replace('packet.json', 'packet.json '),
      name.replace('packet.json', 'PACKET.JSON'),
      name.replace('packet.json', './packet.json'),
      name.replace('packet.json', 'x/../packet.json'),
      name.replaceAll('/', '\\'),
      `/${name}`,
      `${name}/`,
      `${name}/below`,
      name.replace('packet.json', 'packet.json\u0000'),
      name.replace('packet.json', 'packet.json::$DATA'),
      name.replace('packet.json', 'ＰＡＣＫＥＴ.json').normalize('NFD'),
    ])
      for (const at of [0, entries.length]) {
        const bytes = Buffer.from('{}');
        const both = [...entries.slice(0, at), { name: other, bytes }, ...entries.slice(at)];
        expect([other, at, (await verdictOf(both)) !== '']).toEqual([other, at, true]);
      }
    expect(staged()).toEqual([]);
  });

  test('security 39: whose directory counts more or fewer entries than it has does not come in', async () => {
    const entries = entriesOf(await packetFiles());
    for (const count of [0, 1, entries.length - 1, entries.length + 1, 0xfffe])
      expect([count, (await verdictOf(entries, { count })) !== '']).toEqual([count, true]);
  });

  /** With all manifests made anew: only what is signed is left to say that something was changed. */
  const sealedAnew = (files: Files): Files => {
    const sealed = { ...files };
    for (const kind of ['manifest', 'tagmanifest'])
      for (const [path, content] of Object.entries(sealed)) {
        const [, root = '', algorithm] = new RegExp(`^(.*/)?${kind}-(sha256|sha512)\\.txt$`).exec(path) ?? [];
        if (algorithm === undefined) continue;
        const hashed = (_: string, __: string, name: string) =>
          `${hashOf(sealed[root + name] ?? '', algorithm)}  ${name}`;
        sealed[path] = Buffer.from(content)
          .toString()
          .replace(/^([0-9a-f]+) {2}(.+)$/gm, hashed);
      }
    return sealed;
  };

  test('security 39: whose packet.json is no packet, or another text for the same value, does not come in', async () => {
    const files = await packetFiles();
    const path = Object.keys(files).find((name) => name.endsWith('packet.json')) ?? '';
    const text = Buffer.from(files[path] ?? '').toString();
    // The sealing itself changes nothing that counts.
    expect(await verdictOf(entriesOf(sealedAnew(files)))).toBe('');
    for (const forged of [
      '',
      'null',
      '[]',
      '{',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      `{"a":${'1'.repeat(1_000_000)}}`,
      text.replace('{', '{"__proto__":{"id":"x"},'),
      text.replace('{', '{"constructor":{"prototype":{}},'),
      text.replace(/"revision":\s?\d+/, '"revision":1,"revision":9999'),
      text.replace('{', '{"id":"0190a1b2-0000-7000-8000-000000000000",'),
      `\ufeff${text}`,
      `${text}\u0000`,
      Buffer.from(text, 'utf16le').toString('latin1'),
    ]) {
      const changed = { ...files, [path]: forged };
      for (const bag of [changed, resealed(changed), sealedAnew(changed)])
        expect([forged.slice(0, 40), (await verdictOf(entriesOf(bag))) !== '']).toEqual([
          forged.slice(0, 40),
          true,
        ]);
    }
    expect(staged()).toEqual([]);
  });
});
