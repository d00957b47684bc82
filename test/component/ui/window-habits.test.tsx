/** What a window of the desktop is expected to do: find on the page, open what the system hands over. */
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FindBar } from '../../../renderer/app/find-bar.tsx';
import { Openings } from '../../../renderer/app/openings.tsx';
import { handedFile } from '../../../renderer/commands/handed-file.ts';
import { messages } from '../../../renderer/ui/messages.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { CallOutput, EventName } from '../../../shared/bridge/contract.ts';
import { identity, type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { aCase, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let bridge: MemoryBridge;
let app: AppServices;
let listeners: Map<EventName, (payload: never) => void>;
beforeEach(async () => {
  bridge = memoryBridge();
  listeners = new Map();
  bridge.on = (name, listener) => {
    listeners.set(name, listener as never);
    return () => listeners.delete(name);
  };
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  handedFile.setState({ file: null });
  messages.setState({ shown: null, kept: [] });
  await removeConsole(app);
});

describe('find on the page', () => {
  function show(): void {
    render(
      <MantineProvider>
        <AppProvider console={app}>
          <main id="main">
            <FindBar location="/cases/1" />
            <p>The recorder stops. A Recorder starts.</p>
            <p hidden>recorder</p>
            <input aria-label="What it is about" defaultValue="The recorder of the night" />
            <textarea aria-label="Note" defaultValue="nothing" />
            <input type="password" aria-label="Word" defaultValue="recorder" />
          </main>
        </AppProvider>
      </MantineProvider>,
    );
    act(() => listeners.get('menu.command')?.({ command: 'find' } as never));
  }
  const words = () => screen.getByRole('textbox', { name: 'Words to find on this page' });
  const painted = (name: string) => [...(CSS.highlights.get(name) ?? [])].map((range) => `${range}`);

  test('words are found in text and in fields, and not in what is hidden or in the bar itself', async () => {
    show();
    expect(document.activeElement).toBe(words());
    await userEvent.type(words(), 'recorder');
    expect(screen.getByRole('status').textContent).toBe('1 of 3');
    expect(painted('found-current')).toEqual(['recorder']);
    expect(painted('found')).toEqual(['Recorder']);
    const field = screen.getByRole('textbox', { name: 'What it is about' });
    expect(field.getAttribute('data-found')).toBe('');
    await userEvent.keyboard('{Enter}{Enter}');
    expect(screen.getByRole('status').textContent).toBe('3 of 3');
    expect(field.getAttribute('data-found')).toBe('current');
    // Round the end, and back.
    await userEvent.keyboard('{Enter}');
    expect(screen.getByRole('status').textContent).toBe('1 of 3');
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    expect(screen.getByRole('status').textContent).toBe('3 of 3');
  });

  test('what is not there is said; Escape takes all of it away', async () => {
    show();
    await userEvent.type(words(), 'modem');
    expect(screen.getByRole('status').textContent).toBe('Not on this page');
    await userEvent.clear(words());
    await userEvent.type(words(), 'night');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('search')).toBeNull();
    expect(CSS.highlights.size).toBe(0);
    expect(document.querySelector('[data-found]')).toBeNull();
  });
});

describe('what the system opens with the console', () => {
  type Waiting = CallOutput<'opening.take'>['openings'];
  let waiting: Waiting = [];
  const places: string[] = [];
  beforeEach(() => {
    places.length = 0;
    bridge.replies['opening.take'] = () => ({ openings: waiting.splice(0) });
  });
  function show(who = identity): void {
    render(
      <AppProvider console={app}>
        <Openings identity={who} onOpen={(path) => places.push(path)} />
      </AppProvider>,
    );
  }
  const openNow = (openings: Waiting) => {
    waiting = openings;
    listeners.get('opening.wanted')?.({} as never);
  };
  const said = () => messages.getState().shown?.text ?? '';

  test('a link leads to the case by its number, and to its ticket; what is not here is said', async () => {
    const record = aCase('Recorder stops');
    const number = caseNumber(record.id);
    await app.write([{ op: 'insert', table: 'cases', row: record }]);
    await app.db.summaries.put({ id: record.id, number } as never);
    waiting = [{ kind: 'link', link: { kind: 'case', ref: number } }];
    show();
    await waitFor(() => expect(places).toEqual([`/cases/${record.id}`]));
    openNow([{ kind: 'link', link: { kind: 'clause', ref: 'P-30' } }]);
    await waitFor(() => expect(places).toContain('/policy/P-30'));
    openNow([{ kind: 'link', link: { kind: 'ticket', ref: 'T-1042' } }]);
    await waitFor(() => expect(said()).toMatch(/^T-1042 is not on this computer, or not for you to see/));
    openNow([{ kind: 'link', link: { kind: 'clause', ref: `P-${99}` } }]);
    await waitFor(() => expect(said()).toMatch(/^P-\d\d is not/));
    expect(places).toHaveLength(2);
  });

  test('a file goes to the import, read a piece at a time; one that changed meanwhile cannot be read', async () => {
    const bytes = new TextEncoder().encode('a packet of a stick');
    bridge.replies['opening.read'] = ({ offset, length }) => ({
      ok: true,
      value: { bytes: bytes.slice(offset, offset + length) },
    });
    const file = newId();
    waiting = [{ kind: 'file', file, name: 'packet.zip', size: bytes.length }];
    show();
    await waitFor(() => expect(places).toEqual(['/cases/import']));
    expect(await handedFile.getState().file?.text()).toBe('a packet of a stick');
    expect(new TextDecoder().decode(await handedFile.getState().file?.slice(2, 8).arrayBuffer())).toBe(
      'packet',
    );
    openNow([{ kind: 'file', file, name: 'longer.zip', size: bytes.length + 1 }]);
    await waitFor(() => expect(handedFile.getState().file?.name).toBe('longer.zip'));
    await expect(handedFile.getState().file?.text()).rejects.toMatchObject({ name: 'NotReadableError' });
  });

  test('who does not work on cases is told why nothing opens, and what was refused is said in its own words', async () => {
    waiting = [{ kind: 'file', file: newId(), name: 'packet.zip', size: 1 }];
    show({ ...identity, roles: ['level3'] });
    await waitFor(() => expect(said()).toMatch(/^packet\.zip was not opened/));
    openNow([{ kind: 'refused', message: 'gone.zip cannot be opened (ENOENT). Nothing was read.' }]);
    await waitFor(() => expect(said()).toBe('gone.zip cannot be opened (ENOENT). Nothing was read.'));
    expect(places).toEqual([]);
  });
});
