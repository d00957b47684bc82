/** What the person of an ended computer sees, what the hub gets, and what is left in the page (security 29). */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EndedScreen } from '../../../renderer/app/ended-screen.tsx';
import { LockScreen } from '../../../renderer/app/lock-screen.tsx';
import type { CallInput } from '../../../shared/bridge/contract.ts';
import type { Ending } from '../../../shared/bridge/ending.ts';
import type { KeyStatus } from '../../../shared/bridge/keys.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, openEnrolledConsole } from '../../helpers/console-device.ts';

const TITLE = 'Silence in the ambulance bay';
const ended: Ending = { stage: 'ended', data: 'hand-over', at: AT, handedOver: null, lost: null, by: null };
const FILE = { sha256: 'ab'.repeat(32), name: 'bay.log', size: 18 };

let bridge: MemoryBridge;
let told: Ending;
/** What shell and hub were asked, in order. */
let asked: string[];
let handed: CallInput<'ending.hand'>[];
let wiped: CallInput<'ending.wipe'>[];
const again = vi.fn();

/** A console with one case that was not sent and, if wanted, a file that is held. */
async function leaves(file: boolean): Promise<void> {
  const app = await openEnrolledConsole(bridge);
  const record = aCase(TITLE);
  const made = await app.write([{ op: 'insert', table: 'cases', row: record }]);
  expect(made.kind).toBe('saved');
  if (file)
    await app.db.heldFiles.put({
      ...{ id: crypto.randomUUID(), caseId: record.id, mediaType: 'text/plain', category: 'other' },
      ...{ readable: null, content: null, holds: null, textFrom: null, addedAt: { at: AT, zone: 'UTC' } },
      ...{ encoding: null, what: 'a text', left: null },
      ...FILE,
    } as never);
  app.close();
}

beforeEach(() => {
  again.mockReset();
  [asked, handed, wiped] = [[], [], []];
  bridge = memoryBridge();
  told = ended;
  bridge.replies['ending.state'] = () => ({ ending: null });
  bridge.replies['blob.here'] = ({ hashes }) => ({ ok: true, value: { here: hashes } });
  bridge.replies['device.authenticate'] = () => ({
    ok: false,
    failure: { kind: 'unauthorised', code: 'device-ended', message: 'Ended.' },
  });
  bridge.replies['ending.hand'] = (input) => {
    asked.push('hand');
    handed.push(input);
    return { ok: true, value: { kept: 1 } };
  };
  bridge.replies['ending.wipe'] = (input) => {
    asked.push('wipe');
    wiped.push(input);
    return { ok: true, value: {} };
  };
  bridge.replies['ending.cleared'] = () => {
    asked.push('cleared');
    return { ok: true, value: {} };
  };
});
afterEach(async () => {
  cleanup();
  localStorage.clear();
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
});

function shown(ending: Ending): void {
  told = ending;
  bridge.replies['ending.state'] = () => ({ ending: told });
  render(
    <MantineProvider>
      <EndedScreen bridge={bridge} ending={ending} again={again} />
    </MantineProvider>,
  );
}

const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
}

