/** A day and a time on the desk are typed as everywhere else, and half of one is kept and said. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ActionPanel, type Doing } from '../../../renderer/features/level3/action-panel.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { NOW } from '../../helpers/builders.ts';
import { newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const LONG = { timeout: 20_000 };
const ticket: Ticket = {
  ...{ id: newId(), caseId: newId(), organisationId: newId(), organisationName: 'Example Partner' },
  ...{ ticket: 'T-1', packetId: newId(), revision: 1, title: 'Fault', customer: 'Example', site: '' },
  ...{ engineer: { id: newId(), name: 'Sample Engineer One' }, priority: 'P2', state: 'acknowledged' },
  ...{ receivedAt: NOW, notifiedBy: 'web-ticket', notifiedAt: NOW, acknowledgedAt: NOW },
  ...{ acknowledgedBy: { id: newId(), name: 'Sample Desk One' }, outsideReference: '', outsideStatus: '' },
  sample: true,
};
let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['level3'], scopes: ['level3'] });
  await app.db.tickets.put(ticket);
});
afterEach(async () => {
  cleanup();
  localStorage.clear();
  await removeConsole(app);
});

const show = (doing: Doing) =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <ActionPanel ticket={ticket} executiveIsDue={false} doing={doing} onDo={() => undefined} />
      </AppProvider>
    </MantineProvider>,
  );

test('half a day is said, is there again after a reload, and nothing is entered by it; written whole it is', async () => {
  show({ kind: 'planned' });
  for (const box of await screen.findAllByRole('textbox', {}, LONG))
    if (box !== screen.getByLabelText('Estimated completion')) await userEvent.type(box, 'Example');
  const day = () => screen.getByLabelText<HTMLInputElement>('Estimated completion');
  await userEvent.type(day(), '11 Dec');
  await userEvent.tab();
  await screen.findByText(/^This cannot be read as a day/);
  cleanup();
  show({ kind: 'planned' });
  await waitFor(() => expect(day().value).toBe('11 Dec'), LONG);
  const [enter] = screen.getAllByRole('button').filter((each) => each.getAttribute('type') === 'submit');
  await userEvent.click(enter as HTMLElement);
  await screen.findByText(/^Missing: Estimated completion/);
  expect(await app.db.deskEntries.count()).toBe(0);
  await userEvent.clear(day());
  await userEvent.type(day(), '11 Dec 2026');
  await userEvent.click(enter as HTMLElement);
  await waitFor(async () => expect(await app.db.deskEntries.count()).toBe(1), LONG);
  expect((await app.db.deskEntries.toArray())[0]).toMatchObject({ estimatedCompletion: '2026-12-11' });
});

test('a time begins with now, and takes the ways in which people write one', async () => {
  show({ kind: 'access-refused' });
  const since = await screen.findByLabelText<HTMLInputElement>('Since when', {}, LONG);
  expect(since.type).toBe('text');
  expect(since.value).toMatch(/^\d{1,2} \w{3} \d{4}, \d\d:\d\d/);
  await userEvent.clear(since);
  await userEvent.type(since, '20 Nov 2026, 08:15 Europe/Berlin');
  await userEvent.tab();
  expect(screen.queryByText(/cannot be read/)).toBeNull();
});
