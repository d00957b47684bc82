/** What the sync engine does about failures, lost scopes and damaged rows, on a real IndexedDB. */
import { waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { write } from '../../../renderer/store/write.ts';
import { SyncEngine } from '../../../renderer/sync/engine.ts';
import { hubAheadMs } from '../../../renderer/sync/hub-clock.ts';
import { fetchPacket, ownPacketsToFetch } from '../../../renderer/sync/packet-contents.ts';
import { rowHash } from '../../../shared/base/hash.ts';
import type { CallOutput, Failure } from '../../../shared/bridge/contract.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import type { Ticket } from '../../../shared/tickets/schema.ts';
import { identity } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  organisationScope,
  pulledCase,
  wholePage,
} from '../../helpers/console-device.ts';

const epoch = '01900000-0000-7000-8000-0000000000f1';
const offline: Failure = {
  kind: 'offline',
  code: 'connection-refused',
  message: 'The hub cannot be reached.',
};
const page = (rows: Parameters<typeof wholePage>[0], version: number): CallOutput<'hub.pull'> => ({
  ok: true,
  value: { kind: 'page', page: wholePage(rows, { epoch, version, index: rows.length }) },
});

let device: ConsoleDevice;
let engine: SyncEngine;
/** Milliseconds of each wait, in order. */
let waits: number[];
let fire: () => void;
let chance: number;

/** On the device, with time and chance in the hands of the test. */
function newEngine(sizes?: { push: number; page: number }): SyncEngine {
  return new SyncEngine({
    ...device.parts,
    random: () => chance,
    timer: (ms, wake) => {
      waits.push(ms);
      fire = wake;
      return () => undefined;
    },
    lead: (work) => work(),
    ...(sizes && { sizes }),
  });
}

beforeEach(async () => {
  device = await openConsoleDevice();
  waits = [];
  chance = 0;
  fire = () => undefined;
  engine = newEngine();
});
afterEach(async () => {
  engine.stop();
  await device.close();
});

const stateOf = async () => (await device.db.syncState.get('sync'))?.value;

const waited = (times: number) =>
  waitFor(() => expect(waits.length).toBeGreaterThanOrEqual(times), { timeout: 20_000, interval: 5 });

test('[S2] each pull tells how far the hub’s clock is ahead; once one of them is set right, nothing is left of it', async () => {
  let hubTime = new Date(Date.parse(AT) + 7 * 60_000).toISOString();
  device.bridge.replies['hub.pull'] = () => ({
    ok: true,
    value: { kind: 'page', page: { ...wholePage([], { epoch, version: 0, index: 0 }), hubTime } },
  });
  engine.start();
  await waited(1);
  expect(await hubAheadMs(device.db)).toBe(7 * 60_000);
  hubTime = AT;
  fire();
  await waited(2);
  expect(await hubAheadMs(device.db)).toBe(0);
});

describe('security 29: a device that was enrolled a moment ago has not heard what its organisation’s devices go by', () => {
  const rules = { leaseDays: 30, retentionDays: 90 };
  const rulesHere = async () => (await device.db.device.get('device'))?.rules;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    await device.db.device.update('device', (row) => {
      delete row.rules;
    });
    device.bridge.replies['hub.pull'] = () => page([], 0);
  });

  test('and asks in its first round, once all is received, and not again', async () => {
    let received = 0;
    device.bridge.replies['hub.pull'] = () => {
      received += 1;
      return page([], 0);
    };
    device.bridge.replies['device.authenticate'] = () => {
      asked += 1;
      expect(received).toBe(identity.scopes.length);
      return { ok: true, value: { identity, hubTime: AT, rules } };
    };
    engine.start();
    await waited(1);
    expect(await rulesHere()).toEqual(rules);
    expect(await stateOf()).toMatchObject({ link: 'online', agrees: true, lastAgreement: AT });
    fire();
    await waited(2);
    expect(asked).toBe(1);
  });

  test('and asks again where the line broke, without losing what it received', async () => {
    const record = aCase();
    device.bridge.replies['hub.pull'] = ({ scope }) =>
      scope === organisationScope ? page([pulledCase(record, 1)], 1) : page([], 0);
    device.bridge.replies['device.authenticate'] = () => {
      asked += 1;
      return asked === 1
        ? { ok: false, failure: offline }
        : { ok: true, value: { identity, hubTime: AT, rules } };
    };
    engine.start();
    await waited(1);
    expect([await rulesHere(), await device.db.cases.count()]).toEqual([undefined, 1]);
    fire();
    await waited(2);
    expect(await rulesHere()).toEqual(rules);
  });
});

