/** Ended cases leave the device, and come back, on a real IndexedDB (security 29). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeNews } from '../../../renderer/commands/desk-replies.ts';
import { answered, committed } from '../../../renderer/store/native.ts';
import { BLOCKS } from '../../../renderer/store/packs/format.ts';
import { SEALED } from '../../../renderer/store/sealed-core.ts';
import { setAsideDamaged } from '../../../renderer/store/set-aside.ts';
import { write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import { compareScope } from '../../../renderer/sync/compare.ts';
import { fetchCase, wantCase } from '../../../renderer/sync/fetch-case.ts';
import { RETENTION, retentionRound } from '../../../renderer/sync/retention.ts';
import { wipeScope } from '../../../renderer/sync/scopes.ts';
import { rowHash } from '../../../shared/base/hash.ts';
import { attachments } from '../../../shared/cases/attachments.ts';
import { comments } from '../../../shared/cases/comments.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
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
const LONG_AGO = { at: '2026-09-01T08:00:00.000Z', zone: 'UTC' };
const stay = { files: 7, rows: 30 };
const by = { id: identity.person.id, name: identity.person.name };
const sha256 = 'a'.repeat(64);
const another = 'b'.repeat(64);

let device: ConsoleDevice;
/** What the hub holds, by `TABLE KEY`. */
let hub: Map<string, PulledRow>;
let version: number;
let onDisk: Set<string>;
let complete: Set<string>;

beforeEach(async () => {
  device = await openConsoleDevice();
  hub = new Map();
  version = 0;
  onDisk = new Set();
  complete = new Set();
  const { replies } = device.bridge;
  replies['blob.here'] = ({ hashes }) => ({
    ok: true,
    value: { here: hashes.filter((each) => onDisk.has(each)) },
  });
  replies['blob.state'] = ({ hashes }) => ({
    ok: true,
    value: { complete: hashes.filter((each) => complete.has(each)) },
  });
  replies['blob.remove'] = ({ hashes }) => {
    for (const each of hashes) onDisk.delete(each);
    return { ok: true, value: {} };
  };
  replies['hub.rows'] = ({ keys }) => ({
    ok: true,
    value: {
      ...{ epoch, more: false, hubTime: AT },
      rows: keys.flatMap(({ table, key }) => hub.get(`${table} ${key}`) ?? []),
    },
  });
  replies['hub.compare'] = () => ({
    ok: true,
    value: {
      ...{ epoch, more: false, hubTime: AT },
      rows: [...hub.values()].map((row) => ({
        ...{ table: row.table, key: row.key, version: row.version },
        hash: rowHash(row),
      })),
    },
  });
});
afterEach(() => device.close());

/** The hub commits rows. */
function commit(rows: readonly { table: string; data: { id: string } }[]): PulledRow[] {
  version += 1;
  return rows.map(({ table, data }, index) => {
    const row = { table, key: data.id, version, index, deleted: false, data } as unknown as PulledRow;
    hub.set(`${table} ${data.id}`, row);
    return row;
  });
}

/** The device pulls what the hub committed last. @returns whether both hold the same */
async function pull(rows: readonly PulledRow[], fromStart = false): Promise<boolean | null> {
  const { head } = wholePage([...hub.values()], { epoch, version, index: 0 });
  const page = { ...wholePage(rows, { epoch, version, index: rows.length }), head };
  const { agrees } = await applyPage(device.db, scope, page, fromStart);
  await device.db.syncState.put({ id: 'sync', value: { link: 'online', agrees, lastAgreement: AT } });
  return agrees;
}

const eventOf = (caseId: string, to: CaseRecord['state'], at = LONG_AGO) => ({
  ...{ id: newId(), caseId, kind: 'transition' as const, at, by, from: 'level1' as const, to, reason: '' },
});

const fileOf = (
  caseId: string,
  hash: string,
  change: Partial<Parameters<typeof attachments.empty>[0]> = {},
) =>
  attachments.empty({
    ...{ id: newId(), caseId, sha256: hash, name: 'sample.log', mediaType: 'text/plain', size: 10 },
    ...{ category: 'log', readable: true, addedAt: AT },
    provenance: { kind: 'typed', by, at: AT },
    ...change,
  });

