/** Sticks that are made to fill a disk or to keep the shell busy (security 39): real zips, real files. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collisions, pathProblem } from '../../../shared/bag/paths.ts';
import { type BagShell, bagShell, newJob } from '../../helpers/bag-shell.ts';
import {
  type Files,
  hashOf,
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

const staged = () => readdirSync(join(shell.folder, 'bags', 'staged'));
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
    expect(readdirSync(join(small.folder, 'bags', 'staged'))).toEqual([]);
    await small.bags.close();
    expect(await opened(zip)).toMatchObject({ ok: true, value: { verdict: 'valid' } });
  });
});

describe('a zip that is made to keep the shell busy', () => {
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
