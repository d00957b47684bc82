/** What is removed from a customer lies in its bin, as what is removed from a case does. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CustomerScreen } from '../../../renderer/features/customers/customer-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const LONG = { timeout: 20_000 };
const customerId = newId();
const site = {
  id: newId(),
  customerId,
  name: 'Northgate',
  address: '1 Example Street',
  zone: 'America/Chicago',
};
const agreement = {
  ...{ id: newId(), customerId, kind: 'maintenance' as const },
  ...{ startsOn: '2026-01-01', endsOn: '2026-12-31', reference: 'A-1' },
};
let app: AppServices;

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([
    {
      op: 'insert',
      table: 'customers',
      row: { id: customerId, name: 'Example Hospital', impactMember: null, notes: '' },
    },
    { op: 'insert', table: 'sites', row: site },
    { op: 'insert', table: 'agreements', row: agreement },
  ]);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const show = () =>
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CustomerScreen id={customerId} />
      </AppProvider>
    </MantineProvider>,
  );
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }, LONG));

test('a site and an agreement that are removed stand under Removed, also later, and are put back as they were', async () => {
  show();
  await press('Remove Northgate');
  await waitFor(async () => expect(await app.db.sites.count()).toBe(0), LONG);
  await press(/^Remove the agreement 1 Jan 2026/);
  await waitFor(async () => expect(await app.db.agreements.count()).toBe(0), LONG);
  // The message with its Undo is long gone.
  cleanup();
  show();
  await press('Put back Site: Northgate');
  await waitFor(async () => expect(await app.db.sites.toArray()).toEqual([site]), LONG);
  await press('Put back Agreement: 1 Jan 2026 to 31 Dec 2026');
  await waitFor(async () => expect(await app.db.agreements.toArray()).toEqual([agreement]), LONG);
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Removed' })).toBeNull(), LONG);
});

test('an agreement is not put back over another of the same days, and stays under Removed', async () => {
  show();
  await press(/^Remove the agreement 1 Jan 2026/);
  await waitFor(async () => expect(await app.db.agreements.count()).toBe(0), LONG);
  const other = { ...agreement, id: newId(), startsOn: '2026-06-01' };
  await app.write([{ op: 'insert', table: 'agreements', row: other }]);
  await press('Put back Agreement: 1 Jan 2026 to 31 Dec 2026');
  await screen.findByRole('button', { name: /^Put back Agreement/ }, LONG);
  expect(await app.db.agreements.toArray()).toEqual([other]);
});