describe('waiting for the hub', () => {
  test('[S11] waits double from a second to a minute, up to half of them by chance', async () => {
    engine.start();
    for (let times = 1; times <= 8; times++) {
      await waited(times);
      fire();
    }
    chance = 1;
    await waited(9);
    fire();
    await waited(10);
    expect(waits.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(waits[9]).toBe(60_000);
  });

  test('[S11] a line that broke in the middle of the work is tried a few times soon, and then as one that is away', async () => {
    let up = true;
    device.bridge.replies['hub.pull'] = () => (up ? page([], 0) : { ok: false, failure: offline });
    engine.start();
    await waited(1);
    up = false;
    for (let times = 1; times <= 6; times++) {
      fire();
      await waited(times + 1);
    }
    expect(waits).toEqual([30_000, 50, 100, 200, 400, 500, 1_000]);
    up = true;
    fire();
    await waited(8);
    up = false;
    fire();
    await waited(9);
    expect(waits.slice(7)).toEqual([30_000, 50]);
  });

  test('[S11] a hub that says when to come again is not asked before', async () => {
    device.bridge.replies['hub.pull'] = () => ({
      ok: false,
      failure: { kind: 'busy', code: 'busy', message: 'Later.', retryAfterSeconds: 45 },
    });
    engine.start();
    await waited(1);
    expect(waits).toEqual([45_000]);
  });

  test('[S11] after a failure a poke does not shorten the wait, and the line’s return does', async () => {
    let asked = 0;
    device.bridge.replies['hub.pull'] = () => {
      asked += 1;
      return { ok: false, failure: offline };
    };
    engine.start();
    await waited(1);
    engine.wake();
    engine.wake();
    expect([waits.length, asked]).toEqual([1, 1]);
    engine.syncNow();
    await waited(2);
    expect(asked).toBe(2);
  });

  test('[S11] what somebody has to mend on the way is told once in the log, and as long as it stands in the state', async () => {
    let failure: Failure = { ...offline, code: 'certificate-date', message: 'It has expired.' };
    device.bridge.replies['hub.pull'] = () => ({ ok: false, failure });
    engine.start();
    await waited(1);
    expect(await stateOf()).toMatchObject({
      link: 'offline',
      fault: 'certificate-date',
      problem: 'It has expired.',
    });
    fire();
    await waited(2);
    const told = async () => (await device.db.syncLog.toArray()).map(({ text }) => text);
    expect(await told()).toEqual(['It has expired.']);
    failure = offline;
    fire();
    await waited(3);
    expect(await stateOf()).toMatchObject({ link: 'offline', fault: 'connection-refused', problem: '' });
    expect(await told()).toEqual(['It has expired.']);
    device.bridge.replies['hub.pull'] = () => page([], 0);
    fire();
    await waited(4);
    expect(await stateOf()).toMatchObject({ link: 'online', fault: '' });
  });

  test('[S8] between a push and the comparison nothing says that all is up to date', async () => {
    const record = aCase();
    await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
    const before = { link: 'online', moving: false, lastAgreement: AT, agrees: true, problem: '' };
    await device.db.syncState.put({ id: 'sync', value: before });
    let pushed = false;
    device.bridge.replies['hub.push'] = ({ mutations }) => {
      pushed = true;
      const results = mutations.map(({ n }) => ({ n, outcome: 'applied' as const, version: 1 }));
      return { ok: true, value: { results, lastN: mutations.length, hubTime: AT } };
    };
    const seen: unknown[] = [];
    device.bridge.replies['hub.pull'] = ({ scope }) => {
      if (scope === organisationScope) void stateOf().then((state) => seen.push(state));
      return scope === 'catalogue' ? page([], 0) : page([pulledCase(record, 1)], 1);
    };
    engine.start();
    await waited(1);
    expect(pushed).toBe(true);
    expect(seen).toMatchObject([{ agrees: false }]);
    expect(await stateOf()).toMatchObject({ agrees: true, lastAgreement: AT });
  });
});

test('[S1][S3][S6] the next batch goes while answers are kept, and the journal forgets no edit whose answer is not kept', async () => {
  const record = aCase();
  await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
  for (const observed of ['a', 'b', 'c'])
    await write(device.parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed } }]);
  const seen: unknown[] = [];
  device.bridge.replies['hub.push'] = ({ mutations }) => {
    seen.push(mutations.map(({ n }) => n));
    const results = mutations.map(({ n }) =>
      n === 4
        ? { n, outcome: 'rejected' as const, rejection: { code: 'state' as const, message: 'No.' } }
        : { n, outcome: 'applied' as const, version: n },
    );
    // A hub that had all of it before this device died: it says so from the first repeat on.
    return { ok: true, value: { results, lastN: 4, hubTime: AT } };
  };
  device.bridge.replies['hub.pull'] = ({ scope }) =>
    scope === 'catalogue' ? page([], 0) : page([pulledCase({ ...record, observed: 'b' }, 1)], 1);
  device.bridge.replies['journal.acknowledge'] = ({ n, keep }) => {
    seen.push({ n, keep });
    return { ok: true, value: {} };
  };
  const small = newEngine({ push: 2, page: 100 });
  small.start();
  await waited(1);
  small.stop();
  // At the end it asks what the hub has: it has read nothing yet.
  const ask = [Number.MAX_SAFE_INTEGER];
  expect(seen).toEqual([[1, 2], [3, 4], { n: 2, keep: [] }, { n: 4, keep: [4] }, ask]);
  expect([await device.db.outbox.count(), await device.db.rejectedEdits.count()]).toEqual([0, 1]);
  // Two batches and a page of each scope are one contact, and one line of the log.
  const received = identity.scopes.filter((scope) => scope !== 'catalogue').length;
  expect((await device.db.syncLog.toArray()).map(({ text }) => text)).toEqual([
    `Sent 4 changes, of which the hub refused 1; received ${received === 1 ? '1 row' : `${received} rows`}.`,
  ]);
});