const commentOf = (caseId: string, text: string) =>
  comments.empty({ id: newId(), caseId, by, at: LONG_AGO, text });

/** A closed case of a few rows, at the hub and here. */
async function anEndedCase(
  more: (caseId: string) => { table: string; data: { id: string } }[] = () => [],
): Promise<CaseRecord> {
  const record = { ...aCase('Silence in the lobby'), state: 'closed' as const, customer: 'Example Hotel' };
  const rows = commit([
    { table: 'cases', data: record },
    { table: 'events', data: eventOf(record.id, 'closed') },
    { table: 'comments', data: commentOf(record.id, 'said') },
    ...more(record.id),
  ]);
  expect(await pull(rows, version === 1)).toBe(true);
  return record;
}

function round(change: Partial<Parameters<typeof retentionRound>[0]> = {}, days: typeof stay | null = stay) {
  return retentionRound(
    {
      ...{ db: device.db, bridge: device.bridge, now: () => new Date(AT) },
      asDevice: (call) => call(),
      publish: () => undefined,
      unlessOpen: async (_id, work) => {
        await work();
        return true;
      },
      pause: async () => undefined,
      stopped: () => false,
      ...change,
    },
    days,
  );
}

const noteOf = async () => (await device.db.syncState.get(RETENTION))?.value;
const isAway = async ({ id }: { id: string }) =>
  (await device.db.cases.get(id)) === undefined &&
  (await device.db.comments.where({ caseId: id }).count()) === 0;

/** The next pull, of nothing. */
const agreesStill = () => pull([]);

