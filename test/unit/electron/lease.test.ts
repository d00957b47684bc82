/** The lease: how long a console stays open without the hub, whatever its clock is set to (security 29). */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { KeyRing, passingKeys } from '../../../electron/services/key-ring.ts';
import type { WrapStore } from '../../../electron/services/key-wraps.ts';
import { Lease, type LeaseParts } from '../../../electron/services/lease.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KEYS = passingKeys(Buffer.alloc(32, 7));
const offline = { ok: false, failure: { kind: 'offline', code: 'refused', message: 'No line.' } } as const;
const contact = {
  deviceId: '01990000-0000-7000-8000-00000000d001',
  hub: 'https://hub.example.com',
  token: 'x'.repeat(40),
  hubTime: '2026-11-29T10:00:00.000Z',
  rules: { leaseDays: 14, retentionDays: null },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A computer with its two clocks; each start of the console on it is a lease of its own. */
function computer(more: Partial<LeaseParts> = {}) {
  const { path, remove } = temporaryFolder();
  cleanups.push(remove);
  const clock = { wall: Date.parse('2026-11-29T10:00:00Z'), steady: 0 };
  const heard = { changed: 0, over: 0, ended: 0, reports: 0 };
  let ask: LeaseParts['ask'] = async () => offline;
  const pass = (ms: number) => {
    clock.wall += ms;
    clock.steady += ms;
  };
  const start = () => {
    // The steady clock begins anew with each process.
    clock.steady = 0;
    const lease = new Lease({
      folder: path,
      managedDays: null,
      now: () => clock.wall,
      monotonic: () => clock.steady,
      ask: (hub, token) => ask(hub, token),
      changed: () => heard.changed++,
      over: () => heard.over++,
      ended: async () => void heard.ended++,
      report: () => heard.reports++,
      ...more,
    });
    cleanups.push(() => lease.close());
    return lease;
  };
  /** A console that reached the hub and was closed again. */
  const reached = async () => {
    const lease = start();
    lease.opened(KEYS);
    lease.contact(contact);
    await lease.close();
    return lease;
  };
  return {
    ...{ path, clock, heard, pass, start, reached },
    answers: (by: LeaseParts['ask']) => {
      ask = by;
    },
  };
}

describe('the lease', () => {
  test('security 29: without the hub a console opens for the days of its organisation, and then no more until the hub was asked', async () => {
    const { start, reached, pass } = computer();
    await reached();
    pass(14 * DAY - MINUTE);
    expect(await start().mayOpen(KEYS, 'local')).toBe(true);
    pass(MINUTE);
    const over = start();
    expect(await over.mayOpen(KEYS, 'local')).toBe(false);
    expect(await over.mayOpen(KEYS, 'ask')).toBe(false);
    expect(over.status()).toMatchObject({ over: true, days: 14, minutesLeft: 0, problem: 'No line.' });
  });

  test('a console that never reached a hub has none', async () => {
    const { start, pass } = computer();
    pass(400 * DAY);
    const lease = start();
    expect(await lease.mayOpen(KEYS, 'local')).toBe(true);
    expect(lease.status()).toBeNull();
  });

  test('security 29: the hub opens it again by the last token, and the rules that it tells count from then on', async () => {
    const { start, reached, pass, answers } = computer();
    await reached();
    pass(20 * DAY);
    const asked: string[][] = [];
    answers(async (...of) => {
      asked.push(of);
      return {
        ok: true,
        value: {
          standing: 'good',
          rules: { leaseDays: 3, retentionDays: null },
          hubTime: '2026-12-19T10:00:00.000Z',
        },
      };
    });
    const lease = start();
    expect(await lease.mayOpen(KEYS, 'ask')).toBe(true);
    expect(asked).toEqual([[contact.hub, contact.token]]);
    expect(lease.status()).toMatchObject({ over: false, days: 3, lastContact: '2026-12-19T10:00:00.000Z' });
    pass(3 * DAY);
    expect(await start().mayOpen(KEYS, 'local')).toBe(false);
  });

  test('security 29: a device that was ended meanwhile is told so, and opens to hand over', async () => {
    const { start, reached, pass, answers, heard } = computer();
    await reached();
    pass(20 * DAY);
    answers(async () => ({
      ok: true,
      value: { standing: 'ended', data: 'hand-over', hubTime: '2026-12-19T10:00:00.000Z' },
    }));
    expect(await start().mayOpen(KEYS, 'ask')).toBe(true);
    expect(heard.ended).toBe(1);
  });

  test.each([
    [7, 14, 7],
    [30, 14, 14],
    [null, 14, 14],
  ])(
    'of who manages the computer (%s) and the organisation (%s) the shorter counts',
    async (managedDays, _own, days) => {
      const { start, reached, pass } = computer({ managedDays });
      await reached();
      pass(days * DAY - MINUTE);
      expect(await start().mayOpen(KEYS, 'local')).toBe(true);
      pass(MINUTE);
      expect(await start().mayOpen(KEYS, 'local')).toBe(false);
    },
  );
});

describe('a clock that was set back', () => {
  async function openedOnce(lease: Lease) {
    expect(await lease.mayOpen(KEYS, 'local')).toBe(true);
    lease.opened(KEYS);
    await lease.close();
  }

  test('security 29: between two starts gives back nothing that was used', async () => {
    const { start, reached, pass, clock } = computer();
    await reached();
    for (let round = 0; round < 2; round++) {
      pass(6 * DAY);
      await openedOnce(start());
      clock.wall -= 6 * DAY;
      // It counts on from the time that it is told now.
      await openedOnce(start());
    }
    // 12 of 14 days are used, though the clock says that none are.
    pass(2 * DAY - MINUTE);
    expect(await start().mayOpen(KEYS, 'local')).toBe(true);
    pass(MINUTE);
    expect(await start().mayOpen(KEYS, 'local')).toBe(false);
  });

  test('security 29: while the console runs it counts on by the clock that nobody sets', async () => {
    const { start, reached, pass, clock, heard } = computer();
    await reached();
    const lease = start();
    await lease.mayOpen(KEYS, 'local');
    lease.opened(KEYS);
    for (let day = 0; day < 13; day++) {
      pass(DAY);
      clock.wall -= DAY;
      lease.look();
    }
    expect(lease.status()).toMatchObject({ over: false, near: true, minutesLeft: 1_440 });
    pass(DAY);
    clock.wall -= DAY;
    lease.look();
    expect(heard.over).toBe(1);
    await lease.close();
    expect(await start().mayOpen(KEYS, 'local')).toBe(false);
  });

  test('security 29: once it is over, setting the clock back does not open it', async () => {
    const { start, reached, pass, clock } = computer();
    await reached();
    pass(15 * DAY);
    expect(await start().mayOpen(KEYS, 'local')).toBe(false);
    clock.wall -= 15 * DAY;
    expect(await start().mayOpen(KEYS, 'local')).toBe(false);
  });
});

describe('who works when it runs out', () => {
  test('is told three days before, and as often as the words change; then it locks', async () => {
    const { start, reached, pass, heard } = computer();
    await reached();
    const lease = start();
    await lease.mayOpen(KEYS, 'local');
    lease.opened(KEYS);
    const first = heard.changed;
    for (let hour = 0; hour < 11 * 24 - 1; hour++) {
      pass(HOUR);
      lease.look();
    }
    expect(heard.changed).toBe(first);
    pass(HOUR);
    lease.look();
    expect(heard.changed).toBe(first + 1);
    expect(lease.status()).toMatchObject({ near: true, over: false, minutesLeft: 3 * 1_440 });
    for (let hour = 0; hour < 72; hour++) {
      expect(heard.over).toBe(0);
      pass(HOUR);
      lease.look();
    }
    expect(heard.over).toBe(1);
  });

  test('is not cut off untold: after a long sleep it goes on for 15 minutes', async () => {
    const { start, reached, pass, heard } = computer();
    await reached();
    const lease = start();
    await lease.mayOpen(KEYS, 'local');
    lease.opened(KEYS);
    pass(30 * DAY);
    lease.look();
    expect(heard.over).toBe(0);
    expect(lease.status()).toMatchObject({ over: true, near: true, minutesLeft: 15 });
    pass(14 * MINUTE);
    lease.look();
    expect(heard.over).toBe(0);
    pass(MINUTE);
    lease.look();
    expect(heard.over).toBe(1);
  });

  test('a contact meanwhile ends it', async () => {
    const { start, reached, pass, heard } = computer();
    await reached();
    const lease = start();
    await lease.mayOpen(KEYS, 'local');
    lease.opened(KEYS);
    pass(30 * DAY);
    lease.look();
    lease.contact(contact);
    await lease.close();
    pass(HOUR);
    lease.look();
    expect(heard.over).toBe(0);
    expect(lease.status()).toMatchObject({ over: false, near: false });
  });
});

describe('the one day more', () => {
  test('is had once between two contacts, from when it was taken', async () => {
    const { start, reached, pass } = computer();
    await reached();
    pass(20 * DAY);
    const lease = start();
    expect(await lease.mayOpen(KEYS, 'local')).toBe(false);
    expect(lease.status()?.mayExtend).toBe(true);
    expect(await lease.mayOpen(KEYS, 'extend')).toBe(true);
    expect(lease.extended).toBe(true);
    pass(DAY - MINUTE);
    expect(await start().mayOpen(KEYS, 'local')).toBe(true);
    pass(MINUTE);
    const after = start();
    expect(await after.mayOpen(KEYS, 'extend')).toBe(false);
    expect(after.status()?.mayExtend).toBe(false);
    after.opened(KEYS);
    after.contact(contact);
    await after.close();
    expect(after.extended).toBe(false);
    pass(15 * DAY);
    expect(await start().mayOpen(KEYS, 'extend')).toBe(true);
  });

  test('is not had while time is left', async () => {
    const { start, reached } = computer();
    await reached();
    const lease = start();
    expect(await lease.mayOpen(KEYS, 'extend')).toBe(true);
    expect(lease.extended).toBe(false);
  });
});

describe('its file', () => {
  test('is sealed: neither hub nor token lie there', async () => {
    const { reached, path } = computer();
    await reached();
    const bytes = await readFile(join(path, 'lease.json'));
    expect(bytes.includes('hub.example.com')).toBe(false);
    expect(bytes.includes(contact.token)).toBe(false);
  });

  test('one that another hand wrote is none, and the log says so', async () => {
    const { reached, start, path, heard } = computer();
    await reached();
    await writeFile(join(path, 'lease.json'), '{"format":1,"used":0}');
    const lease = start();
    expect(await lease.mayOpen(KEYS, 'local')).toBe(true);
    expect([lease.status(), heard.reports]).toEqual([null, 1]);
  });
});

describe('a ring whose lease is over', () => {
  /** A key store of this computer. */
  const store: WrapStore = {
    lock: async (text) => Buffer.from(text).map((byte) => byte ^ 0x55) as Buffer,
    unlock: async (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0x55)).toString(),
  };
  async function ringOf(
    { path }: { path: string },
    lease: Lease,
    keyStore: WrapStore | null,
  ): Promise<KeyRing> {
    const ring = new KeyRing({
      folder: path,
      store: keyStore,
      holdsSealed: async () => false,
      now: () => 0,
      mayOpen: (keys, way) => lease.mayOpen(keys, way),
    });
    await ring.ready();
    return ring;
  }

  test.each([
    ['that its key store opens', store],
    ['that nobody has protected', null],
  ])('security 29: one %s starts locked, and opens once the hub was reached', async (_which, keyStore) => {
    const here = computer();
    const lease = here.start();
    const first = await ringOf(here, lease, keyStore);
    lease.opened(first);
    lease.contact(contact);
    await lease.close();
    const rows = Buffer.from(first.keyFor('rows')).toString('hex');
    here.pass(15 * DAY);
    const ring = await ringOf(here, here.start(), keyStore);
    expect(ring.status()).toMatchObject({ state: 'locked', trouble: 'lease' });
    expect(() => ring.keyFor('rows')).toThrow();
    expect(await ring.unlock({ by: 'itself' })).toMatchObject({ ok: false, why: 'lease' });
    expect(ring.state).toBe('locked');
    here.answers(async () => ({
      ok: true,
      value: { standing: 'good', rules: contact.rules, hubTime: contact.hubTime },
    }));
    expect(await ring.unlock({ by: 'itself' })).toEqual({ ok: true });
    expect(ring.status()).toMatchObject({
      state: keyStore ? 'open' : 'unprotected',
      trouble: null,
      openedBy: keyStore ? 'keystore' : 'clear',
    });
    expect(Buffer.from(ring.keyFor('rows')).toString('hex')).toBe(rows);
  });

  test('security 29: the right passphrase alone does not open it, and a wrong one is not told that the hub is missing', async () => {
    const here = computer();
    const lease = here.start();
    const first = await ringOf(here, lease, null);
    const PASSPHRASE = 'four plain words together';
    const { offered } = await first.offerProtection({ way: 'passphrase', passphrase: PASSPHRASE });
    const groups = offered?.code.split('-') ?? [];
    await first.confirm((offered?.ask ?? []).map((n) => groups[n - 1] ?? ''));
    lease.opened(first);
    lease.contact(contact);
    await lease.close();
    here.pass(15 * DAY);
    const ring = await ringOf(here, here.start(), null);
    expect(ring.status()).toMatchObject({ state: 'locked', trouble: null });
    expect(await ring.unlock({ by: 'passphrase', passphrase: 'another one' })).toMatchObject({
      why: 'wrong',
    });
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE })).toMatchObject({ why: 'lease' });
    // The code of the organisation's lead opens what was lost, and is no way around the hub.
    expect(await ring.unlock({ by: 'recovery', code: offered?.code ?? '' })).toMatchObject({ why: 'lease' });
    expect(ring.status()).toMatchObject({ state: 'locked', trouble: 'lease' });
    expect(await ring.unlock({ by: 'passphrase', passphrase: PASSPHRASE }, 'extend')).toEqual({ ok: true });
  });

  test('security 29: an open one that nobody has protected locks as well when it runs out', async () => {
    const here = computer();
    const lease = here.start();
    const ring = await ringOf(here, lease, null);
    expect(ring.lock()).toBe(false);
    ring.endLease();
    expect(ring.status()).toMatchObject({ state: 'locked', trouble: 'lease' });
  });
});
