/** Rows sealed at rest (security 29): what lies in IndexedDB, read without the console, and what becomes of rows that were changed there. */
import { waitFor } from '@testing-library/react';
import { Dexie } from 'dexie';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ConsoleDatabase, DATABASE_NAME, openDatabase } from '../../../renderer/store/database.ts';
import { currentStores, DATABASE_VERSION } from '../../../renderer/store/database-versions.ts';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import { dropKept, readKept, sealKept, writeKept } from '../../../renderer/store/kept.ts';
import { firstBlock, type StoredBlock, type StoredPack } from '../../../renderer/store/packs/format.ts';
import { sealingProgress, sealRest } from '../../../renderer/store/seal-rest.ts';
import { inClear, SEALED } from '../../../renderer/store/sealed-core.ts';
import { keyBytes, type Sealing, sealingOf } from '../../../renderer/store/sealing.ts';
import { setAsideDamaged } from '../../../renderer/store/set-aside.ts';
import { write } from '../../../renderer/store/write.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { compareScope } from '../../../renderer/sync/compare.ts';
import { rowHash } from '../../../shared/base/hash.ts';
import { comments } from '../../../shared/cases/comments.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge, pageKeys } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  openEnrolledConsole,
  organisationScope,
  pulledCase,
  removeConsole,
  wholePage,
} from '../../helpers/console-device.ts';

const PLANTED = 'Zwetschgenknödel';
const epoch = '01900000-0000-7000-8000-0000000000f1';
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function aDevice(): Promise<ConsoleDevice> {
  const device = await openConsoleDevice();
  cleanups.push(() => device.close());
  return device;
}

/** Everything that lies in a database, as another program would read it. */
async function rawRows(db: Dexie): Promise<Record<string, unknown[]>> {
  const raw = db.backendDB();
  const found: Record<string, unknown[]> = {};
  for (const name of raw.objectStoreNames)
    found[name] = await new Promise((done, failed) => {
      const asked = raw.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  return found;
}

function putRaw(db: Dexie, store: string, row: unknown): Promise<void> {
  return new Promise((done, failed) => {
    const transaction = db.backendDB().transaction(store, 'readwrite');
    transaction.objectStore(store).put(row);
    transaction.oncomplete = () => done();
    transaction.onabort = () => failed(transaction.error);
  });
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) =>
    each instanceof Uint8Array ? new TextDecoder('latin1').decode(each) : each,
  );
}

async function rawRow(db: Dexie, store: string, key: unknown): Promise<Record<string, unknown>> {
  const rows = (await rawRows(db))[store] as Record<string, unknown>[];
  const { keyPath } = db.table(store).core.schema.primaryKey;
  const found = rows.find((row) => row[String(keyPath)] === key);
  if (!found) throw new Error(`${store} has no ${String(key)}`);
  return found;
}

const untilTheEnd = [async () => undefined, () => false] as const;

/** Changes one bit of a row's sealed bytes on the disk. */
async function damage(db: Dexie, store: string, key: unknown): Promise<void> {
  const row = await rawRow(db, store, key);
  const bytes = Uint8Array.from(row[SEALED] as Uint8Array);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await putRaw(db, store, { ...row, [SEALED]: bytes });
}

/** The packs of a table as they lie on the disk, the oldest first. */
async function packsOf(db: Dexie, table: string): Promise<StoredPack[]> {
  return ((await rawRows(db)).packs as StoredPack[]).filter((pack) => pack.table === table);
}

/** Changes one bit of each block of a table's first packs. */
async function damageBlocks(db: Dexie, table: string, most: number): Promise<void> {
  const blocks = ((await rawRows(db)).packBlocks as StoredBlock[]).map(({ id }) => id);
  const packs = (await packsOf(db, table)).map(({ seq }) => seq).slice(0, most);
  for (const seq of packs)
    for (const id of blocks.filter((each) => each >= firstBlock(seq) && each < firstBlock(seq + 1)))
      await damage(db, 'packBlocks', id);
}

/** A text that is so long that its row lies in a block, beside the pack that says so. */
const LONG = 'Silence. '.repeat(500);

