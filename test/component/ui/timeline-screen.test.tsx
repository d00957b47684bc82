/** One timeline over the logs of a case: see shared/collect/SPEC.md, L6 to L8. */
import { MantineProvider } from '@mantine/core';
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectingOf } from '../../../renderer/features/collect/collecting.ts';
import { TimelineScreen } from '../../../renderer/features/collect/timeline-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

// A worker has to start, on a computer that does other things besides.
configure({ asyncUtilTimeout: 15_000 });

let app: AppServices;
const record = aCase('Pages start late');

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([{ op: 'insert', table: 'cases', row: record }]);
});
afterEach(async () => {
  cleanup();
  collectingOf(record.id).end();
  await removeConsole(app);
});
const open = () =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <TimelineScreen caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
const drop = () =>
  collectingOf(record.id).take(
    [
      new File(['2026-11-23T07:00:00Z INFO one\n2026-11-23T07:00:20Z WARN three\n'], 'page.log'),
      new File(['2026-11-23T07:11:14Z INFO two\n2026-11-23T07:11:34Z INFO four\n'], 'switch.log'),
    ],
    async () => false,
  );
const order = () =>
  within(screen.getByRole('table'))
    .getAllByRole('row')
    .map(({ textContent }) => /(one|two|three|four)/.exec(textContent ?? '')?.[0]);

test('[L7] [L8] lines of two logs stand in one order once it is said by how much a clock was ahead, and become a step', async () => {
  await drop();
  open();
  await waitFor(() => expect(order()).toEqual(['one', 'three', 'two', 'four']));
  const ahead = screen.getByRole('textbox', { name: 'Clock of switch.log ahead, in seconds' });
  await userEvent.clear(ahead);
  await userEvent.type(ahead, '664');
  await waitFor(() => expect(order()).toEqual(['one', 'two', 'three', 'four']));
  await screen.findByRole('img', { name: 'page.log: lines in time' });
  await userEvent.click(screen.getByRole('button', { name: 'Note these lines as a step' }));
  await screen.findByText('Noted as a step, saved on this computer.');
  const [step] = await app.db.steps.where({ caseId: record.id }).toArray();
  expect(step?.showed).toContain('switch.log:1: 2026-11-23T07:11:14Z INFO two');
});

test('a file without a time that can be read is named, and has no lane', async () => {
  await drop();
  await collectingOf(record.id).take(
    [new File(['admin:show status\n\nHost Name : cucm\n'], 'node.txt')],
    async () => false,
  );
  open();
  await screen.findByRole('img', { name: 'page.log: lines in time' });
  await screen.findByText('No time that can be read:');
  await screen.findByText('node.txt');
  expect(screen.queryByRole('img', { name: 'node.txt: lines in time' })).toBeNull();
});

test('a search and “warnings only” narrow the lines', async () => {
  await drop();
  open();
  await waitFor(() => expect(order()).toHaveLength(4));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Warnings only' }));
  await waitFor(() => expect(order()).toEqual(['three']));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Warnings only' }));
  await userEvent.type(screen.getByLabelText('Search in all logs'), 'tw');
  await waitFor(() => expect(order()).toEqual(['two']));
});

test('without a log it says where to drop one', async () => {
  open();
  await screen.findByText(/^The case has no log\./);
});

test('[K74] logs that were gone through are in the timeline still', async () => {
  await drop();
  await collectingOf(record.id).finish();
  open();
  await waitFor(() => expect(order()).toEqual(['one', 'three', 'two', 'four']));
});
