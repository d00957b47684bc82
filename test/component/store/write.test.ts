import { Dexie } from 'dexie';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleDatabase, openDatabase } from '../../../renderer/store/database.ts';
import { DATABASE_VERSION, syncedStores } from '../../../renderer/store/database-versions.ts';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { JournalRetry, repairJournal } from '../../../renderer/store/recovery.ts';
import { type WriteParts, write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import { keyPairOf, publicKeyOf } from '../../../renderer/sync/assertion.ts';
import { realign } from '../../../renderer/sync/realign.ts';
import { caseIds, firstLines } from '../../../renderer/views/case-list.ts';
import { EMPTY_SCOPE_HASH, rowHash, sha256OfText, updatedScopeHash } from '../../../shared/base/hash.ts';
import type { Conflict } from '../../../shared/sync/conflict.ts';
import { mutationHash, type PulledRow, type PullResponse } from '../../../shared/sync/protocol.ts';
import { STORES } from '../../../shared/sync/tables.ts';
import { identity, type MemoryBridge } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  organisationScope,
} from '../../helpers/console-device.ts';

let device: ConsoleDevice;
let db: ConsoleDatabase;
let bridge: MemoryBridge;
let parts: WriteParts;

const scope = organisationScope;
const epoch = '01900000-0000-7000-8000-0000000000f1';

beforeEach(async () => {
  device = await openConsoleDevice();
  ({ db, bridge, parts } = device);
});
afterEach(() => device.close());

function page(rows: readonly Omit<PulledRow, 'index'>[], version: number, all = rows): PullResponse {
  const hash = updatedScopeHash(EMPTY_SCOPE_HASH, { add: all.filter((row) => !row.deleted).map(rowHash) });
  return {
    rows: rows.map((row, index) => ({ ...row, index })),
    cursor: { epoch, version, index: 9 },
    more: false,
    head: { version, count: all.filter((row) => !row.deleted).length, hash },
    hubTime: AT,
  };
}