/** The same database as a window that has read nothing yet. */
async function another(db: ConsoleDatabase): Promise<ConsoleDatabase> {
  const outcome = await openDatabase(db.name, await sealingOf(pageKeys));
  if (outcome.kind !== 'open') throw new Error(outcome.kind);
  cleanups.push(() => outcome.db.close());
  return outcome.db;
}

describe('rows at rest (security 29)', () => {
  test('hold a key, what is indexed, and bytes: no word of a customer’s, in no store', async () => {
    const { db, parts } = await aDevice();
    const record = { ...aCase(PLANTED), customer: `${PLANTED} AG`, site: PLANTED };
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await write(parts, [
      { op: 'patch', table: 'cases', key: record.id, fields: { observed: `${PLANTED} rings` } },
    ]);
    await applyPage(
      db,
      organisationScope,
      wholePage([pulledCase(aCase(`${PLANTED} 2`), 1)], { epoch, version: 1, index: 0 }),
      true,
    );
    await db.drafts.put({ id: 'a draft', caseId: record.id, value: { text: PLANTED } });
    await db.tokenNames.put({
      id: 'T',
      caseId: record.id,
      token: 'T',
      original: PLANTED,
      kind: 'person' as never,
    });
    await db.syncLog.add({ at: AT, text: PLANTED });
    const all = await rawRows(db);
    expect(textOf(all)).not.toContain(PLANTED);
    expect(textOf(all)).not.toContain(identity.person.name);
    for (const [store, rows] of Object.entries(all))
      for (const row of rows as Record<string, unknown>[])
        if (!inClear.has(store)) {
          expect(row[SEALED], store).toBeInstanceOf(Uint8Array);
          const { schema } = db.table(store).core;
          const open = new Set(
            [schema.primaryKey, ...schema.indexes].flatMap(({ keyPath }) => keyPath ?? []),
          );
          // Which table a pack is of is no secret: each store says it of its rows.
          if (store === 'packs') for (const field of ['table', 'mark', 'forgotten', 'count']) open.add(field);
          for (const field of Object.keys(row)) if (field !== SEALED) expect(open, store).toContain(field);
        }
    // Rows that sync brings lie in packs, none by itself.
    expect([all.cases, all.summaries, all.synced, all.rowOrders]).toEqual([[], [], [], []]);
    expect(all.packs?.length).toBeGreaterThan(3);
    // Above it nothing is different.
    expect(await db.cases.get(record.id)).toEqual({ ...record, observed: `${PLANTED} rings` });
    expect((await db.summaries.orderBy('updatedAt').toArray()).map(({ title }) => title).sort()).toEqual([
      PLANTED,
      `${PLANTED} 2`,
    ]);
    expect(await db.syncLog.toArray()).toEqual([{ id: 1, at: AT, text: PLANTED }]);
    expect((await db.outbox.where({ caseId: record.id }).sortBy('n')).map(({ n }) => n)).toEqual([1, 2]);
    const titles: string[] = [];
    await db.cases.each((each) => void titles.push(each.title));
    expect(titles.sort()).toEqual([PLANTED, `${PLANTED} 2`]);
    await db.cases.toCollection().modify((row) => void Object.assign(row, { title: `${row.title}!` }));
    expect((await db.cases.get(record.id))?.title).toBe(`${PLANTED}!`);
    expect(textOf(await rawRows(db))).not.toContain(PLANTED);
  });

  test('no index has a name, a title or other words in clear', async () => {
    const { db } = await aDevice();
    const indexed = db.tables.flatMap(({ schema }) => schema.indexes.flatMap(({ keyPath }) => keyPath ?? []));
    const allowed = [
      ...[
        'caseId',
        'packetId',
        'ticketId',
        'customerId',
        'personId',
        'examId',
        'organisationId',
        'templateId',
      ],
      ...[
        'table',
        'key',
        'scope',
        'state',
        'kind',
        'stage',
        'version',
        'index',
        'number',
        'priority',
        'missing',
      ],
      ...['updatedAt', 'stale', 'nextDue', 'validUntil', 'at', 'subject'],
    ];
    expect([...new Set(indexed)].filter((field) => !allowed.includes(field))).toEqual([]);
  });

  test('a fresh nonce each time: the same row written twice is not the same bytes', async () => {
    const { db } = await aDevice();
    const draft = { id: 'a draft', caseId: newId(), value: PLANTED };
    await db.drafts.put(draft);
    const first = textOf(await rawRow(db, 'drafts', draft.id));
    await db.drafts.put(draft);
    expect(textOf(await rawRow(db, 'drafts', draft.id))).not.toBe(first);
    const record = aCase(PLANTED);
    await db.cases.put(record);
    await db.cases.put(record);
    const [one, two] = (await packsOf(db, 'cases')).map((pack) => textOf(pack[SEALED]));
    expect(one).toBeDefined();
    expect(two).not.toBe(one);
  });

  test('in the place of another, of another store or of another key it is not taken', async () => {
    const { db } = await aDevice();
    const [first, second] = ['first', 'second'].map((id) => ({ id, caseId: newId(), value: id }));
    if (!first || !second) throw new Error('no drafts');
    await db.drafts.bulkPut([first, second]);
    const bytes = (await rawRow(db, 'drafts', first.id))[SEALED];
    await putRaw(db, 'drafts', { id: second.id, caseId: second.caseId, [SEALED]: bytes });
    await putRaw(db, 'settings', { id: first.id, [SEALED]: bytes });
    expect(await db.drafts.get(second.id)).toBeUndefined();
    expect(await db.settings.toArray()).toEqual([]);
    expect((await db.drafts.toArray()).map(({ value }) => value)).toEqual(['first']);
    expect(await db.drafts.bulkGet([second.id, first.id])).toEqual([undefined, first]);
    const seen: unknown[] = [];
    await db.drafts.each((row) => void seen.push(row.value));
    expect(seen).toEqual(['first']);
    expect(
      db.sealing
        ?.takeDamaged()
        .map(({ table }) => table)
        .sort(),
    ).toEqual(['drafts', 'settings']);
  });

  test('a pack under another number or of another table is not taken, nor one in clear', async () => {
    const { db } = await aDevice();
    await db.cases.put(aCase('first'));
    await db.cases.put(aCase('second'));
    const [one] = await packsOf(db, 'cases');
    if (!one) throw new Error('no pack');
    await putRaw(db, 'packs', { ...one, seq: one.seq + 50 });
    await putRaw(db, 'packs', { ...one, seq: one.seq + 51, table: 'products' });
    await putRaw(db, 'packs', { ...one, seq: one.seq + 52, forgotten: 1 });
    const { [SEALED]: _bytes, ...open } = one;
    const head = { keys: ['x'], indexes: [], indexed: [[]], rows: ['{"id":"x"}'], blocks: [], removed: [] };
    await putRaw(db, 'packs', { ...open, seq: one.seq + 53, clear: JSON.stringify(head) });
    const fresh = await another(db);
    expect((await fresh.cases.toArray()).map(({ title }) => title).sort()).toEqual(['first', 'second']);
    expect(await fresh.products.toArray()).toEqual([]);
    expect(fresh.sealing?.takeDamaged().map(({ table, key }) => [table, Number(key) - one.seq])).toEqual([
      ['packs', 53],
      ['packs', 50],
      ['packs', 52],
      ['packs', 51],
    ]);
  });

  test('a database that another key sealed is not opened, and nothing of it is changed', async () => {
    const { db } = await aDevice();
    await db.cases.put(aCase(PLANTED));
    const before = textOf(await rawRows(db));
    const another = await sealingOf({ ...pageKeys, rows: pageKeys.drafts });
    expect((await openDatabase(db.name, another)).kind).toBe('other-key');
    expect(textOf(await rawRows(db))).toBe(before);
    const again = await openDatabase(db.name, await sealingOf(pageKeys));
    if (again.kind !== 'open') throw new Error(again.kind);
    expect(await again.db.cases.count()).toBe(1);
    again.db.close();
  });
});