test('[S3] the batch behind the one that is on its way is read meanwhile', async () => {
  for (const title of ['a', 'b', 'c'])
    await write(device.parts, [{ op: 'insert', table: 'cases', row: aCase(title) }]);
  let opened: number[] = [];
  device.db.outbox.hook('reading', (entry) => {
    opened.push(entry.n);
    return entry;
  });
  const ahead: number[][] = [];
  device.bridge.replies['hub.push'] = async ({ mutations }) => {
    const results = mutations.map(({ n }) => ({ n, outcome: 'applied' as const, version: n }));
    const last = mutations.at(-1)?.n ?? 0;
    if (last < 3) await expect.poll(() => opened.includes(last + 1), { timeout: 20_000 }).toBe(true);
    ahead.push(opened.filter((n) => n > last));
    opened = [];
    return { ok: true, value: { results, lastN: last, hubTime: AT } };
  };
  device.bridge.replies['hub.pull'] = () => page([], 0);
  const single = newEngine({ push: 1, page: 100 });
  single.start();
  await waited(1);
  single.stop();
  // What was read so is what goes: nothing is read a second time.
  expect(ahead.slice(0, 3)).toEqual([[2], [3], []]);
  expect(await device.db.outbox.count()).toBe(0);
});

test('[S7] while a page is kept the next is on its way, from where that one ends; a page that never comes loses none', async () => {
  const pages = [1, 2, 3].map((version) => pulledCase(aCase(`Case ${version}`), version));
  const head = wholePage(pages, { epoch, version: 3, index: 0 });
  const asked: number[] = [];
  /** Cases that were here when a page was asked for. */
  const here: Promise<number>[] = [];
  let breaks = true;
  device.bridge.replies['hub.pull'] = ({ scope, cursor }) => {
    if (scope !== organisationScope) return page([], 0);
    const at = cursor?.version ?? 0;
    asked.push(at);
    here.push(device.db.cases.count());
    if (at === 2 && breaks) {
      breaks = false;
      return { ok: false, failure: offline };
    }
    const row = pages[at];
    const value = {
      ...head,
      rows: row ? [row] : [],
      cursor: { epoch, version: Math.min(3, at + 1), index: 0 },
      more: at < 2,
    };
    return { ok: true, value: { kind: 'page', page: value } };
  };
  engine.start();
  await waited(1);
  // What came before the line broke is kept, and the next contact goes on behind it.
  expect(await device.db.cases.count()).toBe(2);
  fire();
  await waited(2);
  expect(asked).toEqual([0, 1, 2, 2]);
  // The second page was asked for before the first was here.
  expect((await Promise.all(here)).slice(0, 2)).toEqual([0, 0]);
  expect(await device.db.cases.count()).toBe(3);
  expect(await device.db.cursors.get(organisationScope)).toMatchObject({ version: 3, hash: head.head.hash });
});

