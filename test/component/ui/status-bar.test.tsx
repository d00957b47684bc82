/** The line below all: files that are on their way are told beside what sync says of the changes. */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StatusBar } from '../../../renderer/app/status-bar.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
beforeEach(async () => {
  app = await openEnrolledConsole(memoryBridge());
});
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

test('[S9] who reads that all is up to date is told of the files that are not there yet', async () => {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <StatusBar identity={identity} />
      </AppProvider>
    </MantineProvider>,
  );
  expect(screen.queryByText(/on the way/)).toBeNull();
  const move = (moving: Record<string, { done: number; size: number }>) =>
    act(() => app.transfers.view.setState({ moving }));
  move({ ['ab'.repeat(32)]: { done: 1, size: 9 } });
  expect(screen.getByText('1 file on the way').getAttribute('href')).toBe('/sync');
  move({ ['ab'.repeat(32)]: { done: 2, size: 9 }, ['cd'.repeat(32)]: { done: 0, size: 9 } });
  screen.getByText('2 files on the way');
  move({});
  expect(screen.queryByText(/on the way/)).toBeNull();
});