/** As a console of before has it: no packs, and nothing sealed. */
async function databaseOfBefore(name: string): Promise<Dexie> {
  const { packs: _packs, packBlocks: _blocks, ...stores } = currentStores();
  const db = new Dexie(name);
  db.version(DATABASE_VERSION - 1).stores(stores);
  await db.open();
  return db;
}

describe('what a console of before left in clear', () => {
  async function inClearFirst(): Promise<{ name: string; records: ReturnType<typeof aCase>[] }> {
    const name = `clear-${newId()}`;
    const db = await databaseOfBefore(name);
    const records = Array.from({ length: 450 }, (_, at) => aCase(`${PLANTED} ${at}`));
    await db.table('cases').bulkPut(records);
    await db.table('summaries').bulkPut(records.map((each) => summaryOf(each, undefined)));
    await db.table('drafts').bulkPut(records.map(({ id }) => ({ id, caseId: id, value: PLANTED })));
    db.close();
    cleanups.push(() => Dexie.delete(name));
    return { name, records };
  }

  async function opened(name: string): Promise<ConsoleDatabase> {
    const outcome = await openDatabase(name, await sealingOf(pageKeys));
    if (outcome.kind !== 'open') throw new Error(outcome.kind);
    cleanups.push(() => outcome.db.close());
    return outcome.db;
  }

  test('is read as it is, sealed in steps, and goes on where it was interrupted', async () => {
    const { name, records } = await inClearFirst();
    let db = await opened(name);
    expect((await db.cases.toArray()).length).toBe(records.length);
    const told: number[] = [];
    const stop = sealingProgress.subscribe((state) => state && told.push(state.done));
    let steps = 0;
    await sealRest(
      db,
      async () => {
        steps += 1;
      },
      () => steps === 3,
    );
    const sealedNow = ((await rawRows(db)).drafts as Record<string, unknown>[]).filter(
      (row) => SEALED in row,
    );
    expect(sealedNow.length).toBeGreaterThan(0);
    expect(sealedNow.length).toBeLessThan(records.length);
    // What a pack has does not lie by itself any more.
    const left = (await rawRows(db)).cases as unknown[];
    expect(left).toEqual([]);
    expect(sealingProgress.getState()).toBeNull();
    // Both forms beside each other.
    expect((await db.cases.toArray()).length).toBe(records.length);
    db.close();
    db = await opened(name);
    await db.cases.put({ ...(records[449] as (typeof records)[number]), title: 'written meanwhile' });
    await sealRest(db, ...untilTheEnd);
    stop();
    expect(textOf(await rawRows(db))).not.toContain(PLANTED);
    expect(told.length).toBeGreaterThan(5);
    expect(await db.cases.get(records[0]?.id ?? '')).toEqual(records[0]);
    expect((await db.cases.get(records[449]?.id ?? ''))?.title).toBe('written meanwhile');
    expect(await db.cases.count()).toBe(records.length);
    // Told for good: what another hand puts there now is not read.
    expect(db.sealing?.isWhole).toBe(true);
    await putRaw(db, 'cases', aCase('planted'));
    await putRaw(db, 'drafts', { id: 'planted', caseId: newId(), value: 'planted' });
    for (let starts = 0; starts < 2; starts++) {
      expect((await db.cases.toArray()).length).toBe(records.length);
      expect((await db.drafts.toArray()).length).toBe(records.length);
      db.close();
      db = await opened(name);
    }
  });
});

