/** Home of a computer that has no case yet: what it says before, and after, the hub has been heard. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HomeScreen } from '../../../renderer/features/home/home-screen.tsx';
import { type SyncState, startState } from '../../../renderer/sync/engine.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { HomeProvider } from '../../../renderer/views/home-hooks.tsx';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { AT, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

const stand = (state: Partial<SyncState>) =>
  app.db.syncState.put({ id: 'sync', value: { ...startState, ...state } });
const noWords = () => '';

test('[HM1] it says that no case is open once the hub was heard, or cannot be; until then its cases are being read', async () => {
  await stand({ link: 'offline' });
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <HomeProvider identity={identity} wordsOf={noWords}>
          <HomeScreen />
        </HomeProvider>
      </AppProvider>
    </MantineProvider>,
  );
  await screen.findByText('No case is open');
  // The first contact is under way: its cases may be on their way, too.
  await stand({ link: 'online' });
  await screen.findByText('Reading your cases');
  expect(screen.queryByText('No case is open')).toBeNull();
  await stand({ link: 'online', lastAgreement: AT });
  await screen.findByText('No case is open');
  await waitFor(() => expect(screen.queryByText('Reading your cases')).toBeNull());
});
