/** The recovery code on its way to the hub: it waits where there is no line, and its person is told whom it was shown to (security 29). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  exchangeRecoveryCode,
  giveLater,
  markRecoveriesSeen,
  unseenRecoveries,
} from '../../../renderer/sync/recovery-code.ts';
import type { RecoveryShown } from '../../../shared/sync/protocol.ts';
import { AT, type ConsoleDevice, openConsoleDevice } from '../../helpers/console-device.ts';

const CODE = '5Y3X-D5AC-2SKN-Z05A-Z795-2AP7-9K1C-W9E9-SST7';
const shown: RecoveryShown = { deviceName: 'Laptop', by: 'Sample Lead', at: AT };
let device: ConsoleDevice;
let given: (string | null)[] = [];
beforeEach(async () => {
  device = await openConsoleDevice();
  given = [];
});
afterEach(() => device.close());

function hubHas(...all: RecoveryShown[]): void {
  device.bridge.replies['device.recovery'] = ({ code }) => {
    given.push(code);
    return { ok: true, value: { shown: all } };
  };
}

const codeWaits = async () => (await device.db.syncState.get('recovery-code')) !== undefined;

test('security 29: without a line it waits, and goes once there is one', async () => {
  await giveLater(device, CODE);
  expect((await exchangeRecoveryCode(device)).ok).toBe(false);
  expect(await codeWaits()).toBe(true);
  hubHas();
  await exchangeRecoveryCode(device);
  expect(await codeWaits()).toBe(false);
  await exchangeRecoveryCode(device);
  expect(given).toEqual([CODE, null]);
});

test('security 29: one that was made while the other went is not forgotten', async () => {
  await giveLater(device, CODE);
  const next = CODE.replace('5Y3X', '7777');
  device.bridge.call = (async (_name: string, { code }: { code: string | null }) => {
    given.push(code);
    if (given.length === 1) await giveLater(device, next);
    return { ok: true, value: { shown: [] } };
  }) as never;
  await exchangeRecoveryCode(device);
  expect(await codeWaits()).toBe(true);
  await exchangeRecoveryCode(device);
  expect(given).toEqual([CODE, next]);
});

test('security 29: whom it was shown to is told until the person knows', async () => {
  hubHas(shown);
  await exchangeRecoveryCode(device);
  expect(await unseenRecoveries(device.db)).toEqual([shown]);
  await markRecoveriesSeen(device);
  await exchangeRecoveryCode(device);
  expect(await unseenRecoveries(device.db)).toEqual([]);
  const again = { ...shown, at: '2026-11-24T12:00:00.000Z' };
  hubHas(again, shown);
  await exchangeRecoveryCode(device);
  expect(await unseenRecoveries(device.db)).toEqual([again]);
});