describe('once all is sealed', () => {
  test('a row in clear is not read, whoever put it there: it is set aside, told, and what the hub has comes again', async () => {
    const { db, parts } = await aDevice();
    const record = aCase('mine');
    await applyPage(
      db,
      organisationScope,
      wholePage([pulledCase(record, 1)], { epoch, version: 1, index: 0 }),
      true,
    );
    const forged = { ...record, title: `${PLANTED} in its place` };
    await putRaw(db, 'cases', forged);
    const added = aCase(PLANTED);
    await putRaw(db, 'cases', added);
    await putRaw(db, 'summaries', summaryOf(added, undefined));
    const fresh = await another(db);
    // What a pack has of a key counts, and nothing else.
    expect(await fresh.cases.toArray()).toEqual([record]);
    expect((await fresh.summaries.orderBy('updatedAt').toArray()).map(({ title }) => title)).toEqual([
      'mine',
    ]);
    await setAsideDamaged({ ...parts, db: fresh }, () => undefined);
    const kept = await db.setAside.toArray();
    expect(kept.map(({ id }) => id).sort()).toEqual([`cases ${added.id}`, `summaries ${added.id}`].sort());
    for (const { told, bytes } of kept) {
      expect(told).toContain('another program wrote it there');
      // As it was found, for support.
      expect(new TextDecoder().decode(keyBytes(bytes))).toContain(PLANTED);
    }
    await sealRest(fresh, ...untilTheEnd);
    expect(textOf(await rawRows(db))).not.toContain(PLANTED);
    // The next page that says what the hub has finds the difference.
    expect((await db.cursors.get(organisationScope))?.count).toBe(0);
  });

  test('[S1] an edit in clear is not sent: the journal’s own takes its place, and one that it does not know goes', async () => {
    const { db, parts } = await aDevice();
    await write(parts, [{ op: 'insert', table: 'cases', row: aCase('mine') }]);
    const [own] = await db.outbox.toArray();
    await putRaw(db, 'outbox', { ...own, patch: { ...own?.patch, title: PLANTED } });
    await putRaw(db, 'outbox', { ...own, n: 2, id: newId(), key: newId() });
    expect(await db.outbox.toArray()).toEqual([]);
    await setAsideDamaged(parts, () => undefined);
    expect(await db.outbox.toArray()).toEqual([own]);
    expect((await db.setAside.get('outbox 2'))?.told).toContain('it is not sent');
  });

  test('whoever takes one of the two notes, or writes either in clear, changes nothing by it', async () => {
    const { db } = await aDevice();
    await sealRest(db, ...untilTheEnd);
    const opened = async () => {
      const outcome = await openDatabase(db.name, await sealingOf(pageKeys));
      if (outcome.kind !== 'open') throw new Error(outcome.kind);
      const { isWhole } = outcome.db.sealing as Sealing;
      outcome.db.close();
      return isWhole;
    };
    const [note, device] = [
      await rawRow(db, 'syncState', 'all-sealed'),
      await rawRow(db, 'device', 'device'),
    ];
    expect(await opened()).toBe(true);
    await putRaw(db, 'syncState', { id: 'all-sealed', value: null });
    expect(await opened()).toBe(true);
    await putRaw(db, 'syncState', note);
    await putRaw(db, 'device', { id: 'device', nextN: 1 });
    expect(await opened()).toBe(true);
    await putRaw(db, 'device', device);
    expect(await opened()).toBe(true);
    // A note of another key counts for nothing.
    const others = (await sealingOf({ ...pageKeys, rows: pageKeys.drafts })).wholeNote();
    const fresh = await sealingOf(pageKeys);
    fresh.learnWhole(others);
    fresh.learnWhole('no base 64!');
    expect(fresh.isWhole).toBe(false);
  });

  test('a second window waits for the one that seals, and goes on where that one is closed', async () => {
    const bridge = memoryBridge();
    await Dexie.delete(DATABASE_NAME);
    const old = await databaseOfBefore(DATABASE_NAME);
    const records = Array.from({ length: 1_200 }, (_, at) => aCase(`${PLANTED} ${at}`));
    await old.table('cases').bulkPut(records);
    old.close();
    const first = await openEnrolledConsole(bridge);
    const seen: number[] = [];
    const firstClosed = new Promise<void>((done) => {
      const stop = sealingProgress.subscribe((state) => {
        if (!state || seen.push(state.done) !== 2) return;
        stop();
        first.close();
        done();
      });
    });
    const second = await openEnrolledConsole(bridge);
    cleanups.push(() => removeConsole(second));
    await firstClosed;
    await waitFor(() => expect(second.db.sealing?.isWhole).toBe(true), { timeout: 20_000 });
    expect(textOf(await rawRows(second.db))).not.toContain(PLANTED);
    expect(await second.db.cases.count()).toBe(records.length);
    expect(await second.db.cases.get(records[0]?.id ?? '')).toEqual(records[0]);
  });
});