describe('security 29: an ended case whose days are over', () => {
  test('leaves with its rows; its line of the list and its hashes stay, and the next pull brings nothing back', async () => {
    const record = await anEndedCase();
    await device.db.tokenNames.put({
      ...{ id: `${record.id} HOST-1`, caseId: record.id, token: 'HOST-1', original: 'pbx01' },
      kind: 'host' as never,
    });
    expect(await round()).toBe(1);
    expect(await isAway(record)).toBe(true);
    expect(await device.db.tokenNames.count()).toBe(0);
    expect(await device.db.summaries.get(record.id)).toMatchObject({
      ...{ title: record.title, customer: 'Example Hotel', state: 'closed', atHub: true },
    });
    expect(await device.db.synced.count()).toBe(3);
    expect(await agreesStill()).toBe(true);
    expect(await isAway(record)).toBe(true);
    expect(await noteOf()).toEqual({ left: 1, lastLeftAt: AT, files: 0, stays: {} });
    // Once more: there is nothing left to do.
    expect(await round()).toBe(0);
  });

  test('stays where the organisation sets nothing, before its days are over, and where no entry tells its end', async () => {
    const record = await anEndedCase();
    expect(await round({}, null)).toBe(0);
    expect(await round({}, { files: 7, rows: 365 })).toBe(0);
    const open = aCase('open');
    const unknown = { ...aCase('no entry'), state: 'closed' as const };
    await pull(
      commit([
        { table: 'cases', data: open },
        { table: 'events', data: eventOf(open.id, 'level1') },
        { table: 'cases', data: unknown },
      ]),
    );
    expect(await round()).toBe(1);
    expect(await device.db.cases.toCollection().primaryKeys()).toEqual([open.id, unknown.id].sort());
    expect(await isAway(record)).toBe(true);
  });

  test('the days are counted by the hub’s clock: one of this computer that is ahead sends nothing away', async () => {
    const record = await anEndedCase();
    await device.db.device.update('device', { lastHubTime: '2026-09-15T08:00:00.000Z' });
    const ahead = '2030-01-01T00:00:00.000Z';
    await device.db.syncState.put({
      id: 'sync',
      value: { link: 'online', agrees: true, lastAgreement: ahead },
    });
    expect(await round({ now: () => new Date(ahead) })).toBe(0);
    expect(await isAway(record)).toBe(false);
  });

  test.each([
    [
      'refused',
      (caseId: string) =>
        device.db.rejectedEdits.put({
          id: newId(),
          caseId,
          at: AT,
          edit: {} as never,
          rejection: {} as never,
        }),
    ],
    ['begun', (caseId: string) => device.db.drafts.put({ id: 'd', caseId, value: 'begun' })],
    [
      'original',
      (caseId: string) => device.db.heldFiles.put({ id: newId(), caseId, sha256, left: null } as never),
    ],
    [
      'unconfirmed',
      async (caseId: string) => {
        // A row that is here, and that no pull has confirmed yet.
        await device.db.comments.put(commentOf(caseId, 'just sent'));
      },
    ],
    [
      'undecided',
      async (caseId: string) => {
        await device.db.conflicts.put({ id: newId(), caseId, resolvedAt: null } as never);
      },
    ],
  ] as const)('stays while something speaks against it: %s', async (why, prepare) => {
    const record = await anEndedCase();
    await prepare(record.id);
    expect(await round()).toBe(0);
    expect(await isAway(record)).toBe(false);
    expect(await noteOf()).toMatchObject({ left: 0, stays: { [why]: 1 } });
  });

  test('nothing leaves while anything waits to be sent, or device and hub do not agree', async () => {
    const record = await anEndedCase();
    await write(device.parts, [{ op: 'insert', table: 'cases', row: aCase('mine') }]);
    expect(await round()).toBe(0);
    const [entry] = await device.db.outbox.toArray();
    await applyPushResults(device.db, [{ n: entry?.n ?? 0, outcome: 'applied' } as never], AT);
    const agreed = { link: 'online', agrees: true, lastAgreement: AT };
    for (const value of [
      { ...agreed, agrees: false },
      // Since then the hub may have been restored from a backup.
      { ...agreed, link: 'offline' },
      { ...agreed, lastAgreement: '2026-11-23T11:50:00.000Z' },
      { ...agreed, lastAgreement: '2026-11-23T12:10:00.000Z' },
    ]) {
      await device.db.syncState.put({ id: 'sync', value });
      expect(await round()).toBe(0);
    }
    expect(await isAway(record)).toBe(false);
  });

  test('a window that has it open keeps it, and a round that is stopped ends before the next case', async () => {
    const [first, second] = [await anEndedCase(), await anEndedCase()];
    const opened = await round({ unlessOpen: async () => false });
    expect(opened).toBe(0);
    expect(await noteOf()).toMatchObject({ stays: { 'open-here': 2 } });
    let left = 0;
    const done = await round({
      publish: () => {
        left += 1;
      },
      stopped: () => left > 0,
    });
    expect(done).toBe(1);
    expect([await isAway(first), await isAway(second)].filter(Boolean)).toHaveLength(1);
  });

  test('[S1] nobody writes into it: what would be made in it is refused, and said', async () => {
    const record = await anEndedCase();
    await round();
    const refused = await write(device.parts, [
      { op: 'insert', table: 'comments', row: commentOf(record.id, 'too late') },
    ]);
    expect(refused).toMatchObject({ kind: 'refused', message: expect.stringContaining('at the hub only') });
    expect(await device.db.outbox.count()).toBe(0);
  });
});