test('[S3][S7] a line that breaks before large requests are through is asked for smaller ones, and for larger again later', async () => {
  const record = aCase();
  const edits = Array.from({ length: 230 }, (_, at) => aCase(`Case ${at}`));
  await write(device.parts, [
    { op: 'insert', table: 'cases', row: record },
    ...edits.map((row) => ({ op: 'insert' as const, table: 'cases' as const, row })),
  ]);
  const cut: Failure = { kind: 'offline', code: 'connection-cut', message: 'The line broke.' };
  const pushes: number[] = [];
  device.bridge.replies['hub.push'] = ({ mutations }) => {
    pushes.push(mutations.length);
    if (mutations.length > 60) return { ok: false, failure: cut };
    const results = mutations.map(({ n }) => ({ n, outcome: 'applied' as const, version: n }));
    return { ok: true, value: { results, lastN: mutations.at(-1)?.n ?? 0, hubTime: AT } };
  };
  const pages: number[] = [];
  device.bridge.replies['hub.pull'] = ({ limit }) => {
    pages.push(limit);
    return limit > 60 ? { ok: false, failure: cut } : page([], 0);
  };
  const flaky = newEngine({ push: 200, page: 200 });
  flaky.start();
  for (let round = 1; pages.filter((limit) => limit <= 60).length === 0; round++) {
    await waited(round);
    fire();
  }
  flaky.stop();
  // 200 and 100 break; 50 go through, after which the next is tried at twice the size, and at that size once more before it is made smaller.
  expect(pushes.slice(0, 6)).toEqual([200, 100, 50, 100, 100, 50]);
  // The pushes got through before the first page broke.
  expect(pages.slice(0, 4)).toEqual([200, 200, 100, 50]);
  expect(await device.db.outbox.count()).toBe(0);
});

