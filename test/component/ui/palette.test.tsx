/** Search or do: where that which is found is opened. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Palette } from '../../../renderer/app/palette.tsx';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

test.each(['{Enter}', '{Control>}{Enter}{/Control}', '{Meta>}{Enter}{/Meta}'])(
  '[FN6] %s opens what is chosen in this window, and back leads to where the person was',
  async (key) => {
    app = await openEnrolledConsole(memoryBridge());
    const record = aCase('Paging starts late');
    await app.db.cases.put(record);
    await app.db.summaries.put({ ...summaryOf(record, undefined), stale: 0 });
    window.location.hash = '#/clocks';
    render(
      <MantineProvider>
        <AppProvider console={app}>
          <Router hook={useHashLocation}>
            <Palette />
          </Router>
        </AppProvider>
      </MantineProvider>,
    );
    await keys.keyboard('{Control>}k{/Control}');
    await screen.findByRole('button', { name: /Paging starts late/ }, { timeout: 20_000 });
    await keys.keyboard(`{ArrowDown}${key}`);
    await waitFor(() => expect(window.location.hash).toBe(`#/cases/${record.id}`));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: /^Case, host/ })).toBeNull());
    window.history.back();
    await waitFor(() => expect(window.location.hash).toBe('#/clocks'));
  },
);
