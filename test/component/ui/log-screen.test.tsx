/** One log of a case, looked into: see shared/collect/SPEC.md, L1 to L11. */
import { MantineProvider } from '@mantine/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { cleanup, configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeFile } from '../../../renderer/commands/held-files.ts';
import { LogScreen } from '../../../renderer/features/collect/log-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { attachments } from '../../../shared/cases/attachments.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { keepFilesInMemory } from '../../helpers/memory-files.ts';

// A worker has to start, on a computer that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

let app: AppServices;
/** The fault began in minute 30. */
const record = { ...aCase('Pages start late'), firstSeen: { at: '2026-11-23T07:30:10.000Z', zone: 'UTC' } };
const text = Array.from(
  { length: 3_000 },
  (_, at) =>
    `2026-11-23T07:${String(Math.floor(at / 50)).padStart(2, '0')}:${String(at % 50).padStart(2, '0')}Z ${at % 500 === 7 ? 'ERROR join failed' : 'INFO page'} call=${at}\n`,
).join('');

beforeEach(async () => {
  const bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

/** Opens the screen on a file of the case with this content. */
async function open(content: Uint8Array): Promise<string> {
  const hash = bytesToHex(sha256(content));
  const bridge = app.bridge as ReturnType<typeof memoryBridge>;
  bridge.replies['blob.read'] = ({ offset, length }) => ({
    ok: true,
    value: { bytes: content.slice(offset, offset + length), size: content.length },
  });
  const file = attachments.empty({
    id: newId(),
    caseId: record.id,
    name: 'page.log',
    mediaType: 'text/plain',
    size: content.length,
    sha256: hash,
    category: 'log',
    addedAt: '2026-11-24T12:00:00.000Z',
    readable: true,
    provenance: { kind: 'typed', by: await app.person(), at: '2026-11-24T12:00:00.000Z' },
  });
  await app.write([{ op: 'insert', table: 'attachments', row: file }]);
  show(file.id);
  return file.id;
}

function show(fileId: string): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <LogScreen caseId={record.id} fileId={fileId} />
      </AppProvider>
    </MantineProvider>,
  );
}

test('[L3] [L4] [L5] [L10] [L11] a log is read through: its time, levels, busiest messages, the fault in it, and lines as evidence', async () => {
  const id = await open(new TextEncoder().encode(text));
  await userEvent.click(await screen.findByRole('button', { name: 'Go to the fault, line 1501' }));
  await screen.findByRole('img', { name: 'page.log: lines in time, warnings marked' });
  expect(within(screen.getByRole('table', { name: 'Levels' })).getByText('6')).toBeDefined();
  const busiest = within(screen.getByRole('table', { name: 'Busiest messages' })).getAllByRole('row');
  expect(busiest[1]?.textContent).toContain('INFO page call=#');
  const lines = screen.getByRole('region', { name: 'Lines of page.log' });
  await within(lines).findByText('2026-11-23T07:30:00Z INFO page call=1500');
  await userEvent.click(screen.getByRole('button', { name: 'Keep these 20 lines as evidence' }));
  await screen.findByText('Line 1501 to 1520 kept as a step, with the file as its evidence.');
  const [step] = await app.db.steps.where({ caseId: record.id }).toArray();
  expect(step).toMatchObject({
    kind: 'examine-logs',
    did: 'Read page.log, lines 1501 to 1520.',
    evidence: [id],
  });
  expect(step?.showed).toContain('page.log:1508: 2026-11-23T07:30:07Z ERROR join failed call=1507');
  await userEvent.click(screen.getByRole('button', { name: 'Say that the file covers this time' }));
  await screen.findByText('The file says now which time it covers.');
  const [file] = await app.db.attachments.where({ caseId: record.id }).toArray();
  expect(file?.coversFrom?.at).toBe('2026-11-23T07:00:00.000Z');
  expect(file?.coversTo?.at).toBe('2026-11-23T07:59:49.000Z');
});

test('[L11] a search goes through the whole log, packed or not, and a line that is found is gone to', async () => {
  const packed = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer();
  await open(new Uint8Array(packed));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Search in this log' }), 'join FAILED');
  await userEvent.click(screen.getByRole('button', { name: 'Search' }));
  await screen.findByText('6 lines found with “join FAILED”.');
  await userEvent.click(screen.getByRole('button', { name: 'Go to line 2508' }));
  const lines = screen.getByRole('region', { name: 'Lines of page.log' });
  await within(lines).findByText('2026-11-23T07:50:06Z INFO page call=2506');
});

test('[L4] while a zone is half typed, times stay in the one before, and the field says that it is none yet', async () => {
  await open(new TextEncoder().encode(text));
  const zone = await screen.findByRole('textbox', { name: 'Zone of this log' });
  await userEvent.clear(zone);
  await userEvent.type(zone, 'Europe/Ber');
  await screen.findByText(/^Not the name of a zone/);
  expect(screen.queryByText('Invalid DateTime')).toBeNull();
  await userEvent.type(zone, 'lin');
  await screen.findByText('23 Nov 2026, 08:00:00');
  expect(screen.queryByText(/^Not the name of a zone/)).toBeNull();
});

test('[K2] what is no text is named, and the file stays', async () => {
  await open(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0));
  await screen.findByText(/^page\.log cannot be looked into: it is a zip/);
});

test('[L10] [L11] a held log that is attached while it is open is not read anew, and its lines can be kept then', async () => {
  const bridge = app.bridge as ReturnType<typeof memoryBridge>;
  keepFilesInMemory(bridge);
  const taken = await takeFile(app, record.id, new File([text], 'page.log', { type: 'text/plain' }));
  const [held] = taken.kind === 'held' ? taken.files : [];
  if (!held) throw new Error('not held');
  const reply = bridge.replies['blob.read'];
  let reads = 0;
  bridge.replies['blob.read'] = (input) => {
    reads++;
    if (!reply) throw new Error('nothing is kept');
    return reply(input);
  };
  show(held.id);
  const lines = await screen.findByRole('region', { name: 'Lines of page.log' });
  await within(lines).findByText('2026-11-23T07:00:00Z INFO page call=0');
  const before = reads;
  await userEvent.click(screen.getByRole('button', { name: 'No redaction needed: page.log' }));
  await userEvent.type(
    screen.getByRole('textbox', { name: 'Why page.log needs no redaction' }),
    'Only times and numbers of calls.',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Attach page.log as it is' }));
  await screen.findByRole('button', { name: /^Keep / });
  expect(screen.getByRole('region', { name: 'Lines of page.log' })).toBe(lines);
  expect(reads).toBe(before);
});