describe('security 29: its files', () => {
  test('leave a week after its end, before it, where the hub says now that it has them whole', async () => {
    onDisk = new Set([sha256, another]);
    const record = await anEndedCase((caseId) => [
      { table: 'attachments', data: fileOf(caseId, sha256) },
      { table: 'attachments', data: fileOf(caseId, another) },
    ]);
    for (const each of [sha256, another])
      await device.db.transfers.put({ sha256: each, state: 'sent', problem: '', at: LONG_AGO.at });
    complete.add(sha256);
    // Long before the case itself.
    expect(await round({}, { files: 7, rows: 365 })).toBe(0);
    expect([...onDisk]).toEqual([another]);
    expect(await isAway(record)).toBe(false);
    // What the hub does not have is sent again, and the case waits for it.
    expect(await device.db.transfers.toCollection().primaryKeys()).toEqual([sha256]);
    expect(await round()).toBe(0);
    expect(await noteOf()).toMatchObject({ files: 1, stays: { files: 1 } });
    complete.add(another);
    expect(await round()).toBe(1);
    expect([...onDisk]).toEqual([]);
  });

  test('stay where another case or an original that is held needs the same content, or where somebody fetched them just now', async () => {
    onDisk = new Set([sha256, another]);
    complete = new Set([sha256, another]);
    const open = aCase('open');
    await anEndedCase((caseId) => [
      { table: 'attachments', data: fileOf(caseId, sha256) },
      { table: 'attachments', data: fileOf(caseId, another) },
    ]);
    await pull(
      commit([
        { table: 'cases', data: open },
        { table: 'attachments', data: fileOf(open.id, sha256) },
      ]),
    );
    await device.db.transfers.put({ sha256: another, state: 'sent', problem: '', at: AT });
    expect(await round()).toBe(0);
    expect([...onDisk].sort()).toEqual([sha256, another]);
    expect(await noteOf()).toMatchObject({ stays: { files: 1 } });
  });

  test('one that a person removed, and the hub never got, goes with its case', async () => {
    onDisk = new Set([sha256]);
    await anEndedCase((caseId) => [
      { table: 'attachments', data: fileOf(caseId, sha256, { removed: true }) },
    ]);
    expect(await round({}, { files: 7, rows: 365 })).toBe(0);
    expect(onDisk.size).toBe(1);
    expect(await round()).toBe(1);
    expect(onDisk.size).toBe(0);
  });
});

