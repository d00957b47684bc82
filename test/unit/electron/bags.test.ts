import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contentOfBytes } from '../../../electron/services/content.ts';
import { saveAs } from '../../../electron/services/save-as.ts';
import { travellingFiles } from '../../../shared/handoff/packet-bag.ts';
import { type BagShell, bagShell, newJob } from '../../helpers/bag-shell.ts';
import { bytesOf, failed, hashOf, type SignedPacket, signedPacket, unzipped } from '../../helpers/bags.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { testFiles } from '../../helpers/test-keys.ts';
import { bytesOf as contentOf } from '../../helpers/test-shell.ts';

let signed: SignedPacket;
let folder: ReturnType<typeof temporaryFolder>;
let here: BagShell;
let there: BagShell;
beforeAll(async () => {
  signed = await signedPacket();
});
beforeEach(() => {
  folder = temporaryFolder();
  here = bagShell(join(folder.path, 'here'));
  there = bagShell(join(folder.path, 'there'));
});
afterEach(async () => {
  await here.bags.close();
  await there.bags.close();
  folder.remove();
});

const left = (shell: BagShell): string[] => {
  const of = (name: string) => {
    try {
      return readdirSync(join(shell.folder, name));
    } catch {
      return [];
    }
  };
  return [...of('bags').filter((name) => name !== 'staging'), ...of('blobs/incoming')];
};
/** Attachments that were verified, of an import that was cut off. */
const staged = (shell: BagShell) => readdirSync(join(shell.folder, 'bags', 'staging'));

async function exported(): Promise<Uint8Array> {
  for (const bytes of signed.attachments.values()) await here.add(bytes);
  const job = newJob();
  const { packet, signatures } = signed;
  const answer = await here.bags.export({ job, packet, signatures, credentials: ['a.b.c'] });
  expect(answer).toMatchObject({ ok: true, value: { name: expect.stringMatching(/^packet-.*-2\.zip$/) } });
  expect(await here.bags.save({ job })).toEqual({ ok: true, value: { kind: 'saved' } });
  return here.saved?.bytes ?? new Uint8Array();
}