test('[S3][S7] where the hub has other edits under the numbers of those that wait, these get new numbers and go', async () => {
  const record = aCase();
  await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
  await write(device.parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Kept' } }]);
  const pushed: number[][] = [];
  device.bridge.replies['hub.push'] = ({ mutations }) => {
    pushed.push(mutations.map(({ n }) => n));
    if (pushed.length === 1)
      return {
        ok: false,
        failure: { kind: 'refused', code: 'hash-mismatch', message: 'Another content.', lastN: 7 },
      };
    const results = mutations.map(({ n }) => ({ n, outcome: 'applied' as const, version: 1 }));
    return { ok: true, value: { results, lastN: 9, hubTime: AT } };
  };
  const held = { ...record, observed: 'Kept' };
  device.bridge.replies['hub.pull'] = ({ scope }) =>
    scope === 'catalogue' ? page([], 0) : page([pulledCase(held, 1)], 1);
  engine.start();
  await waitFor(() =>
    expect(pushed).toEqual([
      [1, 2],
      [8, 9],
    ]),
  );
  await waitFor(async () => expect(await device.db.outbox.count()).toBe(0));
  expect((await device.db.device.get('device'))?.nextN).toBe(10);
  expect(await device.db.cases.get(record.id)).toEqual(held);
});

test('[S3][S7] a device that has read nothing yet asks what the hub has of what it sent, and sends the rest again', async () => {
  const record = aCase();
  await write(device.parts, [{ op: 'insert', table: 'cases', row: record }]);
  for (const observed of ['a', 'b'])
    await write(device.parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed } }]);
  let has = 0;
  const pushed: number[][] = [];
  device.bridge.replies['hub.push'] = ({ mutations }) => {
    const numbers = mutations.map(({ n }) => n);
    pushed.push(numbers);
    if (numbers[0] !== has + 1)
      return {
        ok: false,
        failure: { kind: 'refused', code: 'gap', message: 'A gap.', lastN: has },
      };
    has = numbers.at(-1) ?? 0;
    const results = numbers.map((n) => ({ n, outcome: 'applied' as const, version: n }));
    return { ok: true, value: { results, lastN: has, hubTime: AT } };
  };
  let answers = false;
  device.bridge.replies['hub.pull'] = ({ scope }) =>
    !answers
      ? { ok: false, failure: offline }
      : scope === 'catalogue'
        ? page([], 0)
        : has === 3
          ? page([pulledCase({ ...record, observed: 'b' }, 2)], 2)
          : page([pulledCase(record, 1)], 1);
  engine.start();
  await waited(1);
  const ask = [Number.MAX_SAFE_INTEGER];
  expect(pushed).toEqual([[1, 2, 3], ask]);
  expect(await device.db.outbox.count()).toBe(0);
  // The hub is restored from a backup of the time when it had one edit.
  has = 1;
  answers = true;
  fire();
  await waitFor(async () => expect(await stateOf()).toMatchObject({ agrees: true }), {
    timeout: 20_000,
    interval: 5,
  });
  expect(pushed).toEqual([[1, 2, 3], ask, ask, [2, 3]]);
  expect((await device.db.syncLog.toArray()).map(({ text }) => text)).toContain(
    'The hub was restored from a backup; 2 changes that it had before go again.',
  );
  expect(await device.db.cases.get(record.id)).toMatchObject({ observed: 'b' });
  expect([await device.db.outbox.count(), await device.db.rejectedEdits.count()]).toEqual([0, 0]);
});