describe('security 29: a case that has left', () => {
  test('comes back whole when somebody asks for it, and leaves again a week later', async () => {
    const record = await anEndedCase();
    await round();
    expect(await wantCase(device.db, record.id)).toBe(true);
    const done = await fetchCase(device.parts, record.id);
    expect(done).toMatchObject({ kind: 'fetched' });
    expect(await device.db.cases.get(record.id)).toEqual(record);
    expect(await device.db.comments.where({ caseId: record.id }).count()).toBe(1);
    expect((await device.db.summaries.get(record.id))?.atHub).toBeUndefined();
    expect(await agreesStill()).toBe(true);
    expect(await round()).toBe(0);
    await device.db.device.update('device', { lastHubTime: '2026-12-01T12:00:00.000Z' });
    expect(await round()).toBe(1);
    expect(await isAway(record)).toBe(true);
  });

  test('what changes in it at the hub stays there, is counted, and comes with it', async () => {
    const record = await anEndedCase();
    await round();
    expect(await pull(commit([{ table: 'comments', data: commentOf(record.id, 'said later') }]))).toBe(true);
    expect(await isAway(record)).toBe(true);
    await wantCase(device.db, record.id);
    await fetchCase(device.parts, record.id);
    const texts = (await device.db.comments.where({ caseId: record.id }).toArray()).map(({ text }) => text);
    expect(texts.sort()).toEqual(['said', 'said later']);
  });

  test('is wanted once it is opened again at the hub, and is whole here before anybody sees a part of it', async () => {
    const record = await anEndedCase();
    await round();
    const open = { ...record, state: 'level1' as const };
    expect(
      await pull(
        commit([
          { table: 'cases', data: open },
          { table: 'events', data: eventOf(record.id, 'level1') },
        ]),
      ),
    ).toBe(true);
    expect(await isAway(record)).toBe(true);
    expect((await device.db.departed.get(record.id))?.state).toBe('wanted');
    await fetchCase(device.parts, record.id);
    expect(await device.db.cases.get(record.id)).toEqual(open);
    expect(await device.db.events.where({ caseId: record.id }).count()).toBe(2);
    expect(await device.db.departed.count()).toBe(0);
    expect(await agreesStill()).toBe(true);
  });

  test('is no news when it is fetched, and neither is what came before it once it has left', async () => {
    const entry = (caseId: string) => ({
      ...{ id: newId(), caseId, ticketId: newId(), kind: 'noted', text: 'of Level 3', by, at: LONG_AGO },
    });
    const record = await anEndedCase((caseId) => [{ table: 'deskEntries', data: entry(caseId) }]);
    const open = aCase('open');
    const told = async () => (await takeNews({ db: device.db })).map(({ caseId }) => caseId);
    // On a computer that just received its first, none is.
    expect(await told()).toEqual([]);
    expect(await round()).toBe(1);
    await pull(
      commit([
        { table: 'cases', data: open },
        { table: 'deskEntries', data: entry(open.id) },
      ]),
    );
    expect(await told()).toEqual([open.id]);
    await wantCase(device.db, record.id);
    await fetchCase(device.parts, record.id);
    expect(await device.db.deskEntries.count()).toBe(2);
    expect(await told()).toEqual([]);
  });

  test('without a line it stays wanted', async () => {
    const record = await anEndedCase();
    await round();
    await wantCase(device.db, record.id);
    device.bridge.replies['hub.rows'] = () => ({
      ok: false,
      failure: { kind: 'offline', code: 'connection-refused', message: 'The hub cannot be reached.' },
    });
    expect(await fetchCase(device.parts, record.id)).toMatchObject({ kind: 'failed' });
    expect((await device.db.departed.get(record.id))?.state).toBe('wanted');
    expect(await isAway(record)).toBe(true);
  });

  test('[S7] a snapshot brings it again: a hub that begins anew may lack what it had', async () => {
    const record = await anEndedCase();
    await round();
    expect(await pull([...hub.values()], true)).toBe(true);
    expect(await device.db.cases.get(record.id)).toEqual(record);
    expect(await device.db.departed.count()).toBe(0);
    expect((await device.db.summaries.get(record.id))?.atHub).toBeUndefined();
  });

  test('[S8] a comparison of rows does not bring it back', async () => {
    const record = await anEndedCase();
    await round();
    await device.db.synced.delete(
      `comments ${[...hub.keys()].find((id) => id.startsWith('comments'))?.slice(9)}`,
    );
    await device.db.cursors.update(scope, { count: 0 });
    expect(await agreesStill()).toBe(false);
    expect(await compareScope(device.parts, scope, () => new Error('failed'))).toMatchObject({ fetched: 1 });
    expect(await agreesStill()).toBe(true);
    expect(await isAway(record)).toBe(true);
  });

  test('[S13] goes with its scope', async () => {
    await anEndedCase();
    await round();
    await wipeScope(device.db, scope);
    expect([await device.db.departed.count(), await device.db.summaries.count()]).toEqual([0, 0]);
  });

  test.each(['departed', 'summaries'] as const)(
    '[S8] where its row of %s is damaged, it comes back from the hub',
    async (store) => {
      const record = await anEndedCase();
      await round();
      await damage(store, record.id);
      expect(await device.db.table(store).get(record.id)).toBeUndefined();
      await setAsideDamaged(device.parts, () => undefined);
      if (store === 'departed') {
        expect(await agreesStill()).toBe(false);
        await compareScope(device.parts, scope, () => new Error('failed'));
      } else await fetchCase(device.parts, record.id);
      expect(await device.db.cases.get(record.id)).toEqual(record);
      expect(await device.db.summaries.get(record.id)).toMatchObject({ title: record.title });
      expect(await agreesStill()).toBe(true);
    },
  );
});

/** Changes one bit of the sealed bytes of a row on the disk: where it lies in a pack, of the block that it lies in. */
async function damage(table: string, key: string): Promise<void> {
  const { db } = device;
  // So long that it lies in a block, and read by nobody since.
  if (table === 'summaries') await db.summaries.update(key, { site: 'Vienna '.repeat(500) });
  const store = table === 'summaries' ? BLOCKS : table;
  const transaction = db.backendDB().transaction(store, 'readwrite');
  const rows = transaction.objectStore(store);
  const [last] = (await answered(rows.getAllKeys())).slice(-1);
  const row = (await answered(rows.get(table === 'summaries' ? (last ?? 0) : key))) as Record<
    string,
    unknown
  >;
  const bytes = Uint8Array.from(row[SEALED] as Uint8Array);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  rows.put({ ...row, [SEALED]: bytes });
  await committed(transaction);
}
