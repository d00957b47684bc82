/** A day of a form is typed in any of the ways that a person writes one; half of one is kept, said, and never taken for a day. */
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
let app: AppServices;

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([
    {
      op: 'insert',
      table: 'customers',
      row: { id: customerId, name: 'Example Hospital', impactMember: null, notes: '' },
    },
  ]);
});
afterEach(async () => {
  cleanup();
  localStorage.clear();
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
const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name, {}, LONG);
const add = async () =>
  userEvent.click(await screen.findByRole('button', { name: 'Add the agreement' }, LONG));

test('half a day of an agreement is said, is there after a reload, and is not entered; written whole it is', async () => {
  show();
  await userEvent.type(await field('First day'), '1 Dec');
  await userEvent.tab();
  await screen.findByText(/^This cannot be read as a day/, {}, LONG);
  await userEvent.type(await field('Last day'), '2027-11-30');
  expect((await field('Last day')).value).toBe('2027-11-30');
  await userEvent.tab();
  expect((await field('Last day')).value).toBe('30 Nov 2027');
  await add();
  await screen.findByText(/^"1 Dec" is no date/, {}, LONG);
  expect(await app.db.agreements.count()).toBe(0);
  cleanup();
  show();
  await waitFor(async () => expect((await field('First day')).value).toBe('1 Dec'), LONG);
  await userEvent.type(await field('First day'), ' 2026');
  await add();
  await waitFor(
    async () =>
      expect(await app.db.agreements.toArray()).toMatchObject([
        { startsOn: '2026-12-01', endsOn: '2027-11-30' },
      ]),
    LONG,
  );
});
