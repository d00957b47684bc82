/** When the rounds in which ended cases leave run (security 29), on a real IndexedDB and with the browser's own locks. */
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { keepRetention } from '../../../renderer/views/retention-run.ts';
import { identity } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  organisationScope as scope,
  wholePage,
} from '../../helpers/console-device.ts';

const epoch = '01900000-0000-7000-8000-0000000000f1';
const MINUTE = 60_000;

/** A round waits until the browser is idle, five seconds each time where it never is: beside other tests it is not. */
const A_ROUND = { timeout: 60_000 };
vi.setConfig({ testTimeout: 240_000 });

let device: ConsoleDevice;
/** The waits that are on, and what ends each. */
let waits: { ms: number; fire: () => void }[];
const ends: (() => void)[] = [];

beforeEach(async () => {
  device = await openConsoleDevice();
  waits = [];
  await pullAnEndedCase();
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  // Until the last round is over, too.
  await navigator.locks.request('partner-console-retention', () => undefined);
  await device.close();
});

async function pullAnEndedCase(): Promise<void> {
  const record = { ...aCase('Silence in the lobby'), state: 'closed' as const };
  const by = { id: identity.person.id, name: identity.person.name };
  const at = { at: '2026-09-01T08:00:00.000Z', zone: 'UTC' };
  const event = {
    ...{ id: newId(), caseId: record.id, kind: 'transition', at, by },
    ...{ from: 'level1', to: 'closed', reason: '' },
  };
  const rows = [
    { table: 'cases', data: record },
    { table: 'events', data: event },
  ].map(({ table, data }, index) => ({ table, key: data.id, version: 1, index, deleted: false, data }));
  await applyPage(device.db, scope, wholePage(rows as never, { epoch, version: 1, index: 2 }), true);
  await device.db.syncState.put({
    id: 'sync',
    value: { link: 'online', agrees: true, lastAgreement: AT },
  });
}

/** Rounds of this device, as a window runs them. @param whenLeft called as a case leaves. @returns ends them */
function keep(whenLeft: () => void = () => undefined): () => void {
  const end = keepRetention({
    ...{ db: device.db, bridge: device.bridge, now: () => new Date(AT) },
    asDevice: (call) => call(),
    publish: whenLeft,
    timer: (ms, fire) => {
      const wait = { ms, fire };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
  });
  ends.push(end);
  return end;
}

const waiting = (ms: number) => waitFor(() => expect(waits.map((wait) => wait.ms)).toEqual([ms]), A_ROUND);
const fire = () => waits[0]?.fire();
const daysAre = (retentionDays: number | null) =>
  device.db.device.update('device', { rules: { leaseDays: 14, retentionDays } });
const here = () => device.db.cases.count();

test('security 29: a round runs a minute after the start, then each half hour, and as soon as the organisation sets other days', async () => {
  keep();
  await waiting(MINUTE);
  fire();
  await waiting(30 * MINUTE);
  expect(await here()).toBe(1);
  await daysAre(30);
  await waitFor(async () => expect(await here()).toBe(0), A_ROUND);
  await waiting(30 * MINUTE);
  fire();
  await waiting(30 * MINUTE);
});

test('security 29: days that are heard in the first minute are gone by in the first round, and not before', async () => {
  keep();
  await waiting(MINUTE);
  await daysAre(30);
  // What a rest that ended with the change would have begun by now.
  await device.db.device.get('device');
  await waiting(MINUTE);
  expect(await here()).toBe(1);
  fire();
  await waitFor(async () => expect(await here()).toBe(0), A_ROUND);
});

test('security 29: a console that is closed while it rests leaves the rounds to the next at once', async () => {
  const end = keep();
  await waiting(MINUTE);
  fire();
  await waiting(30 * MINUTE);
  end();
  keep();
  await waiting(MINUTE);
});

test('security 29: a console that is closed in the middle of a round leaves the rounds to the next, too', async () => {
  await daysAre(30);
  const end = keep(() => end());
  await waiting(MINUTE);
  fire();
  await waitFor(async () => expect(await here()).toBe(0), A_ROUND);
  keep();
  await waiting(MINUTE);
});
