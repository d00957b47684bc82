/** What a shell still does while it is locked, and how its computer locks it (security 29). */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dispatch } from '../../../electron/services/dispatch.ts';
import { createHandlers, type Shell, type ShellParts } from '../../../electron/services/handlers.ts';
import { ShellLog } from '../../../electron/services/shell-log.ts';
import { recoveryGroups } from '../../../shared/base/recovery-code.ts';
import type { CallName, CallOutput } from '../../../shared/bridge/contract.ts';
import { signedPacket } from '../../helpers/bags.ts';
import { directNetwork } from '../../helpers/direct-network.ts';
import { anEdit } from '../../helpers/edits.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const PASSPHRASE = 'four plain words together';
const id = '01900000-0000-7000-8000-000000000001';

let folder: { path: string; remove(): void };
let shell: Shell;
let told: [string, unknown][] = [];
let onEmit: (name: string) => void = () => undefined;

function shellOf(data: string): Shell {
  return createHandlers({
    data,
    hub: null,
    network: directNetwork,
    keyStore: null,
    operatorTokenFile: null,
    shell: 'browser',
    version: '0.0.0-test',
    electron: null,
    chromium: null,
    now: () => new Date(),
    log: new ShellLog(data, () => new Date()),
    emit: (name, payload) => {
      told.push([name, payload]);
      onEmit(name);
    },
    openExternal: async () => false,
    deliver: async () => ({ kind: 'cancelled' }),
    takeNotices: () => [],
    pageSaved: () => undefined,
    notify: () => false,
    licences: [],
    printPdf: null,
    updates: null,
  } as ShellParts);
}

beforeEach(() => {
  folder = temporaryFolder();
  told = [];
  onEmit = () => undefined;
  shell = shellOf(folder.path);
});
afterEach(async () => {
  vi.useRealTimers();
  await shell.close();
  folder.remove();
});

const call = async <N extends CallName>(name: N, input: unknown): Promise<CallOutput<N>> =>
  (await dispatch(shell.handlers, name, input)) as CallOutput<N>;

/** @returns the recovery code */
async function protect(): Promise<string> {
  const offer = await call('keys.offer', {
    protection: { way: 'passphrase', passphrase: PASSPHRASE },
    old: '',
  });
  const offered = offer.ok ? offer.value.offered : null;
  if (!offered) throw new Error('nothing was offered');
  const groups = offered.ask.map((n) => recoveryGroups(offered.code)[n - 1]);
  expect(await call('keys.confirm', { groups })).toMatchObject({ ok: true, value: { why: null } });
  return offered.code;
}

const append = () => call('journal.append', { deviceId: id, personId: id, entries: [anEdit(1)] });

