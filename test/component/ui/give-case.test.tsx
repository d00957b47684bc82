/** A case is given to a colleague without a network: who could hand it off, the history, and the way back (CS12). */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MessageSlot } from '../../../renderer/app/message-slot.tsx';
import { GiveCase } from '../../../renderer/ui/give-case.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
const colleague = { id: newId(), name: 'Sample Engineer Two' };
const record = aCase('Recorder stops at night');

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.db.members.bulkPut([
    { id: identity.person.id, name: identity.person.name, roles: ['engineer'] },
    { ...colleague, roles: ['engineer'] },
    { id: newId(), name: 'Sample Lead', roles: ['lead'] },
  ]);
  await app.db.cases.put(record);
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <GiveCase caseId={record.id} />
        <MessageSlot />
      </AppProvider>
    </MantineProvider>,
  );
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const engineerOf = async () => (await app.db.cases.get(record.id))?.engineer;
const history = async () =>
  (await app.db.events.where({ caseId: record.id }).toArray()).map(({ kind, by, reason }) => ({
    kind,
    by: by?.id,
    reason,
  }));

test('[CS12] it goes to an engineer of the organisation, the history says why, and Undo takes it back', async () => {
  const give = await screen.findByRole('button', { name: 'Give the case to Sample Engineer Two' });
  // A lead hands nothing off, and whose it is already gets it from nobody.
  expect(screen.getAllByRole('button', { name: /^Give the case to/ })).toEqual([give]);
  screen.getByText('The case names no product yet, so that nobody knows who is certified for it.');
  await userEvent.type(screen.getByLabelText('What they have to know'), 'The night shift has the log');
  await userEvent.click(give);
  await waitFor(async () => expect(await engineerOf()).toEqual(colleague));
  const by = identity.person.id;
  expect(await history()).toEqual([
    { kind: 'assigned', by, reason: 'Sample Engineer Two: The night shift has the log' },
  ]);
  // Both wait for the network, in one order.
  expect((await app.db.outbox.toArray()).map(({ table }) => table)).toEqual(['cases', 'events']);
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(async () => expect(await engineerOf()).toEqual(record.engineer));
  expect((await history()).map(({ reason }) => reason)).toContain(`${identity.person.name}: Taken back`);
});

test('[CS12] one that was handed off stays whose it is', async () => {
  await screen.findByRole('button', { name: 'Give the case to Sample Engineer Two' });
  await app.db.cases.update(record.id, { state: 'in-review' });
  await screen.findByText(/or the case is handed off/);
  expect(screen.queryByRole('button', { name: /^Give the case to/ })).toBeNull();
});