describe('a computer that was ended', () => {
  test('security 29: hands over what waits and is wiped by itself; nothing of it is shown', async () => {
    await leaves(false);
    localStorage.setItem('partner-console-draft x', 'sealed');
    shown(ended);
    await waitFor(() => expect(again).toHaveBeenCalled());
    expect(asked).toEqual(['hand', 'wipe', 'cleared']);
    expect(handed[0]?.done).toEqual({ left: [] });
    expect(handed[0]?.mutations).toMatchObject([{ table: 'cases', op: 'insert', patch: { title: TITLE } }]);
    expect(wiped).toEqual([{ by: 'handed-over', lost: { edits: 0, files: 0 } }]);
    expect(document.body.textContent).not.toContain(TITLE);
    expect([await databases(), localStorage.length]).toEqual([[], 0]);
  });

  test('security 29: without a line it waits, and nothing is wiped but by its person, who is asked twice', async () => {
    await leaves(false);
    bridge.replies['device.authenticate'] = () => ({
      ok: false,
      failure: { kind: 'offline', code: 'refused', message: 'No line.' },
    });
    shown(ended);
    await screen.findByText(/Not handed over yet: No line/);
    expect(screen.getByText(/1 change and 0 files wait on this computer/)).toBeDefined();
    await expectAccessible();
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /^Wipe without handing over/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Keep it for now' }));
    expect(asked).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: /^Wipe without handing over/ }));
    await screen.findByText(/deletes 1 change and 0 files for good/);
    await userEvent.click(screen.getByRole('button', { name: 'Wipe for good' }));
    await waitFor(() => expect(again).toHaveBeenCalled());
    expect(wiped).toEqual([{ by: 'person', lost: { edits: 1, files: 0 } }]);
  });

  test('security 29: files that are here alone stay until their person says so, and the hub is told of them', async () => {
    await leaves(true);
    const saved: string[] = [];
    bridge.replies['blob.save'] = ({ sha256 }) => {
      saved.push(sha256);
      return { ok: true, value: { kind: 'saved' } };
    };
    shown(ended);
    await screen.findByText(/All changes were handed over/);
    await expectAccessible();
    expect(handed[0]?.done?.left).toMatchObject([{ name: 'bay.log', size: 18 }]);
    expect(asked).toEqual(['hand']);
    await userEvent.click(screen.getByRole('button', { name: 'Save a copy of bay.log' }));
    await screen.findByText(/Saved: bay.log/);
    expect(saved).toEqual([FILE.sha256]);
    await userEvent.click(screen.getByRole('button', { name: /^Wipe this computer/ }));
    await waitFor(() => expect(again).toHaveBeenCalled());
    expect(wiped).toEqual([{ by: 'person', lost: { edits: 0, files: 1 } }]);
  });

  test('security 29: one that was stolen hands over nothing', async () => {
    await leaves(true);
    shown({ ...ended, data: 'wipe' });
    await waitFor(() => expect(again).toHaveBeenCalled());
    expect(asked).toEqual(['wipe', 'cleared']);
    expect(wiped).toEqual([{ by: 'revoker', lost: { edits: 1, files: 1 } }]);
  });

  test('security 29: a wiping that was killed goes on, though no key opens anything any more', async () => {
    await leaves(false);
    bridge.replies['keys.rows'] = () => ({
      ok: false,
      failure: { kind: 'refused', code: 'locked', message: 'Locked.' },
    });
    shown({ ...ended, stage: 'wiping', by: 'revoker', data: 'wipe', lost: { edits: 1, files: 0 } });
    await waitFor(() => expect(again).toHaveBeenCalled());
    expect(asked).toEqual(['wipe', 'cleared']);
    expect(await databases()).toEqual([]);
  });

  test('afterwards it says what was handed over, what was not, and by whose word', async () => {
    shown({
      ...{ ...ended, stage: 'wiped', handedOver: 3 },
      ...{ lost: { edits: 0, files: 1 }, by: 'person' },
    });
    await screen.findByText(/3 changes that were not sent before were handed over/);
    expect(screen.getByText(/0 changes and 1 file were not handed over, and are gone, as was chosen here/));
    await expectAccessible();
  });
});

describe('a console that was too long without the hub', () => {
  const overdue: KeyStatus = {
    ...{ state: 'locked', ways: [], keystore: false, trouble: 'lease', openedBy: null, id: '0'.repeat(32) },
    lease: {
      ...{ days: 14, minutesLeft: 0, near: true, over: true, lastContact: AT, mayExtend: true },
      problem: '',
    },
  };

  test('security 29: says why, asks the hub, and offers a day only once the hub was not reached', async () => {
    const tries: CallInput<'keys.unlock'>[] = [];
    let status = overdue;
    bridge.replies['keys.state'] = () => status;
    bridge.replies['keys.unlock'] = (by) => {
      tries.push(by);
      if (overdue.lease) status = { ...overdue, lease: { ...overdue.lease, problem: 'No line.' } };
      return { ok: true, value: { why: 'lease', waitSeconds: 0, offered: null } };
    };
    const changed: (() => void)[] = [];
    bridge.on = (name, listener) => {
      if (name === 'keys.changed') changed.push(listener as () => void);
      return () => undefined;
    };
    render(
      <MantineProvider>
        <LockScreen bridge={bridge} status={overdue} />
      </MantineProvider>,
    );
    await screen.findByText(/longer than its organisation lets it: 14 days/);
    expect(screen.queryByRole('button', { name: 'Go on for one day' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Reach the hub and unlock' }));
    await waitFor(() => expect(tries).toHaveLength(1));
    for (const listener of changed) listener();
    await screen.findByText('The hub has to be reached first. No line.');
    await expectAccessible();
    await userEvent.click(await screen.findByRole('button', { name: 'Go on for one day' }));
    await waitFor(() => expect(tries).toHaveLength(2));
    expect(tries).toEqual([
      { by: 'itself', extend: false },
      { by: 'itself', extend: true },
    ]);
  });
});
