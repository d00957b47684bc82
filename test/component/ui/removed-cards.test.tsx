/** What is removed from a case lies in its bin: the cards of its form as well, under what somebody wrote on them. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CaseScreen } from '../../../renderer/features/case/case-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { examples } from '../../../shared/cases/examples.ts';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const LONG = { timeout: 20_000 };
const record = aCase();
const example = examples.empty({ id: newId(), caseId: record.id, what: 'The call of 02:17 is in no list' });
let app: AppServices;

beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
  await app.write([
    { op: 'insert', table: 'cases', row: record },
    { op: 'insert', table: 'examples', row: example },
  ]);
});
afterEach(async () => {
  cleanup();
  window.location.hash = '';
  await removeConsole(app);
});

test('an example that is removed stands under Removed, and is put back as it was', async () => {
  window.location.hash = `#/cases/${record.id}/request`;
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <CaseScreen caseId={record.id} />
      </AppProvider>
    </MantineProvider>,
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Remove example 1' }, LONG));
  await waitFor(async () => expect(await app.db.examples.count()).toBe(0), LONG);
  window.location.hash = `#/cases/${record.id}/history`;
  await userEvent.click(
    await screen.findByRole('button', { name: 'Put back Example 1: The call of 02:17 is in no list' }, LONG),
  );
  await waitFor(async () => expect(await app.db.examples.toArray()).toEqual([example]), LONG);
});