describe('packets of the desk', () => {
  const desk = { ...identity, roles: ['level3' as const], scopes: ['level3'] };
  const row = (table: string, key: string, data: object, index: number): PulledRow => ({
    ...{ table, key, version: 1, index, deleted: false },
    data: data as PulledRow['data'],
  });
  const ticketOf = (id: string, packetId: string, by: string) => ({
    ...{ id, packetId, caseId: newId(), state: 'acknowledged' },
    acknowledgedBy: { id: by, name: 'Somebody' },
  });

  test('[S14] what they hold is left out; that of one’s own ticket is fetched by its key, once, and kept', async () => {
    const [mine, others] = [newId(), newId()];
    const packets = [mine, others].map((id, at) => row('packets', id, { id, caseId: newId() }, at));
    const tickets = [
      ticketOf(newId(), mine, identity.person.id),
      ticketOf(newId(), others, '01900000-0000-7000-8000-0000000000e9'),
    ].map((ticket, at) => row('tickets', ticket.id, ticket, at + 2));
    await device.db.device.update('device', { identity: desk });
    const asked: string[] = [];
    device.bridge.replies['hub.pull'] = ({ brief }) => {
      expect(brief).toBe(true);
      const whole = wholePage([...packets, ...tickets], { epoch, version: 1, index: 4 });
      const rows = whole.rows.map((each) =>
        each.table === 'packets' ? { ...each, data: null, hash: rowHash(each) } : each,
      );
      return { ok: true, value: { kind: 'page', page: { ...whole, rows } } };
    };
    device.bridge.replies['hub.rows'] = ({ keys }) => {
      asked.push(...keys.map(({ key }) => key));
      const rows = packets.filter(({ key }) => keys.some((each) => each.key === key));
      return { ok: true, value: { epoch, rows, more: false, hubTime: AT } };
    };
    engine.start();
    await waitFor(async () => expect(await stateOf()).toMatchObject({ agrees: true }), {
      timeout: 20_000,
      interval: 5,
    });
    expect(await device.db.packets.toCollection().primaryKeys()).toEqual([mine]);
    fire();
    await waited(2);
    expect(asked).toEqual([mine]);
    // The other one's hash counts, and it is fetched where somebody opens its ticket.
    expect(await device.db.synced.get(`packets ${others}`)).toMatchObject({ scope: 'level3' });
    expect(await fetchPacket(device.parts, others)).toMatchObject({ ok: true, value: { kind: 'here' } });
    expect(await device.db.packets.get(others)).toMatchObject({ id: others });
    expect(await device.db.rowOrders.get(`packets ${others}`)).toMatchObject({ version: 1, index: 1 });
  });

  test('[S14] whoever has hundreds of tickets has their packets looked for a few at a time, until a round has enough', async () => {
    const packetIds = Array.from({ length: 250 }, () => newId());
    await device.db.tickets.bulkPut(
      packetIds.map((packetId) => ticketOf(newId(), packetId, identity.person.id) as unknown as Ticket),
    );
    const lookedFor = vi.spyOn(device.db.synced, 'bulkGet');
    // What is no longer at the hub is looked for in vain.
    expect(await ownPacketsToFetch(device.db, desk)).toEqual([]);
    const sizes = lookedFor.mock.calls.map(([keys]) => keys.length);
    lookedFor.mockRestore();
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(250);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    await device.db.synced.bulkPut(
      packetIds.map((id) => ({ id: `packets ${id}`, scope: 'level3', version: 1, hash: '0'.repeat(64) })),
    );
    expect(await ownPacketsToFetch(device.db, desk)).toHaveLength(20);
  });

  test('[S14] a packet that is not what the pull said is not kept', async () => {
    const id = newId();
    const said = row('packets', id, { id, caseId: newId() }, 0);
    await device.db.synced.put({ id: `packets ${id}`, scope: 'level3', version: 1, hash: rowHash(said) });
    const other = { ...said, data: { id, caseId: newId() } };
    device.bridge.replies['hub.rows'] = () => ({
      ok: true,
      value: { epoch, rows: [other], more: false, hubTime: AT },
    });
    expect(await fetchPacket(device.parts, id)).toMatchObject({ ok: true, value: { kind: 'later' } });
    expect(await device.db.packets.count()).toBe(0);
  });
});