describe('packets as bags on a computer', () => {
  test('[H35] out on one computer, in on another: packet, signatures, and the attachments in its blob store', async () => {
    const zip = await exported();
    expect(here.progress.at(-1)?.done).toBe(here.progress.at(-1)?.total);
    expect(left(here)).toEqual([]);
    const answer = await there.bags.open({ job: newJob(), upload: await there.upload(zip) });
    expect(answer).toMatchObject({
      ok: true,
      value: {
        verdict: 'valid',
        packet: signed.packet,
        signatures: signed.signatures,
        credentials: ['a.b.c'],
      },
    });
    for (const [sha256, bytes] of signed.attachments)
      expect(new Uint8Array(await contentOf(there.blobs, sha256))).toEqual(bytes);
    expect(left(there)).toEqual([]);
    // Again: nothing is written twice, and the verdict stands.
    expect(await there.bags.open({ job: newJob(), upload: await there.upload(zip) })).toMatchObject({
      value: { verdict: 'valid' },
    });
  });

  test('an attachment that is not here, or is damaged: refused with its name, nothing written', async () => {
    const { packet, signatures } = signed;
    const job = newJob();
    const start = { job, packet, signatures, credentials: [] };
    expect(await here.bags.export(start)).toMatchObject({
      ok: false,
      failure: { code: 'missing-files', message: expect.stringContaining('café') },
    });
    for (const bytes of signed.attachments.values()) await here.add(bytes);
    const [file] = travellingFiles(packet);
    const path = here.blobs.pathOf(file?.sha256 ?? '');
    // Its first chunk does not authenticate; its header and its end do.
    const bytes = readFileSync(path);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await here.bags.export(start)).toMatchObject({ ok: false, failure: { code: 'damaged' } });
    truncateSync(path, 3);
    expect(await here.bags.export(start)).toMatchObject({ ok: false, failure: { code: 'missing-files' } });
    expect(await here.bags.save({ job })).toMatchObject({ ok: false, failure: { code: 'not-written' } });
    expect(left(here)).toEqual([]);
  });

  test('a bag that was changed: its checks are told, nothing of it is kept', async () => {
    const zip = (await exported()).slice();
    const mark = Buffer.from(zip).indexOf('line of file 1');
    zip[mark] = (zip[mark] ?? 0) ^ 1;
    const answer = await there.bags.open({ job: newJob(), upload: await there.upload(zip) });
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.value).toMatchObject({ verdict: 'invalid', packet: null });
    expect(failed(answer.value.checks)).toContain('container');
    expect(left(there)).toEqual([]);
    for (const sha256 of signed.attachments.keys())
      expect((await there.blobs.here({ hashes: [sha256] })).ok && left(there)).toEqual([]);
    const { hashes } = { hashes: [...signed.attachments.keys()] };
    expect(await there.blobs.here({ hashes })).toEqual({ ok: true, value: { here: [] } });
  });

  test('a file that is no zip, and an upload that did not arrive whole', async () => {
    const no = await there.bags.open({
      job: newJob(),
      upload: await there.upload(bytesOf('no zip at all, but text')),
    });
    expect(no).toMatchObject({ ok: true, value: { verdict: 'unreadable', packet: null } });
    const begun = await there.blobs.begin({ name: 'half.zip', size: 10 });
    if (!begun.ok) throw new Error(begun.failure.message);
    const { upload } = begun.value;
    await there.blobs.append({ upload, offset: 0, bytes: bytesOf('half') });
    for (let again = 0; again < 2; again++)
      expect(await there.bags.open({ job: newJob(), upload })).toMatchObject({
        ok: false,
        failure: { code: 'unknown-upload' },
      });
    expect(left(there)).toEqual([]);
  });

  test('[BG13] stopped half-way, out or in: no half is left, what was verified is, and it can begin again', async () => {
    const zip = await exported();
    for (const shell of [here, there]) {
      const fresh = bagShell(join(folder.path, `again-${shell === here}`));
      if (shell === here) for (const bytes of signed.attachments.values()) await fresh.add(bytes);
      const job = newJob();
      fresh.watch(() => void fresh.bags.cancel({ job }));
      const { packet, signatures } = signed;
      const answer =
        shell === here
          ? await fresh.bags.export({ job, packet, signatures, credentials: [] })
          : await fresh.bags.open({ job, upload: await fresh.upload(zip) });
      expect(answer).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
      expect(left(fresh)).toEqual([]);
      fresh.watch(() => undefined);
      if (shell === there)
        expect(await fresh.bags.open({ job: newJob(), upload: await fresh.upload(zip) })).toMatchObject({
          value: { verdict: 'valid' },
        });
    }
  });

  test('[BG13] an import that was cut off goes on from what was verified: that is not written again', async () => {
    const zip = await exported();
    const [sha256 = '', bytes = new Uint8Array()] = [...signed.attachments][0] ?? [];
    // What a console that was killed in the middle leaves: one attachment whole, and one half.
    mkdirSync(join(there.folder, 'bags', 'staging'), { recursive: true });
    const name = testFiles.nameOf(sha256);
    const sealed = await testFiles.create(join(there.folder, 'bags', 'staging', name));
    await sealed.append(bytes);
    await sealed.finish();
    writeFileSync(join(there.folder, 'bags', 'staging', 'x.part'), 'half');
    const { ino } = statSync(join(there.folder, 'bags', 'staging', name));
    expect(await there.bags.open({ job: newJob(), upload: await there.upload(zip) })).toMatchObject({
      value: { verdict: 'valid' },
    });
    expect(statSync(there.blobs.pathOf(sha256)).ino).toBe(ino);
    expect(staged(there)).toEqual([]);
    for (const hash of signed.attachments.keys())
      expect(hashOf(await contentOf(there.blobs, hash))).toBe(hash);
  });

  test('a folder: its files one by one, verified as a zip is; what is in no manifest is told', async () => {
    const files = await unzipped(await exported());
    const give = async (job: string, more: Record<string, string> = {}) => {
      for (const [path, content] of Object.entries({ ...files, ...more }))
        expect(
          await there.bags.add({ job, name: path, upload: await there.upload(bytesOf(content)) }),
        ).toEqual({
          ok: true,
          value: {},
        });
      return there.bags.open({ job, upload: null });
    };
    const stray = await give(newJob(), { '../outside.txt': 'x', 'data/stray.txt': 'x' });
    expect(stray).toMatchObject({ value: { verdict: 'invalid', packet: null } });
    expect(await give(newJob())).toMatchObject({ value: { verdict: 'valid', packet: signed.packet } });
    expect(left(there)).toEqual([]);
    for (const [sha256, bytes] of signed.attachments)
      expect(new Uint8Array(await contentOf(there.blobs, sha256))).toEqual(bytes);
    // Windows that were closed in the middle hold up nobody.
    for (const closed of [newJob(), newJob(), newJob()]) {
      const upload = await there.upload(bytesOf('x'));
      expect(await there.bags.add({ job: closed, name: 'bagit.txt', upload })).toEqual({
        ok: true,
        value: {},
      });
    }
    await there.bags.close();
    expect(left(there)).toEqual([]);
    const job = newJob();
    await there.bags.add({ job, name: 'bagit.txt', upload: await there.upload(bytesOf('x')) });
    await there.bags.cancel({ job });
    expect(left(there)).toEqual([]);
    expect(await there.bags.open({ job, upload: null })).toMatchObject({
      failure: { code: 'unknown-upload' },
    });
  });

  test('saving: a person who thinks better of it, a place that is not there, and a whole file', async () => {
    const from = async () => contentOfBytes(bytesOf('whole'));
    expect(await saveAs(from, async () => null)).toEqual({ kind: 'cancelled' });
    await expect(saveAs(from, async () => join(folder.path, 'no/where.zip'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
    const to = join(folder.path, 'to.zip');
    expect(await saveAs(from, async () => to)).toEqual({ kind: 'saved' });
    expect(readFileSync(to, 'utf8')).toBe('whole');
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('[BG12] 200 MB go out and in, and memory grows by less than 96 MB', async () => {
    const size = 200 * 1024 ** 2;
    const { stdout } = await promisify(execFile)(process.execPath, [
      resolve('test/helpers/large-bag.ts'),
      folder.path,
      String(size),
    ]);
    const told = JSON.parse(stdout) as Record<'exported' | 'imported', { growth: number }> & {
      verdict: string;
      kept: boolean;
    };
    expect(told).toMatchObject({ verdict: 'valid', kept: true });
    expect(told.exported.growth).toBeLessThan(96 * 1024 ** 2);
    expect(told.imported.growth).toBeLessThan(96 * 1024 ** 2);
  });
});
