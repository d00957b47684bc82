/** A product's releases as the catalogue admin edits them. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProductsPart } from '../../../renderer/features/catalogue/products-part.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge(), { ...identity, roles: ['catalogue-admin'] });
  const [product] = sampleProducts;
  if (!product) throw new Error('no sample product');
  // As it was before releases were kept.
  const { releases: _none, ...before } = product;
  await app.db.products.put(before);
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <ProductsPart writes />
      </AppProvider>
    </MantineProvider>,
  );
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

test('releases get dates; what cannot be is told, and nothing is saved before it is mended', async () => {
  await screen.findByText(/No release is dated/);
  await press('Change Sample Paging Server');
  await press('Add a release');
  await userEvent.type(await screen.findByLabelText('Version'), '6.5.0');
  await press('Save the product');
  expect((await screen.findByRole('alert')).textContent).toBe('The release 6.5.0 has no date.');
  const first = within(screen.getByRole('group', { name: 'Release 6.5.0' }));
  await userEvent.type(first.getByLabelText(/^Date/), '2027-02-15');
  await press('Add a release');
  const second = within(screen.getByRole('group', { name: 'New release' }));
  await userEvent.type(second.getByLabelText(/^Date/), '2027-06-14');
  await userEvent.type(second.getByLabelText('Version'), '7.0.0');
  await press('Save the product');
  await screen.findByText(/From 6.5.0 to 7.0.0 is a major release \(P-10\)/);
  expect(await app.db.outbox.count()).toBe(0);
  await userEvent.click(
    within(screen.getByRole('group', { name: 'Release 7.0.0' })).getByRole('radio', { name: 'Major' }),
  );
  await userEvent.type(
    screen.getByLabelText(/^Approved platforms/),
    ' Windows Server 2019{Enter}{Enter}VMware ESXi 7',
  );
  await press('Save the product');
  await screen.findByText(/Approved platforms: Windows Server 2019; VMware ESXi 7/);
  const table = within(await screen.findByRole('table', { name: 'Releases of Sample Paging Server' }));
  expect(table.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
    'ReleaseKindDate',
    expect.stringContaining('7.0.0major, fee based14 Jun 2027'),
    expect.stringContaining('6.5.0minor, covered15 Feb 2027'),
  ]);
  expect(await app.db.outbox.toArray()).toMatchObject([
    {
      op: 'patch',
      table: 'products',
      patch: {
        approvedPlatforms: ['Windows Server 2019', 'VMware ESXi 7'],
        releases: [
          { version: '6.5.0', kind: 'minor', date: '2027-02-15' },
          { version: '7.0.0', kind: 'major', date: '2027-06-14' },
        ],
      },
    },
  ]);
});