describe('what the hub says about a scope', () => {
  test('[S13] a scope that the person lost leaves the device, and the log says so; what else is here stays', async () => {
    const record = aCase();
    device.bridge.replies['hub.pull'] = ({ scope }) =>
      scope === 'catalogue' ? page([], 0) : page([pulledCase(record, 1)], 1);
    engine.start();
    await waited(1);
    expect(await device.db.cases.count()).toBe(1);
    expect(await device.db.summaries.count()).toBe(1);
    device.bridge.replies['hub.pull'] = ({ scope }) =>
      scope === 'catalogue'
        ? page([], 0)
        : { ok: false, failure: { kind: 'refused', code: 'scope-forbidden', message: 'Not yours.' } };
    device.bridge.replies['device.authenticate'] = () => ({
      ok: true,
      value: {
        identity: { ...identity, roles: [], scopes: ['catalogue'] },
        hubTime: AT,
        rules: { leaseDays: 30, retentionDays: 90 },
      },
    });
    fire();
    await waited(2);
    const { db } = device;
    // What the organisation's devices go by comes with it.
    expect((await db.device.get('device'))?.rules).toEqual({ leaseDays: 30, retentionDays: 90 });
    expect([await db.cases.count(), await db.summaries.count(), await db.sentBatches.count()]).toEqual([
      0, 0, 0,
    ]);
    expect(await db.cursors.toCollection().primaryKeys()).toEqual(['catalogue']);
    expect((await db.syncLog.toArray()).map((line) => line.text)).toContain(
      'Your role no longer reads your organisation: 1 row left this computer.',
    );
  });

  test('[S13] nothing of a lost scope goes while an edit of it waits', async () => {
    const record = aCase();
    device.bridge.replies['hub.pull'] = ({ scope }) =>
      scope === 'catalogue' ? page([], 0) : page([pulledCase(record, 1)], 1);
    engine.start();
    await waited(1);
    // The hub answers pulls only, so that the edit stays in the outbox.
    await write(device.parts, [
      { op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Not sent yet' } },
    ]);
    device.bridge.replies['device.authenticate'] = () => ({
      ok: true,
      value: {
        identity: { ...identity, roles: [], scopes: ['catalogue'] },
        hubTime: AT,
        rules: { leaseDays: 30, retentionDays: 90 },
      },
    });
    fire();
    await waited(2);
    expect(await device.db.cases.get(record.id)).toMatchObject({ observed: 'Not sent yet' });
    expect(await device.db.outbox.count()).toBe(1);
  });

  test('[S8] rows that are damaged, missing or too many here are found by their hashes and mended', async () => {
    const [damaged, missing, extra] = [aCase('Damaged'), aCase('Missing'), aCase('Extra')];
    const rows = [pulledCase(damaged, 1), pulledCase(missing, 1, 1)];
    device.bridge.replies['hub.pull'] = ({ scope }) => (scope === 'catalogue' ? page([], 0) : page(rows, 1));
    engine.start();
    await waited(1);
    const { db } = device;
    await db.cases.update(damaged.id, { title: 'Something else' });
    await db.synced.update(`cases ${damaged.id}`, { hash: rowHash(pulledCase(extra, 1)) });
    await db.cases.delete(missing.id);
    await db.synced.delete(`cases ${missing.id}`);
    await db.cases.add(extra);
    await db.synced.add({
      id: `cases ${extra.id}`,
      scope: organisationScope,
      version: 1,
      hash: rowHash(pulledCase(extra, 1)),
    });
    await db.cursors.update(organisationScope, { hash: rowHash(pulledCase(extra, 1)) });
    device.bridge.replies['hub.pull'] = ({ scope }) => {
      const whole = wholePage(scope === 'catalogue' ? [] : rows, { epoch, version: 1, index: 2 });
      return { ok: true, value: { kind: 'page', page: { ...whole, rows: [] } } };
    };
    device.bridge.replies['hub.compare'] = ({ scope }) => ({
      ok: true,
      value: {
        epoch,
        more: false,
        hubTime: AT,
        rows:
          scope === 'catalogue'
            ? []
            : rows.map((row) => ({
                table: row.table,
                key: row.key,
                version: row.version,
                hash: rowHash(row),
              })),
      },
    });
    device.bridge.replies['hub.rows'] = ({ keys }) => ({
      ok: true,
      value: {
        epoch,
        more: false,
        hubTime: AT,
        rows: rows.filter((row) => keys.some(({ key }) => key === row.key)),
      },
    });
    fire();
    await waited(2);
    expect(await stateOf()).toMatchObject({ agrees: true });
    expect(await db.cases.orderBy('id').toArray()).toEqual([damaged, missing]);
    expect((await db.summaries.toArray()).map(({ title }) => title).sort()).toEqual(['Damaged', 'Missing']);
    expect((await db.syncLog.toArray()).length).toBeGreaterThan(0);
  });
});