describe('writing', () => {
  test('[S1] record, base snapshot, outbox entry and journal line come together, and n has no gap', async () => {
    const record = aCase();
    expect((await write(parts, [{ op: 'insert', table: 'cases', row: record }])).kind).toBe('saved');
    expect(
      (await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Silence' } }]))
        .kind,
    ).toBe('saved');
    const outbox = await db.outbox.toArray();
    expect(
      outbox.map(({ n, op, patch, base }) => ({ n, op, fields: Object.keys(patch).length, base })),
    ).toEqual([
      { n: 1, op: 'insert', fields: Object.keys(record).length, base: {} },
      { n: 2, op: 'patch', fields: 1, base: { observed: '' } },
    ]);
    for (const { caseId: _case, bytes: _bytes, n: _n, hash, ...edit } of outbox)
      expect(mutationHash(edit)).toBe(hash);
    expect(bridge.journal.map((entry) => entry.n)).toEqual([1, 2]);
    expect((await db.bases.toArray()).map((base) => base.data)).toEqual([null]);
    expect(await db.summaries.get(record.id)).toMatchObject({ title: 'A case', waiting: 2 });
  });

  test('[S1] many writers at once leave no gap in n', async () => {
    const records = Array.from({ length: 40 }, (_, index) => aCase(`Case ${index}`));
    await Promise.all(records.map((row) => write(parts, [{ op: 'insert', table: 'cases', row }])));
    expect((await db.outbox.toArray()).map((entry) => entry.n)).toEqual(records.map((_, index) => index + 1));
  });

  test('a patch that changes nothing writes nothing', async () => {
    const record = aCase();
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { title: record.title } }]);
    expect(await db.outbox.count()).toBe(1);
  });

  test('[S2] of two windows that write over the same, the second is told, and nothing of the first is lost', async () => {
    const row = aCase();
    const { id: key } = row;
    await write(parts, [{ op: 'insert', table: 'cases', row }]);
    const from = (observed: string) =>
      write(parts, [{ op: 'patch', table: 'cases', key, fields: { observed }, over: [{ observed: '' }] }]);
    const [first, second] = await Promise.all([from('Silence'), from('Noise')]);
    expect(first.kind).toBe('saved');
    expect(second).toMatchObject({ kind: 'refused', code: 'changed' });
    expect((await db.cases.get(key))?.observed).toBe('Silence');
    expect(await db.outbox.count()).toBe(2);
    // The same again is no quarrel; neither is what was given to be saved before.
    expect((await from('Silence')).kind).toBe('saved');
    const fields = { observed: 'Silence, then noise' };
    const own = await write(parts, [
      { op: 'patch', table: 'cases', key, fields, over: [{ observed: '' }, { observed: 'Silence' }] },
    ]);
    expect(own.kind).toBe('saved');
    expect((await db.outbox.toArray()).at(-1)).not.toHaveProperty('over');
  });

  test('of several edits all are written, or none', async () => {
    const record = aCase();
    const result = await write(parts, [
      { op: 'insert', table: 'cases', row: record },
      { op: 'patch', table: 'cases', key: record.id, fields: { title: 'x'.repeat(301) } },
    ]);
    expect(result).toMatchObject({ kind: 'refused', code: 'invalid' });
    expect([await db.cases.count(), await db.outbox.count(), bridge.journal.length]).toEqual([0, 0, 0]);
    expect((await db.device.get('device'))?.nextN).toBe(1);
  });

  test('a full disk is told at once, with what is safe, and nothing is half written', async () => {
    db.outbox.hook('creating', () => {
      throw new DOMException('The disk is full', 'QuotaExceededError');
    });
    const result = await write(parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    expect(result).toMatchObject({
      kind: 'refused',
      code: 'quota',
      kept: expect.stringContaining('what you typed is still here'),
      next: expect.stringContaining('Free some space'),
    });
    expect(await db.cases.count()).toBe(0);
  });

  test('a journal that refuses is told, the edit stays in the database, and the journal gets it later', async () => {
    bridge.journalFailure = { kind: 'disk', code: 'ENOSPC', message: 'The disk of this computer is full.' };
    const result = await write(parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    expect(result).toMatchObject({
      kind: 'saved',
      journal: 'behind',
      note: expect.stringContaining('full'),
    });
    expect(await db.cases.count()).toBe(1);
    bridge.journalFailure = null;
    await repairJournal(parts);
    expect(bridge.journal.map((entry) => entry.n)).toEqual([1]);
  });

  test('what the journal lacks is tried again until it is there, sooner at first', async () => {
    bridge.journalFailure = { kind: 'disk', code: 'ENOSPC', message: 'The disk of this computer is full.' };
    await write(parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    const asked: number[] = [];
    let fire: () => Promise<void> = async () => undefined;
    const retry = new JournalRetry({
      ...parts,
      timer: (ms, then) => {
        asked.push(ms);
        fire = then;
      },
    });
    retry.begin();
    // A second edit meanwhile begins no second series.
    retry.begin();
    for (const expected of [1_000, 2_000, 4_000]) {
      expect(asked.at(-1)).toBe(expected);
      await fire();
      expect(asked.at(-1)).toBe(2 * expected);
    }
    bridge.journalFailure = null;
    await fire();
    expect(bridge.journal.map((entry) => entry.n)).toEqual([1]);
    expect(asked).toEqual([1_000, 2_000, 4_000, 8_000]);
    // What comes to lie behind later is tried soon again.
    retry.begin();
    expect(asked).toEqual([1_000, 2_000, 4_000, 8_000, 1_000]);
  });

  test('a computer that is not enrolled writes nothing', async () => {
    await db.device.clear();
    expect(await write(parts, [{ op: 'insert', table: 'cases', row: aCase() }])).toMatchObject({
      kind: 'refused',
      code: 'not-enrolled',
    });
  });

  test('[C5] the device’s private key cannot be taken out', async () => {
    const keys = (await db.device.get('device'))?.keys;
    if (!keys) throw new Error('not enrolled');
    expect(await publicKeyOf(keys)).toMatchObject({ kty: 'EC', crv: 'P-256' });
    const { privateKey } = await keyPairOf(keys, db.sealing);
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
    await expect(keyPairOf(keys, null)).rejects.toThrow();
  });
});

describe('receiving', () => {
  test('[S7][S8] a page’s rows and the cursor are applied together, and the hash agrees', async () => {
    const record = aCase('From the hub');
    const row = {
      table: 'cases',
      key: record.id,
      version: 1,
      deleted: false,
      data: record as unknown as PulledRow['data'],
    };
    const applied = await applyPage(db, scope, page([row], 1), true);
    expect(applied.agrees).toBe(true);
    expect((await db.cases.get(record.id))?.title).toBe('From the hub');
    expect(await db.cursors.get(scope)).toMatchObject({ epoch, version: 1, count: 1 });
  });

  test('[S7] edits that wait are rebased on what arrives, and stay in the outbox', async () => {
    const record = aCase();
    await applyPage(
      db,
      scope,
      page(
        [
          {
            table: 'cases',
            key: record.id,
            version: 1,
            deleted: false,
            data: record as unknown as PulledRow['data'],
          },
        ],
        1,
      ),
      true,
    );
    await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Mine' } }]);
    const theirs = { ...record, title: 'Theirs', observed: 'Also theirs' };
    await applyPage(
      db,
      scope,
      page(
        [
          {
            table: 'cases',
            key: record.id,
            version: 2,
            deleted: false,
            data: theirs as unknown as PulledRow['data'],
          },
        ],
        2,
      ),
      false,
    );
    expect(await db.cases.get(record.id)).toMatchObject({ title: 'Theirs', observed: 'Mine' });
    expect(await db.outbox.count()).toBe(1);
    expect((await db.bases.toArray())[0]?.data).toMatchObject({ observed: 'Also theirs' });
  });

  test('[S7] rows of a table that this console does not know are kept, and only tombstones delete', async () => {
    const record = aCase();
    const rows = [
      {
        table: 'cases',
        key: record.id,
        version: 1,
        deleted: false,
        data: record as unknown as PulledRow['data'],
      },
      { table: 'inventions', key: 'k', version: 1, deleted: false, data: { a: 1 } },
    ];
    await applyPage(db, scope, page(rows, 1), true);
    expect(await db.unknownRows.count()).toBe(1);
    await applyPage(db, scope, page([], 2, rows), false);
    expect(await db.cases.count()).toBe(1);
    const gone = { table: 'cases', key: record.id, version: 3, deleted: true, data: null };
    expect((await applyPage(db, scope, page([gone], 3, [gone, ...rows.slice(1)]), false)).agrees).toBe(true);
    expect(await db.cases.count()).toBe(0);
  });

  test('[S7] a page of a thousand rows: living, gone and with an edit that waits, each as it should be', async () => {
    const records = Array.from({ length: 1_000 }, (_, n) => aCase(`Case ${n}`));
    const rowOf = (record: (typeof records)[number], version: number) => ({
      table: 'cases',
      key: record.id,
      version,
      deleted: false,
      data: record as unknown as PulledRow['data'],
    });
    const first = records.map((record) => rowOf(record, 1));
    expect((await applyPage(db, scope, page(first, 1), true)).agrees).toBe(true);
    const [edited] = records;
    if (!edited) throw new Error('no case');
    await write(parts, [{ op: 'patch', table: 'cases', key: edited.id, fields: { observed: 'Mine' } }]);
    const second = records.map((record, n) =>
      n % 3 === 1
        ? { table: 'cases', key: record.id, version: 2, deleted: true, data: null }
        : rowOf({ ...record, title: `Changed ${n}` }, 2),
    );
    const living = second.filter((row) => !row.deleted);
    const applied = await applyPage(db, scope, page(second, 2, living), false);
    expect(applied.agrees).toBe(true);
    expect(applied.changes.length).toBe(1_000);
    expect(applied.changes.every(({ caseId, key }) => caseId === key)).toBe(true);
    expect(await db.cases.count()).toBe(living.length);
    expect(await db.synced.count()).toBe(living.length);
    expect(await db.cases.get(edited.id)).toMatchObject({ title: 'Changed 0', observed: 'Mine' });
    expect((await db.bases.toArray())[0]?.data).toMatchObject({ title: 'Changed 0', observed: '' });
    expect(await db.summaries.get(edited.id)).toMatchObject({ title: 'Changed 0', waiting: 1 });
  });

  test('[S8] a device that lacks a row does not agree', async () => {
    const record = aCase();
    const row = {
      table: 'cases',
      key: record.id,
      version: 1,
      deleted: false,
      data: record as unknown as PulledRow['data'],
    };
    const other = { ...row, key: newId() };
    expect((await applyPage(db, scope, page([row], 1, [row, other]), true)).agrees).toBe(false);
  });

  test('[S6] a refused edit is kept with its reason, and the screen shows what the hub has', async () => {
    const record = aCase();
    await applyPage(
      db,
      scope,
      page(
        [
          {
            table: 'cases',
            key: record.id,
            version: 1,
            deleted: false,
            data: record as unknown as PulledRow['data'],
          },
        ],
        1,
      ),
      true,
    );
    await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Refused' } }]);
    await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { impact: 'Kept' } }]);
    await applyPushResults(
      db,
      [{ n: 1, outcome: 'rejected', rejection: { code: 'forbidden', message: 'No.' } }],
      AT,
    );
    expect(await db.cases.get(record.id)).toMatchObject({ observed: '', impact: 'Kept' });
    expect(
      (await db.rejectedEdits.toArray()).map(({ edit, rejection }) => [
        edit.patch.observed,
        rejection.message,
      ]),
    ).toEqual([['Refused', 'No.']]);
    await applyPushResults(db, [{ n: 2, outcome: 'applied', version: 2 }], AT);
    expect([await db.outbox.count(), await db.bases.count()]).toEqual([0, 0]);
    expect(await db.cases.get(record.id)).toMatchObject({ impact: 'Kept' });
  });

  test('[S5] of two decisions about a conflict the screen shows the first, also where its pull came before the answer', async () => {
    const key = newId();
    const open: Conflict = {
      id: key,
      caseId: newId(),
      table: 'cases',
      key,
      kind: 'field',
      field: 'observed',
      base: '',
      theirs: 'A',
      mine: 'B',
      deviceId: identity.deviceId,
      by: null,
      at: AT,
      resolvedAt: null,
      resolvedBy: null,
      resolution: null,
    };
    const first = { ...open, resolvedAt: AT, resolvedBy: newId(), resolution: 'theirs' as const };
    const row = (data: Conflict, version: number) => ({
      table: 'conflicts',
      key,
      version,
      deleted: false,
      data: data as unknown as PulledRow['data'],
    });
    await applyPage(db, scope, page([row(open, 1)], 1), true);
    const fields = { resolvedAt: AT, resolvedBy: identity.person.id, resolution: 'mine' as const };
    await write(parts, [{ op: 'patch', table: 'conflicts', key, fields }]);
    await applyPage(db, scope, page([row(first, 2)], 2), false);
    expect(await db.conflicts.get(key)).toMatchObject(fields);
    await applyPushResults(db, [{ n: 1, outcome: 'merged', version: 2 }], AT);
    expect(await db.conflicts.get(key)).toEqual(first);
  });
});

