/** [H12] [security 31] A file that may hold secrets is held on its computer: no row, no outbox, no journal, until a person has said what may leave. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachCopy, releaseAsItIs, takeFile } from '../../../renderer/commands/held-files.ts';
import { choicesOf, choose } from '../../../renderer/commands/redaction/choices.ts';
import { readForRedaction } from '../../../renderer/commands/redaction/open-case.ts';
import { HeldFiles } from '../../../renderer/features/redaction/held-files.tsx';
import { RedactScreen } from '../../../renderer/features/redaction/redact-screen.tsx';
import { unsentFiles } from '../../../renderer/sync/transfers.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { openRedaction } from '../../../renderer/workers/redaction.ts';
import { attachments } from '../../../shared/cases/attachments.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { aHeic, PLACE } from '../../helpers/heic.ts';
import { keepFilesInMemory } from '../../helpers/memory-files.ts';

const CONFIGURATION = `hostname dist-sw-7
enable secret 0 Winter-Falcon-88
snmp-server community northgate-ro RO
interface Vlan20
 ip address 10.20.2.1 255.255.255.0
! peer of dist-sw-7 is 10.20.2.2
`;
const ORIGINALS = ['dist-sw-7', 'Winter-Falcon-88', 'northgate-ro', '10.20.2.1'];

let app: AppServices;
let bridge: MemoryBridge;
let files: Map<string, Uint8Array>;
const record = aCase();

beforeEach(async () => {
  bridge = memoryBridge();
  files = keepFilesInMemory(bridge);
  app = await openEnrolledConsole(bridge);
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const take = async (name: string, content: BlobPart, type = 'text/plain') => {
  const taken = await takeFile(app, record.id, new File([content], name, { type }));
  if (taken.kind !== 'held' && taken.kind !== 'added') throw new Error(JSON.stringify(taken));
  return taken;
};
const heldOne = async (name = 'sw.cfg', content: BlobPart = CONFIGURATION) => {
  const taken = await take(name, content);
  const [file] = taken.kind === 'held' ? taken.files : [];
  if (!file) throw new Error('not held');
  return file;
};
/** All that this console would send, or has written for the way there. */
const outgoing = async () =>
  JSON.stringify([await app.db.outbox.toArray(), bridge.journal, await app.db.attachments.toArray()]);

describe('a file that is no picture', () => {
  test('is held by its content, whatever its name says, and nothing of it is a row', async () => {
    for (const name of ['sw.cfg', 'photo.png', 'noname'])
      expect((await take(name, CONFIGURATION, 'image/png')).kind).toBe('held');
    expect(await app.db.attachments.count()).toBe(0);
    expect(await unsentFiles(app.db)).toEqual([]);
    const sent = await outgoing();
    for (const original of ORIGINALS) expect(sent).not.toContain(original);
  });

  test('an archive that somebody stops while it is taken apart leaves nothing behind; asked again, all of it is held', async () => {
    const zip = new File(
      [new Uint8Array(zipSync({ 'a.log': new Uint8Array(8_000_000), 'b.cfg': strToU8(CONFIGURATION) }))],
      'support.zip',
    );
    const stop = new AbortController();
    const taking = takeFile(app, record.id, zip, { signal: stop.signal });
    stop.abort();
    expect(await taking).toEqual({ kind: 'cancelled' });
    expect(await app.db.heldFiles.count()).toBe(0);
    const told: number[] = [];
    const taken = await takeFile(app, record.id, zip, { onProgress: (done) => told.push(done) });
    expect(taken.kind === 'held' && taken.files.map(({ name }) => name)).toEqual([
      'support.zip_a.log',
      'support.zip_b.cfg',
    ]);
    expect(told).toEqual([0, 0.5]);
  });

  test('[RD61] of an archive each file is held by itself, archives in it too', async () => {
    const inner = zipSync({ 'inner.cfg': strToU8(CONFIGURATION) });
    const taken = await take(
      'support.zip',
      new Uint8Array(zipSync({ 'logs/page.log': strToU8('line\n'), 'more.zip': inner })),
    );
    expect(taken.kind === 'held' && taken.files.map(({ name }) => name).sort()).toEqual([
      'support.zip_logs_page.log',
      'support.zip_more.zip_inner.cfg',
    ]);
  });

  test('is not sent by this computer, even where a row of somebody else names its content', async () => {
    const file = await heldOne();
    const row = attachments.empty({
      ...{
        id: newId(),
        caseId: record.id,
        name: 'x',
        mediaType: 'text/plain',
        size: file.size,
        sha256: file.sha256,
      },
      ...{ category: 'other', readable: true, addedAt: file.addedAt },
      provenance: { kind: 'typed', by: await app.person(), at: file.addedAt },
    });
    await app.write([{ op: 'insert', table: 'attachments', row }]);
    expect(await unsentFiles(app.db)).toEqual([]);
    await releaseAsItIs(app, file, 'Only times in it');
    expect((await unsentFiles(app.db)).map(({ sha256 }) => sha256)).toEqual([file.sha256]);
  });

  test('leaves as it is only with a reason, which stands with it in the case', async () => {
    const file = await heldOne('times.txt', '10:00 begin\n');
    expect((await releaseAsItIs(app, file, '  ')).kind).toBe('refused');
    expect(await app.db.attachments.count()).toBe(0);
    expect((await releaseAsItIs(app, file, 'Only times in it')).kind).toBe('saved');
    expect(await app.db.attachments.toArray()).toMatchObject([{ id: file.id, sha256: file.sha256 }]);
    expect(await app.db.redactions.toArray()).toMatchObject([
      { attachmentId: file.id, state: 'not-needed', reason: 'Only times in it', sha256: file.sha256 },
    ]);
  });
});

