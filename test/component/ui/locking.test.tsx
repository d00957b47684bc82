/** When a console locks itself, and what a lock from elsewhere does to a window (security 29). */
import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdleLock } from '../../../renderer/app/idle-lock.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { readLockAfter, setLockAfter } from '../../../renderer/views/keys.ts';
import type { KeyStatus } from '../../../shared/bridge/keys.ts';
import { type MemoryBridge, memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

/** Vitest's own waiting: it lets the timers go on that stand still here. */
const PATIENCE = { timeout: 10_000 };

const MINUTE = 60_000;
const open: KeyStatus = {
  ...{ state: 'open', ways: ['passphrase', 'recovery'], keystore: false, trouble: null },
  ...{ openedBy: 'passphrase', id: '0'.repeat(32), lease: null },
};

let bridge: MemoryBridge;
let app: AppServices;
let now = Date.now();
const locks = vi.fn();

beforeEach(async () => {
  locks.mockReset();
  localStorage.removeItem('partner-console-last-use');
  bridge = memoryBridge();
  // Not locked in earnest: the page would read itself anew.
  bridge.replies['keys.lock'] = () => {
    locks();
    return { locked: false };
  };
  app = await openEnrolledConsole(bridge);
  now = Date.now();
});
afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  await removeConsole(app);
});

async function shown(status: KeyStatus): Promise<void> {
  bridge.replies['keys.state'] = () => status;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  render(
    <MantineProvider>
      <AppProvider console={{ ...app, now: () => new Date(now) }}>
        <IdleLock />
      </AppProvider>
    </MantineProvider>,
  );
  // The state is asked for, and the setting read.
  await vi.waitFor(
    () =>
      expect(localStorage.getItem('partner-console-last-use') !== null || status.state !== 'open').toBe(true),
    PATIENCE,
  );
}

/** That long passes, and the window looks at its clock. */
function pass(minutes: number): void {
  now += minutes * MINUTE;
  vi.advanceTimersByTime(5_000);
}

test('security 29: an open console that nobody used for 15 minutes locks itself; a key begins them anew', async () => {
  await shown(open);
  pass(14);
  expect(locks).not.toHaveBeenCalled();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  pass(14);
  expect(locks).not.toHaveBeenCalled();
  pass(1);
  await vi.waitFor(() => expect(locks).toHaveBeenCalledTimes(1), PATIENCE);
});

test('security 29: a clock that is set back does not keep it open', async () => {
  await shown(open);
  now -= 24 * 60 * MINUTE;
  vi.advanceTimersByTime(5_000);
  pass(14);
  expect(locks).not.toHaveBeenCalled();
  pass(2);
  await vi.waitFor(() => expect(locks).toHaveBeenCalled(), PATIENCE);
});

test('security 29: another window’s use counts as well', async () => {
  await shown(open);
  now += 14 * MINUTE;
  localStorage.setItem('partner-console-last-use', String(now));
  pass(2);
  expect(locks).not.toHaveBeenCalled();
});

test('security 29: an unprotected console is not locked, and the time may be chosen', async () => {
  expect(await readLockAfter(app.db)).toBe(15);
  await setLockAfter(app, 0);
  expect(await readLockAfter(app.db)).toBe(0);
  await setLockAfter(app, 7);
  expect(await readLockAfter(app.db)).toBe(15);
  await shown({ ...open, state: 'unprotected', ways: [] });
  pass(60);
  expect(locks).not.toHaveBeenCalled();
});
