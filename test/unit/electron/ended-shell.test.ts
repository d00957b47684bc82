/** A whole shell with a real hub: too long without it, and told that its device was ended (security 29). */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dispatch } from '../../../electron/services/dispatch.ts';
import { createHandlers, type Shell, type ShellParts } from '../../../electron/services/handlers.ts';
import { ShellLog } from '../../../electron/services/shell-log.ts';
import type { CallName, CallOutput } from '../../../shared/bridge/contract.ts';
import { PROTOCOL, SCHEMA } from '../../../shared/sync/protocol.ts';
import { directNetwork } from '../../helpers/direct-network.ts';
import { anEdit } from '../../helpers/edits.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const DAY = 86_400_000;

let hub: TestHub;
let device: TestDevice;
let shell: Shell;
let shiftMs = 0;
let told: string[] = [];
const folder = temporaryFolder();
const now = () => new Date(Date.now() + shiftMs);

/** @param sample a try-out, which has its hub on this computer */
function start(sample = false): void {
  told = [];
  shell = createHandlers({
    ...{ data: folder.path, hub: hub.url, network: directNetwork, keyStore: null },
    operatorTokenFile: sample ? join(folder.path, 'operator-token') : null,
    ...{ shell: 'browser', version: '0.0.0-test', electron: null, chromium: null, now, licences: [] },
    log: new ShellLog(join(folder.path, 'logs'), now),
    emit: (name) => void told.push(name),
    openExternal: async () => false,
    deliver: async () => ({ kind: 'cancelled' }),
    takeNotices: () => [],
    pageSaved: () => undefined,
    notify: () => false,
    ...{ printPdf: null, updates: null },
  } as ShellParts);
}

const call = async <N extends CallName>(name: N, input: unknown = {}): Promise<CallOutput<N>> =>
  (await dispatch(shell.handlers, name, input)) as CallOutput<N>;
const signIn = async () => call('device.authenticate', { assertion: await device.assertion(), hub: hub.url });
const pull = { protocol: PROTOCOL, schema: SCHEMA, scope: 'catalogue', cursor: null, limit: 1 };
async function again(): Promise<void> {
  await shell.close();
  start();
}

beforeAll(async () => {
  hub = await startTestHub();
  device = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Computer that ends');
  start();
});
afterAll(async () => {
  await shell.close();
  await hub.stop();
  folder.remove();
});

describe('a shell and its hub', () => {
  test('security 29: 15 days after the last contact it gives no key, until it reached the hub', async () => {
    expect(await signIn()).toMatchObject({ ok: true, value: { rules: { leaseDays: 14 } } });
    const { deviceId, person } = device.identity;
    const kept = await call('journal.append', { deviceId, personId: person.id, entries: [anEdit(1)] });
    expect(kept.ok).toBe(true);
    await again();
    expect((await call('keys.rows')).ok).toBe(true);
    shiftMs = 15 * DAY;
    await again();
    expect(await call('keys.rows')).toMatchObject({ ok: false, failure: { code: 'locked' } });
    expect(await call('keys.state')).toMatchObject({
      ...{ state: 'locked', trouble: 'lease' },
      lease: { over: true, days: 14 },
    });
    // Set back, and without the hub.
    shiftMs = 0;
    await hub.kill();
    await again();
    expect(await call('keys.unlock', { by: 'itself' })).toMatchObject({ ok: true, value: { why: 'lease' } });
    expect((await call('keys.state')).lease?.problem).not.toBe('');
    await hub.restart();
    expect(await call('keys.unlock', { by: 'itself' })).toMatchObject({ ok: true, value: { why: null } });
    expect((await call('keys.state')).lease).toMatchObject({ over: false, near: false });
    const read = await call('journal.read', { deviceId });
    expect(read).toMatchObject({ ok: true, value: { devices: [{ entries: [{ n: 1 }] }] } });
  });

  test('security 29: told that its device was ended it answers nothing else, hands over, wipes, and begins anew', async () => {
    const { deviceId } = device.identity;
    const environment = { DATABASE_URL: hub.databaseUrl };
    await hubCommand(['devices', 'end', deviceId, '--reason', 'Left'], environment);
    expect(await signIn()).toMatchObject({ ok: false, failure: { code: 'device-ended' } });
    expect(told).toContain('ending.changed');
    expect(await call('ending.state')).toMatchObject({ ending: { stage: 'ended', data: 'hand-over' } });
    for (const [name, input] of [
      ['hub.pull', pull],
      ['journal.append', { deviceId, personId: device.identity.person.id, entries: [anEdit(2)] }],
    ] as const)
      expect(await call(name, input), name).toMatchObject({ ok: false, failure: { code: 'device-ended' } });
    expect(await call('ending.wipe', { by: 'handed-over', lost: { edits: 0, files: 0 } })).toMatchObject({
      ok: false,
    });
    // Killed before it handed over, it goes on with it.
    await again();
    expect(await call('ending.state')).toMatchObject({ ending: { stage: 'ended' } });
    await signIn();
    const edit = device.mutation({
      table: 'cases',
      key: crypto.randomUUID(),
      op: 'patch',
      patch: { site: 'x' },
    });
    expect(await call('ending.hand', { mutations: [edit], done: { left: [] } })).toMatchObject({
      ok: true,
      value: { kept: 1 },
    });
    expect((await hubCommand(['handed-over', 'list'], environment)).output).toContain('Computer that ends');
    expect(await call('ending.wipe', { by: 'handed-over', lost: { edits: 0, files: 0 } })).toMatchObject({
      ok: true,
    });
    expect(await call('keys.rows')).toMatchObject({ ok: false });
    const left = () => readdirSync(folder.path);
    for (const name of ['keys.json', 'keys.copy.json', 'lease.json', 'journal', 'blobs'])
      expect(left(), name).not.toContain(name);
    // Killed before the page had deleted its own: no key is made over that.
    await again();
    expect(await call('keys.rows')).toMatchObject({ ok: false });
    expect(existsSync(join(folder.path, 'keys.json'))).toBe(false);
    expect(await call('ending.cleared')).toMatchObject({ ok: true });
    expect(await call('ending.state')).toMatchObject({
      ending: { stage: 'wiped', handedOver: 1, by: 'handed-over' },
    });
    expect(await call('ending.forget')).toMatchObject({ ok: true });
    expect(await call('keys.rows')).toMatchObject({ ok: true });
    device = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Used anew');
    expect(await signIn()).toMatchObject({ ok: true });
    expect((await call('hub.pull', pull)).ok).toBe(true);
    const fresh = await call('journal.append', {
      deviceId: device.identity.deviceId,
      personId: device.identity.person.id,
      entries: [anEdit(1)],
    });
    expect(fresh.ok).toBe(true);
    const begun = await call('blob.begin', { name: 'a.log', size: 1 });
    expect(begun.ok).toBe(true);
  });

  test('a try-out has no lease, and is not wiped: it has its hub here, and several people’s devices', async () => {
    // A console that had one, started as a try-out long after.
    shiftMs = 400 * DAY;
    await shell.close();
    start(true);
    expect((await call('keys.rows')).ok).toBe(true);
    expect((await call('keys.state')).lease).toBeNull();
    shiftMs = 0;
    const { deviceId } = device.identity;
    await hubCommand(['devices', 'end', deviceId, '--reason', 'Left'], { DATABASE_URL: hub.databaseUrl });
    expect(await signIn()).toMatchObject({ ok: false, failure: { code: 'device-ended' } });
    expect(await call('ending.state')).toEqual({ ending: null });
  });
});