describe('a row that was damaged on the disk', () => {
  test('[S8] is set aside, told, and fetched again from the hub', async () => {
    const { db, bridge, parts } = await aDevice();
    const [first, second] = [{ ...aCase('first'), observed: LONG }, aCase('second')];
    const rows = [pulledCase(first, 1, 0), pulledCase(second, 1, 1)];
    const cursor = { epoch, version: 1, index: 1 };
    await applyPage(db, organisationScope, wholePage([rows[0] as PulledRow], cursor), true);
    await applyPage(db, organisationScope, wholePage([rows[1] as PulledRow], cursor), false);
    await damageBlocks(db, 'cases', 1);
    const mended = vi.fn();
    const fresh = await another(db);
    expect((await fresh.cases.toArray()).map(({ title }) => title)).toEqual(['second']);
    expect(await fresh.cases.get(first.id)).toBeUndefined();
    await setAsideDamaged({ ...parts, db: fresh }, mended);
    expect(mended).toHaveBeenCalled();
    expect(await db.setAside.toArray()).toMatchObject([
      { id: `cases ${first.id}`, told: expect.stringContaining('fetched again') },
    ]);
    expect((await db.syncLog.toArray()).at(-1)?.text).toContain('cases');
    // The hub has moved on by nothing; count and hash no longer agree, so that rows are compared.
    const page = { ...wholePage(rows, cursor), rows: [] };
    expect((await applyPage(db, organisationScope, page, false)).agrees).toBe(false);
    bridge.replies['hub.compare'] = () => ({
      ok: true,
      value: {
        ...{ epoch, more: false, hubTime: AT },
        rows: rows.map((row) => ({ table: row.table, key: row.key, version: 1, hash: rowHash(row) })),
      } as never,
    });
    bridge.replies['hub.rows'] = ({ keys }) => ({
      ok: true,
      value: {
        ...{ epoch, more: false, hubTime: AT },
        rows: rows.filter((row) => keys.some(({ key }) => key === row.key)),
      } as never,
    });
    const done = await compareScope(parts, organisationScope, () => new Error('not asked'));
    expect(done?.fetched).toBe(1);
    expect(await db.cases.get(first.id)).toEqual(first);
    expect((await applyPage(db, organisationScope, page, false)).agrees).toBe(true);
  });

  test('[S1] an edit that waits comes back from the journal under its own number', async () => {
    const { db, parts } = await aDevice();
    const record = aCase('mine');
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await write(parts, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Silence' } }]);
    const before = await db.outbox.toArray();
    await damage(db, 'outbox', 2);
    expect((await db.outbox.toArray()).length).toBe(1);
    await setAsideDamaged(parts, () => undefined);
    expect(await db.outbox.toArray()).toEqual(before);
  });

  test('a line of the list is made again from its case; what is only here is told', async () => {
    const { db, parts } = await aDevice();
    const record = aCase('mine');
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await db.summaries.update(record.id, { site: LONG });
    await db.drafts.put({ id: 'd', caseId: record.id, value: 'begun' });
    await damageBlocks(db, 'summaries', 9);
    await damage(db, 'drafts', 'd');
    expect([await db.summaries.toArray(), await db.drafts.toArray()]).toEqual([[], []]);
    await setAsideDamaged(parts, () => undefined);
    expect(await db.summaries.get(record.id)).toMatchObject({ title: 'mine', stale: 1 });
    expect((await db.setAside.get('drafts d'))?.told).toContain('written again');
  });

  test.each(['cases', 'comments', 'summaries', 'synced'])(
    '[S1, S8] a pack of %s that cannot be opened: all comes again from the hub, what waits stays and its rows are made from it',
    async (table) => {
      const { db, parts } = await aDevice();
      const [received, edited, own] = [aCase('received'), aCase('edited'), aCase('own')];
      const rows = [pulledCase(received, 1, 0), pulledCase(edited, 1, 1)];
      const cursor = { epoch, version: 1, index: 1 };
      await applyPage(db, organisationScope, wholePage(rows, cursor), true);
      const said = comments.empty({
        ...{ id: newId(), caseId: own.id, text: 'said' },
        ...{ by: { id: identity.person.id, name: identity.person.name }, at: { at: AT, zone: 'UTC' } },
      });
      await write(parts, [{ op: 'insert', table: 'cases', row: own }]);
      expect((await write(parts, [{ op: 'insert', table: 'comments', row: said }])).kind).toBe('saved');
      await write(parts, [{ op: 'patch', table: 'cases', key: edited.id, fields: { observed: 'Silence' } }]);
      const waiting = await db.outbox.toArray();
      for (const { seq } of await packsOf(db, table)) await damage(db, 'packs', seq);
      const fresh = await another(db);
      await fresh.transaction('r', [fresh.cases, fresh.comments, fresh.summaries, fresh.synced], async () => {
        for (const name of ['cases', 'comments', 'summaries', 'synced']) await fresh.table(name).toArray();
      });
      await setAsideDamaged({ ...parts, db: fresh }, () => undefined);
      expect((await fresh.setAside.toArray()).length).toBeGreaterThan(0);
      expect((await fresh.setAside.toArray())[0]?.told).toContain('what waits to be sent is kept');
      expect(await fresh.outbox.toArray()).toEqual(waiting);
      const here = [{ ...edited, observed: 'Silence' }, own].sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const each of [fresh, db, await another(db)]) {
        expect(await each.cases.toArray()).toEqual(here);
        expect(await each.comments.toArray()).toEqual([said]);
        expect((await each.summaries.toArray()).map(({ id, waiting }) => [id, waiting]).sort()).toEqual(
          [
            [edited.id, 1],
            [own.id, 2],
          ].sort(),
        );
        expect([await each.synced.count(), await each.cursors.count()]).toEqual([0, 0]);
      }
      // The scope from its beginning brings what the hub has, with the edits on top.
      const { agrees } = await applyPage(fresh, organisationScope, wholePage(rows, cursor), true);
      expect(agrees).toBe(true);
      expect((await fresh.cases.toArray()).map(({ title }) => title).sort()).toEqual([
        'edited',
        'own',
        'received',
      ]);
      expect((await fresh.cases.get(edited.id))?.observed).toBe('Silence');
    },
  );

  test('[S1, S8] a pack that is gone: the row of an older one does not pass for today’s, and what waits stays', async () => {
    const { db, parts } = await aDevice();
    const [received, own] = [aCase('received'), aCase('own')];
    const cursor = { epoch, version: 1, index: 0 };
    await applyPage(db, organisationScope, wholePage([pulledCase(received, 1, 0)], cursor), true);
    await write(parts, [{ op: 'insert', table: 'cases', row: own }]);
    await write(parts, [{ op: 'patch', table: 'cases', key: own.id, fields: { observed: 'Silence' } }]);
    await write(parts, [{ op: 'patch', table: 'cases', key: own.id, fields: { title: 'ours' } }]);
    const gone = (await packsOf(db, 'cases')).at(-2)?.seq ?? 0;
    await db.table('packs').delete(gone);
    const fresh = await another(db);
    await fresh.cases.toArray();
    await setAsideDamaged({ ...parts, db: fresh }, () => undefined);
    expect((await fresh.setAside.toArray())[0]?.told).toContain('what waits to be sent is kept');
    for (const each of [fresh, db, await another(db)]) {
      expect((await each.cases.toArray()).map(({ title, observed }) => [title, observed])).toEqual([
        ['ours', 'Silence'],
      ]);
      expect(await each.cursors.count()).toBe(0);
      expect(each.sealing?.anyDamaged).toBe(false);
    }
    await setAsideDamaged({ ...parts, db: fresh }, () => undefined);
    expect(await fresh.setAside.count()).toBe(1);
  });

  test('a pack that was made to say that all before it is forgotten says so no longer than it is there', async () => {
    const { db, parts } = await aDevice();
    await db.cases.put(aCase('first'));
    const [pack] = await packsOf(db, 'cases');
    await putRaw(db, 'packs', { ...pack, forgotten: 1e9 });
    const fresh = await another(db);
    await fresh.cases.toArray();
    await setAsideDamaged({ ...parts, db: fresh }, () => undefined);
    await fresh.cases.put(aCase('second'));
    expect(await db.cases.count()).toBe(1);
    await db.cases.put(aCase('third'));
    for (const { seq, forgotten } of await packsOf(db, 'cases')) expect(forgotten).toBeLessThanOrEqual(seq);
    for (const each of [fresh, await another(db)]) expect(await each.cases.count()).toBe(2);
  });

  test('two windows that find the same pack damaged begin anew once', async () => {
    const { db, parts } = await aDevice();
    await db.cases.put(aCase('damaged'));
    for (const { seq } of await packsOf(db, 'cases')) await damage(db, 'packs', seq);
    const [one, two] = [await another(db), await another(db)];
    await Promise.all([one.cases.toArray(), two.cases.toArray()]);
    const fetched = aCase('fetched again');
    const told: string[] = [];
    await Promise.all([
      setAsideDamaged({ ...parts, db: one }, () => told.push('one')),
      setAsideDamaged({ ...parts, db: two }, () => told.push('two')),
    ]);
    await one.cases.put(fetched);
    await setAsideDamaged({ ...parts, db: two }, () => undefined);
    expect(await two.cases.toArray()).toEqual([fetched]);
    expect((await two.syncLog.toArray()).filter(({ text }) => text.startsWith('Damaged'))).toHaveLength(1);
  });

  test('is left where it is once it was written anew', async () => {
    const { db, parts } = await aDevice();
    await db.drafts.put({ id: 'd', caseId: newId(), value: 'begun' });
    await damage(db, 'drafts', 'd');
    expect(await db.drafts.toArray()).toEqual([]);
    await db.drafts.put({ id: 'd', caseId: newId(), value: 'begun again' });
    await setAsideDamaged(parts, () => undefined);
    expect((await db.drafts.get('d'))?.value).toBe('begun again');
    expect(await db.setAside.count()).toBe(0);
  });

  test('is dealt with by itself as soon as it was read', async () => {
    const { db, parts } = await aDevice();
    const record = aCase('mine');
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await damage(db, 'outbox', 1);
    const sealing = db.sealing as Sealing;
    sealing.onDamaged(() => setAsideDamaged(parts, () => undefined));
    expect(await db.outbox.toArray()).toEqual([]);
    await sealing.mending;
    expect((await db.outbox.toArray()).map(({ n }) => n)).toEqual([1]);
  });
});