describe('a shell that is locked (security 29)', () => {
  test('an unprotected one gives the page its keys, and is not locked', async () => {
    expect(await call('keys.rows', {})).toMatchObject({ ok: true });
    expect(await call('keys.lock', {})).toEqual({ locked: false });
    expect(await call('keys.copy', {})).toEqual({ copy: null });
    expect(await append()).toMatchObject({ ok: true });
  });

  test('gives no key, keeps nothing in its journal, asks the hub nothing, and says why', async () => {
    await protect();
    expect(await append()).toMatchObject({ ok: true });
    expect(await call('keys.lock', {})).toEqual({ locked: true });
    expect(told.at(-1)).toEqual(['keys.changed', { state: 'locked' }]);
    const refused = { ok: false, failure: { kind: 'refused', code: 'locked' } };
    expect(await call('keys.rows', {})).toMatchObject(refused);
    expect(await append()).toMatchObject(refused);
    expect(await call('journal.read', { deviceId: null })).toMatchObject(refused);
    expect(await call('hub.reach', { hub: null })).toMatchObject(refused);
    expect(await call('blob.here', { hashes: [] })).toMatchObject(refused);
    // What the lock screen needs answers.
    expect(await call('keys.state', {})).toMatchObject({ state: 'locked', ways: ['passphrase', 'recovery'] });
    expect(await call('app.info', {})).toMatchObject({ shell: 'browser' });
    expect(await call('keys.unlock', { by: 'passphrase', passphrase: 'another' })).toMatchObject({
      value: { why: 'wrong' },
    });
    expect(await call('keys.unlock', { by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({
      value: { why: null },
    });
    expect(told.at(-1)).toEqual(['keys.changed', { state: 'open' }]);
    expect(await call('journal.read', { deviceId: null })).toMatchObject({ ok: true });
  });

  test('every call that is not open to a locked page answers with a failure, in the contract’s own form', async () => {
    await protect();
    await call('keys.lock', {});
    const open = /^(app|ending|keys|lease|log|window|network|sample|store)\.|^opening\.take$/;
    for (const name of Object.keys(shell.handlers) as CallName[]) {
      if (open.test(name)) continue;
      const answer = await (shell.handlers[name] as (input: unknown) => Promise<unknown>)({});
      expect(answer, name).toMatchObject({ ok: false, failure: { code: 'locked' } });
    }
  });

  test('locked while a packet is written and a file comes in: both end, nothing half is left, and both go once it is open', async () => {
    await protect();
    const signed = await signedPacket();
    for (const bytes of signed.attachments.values()) {
      const begun = await call('blob.begin', { name: 'a file', size: bytes.length });
      if (!begun.ok) throw new Error(begun.failure.message);
      const { upload } = begun.value;
      await call('blob.append', { upload, offset: 0, bytes });
      expect(await call('blob.finish', { upload })).toMatchObject({ ok: true });
    }
    const coming = await call('blob.begin', { name: 'still coming in', size: 10 });
    const upload = coming.ok ? coming.value.upload : '';
    await call('blob.append', { upload, offset: 0, bytes: new Uint8Array(5) });
    const export_ = (job: string) =>
      call('bag.export', { job, packet: signed.packet, signatures: signed.signatures, credentials: [] });
    let locked: Promise<unknown> | null = null;
    onEmit = (name) => {
      if (name === 'bag.progress') locked ??= call('keys.lock', {});
    };
    const answer = await export_('01900000-0000-7000-8000-00000000000a');
    expect(await locked).toEqual({ locked: true });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    expect(['locked', 'cancelled']).toContain(answer.ok ? '' : answer.failure.code);
    const filesIn = (name: string) =>
      readdirSync(join(folder.path, name)).filter((each) => each !== 'staging');
    await vi.waitFor(() => expect([...filesIn('bags'), ...filesIn('blobs/incoming')]).toEqual([]), 30_000);
    onEmit = () => undefined;
    await call('keys.unlock', { by: 'passphrase', passphrase: PASSPHRASE });
    expect(await call('blob.append', { upload, offset: 5, bytes: new Uint8Array(5) })).toMatchObject({
      ok: false,
      failure: { code: 'unknown-upload' },
    });
    expect(await export_('01900000-0000-7000-8000-00000000000b')).toMatchObject({ ok: true });
  });

  test('its computer’s sleep asks the page to save, and locks it without an answer', async () => {
    await protect();
    vi.useFakeTimers();
    shell.lockSoon();
    expect(told.at(-1)).toEqual(['keys.wanted', {}]);
    expect(shell.keys.state).toBe('open');
    vi.advanceTimersByTime(3_000);
    expect(shell.keys.state).toBe('locked');
  });

  test('once the page has locked it, its computer’s sleep does not lock out who opened it again', async () => {
    await protect();
    vi.useFakeTimers();
    shell.lockSoon();
    await call('keys.lock', {});
    await call('keys.unlock', { by: 'passphrase', passphrase: PASSPHRASE });
    vi.advanceTimersByTime(10_000);
    expect(shell.keys.state).toBe('open');
  });

  test('a data folder that was replaced by an empty one gives way to the recovery code and the page’s copy', async () => {
    const code = await protect();
    const before = await call('keys.rows', {});
    const { copy } = await call('keys.copy', {});
    if (copy === null) throw new Error('there is no copy');
    await shell.close();
    const other = temporaryFolder();
    shell = shellOf(other.path);
    try {
      expect(await call('keys.rows', {})).not.toEqual(before);
      // The shell went over it: nothing in it is in clear.
      await vi.waitFor(() => expect(existsSync(join(other.path, 'all-sealed'))).toBe(true), 30_000);
      expect(await call('keys.unlock', { by: 'recovery', code, copy })).toMatchObject({
        ok: true,
        value: { why: null },
      });
      expect(await call('keys.rows', {})).toEqual(before);
    } finally {
      await shell.close();
      other.remove();
    }
  });

  test('a data folder with what its own key sealed does not give way, and says so', async () => {
    const code = await protect();
    const { copy } = await call('keys.copy', {});
    if (copy === null) throw new Error('there is no copy');
    await shell.close();
    const other = temporaryFolder();
    shell = shellOf(other.path);
    try {
      expect(await append()).toMatchObject({ ok: true });
      const own = await call('keys.rows', {});
      expect(await call('keys.unlock', { by: 'recovery', code, copy })).toMatchObject({
        ok: true,
        value: { why: 'no-way' },
      });
      expect(await call('keys.rows', {})).toEqual(own);
    } finally {
      await shell.close();
      other.remove();
    }
  });
});
