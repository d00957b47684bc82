import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Downloads } from '../../../electron/browser/downloads.ts';
import { Blobs } from '../../../electron/services/blobs.ts';
import { FileCopies } from '../../../electron/services/file-copies.ts';
import { offeredName } from '../../../electron/services/file-names.ts';
import { type Deliver, saveAs } from '../../../electron/services/save-as.ts';
import { pathProblem } from '../../../shared/bag/paths.ts';
import type { EventPayload } from '../../../shared/bridge/contract.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { newId } from '../../helpers/test-device.ts';
import { testFiles } from '../../helpers/test-keys.ts';
import { someBytes } from '../../helpers/test-shell.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A shell with one file of this size. @param deliver stands for the person; without it they choose `to` */
async function setUp(size: number, deliver?: Deliver) {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  const blobs = new Blobs(join(path, 'blobs'), testFiles, () => 0);
  const file = someBytes(size);
  const begun = await blobs.begin({ name: 'any', size });
  if (!begun.ok) throw new Error(begun.failure.message);
  for (let offset = 0; offset < size; offset += 1024 * 1024)
    await blobs.append({
      upload: begun.value.upload,
      offset,
      bytes: file.bytes.subarray(offset, offset + 1024 * 1024),
    });
  await blobs.finish(begun.value);
  const to = join(path, 'saved.log');
  const told: EventPayload<'blob.saving'>[] = [];
  const byDialog: Deliver = (from, _name, proof) => saveAs(from, async () => to, proof);
  const copies = new FileCopies(blobs, deliver ?? byDialog, (payload) => told.push(payload));
  return { folder: path, blobs, copies, file, to, told };
}

const here = async (blobs: Blobs, sha256: string) => {
  const answer = await blobs.here({ hashes: [sha256] });
  return answer.ok && answer.value.here.length === 1;
};

describe('attachments as files of the person’s own', () => {
  test('a file is saved whole where the person says, replacing what was there, and its progress is told', async () => {
    const { copies, file, to, told, folder } = await setUp(5_000_000);
    writeFileSync(to, 'of before');
    const job = newId();
    expect(await copies.save({ job, sha256: file.sha256, name: 'x.log' })).toEqual({
      ok: true,
      value: { kind: 'saved' },
    });
    expect(readFileSync(to).equals(file.bytes)).toBe(true);
    expect(told.map(({ done }) => done)).toEqual([...told.map(({ done }) => done)].sort((a, b) => a - b));
    expect(told.at(-1)).toEqual({ job, done: 5_000_000, size: 5_000_000 });
    expect(told.length).toBeGreaterThan(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  test('a damaged file is not saved: what was at the place stays, and the file counts as not here', async () => {
    const { blobs, copies, file, to, folder } = await setUp(100_000);
    const bytes = readFileSync(blobs.pathOf(file.sha256));
    bytes[50_000] = (bytes[50_000] ?? 0) ^ 1;
    writeFileSync(blobs.pathOf(file.sha256), bytes);
    writeFileSync(to, 'of before');
    expect(await copies.save({ job: newId(), sha256: file.sha256, name: 'x.log' })).toMatchObject({
      ok: false,
      failure: { kind: 'refused', code: 'damaged' },
    });
    expect(readFileSync(to, 'utf8')).toBe('of before');
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(await here(blobs, file.sha256)).toBe(false);
    expect(
      readFileSync(join(folder, 'blobs/sealed/damaged', testFiles.nameOf(file.sha256))).equals(bytes),
    ).toBe(true);
  });

  test('a browser is offered a file only after it passed: of a damaged one there is no address', async () => {
    const downloads = new Downloads();
    const good = await setUp(3_000, (...file) => downloads.deliver(...file));
    const answer = await good.copies.save({
      job: newId(),
      sha256: good.file.sha256,
      name: '..\\sample.log',
    });
    const url = answer.ok && answer.value.kind === 'download' ? answer.value.url : '';
    const offer = downloads.take(url.split('/').at(-1) ?? '');
    expect(offer?.name).toBe('sample.log');
    const content = await offer?.open();
    expect(await content?.read(0, 3_000)).toEqual(new Uint8Array(good.file.bytes));
    await content?.close();
    writeFileSync(good.blobs.pathOf(good.file.sha256), 'x'.repeat(3_000));
    expect(await good.copies.save({ job: newId(), sha256: good.file.sha256, name: 'x' })).toMatchObject({
      failure: { code: 'damaged' },
    });
  });

  test('a person who thinks better of it, a file that is not here, a place that cannot be written', async () => {
    let deliver: Deliver = async () => ({ kind: 'cancelled' });
    const { copies, file, folder, blobs } = await setUp(1_000, (...of) => deliver(...of));
    const save = (sha256 = file.sha256) => copies.save({ job: newId(), sha256, name: 'x' });
    expect(await save()).toEqual({ ok: true, value: { kind: 'cancelled' } });
    expect(await save('0'.repeat(64))).toMatchObject({ failure: { code: 'not-here' } });
    deliver = (open, _name, proof) => saveAs(open, async () => join(folder, 'no/where.log'), proof);
    expect(await save()).toMatchObject({ failure: { kind: 'disk', code: 'ENOENT' } });
    expect(await here(blobs, file.sha256)).toBe(true);
  });

  test('stopped half-way nothing of it stays, and it can be saved again', async () => {
    const { blobs, file, to, folder } = await setUp(5_000_000);
    const job = newId();
    const copies: FileCopies = new FileCopies(
      blobs,
      (open, _name, proof) => saveAs(open, async () => to, proof),
      () => copies.stop({ job }),
    );
    expect(await copies.save({ job, sha256: file.sha256, name: 'x' })).toMatchObject({
      failure: { code: 'stopped' },
    });
    expect([existsSync(to), readdirSync(folder)]).toEqual([false, ['blobs']]);
    expect(await copies.save({ job: newId(), sha256: file.sha256, name: 'x' })).toMatchObject({ ok: true });
  });
});

describe('names that are offered', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\win.ini', 'win.ini'],
    ['con.txt', 'file_con.txt'],
    ['LPT1', 'file_LPT1'],
    ['.bashrc', 'bashrc'],
    ['what?<is>this*.log', 'what__is_this_.log'],
    ['report.pdf. . .', 'report.pdf'],
    ['Bericht März 2026.txt', 'Bericht März 2026.txt'],
    ['log\u202Egpj.exe', 'loggpj.exe'],
    ['', 'file without a name'],
    ['...', 'file'],
    [`${'a'.repeat(290)}.log`, `${'a'.repeat(191)}.log`],
  ])('%s is offered as %s', (name, offered) => {
    expect(offeredName(name)).toBe(offered);
  });

  test('property: whatever a device sends, every system takes the name, it is not hidden, and not too long', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 400 }),
          fc.string({ unit: 'binary', maxLength: 400 }),
          fc.stringMatching(/^[. ~/\\:]{0,5}(con|AUX|nul|com1)?[. ]{0,3}(txt)?[. ]{0,3}$/),
        ),
        (name) => {
          const offered = offeredName(name);
          expect(pathProblem(offered)).toBe(null);
          expect(offered).not.toMatch(/^[.~]|\//);
          expect(Buffer.byteLength(offered)).toBeLessThanOrEqual(200);
          expect(offeredName(offered)).toBe(offered);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
