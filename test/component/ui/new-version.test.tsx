/** New versions as people see them: told of once the hub is there, fetched and installed on their word, and refused in words. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MessageSlot } from '../../../renderer/app/message-slot.tsx';
import { NewVersionTeller } from '../../../renderer/app/new-version.tsx';
import { UpdatesPart } from '../../../renderer/features/settings/updates-part.tsx';
import { startState } from '../../../renderer/sync/sync-state.ts';
import { messages } from '../../../renderer/ui/messages.ts';
import { holdUnsaved } from '../../../renderer/ui/unsaved.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import type { CallOutput } from '../../../shared/bridge/contract.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

type State = CallOutput<'update.state'>;
type On = Extract<State, { kind: 'on' }>;

let bridge: MemoryBridge;
let app: AppServices;
let state: State;
let called: string[];
let opened: string[];

const on = (more: Partial<On> = {}): On => ({
  ...{ kind: 'on', byFile: true, feed: 'hub', found: null, fetching: false, proved: null },
  ...more,
});
const found = { version: '0.2.0', size: 98_000_000, here: 0 };
const proved = { version: '0.2.0', file: 'partner-console_0.2.0_amd64.deb', from: 'feed' } as const;

beforeEach(async () => {
  bridge = memoryBridge();
  [called, opened] = [[], []];
  state = on();
  bridge.replies['update.state'] = () => state;
  bridge.replies['update.look'] = () => {
    called.push('look');
    state = on({ found });
    return { ok: true, value: { version: '0.2.0' } };
  };
  bridge.replies['update.fetch'] = () => {
    called.push('fetch');
    state = on({ found: { ...found, here: found.size }, proved });
    return { ok: true, value: { version: '0.2.0', file: proved.file } };
  };
  bridge.replies['update.install'] = () => {
    called.push('install');
    return { ok: true, value: {} };
  };
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  messages.setState({ shown: null, kept: [] });
  await removeConsole(app);
});

function show(): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <MessageSlot />
        <NewVersionTeller onOpen={(path) => opened.push(path)} />
        <UpdatesPart />
      </AppProvider>
    </MantineProvider>,
  );
}
const link = (to: 'online' | 'offline') =>
  app.db.syncState.put({ id: 'sync', value: { ...startState, link: to } });

describe('a new version', () => {
  test('is told of once the hub is there, and not before; nothing is fetched by that', async () => {
    show();
    await screen.findByRole('button', { name: 'Look for a new version' });
    await link('offline');
    expect(called).toEqual([]);
    await link('online');
    await screen.findByText('Version 0.2.0 of the console is available.');
    expect(called).toEqual(['look']);
    await userEvent.click(screen.getByRole('button', { name: 'Settings' }));
    expect(opened).toEqual(['/settings']);
  });

  test('is found, fetched, and installed, each on the person’s word', async () => {
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Look for a new version' }));
    await screen.findByText(/^Version 0\.2\.0 is available: 98\.0 MB/);
    expect(screen.queryByRole('button', { name: /^Install/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Get version 0.2.0' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Install version 0.2.0' }));
    await screen.findByText(/^The system has the installer\./);
    expect(called).toEqual(['look', 'fetch', 'install']);
  });

  test('is not installed while what was typed is not on the disk', async () => {
    state = on({ found: { ...found, here: found.size }, proved });
    let isSaved = false;
    const letGo = holdUnsaved(async () => isSaved);
    try {
      show();
      await userEvent.click(await screen.findByRole('button', { name: 'Install version 0.2.0' }));
      await screen.findByText('What was typed last could not be saved yet. Nothing was installed.');
      expect(called).toEqual([]);
      isSaved = true;
      await userEvent.click(screen.getByRole('button', { name: 'Install version 0.2.0' }));
      await waitFor(() => expect(called).toEqual(['install']));
    } finally {
      letGo();
    }
  });

  test('that was cut says how much is here, and goes on; a refusal stands in its words', async () => {
    state = on({ found: { ...found, here: 40_000_000 } });
    bridge.replies['update.fetch'] = () => ({
      ok: false,
      failure: { kind: 'refused', code: 'hash', message: 'What came is another. Nothing was installed.' },
    });
    show();
    await screen.findByText(/98\.0 MB, of which 40\.0 MB are here\./);
    await userEvent.click(screen.getByRole('button', { name: 'Go on with version 0.2.0' }));
    expect((await screen.findByRole('alert')).textContent).toBe(
      'What came is another. Nothing was installed.',
    );
  });

  test('none is there: that is said, too', async () => {
    bridge.replies['update.look'] = () => ({ ok: true, value: { version: null } });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Look for a new version' }));
    await screen.findByText('There is no newer version for this computer.');
  });

  test('where a company installs, or the publisher set up nothing, nobody is asked and nothing is offered', async () => {
    state = { kind: 'managed' };
    show();
    await screen.findByText('Who manages this computer installs new versions.');
    await link('online');
    await waitFor(async () =>
      expect((await app.db.syncState.get('sync'))?.value).toMatchObject({ link: 'online' }),
    );
    expect(screen.queryByRole('button')).toBeNull();
    cleanup();
    state = { kind: 'none' };
    show();
    await waitFor(() => expect(screen.queryByText('New version')).toBeNull());
    expect(called).toEqual([]);
  });

  test('from a file alone: no address is asked, and none is offered to be asked', async () => {
    state = on({ feed: null });
    show();
    await screen.findByRole('button', { name: 'Choose an update' });
    expect(screen.queryByRole('button', { name: 'Look for a new version' })).toBeNull();
    await link('online');
    await screen.findByText(/^From a file, also without a network/);
    expect(called).toEqual([]);
  });
});
