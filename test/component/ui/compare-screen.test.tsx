/** Two captures held against each other, and what differs written into the case: see shared/collect/SPEC.md, K70 to K73. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { releaseAsItIs, takeFile } from '../../../renderer/commands/held-files.ts';
import { collectingOf } from '../../../renderer/features/collect/collecting.ts';
import { CompareScreen } from '../../../renderer/features/collect/compare-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { keepBlobs } from '../../helpers/kept-blobs.ts';

// A worker has to start, on a computer that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

let app: AppServices;
const record = aCase('Pages start late');
/** What a node says of its release. */
const capture = (host: string, release: string) =>
  new File(
    [
      `admin:show status\n\nHost Name          : ${host}\nDate               : Sat Nov 28, 2026 09:41:00\nTime Zone          : Central Standard Time (America/Chicago)\nLocale             : en_US.UTF-8\nProduct Ver        : ${release}\n\nadmin:show version active\nActive Master Version: ${release}\nActive Version Installed Software Options:\nNo Installed Software Options Found.\n\nadmin:\n`,
    ],
    `${host}.txt`,
  );

let kept: ReturnType<typeof keepBlobs>;
beforeEach(async () => {
  const bridge = memoryBridge();
  kept = keepBlobs(bridge);
  app = await openEnrolledConsole(bridge);
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  collectingOf(record.id).end();
  await removeConsole(app);
});

test('[K70] [K73] what differs between two nodes is written into the change that it is, once (H11)', async () => {
  await collectingOf(record.id).take(
    [capture('node-1', '12.5.1.14900-63'), capture('node-2', '12.5.1.13900-152')],
    async () => false,
  );
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CompareScreen caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText(/^Two systems: [1-9]\d* differences?/);
  const target = screen.getByLabelText('Write what is chosen into');
  const write = () => userEvent.click(screen.getByRole('button', { name: /^Write \d+ into the case/ }));
  await userEvent.selectOptions(target, 'ucChange');
  await write();
  await screen.findByText('Written into the case, saved on this computer.');
  const written = await app.db.cases.get(record.id);
  expect(written?.ucChanged).toBe('yes');
  expect(written?.ucChange).toContain('12.5.1.13900-152');
  await write();
  await screen.findByText('The field says so already.');
  await userEvent.selectOptions(target, 'scopeIsNot');
  await write();
  await screen.findByText('Written into the case, saved on this computer.');
  expect((await app.db.cases.get(record.id))?.scopeIsNot).toContain('12.5.1.14900-63');
});

const open = () =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CompareScreen caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
const offered = () =>
  [...screen.getByLabelText<HTMLSelectElement>(/^Left/).options].map(({ text }) => text).sort();

test('[K70] [K74] files of the case are offered, attached or held, and one that is not here is named', async () => {
  const before = await takeFile(app, record.id, capture('node-1', '12.5.1.14900-63'));
  if (before.kind !== 'held' || !before.files[0]) throw new Error('a text is held');
  await releaseAsItIs(app, before.files[0], 'It names nobody.');
  await takeFile(app, record.id, capture('node-2', '12.5.1.13900-152'));
  const away = await takeFile(app, record.id, capture('node-3', '12.5.1.13900-152'));
  if (away.kind !== 'held' || !away.files[0]) throw new Error('a text is held');
  kept.delete(away.files[0].sha256);
  open();
  await screen.findByText(/^Two systems: [1-9]\d* differences?/);
  expect(offered()).toEqual(['node-1, node-1.txt', 'node-2, node-2.txt']);
  await screen.findByText(/^node-3\.txt is left out: /);
});

test('[K74] what was gone through in Collect is still there to be compared, once, and so is what it became', async () => {
  const session = collectingOf(record.id);
  const files = [capture('node-1', '12.5.1.14900-63'), capture('node-2', '12.5.1.13900-152')];
  await session.take(files, async () => false);
  await session.finish();
  expect(session.store.getState().files).toEqual([]);
  if (files[0]) await takeFile(app, record.id, files[0]);
  open();
  await screen.findByText(/^Two systems: [1-9]\d* differences?/);
  await expect.poll(() => session.store.getState().bringing).toBe('');
  expect(offered()).toEqual(['node-1, node-1.txt', 'node-2, node-2.txt']);
  // Dropped again it is the file itself, by its own name.
  await session.take(files.slice(0, 1), async () => true);
  expect(session.store.getState().files.map(({ name }) => name)).toEqual(['node-1.txt']);
  expect(session.store.getState().kept.map(({ name }) => name)).toEqual(['node-2.txt']);
});