describe('the database over time', () => {
  test('a database of version 1 opens, and its cases have lines in the list', async () => {
    const old = `old-${crypto.randomUUID()}`;
    const first = new Dexie(old);
    first.version(1).stores({
      cases: 'id',
      outbox: 'n, [table+key], caseId',
      device: 'id',
      attention: 'id, caseId',
      later: 'id',
      values: 'id',
    });
    await first.open();
    const record = aCase('Older than the list');
    await first.table('cases').add(record);
    first.close();
    const opened = await openDatabase(old);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(await opened.db.summaries.toArray()).toEqual([summaryOf(record, undefined)]);
    opened.db.close();
    await Dexie.delete(old);
  });

  test('[S12] a database of version 2 opens with all that it holds, and can note files and what was sent', async () => {
    const old = `old-${crypto.randomUUID()}`;
    const second = new Dexie(old);
    const stores = {
      cases: 'id',
      outbox: 'n, [table+key], caseId',
      device: 'id',
      attention: 'id, caseId',
      later: 'id',
      values: 'id',
    };
    second.version(1).stores(stores);
    second.version(2).stores({
      summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale',
      syncLog: '++id',
    });
    await second.open();
    const record = aCase('Waits since version 2');
    const edit = { n: 4, table: 'cases', key: record.id, caseId: record.id, patch: { ...record } };
    await second.table('cases').add(record);
    await second.table('summaries').add(summaryOf(record, undefined));
    await second.table('outbox').add(edit);
    await second.table('syncLog').add({ at: AT, text: 'A line' });
    second.close();
    const opened = await openDatabase(old);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(await opened.db.table('outbox').toArray()).toEqual([edit]);
    expect(await opened.db.cases.toArray()).toEqual([record]);
    expect(await opened.db.summaries.toArray()).toEqual([summaryOf(record, undefined)]);
    expect((await opened.db.syncLog.toArray()).map(({ text }) => text)).toEqual(['A line']);
    expect([await opened.db.transfers.count(), await opened.db.sentBatches.count()]).toEqual([0, 0]);
    opened.db.close();
    await Dexie.delete(old);
  });

  test('[S12] a database of version 5 opens under the new names: refused edits, rows of a later schema, choices, drafts', async () => {
    const old = `old-${crypto.randomUUID()}`;
    const fifth = new Dexie(old);
    fifth.version(5).stores({
      cases: 'id',
      outbox: 'n, [table+key], caseId',
      device: 'id',
      attention: 'id, caseId',
      later: 'id',
      values: 'id',
      sentBatches: 'last',
      bases: 'id',
      synced: 'id, scope',
      cursors: 'scope',
      syncLog: '++id',
      transfers: 'sha256, state',
      summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale, nextDue',
    });
    await fifth.open();
    const record = aCase('Open since version 5');
    const edit = { n: 4, table: 'cases', key: record.id, caseId: record.id, patch: { ...record } };
    const refused = {
      id: newId(),
      caseId: record.id,
      at: AT,
      edit,
      rejection: { code: 'invalid', message: 'It does not fit.' },
    };
    const unknown = { id: 'wishes w1', table: 'wishes', key: 'w1', data: { text: 'From a later console' } };
    const draft = { did: 'Begun', showed: '' };
    await fifth.table('cases').add(record);
    await fifth.table('outbox').add(edit);
    await fifth.table('attention').add(refused);
    await fifth.table('later').add(unknown);
    await fifth.table('values').bulkAdd([
      { id: 'sync', value: { link: 'offline' } },
      { id: 'case-columns', value: ['title'] },
      { id: `step-draft ${record.id}`, value: draft },
    ]);
    fifth.close();
    const opened = await openDatabase(old);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const { db } = opened;
    expect(await db.table('outbox').toArray()).toEqual([edit]);
    expect(await db.table('rejectedEdits').toArray()).toEqual([refused]);
    expect(await db.unknownRows.toArray()).toEqual([unknown]);
    expect(await db.syncState.toArray()).toEqual([{ id: 'sync', value: { link: 'offline' } }]);
    expect(await db.settings.toArray()).toEqual([{ id: 'case-columns', value: ['title'] }]);
    expect(await db.drafts.toArray()).toEqual([
      { id: `step-draft ${record.id}`, caseId: record.id, value: draft },
    ]);
    expect(db.tables.map(({ name }) => name)).not.toContain('values');
    db.close();
    await Dexie.delete(old);
  });

  test('a synced table or index that was added has a version of the database of its own', () => {
    const stores = Object.entries(syncedStores()).map(([table, indexes]) => `${table}: ${indexes}`);
    const noted = {
      version: 1,
      stores: '4767da1ba04514f6f77d1599bbfb3cfdfbdd7a14bf1cd1a6e4e42b70e46ec432',
    };
    const now = { version: STORES, stores: sha256OfText(stores.sort().join('\n')) };
    const changed = now.stores !== noted.stores;
    expect(
      changed && now.version === noted.version,
      `the stores changed: count STORES up (shared/sync/tables.ts), and note here that version ${STORES + 1} has the stores ${now.stores}`,
    ).toBe(false);
    expect(now, 'note in this test what it gives now').toEqual(noted);
  });

  test('[S7][S12] a database of version 4 opens, and what it kept of what was sent goes again to a restored hub', async () => {
    const old = `old-${crypto.randomUUID()}`;
    const fourth = new Dexie(old);
    fourth.version(4).stores({
      outbox: 'n, [table+key], caseId',
      device: 'id',
      attention: 'id, caseId',
      later: 'id',
      values: 'id',
      sent: 'n, [n+bytes]',
      bases: 'id',
      synced: 'id, scope',
      transfers: 'sha256, state',
    });
    await fourth.open();
    const key = newId();
    const sent = Array.from({ length: 1_203 }, (_, index) => ({
      n: index + 7,
      id: newId(),
      table: 'cases',
      key,
      op: 'patch',
      baseVersion: null,
      patch: { observed: `${index}` },
      base: { observed: '' },
      blobs: [],
      at: AT,
      hash: '0'.repeat(64),
      caseId: key,
      bytes: 40,
    }));
    await fourth.table('sent').bulkAdd(sent);
    await fourth.table('values').bulkAdd([
      { id: 'sent-bytes', value: 40 * sent.length },
      { id: 'kept', value: true },
    ]);
    await fourth.table('device').add({ id: 'device', identity, nextN: 1_210 });
    fourth.close();
    const opened = await openDatabase(old);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect((await opened.db.sentBatches.toArray()).flatMap(({ entries }) => entries)).toEqual(sent);
    expect(await opened.db.syncState.toCollection().primaryKeys()).toEqual(['kept']);
    expect(await realign(opened.db, 1_100, scope)).toEqual({ again: 109, renumbered: false });
    expect(await opened.db.outbox.orderBy('n').toArray()).toEqual(sent.slice(-109));
    opened.db.close();
    await Dexie.delete(old);
  });

  test('a database of a newer version is read and not changed', async () => {
    const newer = `newer-${crypto.randomUUID()}`;
    const future = new Dexie(newer);
    const later = DATABASE_VERSION + 1;
    future.version(later).stores({ cases: 'id', inventions: 'id' });
    await future.open();
    await future.table('cases').add({ id: 'a' });
    future.close();
    const opened = await openDatabase(newer);
    if (opened.kind !== 'newer') throw new Error(opened.kind);
    expect([opened.version, await opened.reader.table('cases').count()]).toEqual([later, 1]);
    opened.reader.close();
    expect((await indexedDB.databases()).find((each) => each.name === newer)?.version).toBe(later * 10);
    await Dexie.delete(newer);
  });

  test('the list reads ten thousand cases by index, filters and sorts', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({
      ...summaryOf(aCase(`Case ${index}`), undefined),
      missing: index % 7,
      state: index % 2 ? ('level1' as const) : ('level2' as const),
    }));
    await db.summaries.bulkAdd(lines);
    const query = {
      sort: 'missing' as const,
      descending: true,
      text: '',
      state: null,
      priority: null,
      waitingOnly: false,
    };
    expect((await firstLines(db, query, 50)).map((line) => line.missing)).toEqual(Array(50).fill(6));
    expect(await caseIds(db, query)).toHaveLength(10_000);
    expect(await caseIds(db, { ...query, state: 'level1' })).toHaveLength(5_000);
    expect(await caseIds(db, { ...query, text: 'case 777' })).toHaveLength(20);
  });
});