describe('the redacted copy', () => {
  const copyOf = async (id: string) => {
    const worker = openRedaction();
    try {
      const { held: _held, tooLarge: _large, ...input } = await readForRedaction(app, record.id);
      await worker.call('open', input);
      return await worker.call('copy', { id });
    } finally {
      worker.end();
    }
  };

  test('is what is attached; the original stays, and is in nothing that leaves', async () => {
    const file = await heldOne();
    expect((await attachCopy(app, file, await copyOf(file.id))).kind).toBe('saved');
    const [row] = await app.db.attachments.toArray();
    expect(row).toMatchObject({ id: file.id });
    expect(row?.sha256).not.toBe(file.sha256);
    const copy = new TextDecoder().decode(files.get(row?.sha256 ?? ''));
    expect(copy).toMatch(/^hostname HOST-\w{8}\n/);
    expect(new TextDecoder().decode(files.get(file.sha256))).toBe(CONFIGURATION);
    const sent = await outgoing();
    for (const original of ORIGINALS) {
      expect(copy).not.toContain(original);
      expect(sent).not.toContain(original);
    }
  });

  test('[RD64] what a person keeps or adds is remembered for the case, and sealed', async () => {
    const file = await heldOne();
    await choose(app, record.id, 'keep', { kind: 'HOST', text: 'dist-sw-7' });
    await choose(app, record.id, 'replace', { kind: 'HOST', text: 'Vlan20' });
    const copy = new TextDecoder().decode((await copyOf(file.id)).bytes);
    expect(copy).toContain('hostname dist-sw-7\n');
    expect(copy).not.toContain('Vlan20');
    expect(await outgoing()).not.toMatch(/dist-sw-7|vlan20/i);
    await choose(app, record.id, 'by-rules', { kind: 'HOST', text: 'dist-sw-7' });
    expect(await choicesOf(app, record.id)).toEqual({ keep: [], add: [{ kind: 'HOST', text: 'vlan20' }] });
  });

  test('before and after stand side by side; one click keeps an original, and one attaches the copy', async () => {
    const file = await heldOne();
    render(
      <MantineProvider>
        <AppProvider console={app}>
          <div style={{ height: 700 }}>
            <RedactScreen caseId={record.id} fileId={file.id} />
          </div>
        </AppProvider>
      </MantineProvider>,
    );
    const tokens = await screen.findAllByTitle(
      'Stands for dist-sw-7. Click to keep it in clear.',
      {},
      { timeout: 20_000 },
    );
    expect(tokens).toHaveLength(2);
    await userEvent.click(tokens[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByTitle(/^Stands for dist-sw-7/)).toBeNull(), {
      timeout: 20_000,
    });
    await screen.findByLabelText('Replace dist-sw-7');
    await waitFor(
      () =>
        expect(screen.getByRole('button', { name: /^Use this copy/ })).not.toHaveAttribute('data-loading'),
      { timeout: 20_000 },
    );
    await userEvent.click(screen.getByRole('button', { name: /^Use this copy/ }));
    await waitFor(async () => expect(await app.db.attachments.count()).toBe(1), { timeout: 20_000 });
    const [row] = await app.db.attachments.toArray();
    expect(new TextDecoder().decode(files.get(row?.sha256 ?? ''))).toContain('hostname dist-sw-7\n');
  });
});

test('the case lists what is held, and offers both ways out', async () => {
  const file = await heldOne();
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <HeldFiles caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByRole('link', { name: 'Redact sw.cfg' }, { timeout: 20_000 });
  await userEvent.click(screen.getByRole('button', { name: 'No redaction needed: sw.cfg' }));
  await userEvent.type(screen.getByLabelText('Why sw.cfg needs no redaction'), 'A blank form');
  await userEvent.click(screen.getByRole('button', { name: 'Attach sw.cfg as it is' }));
  await waitFor(() => expect(screen.queryByText(/not redacted yet/)).toBeNull(), { timeout: 20_000 });
  await waitFor(async () => expect(await app.db.redactions.count()).toBe(1), { timeout: 20_000 });
  expect(await app.db.attachments.get(file.id)).toMatchObject({ name: 'sw.cfg', sha256: file.sha256 });
});

describe('a photo of a phone', () => {
  const latin = (sha256: string) =>
    Array.from(files.get(sha256) ?? [], (byte) => String.fromCharCode(byte)).join('');

  test('[RD62] [security 31] a HEIC photo is held without its place, and it is said at once what to do', async () => {
    const taken = await take('IMG_0001.HEIC', aHeic(), 'image/heic');
    expect(taken).toMatchObject({ kind: 'held', note: expect.stringContaining('Make a JPEG of it') });
    const [photo] = taken.kind === 'held' ? taken.files : [];
    if (!photo) throw new Error('not held');
    expect(latin(photo.sha256)).not.toContain(PLACE);
    expect(await app.db.attachments.count()).toBe(0);
    // Whoever cannot make a JPEG may still send it, for somebody who can look at it.
    expect(await releaseAsItIs(app, photo, 'It shows a type plate.')).toMatchObject({ kind: 'saved' });
    expect(await app.db.attachments.toArray()).toMatchObject([{ sha256: photo.sha256, content: 'picture' }]);
  });

  test('[RD62] [security 31] one whose place cannot be taken out stays on this computer', async () => {
    const taken = await take('IMG_0002.HEIC', aHeic({ length: 1_000_000 }), 'image/heic');
    const [photo] = taken.kind === 'held' ? taken.files : [];
    if (!photo) throw new Error('not held');
    expect(await releaseAsItIs(app, photo, 'It shows a type plate.')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('may say where it was taken'),
    });
    expect(await app.db.attachments.count()).toBe(0);
  });
});