describe('what is kept beside the database', () => {
  test('is sealed at once and read at once; what lay there in clear is sealed when it opens', () => {
    const name = 'partner-console-draft a field';
    cleanups.push(() => dropKept(name));
    localStorage.removeItem('partner-console-kept-sealed');
    localStorage.setItem(name, JSON.stringify({ text: PLANTED }));
    sealKept(keyBytes(pageKeys.drafts));
    expect(localStorage.getItem(name)).not.toContain('Zwetsch');
    expect(readKept(name)).toEqual({ text: PLANTED });
    writeKept(name, { text: `${PLANTED} 2` });
    expect(localStorage.getItem(name)).toMatch(/^sealed /);
    expect(readKept(name)).toEqual({ text: `${PLANTED} 2` });
    // Under another name it is not taken.
    localStorage.setItem(`${name} 2`, localStorage.getItem(name) ?? '');
    expect(readKept(`${name} 2`)).toBeNull();
    dropKept(`${name} 2`);
    // What was sealed once is never read in clear again, at once or after the next start.
    localStorage.setItem(name, JSON.stringify({ text: 'planted' }));
    expect(readKept(name)).toBeNull();
    sealKept(keyBytes(pageKeys.drafts));
    expect(localStorage.getItem(name)).toBeNull();
  });
});
