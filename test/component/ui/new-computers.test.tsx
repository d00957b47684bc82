/** A computer that somebody enrolled in a person's name is said on the computers that the person has (security 38). */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NewComputers } from '../../../renderer/features/home/security-notices.tsx';
import { lookForComputers, unseenComputers } from '../../../renderer/sync/own-computers.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { OwnDevice } from '../../../shared/sync/protocol.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let bridge: MemoryBridge;
let app: AppServices;
const own: OwnDevice = { id: identity.deviceId, name: 'Laptop', enrolledAt: AT, revokedAt: null };
const foreign: OwnDevice = { id: newId(), name: 'A stranger’s laptop', enrolledAt: AT, revokedAt: null };

beforeEach(async () => {
  bridge = memoryBridge();
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

async function hubSays(...devices: OwnDevice[]): Promise<void> {
  bridge.replies['device.own'] = () => ({ ok: true, value: { devices } });
  await lookForComputers(app);
}

test('security 38: one that came since is said at Home until the person says that they know it', async () => {
  await hubSays(own);
  expect(await unseenComputers(app.db)).toEqual([]);
  await hubSays(foreign, own);
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <NewComputers />
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText(/A stranger’s laptop.*was enrolled in your name/);
  // Ended meanwhile: it is said all the same, with its end.
  await hubSays({ ...foreign, revokedAt: AT }, own);
  await screen.findByText(/and ended on/);
  await userEvent.click(screen.getByRole('button', { name: 'I know this computer' }));
  await waitFor(() => expect(screen.queryByText(/was enrolled in your name/)).toBeNull());
  await hubSays(foreign, own);
  expect(await unseenComputers(app.db)).toEqual([]);
});

test('security 38: a hub that does not answer, or knows of no such question, changes nothing', async () => {
  await hubSays(own);
  await hubSays(foreign, own);
  bridge.replies['device.own'] = () => ({
    ok: false,
    failure: { kind: 'refused', code: 'unknown-route', message: 'There is nothing at this address.' },
  });
  await lookForComputers(app);
  expect(await unseenComputers(app.db)).toEqual([foreign]);
});
