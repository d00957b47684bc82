/** A file of a ticket on its way to the desk's computer, and from there to the person's disk. */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TicketFiles } from '../../../renderer/features/level3/ticket-files.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Answer, EventName, EventPayload } from '../../../shared/bridge/contract.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const sha256 = 'a'.repeat(64);
const ticketId = newId();
const file = { id: newId(), name: 'paging.log', size: 4_000_000, sha256, about: ['Log'] };
const done: Answer<Record<string, never>> = { ok: true, value: {} };

let bridge: MemoryBridge;
let app: AppServices;
let tell: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
let isHere = false;
beforeEach(async () => {
  bridge = memoryBridge();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  bridge.on = (name, listener) => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all.add(listener as (payload: never) => void));
    return () => all.delete(listener as (payload: never) => void);
  };
  tell = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  isHere = false;
  bridge.replies['blob.here'] = () => ({ ok: true, value: { here: isHere ? [sha256] : [] } });
  app = await openEnrolledConsole(bridge);
  app.transfers.start();
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <TicketFiles files={[file]} ticketId={ticketId} label="Attachments" />
      </AppProvider>
    </MantineProvider>,
  );
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));

test('the desk fetches a file by its ticket: how far it is, stopped, failed, and here at last', async () => {
  const asked: unknown[] = [];
  let answer: (value: Answer<Record<string, never>>) => void = () => undefined;
  bridge.replies['blob.fetch'] = ((input: unknown) => {
    asked.push(input);
    return new Promise<Answer<Record<string, never>>>((resolve) => {
      answer = resolve;
    });
  }) as never;
  bridge.replies['blob.stop'] = () => {
    answer({ ok: false, failure: { kind: 'refused', code: 'stopped', message: 'Stopped. It is kept.' } });
    return done;
  };
  await press('Fetch paging.log');
  await screen.findByText('Fetching: 0 % of 3.8 MB');
  tell('blob.progress', { sha256, done: 1_000_000, size: 4_000_000 });
  await screen.findByText('Fetching: 25 % of 3.8 MB');
  await press('Stop fetching paging.log');
  expect((await screen.findByRole('alert')).textContent).toBe('Stopped. It is kept.');

  await press('Fetch paging.log');
  await screen.findByText('Fetching: 0 % of 3.8 MB');
  answer({ ok: false, failure: { kind: 'offline', code: 'line', message: 'The hub cannot be reached.' } });
  expect((await screen.findByRole('alert')).textContent).toBe('The hub cannot be reached.');

  await press('Fetch paging.log');
  await screen.findByText('Fetching: 0 % of 3.8 MB');
  isHere = true;
  answer(done);
  await screen.findByText('On this computer');
  expect(asked).toEqual(Array(3).fill({ sha256, size: 4_000_000, ticketId }));
});

test('a file that is here is saved: how far it is, stopped, cancelled in the dialog, saved, damaged', async () => {
  isHere = true;
  cleanup();
  await app.db.transfers.put({ sha256, state: 'sent', problem: '', at: AT });
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <TicketFiles files={[file]} ticketId={ticketId} label="Attachments" />
      </AppProvider>
    </MantineProvider>,
  );
  let job = '';
  let answer: (value: unknown) => void = () => undefined;
  bridge.replies['blob.save'] = ((input: { job: string; name: string }) => {
    expect(input).toEqual({ job: input.job, sha256, name: 'paging.log' });
    job = input.job;
    return new Promise((resolve) => {
      answer = resolve;
    });
  }) as never;
  bridge.replies['blob.stopSaving'] = (input) => {
    expect(input).toEqual({ job });
    answer({ ok: false, failure: { kind: 'refused', code: 'stopped', message: 'Stopped.' } });
    return done;
  };
  await press('Save as... paging.log');
  tell('blob.saving', { job, done: 3_000_000, size: 4_000_000 });
  await screen.findByText('75 % of 3.8 MB');
  await press('Stop saving paging.log');
  expect((await screen.findByRole('alert')).textContent).toContain('Stopped.');

  await press('Save as... paging.log');
  answer({ ok: true, value: { kind: 'cancelled' } });
  await screen.findByRole('button', { name: 'Save as... paging.log' });
  expect(screen.queryByRole('alert')).toBe(null);
  expect(screen.getByRole('status').textContent).toBe('');

  await press('Save as... paging.log');
  answer({ ok: true, value: { kind: 'saved' } });
  await screen.findByText('A copy is saved. It is not encrypted');

  // The file goes to the hub meanwhile: what was said of the copy stays, and so does the focus.
  const button = screen.getByRole('button', { name: 'Save as... paging.log' });
  button.focus();
  act(() => app.transfers.view.setState({ moving: { [sha256]: { done: 1_000_000, size: 4_000_000 } } }));
  await screen.findByText('Sending: 25 % of 3.8 MB');
  act(() => app.transfers.view.setState({ moving: {} }));
  await screen.findByText('On this computer');
  expect(screen.getByRole('status').textContent).toContain('A copy is saved');
  expect(document.activeElement).toBe(button);

  // Damaged, it is not here any more, and can be fetched.
  await press('Save as... paging.log');
  isHere = false;
  answer({ ok: false, failure: { kind: 'refused', code: 'damaged', message: 'Damaged.' } });
  await screen.findByRole('button', { name: 'Fetch paging.log' });
  expect(screen.getByRole('alert').textContent).toBe('Damaged.');
});
