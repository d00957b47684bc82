/** What could break the promise of the packs: each is done on purpose here. */
import 'fake-indexeddb/auto';
import { type DBCoreIndex, type DBCoreKeyRange, type DBCoreTableSchema, Dexie } from 'dexie';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { currentStores, DATABASE_VERSION } from '../../../renderer/store/database-versions.ts';
import { Rows } from '../../../renderer/store/packs/rows.ts';
import { packSingles, tidyPacks } from '../../../renderer/store/packs/tidy.ts';
import { Sealing } from '../../../renderer/store/sealing.ts';
import { pagesOf } from '../../../renderer/store/slices.ts';

type Row = { id: string } & Record<string, unknown>;
const keyOfRows = crypto.getRandomValues(new Uint8Array(32));
let names = 0;
const freshName = () => `faults-${++names}-${crypto.randomUUID()}`;

async function packed(name: string, isSealed = true): Promise<ConsoleDatabase> {
  const db = consoleDatabase(name, isSealed ? new Sealing(keyOfRows, null) : null);
  await db.open();
  return db;
}

/** Leaves rows by themselves, in clear, as a console of before did. */
async function leave(name: string, left: readonly Row[]): Promise<void> {
  const { packs: _packs, packBlocks: _blocks, ...stores } = currentStores();
  const db = new Dexie(name);
  db.version(DATABASE_VERSION - 1).stores(stores);
  await db.open();
  await db.table('systems').bulkPut(left);
  db.close();
}

const idsOf = (db: Dexie) => db.table<Row, string>('systems').toCollection().primaryKeys();

describe('a window that has seen no pack yet', () => {
  test('forgets rows of before that another window moved, removed and tidied away meanwhile', async () => {
    const name = freshName();
    await leave(name, [{ id: 'a' }, { id: 'b' }]);
    const [asleep, db] = [await packed(name), await packed(name)];
    expect(await idsOf(asleep)).toEqual(['a', 'b']);
    await packSingles(db, 'systems', null);
    await db.table('systems').delete('a');
    for (let n = 0; n < 70; n++) await db.table('systems').put({ id: 'c', n });
    while (await tidyPacks(db, 'systems'));
    expect(await idsOf(asleep)).toEqual(['b', 'c']);
    expect(await asleep.table('systems').count()).toBe(2);
    asleep.close();
    db.close();
  });
});

describe('keys', () => {
  test('of another kind name no row', async () => {
    const db = await packed(freshName());
    await db.table('systems').put({ id: '5' });
    await db.table('systems').bulkDelete([5, 6]);
    expect(await idsOf(db)).toEqual(['5']);
    expect(await db.table('systems').get(5)).toBe(undefined);
    db.close();
  });

  test.each(['', 'ü\ud800', '__proto__', '\u0000', 'x'.repeat(5_000)])(
    'of any text are found by ranges: %j',
    async (id) => {
      const name = freshName();
      const model = new Dexie(freshName());
      model.version(1).stores({ systems: 'id, caseId' });
      const say = async (db: Dexie) => {
        const all = db.table<Row, string>('systems');
        return [
          await all.toArray(),
          await all.where('id').aboveOrEqual(id).primaryKeys(),
          await all.where('id').above(id).primaryKeys(),
          await all.where('id').below(id).primaryKeys(),
          await all.where('id').belowOrEqual(id).reverse().primaryKeys(),
          await all.where('id').startsWith(id.slice(0, 1)).primaryKeys(),
          await all.where('caseId').equals('c').primaryKeys(),
          await all.where('caseId').above('c').primaryKeys(),
          await all.where('caseId').belowOrEqual('c').reverse().primaryKeys(),
          await all.where('caseId').between('c', 'c', true, true).count(),
          await all.get(id),
        ];
      };
      const db = await packed(name);
      for (const each of [db, model])
        await each.table('systems').bulkPut([
          { id: 'a', caseId: 'c' },
          { id, caseId: 'c' },
          { id: 'z', caseId: 'd' },
        ]);
      expect(await say(db)).toEqual(await say(model));
      db.close();
      const again = await packed(name);
      expect(await say(again)).toEqual(await say(model));
      again.close();
      model.close();
    },
  );
});

describe('an index', () => {
  const schema = {
    name: 'systems',
    primaryKey: { name: null, isPrimaryKey: true },
    indexes: [{ name: 'caseId' }],
  };
  const entry = (n: number, caseId: string) => ({
    ...{ key: `row ${n}`, indexed: [caseId], seq: 1, block: 0, at: n, text: null },
  });

  test('of many rows is made in many steps, and has what was written between them', () => {
    const rows = new Rows(schema as unknown as DBCoreTableSchema);
    for (let n = 0; n < 5_000; n++) rows.put(entry(n, `case ${(n * 7) % 10}`));
    const index = schema.indexes[0] as unknown as DBCoreIndex;
    let steps = 0;
    for (const _ of rows.sorting(index)) {
      steps += 1;
      expect(rows.isSorted(index)).toBe(false);
      if (steps === 10) rows.put(entry(1, 'case new'));
      if (steps === 30) rows.remove('row 2');
      if (steps === 60) rows.put(entry(6_000, 'case 3'));
    }
    expect(steps).toBeGreaterThan(100);
    const found = [...rows.range(index, { type: 3 } as unknown as DBCoreKeyRange, false)];
    expect(found).toHaveLength(5_000);
    expect(found.at(-1)?.key).toBe('row 1');
    const order = found.map(({ key, indexed }) => `${indexed[0]} ${key}`);
    expect(order).toEqual([...order].sort());
  });
});

describe('a cursor', () => {
  test.each([true, false])(
    'sees what its own transaction did to rows ahead of it; rows of before: %s',
    async (before) => {
      const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: 'old' }));
      const name = freshName();
      if (before) await leave(name, rows);
      const db = await packed(name);
      const model = new Dexie(freshName());
      model.version(1).stores({ systems: 'id, caseId' });
      await model.table('systems').bulkPut(rows);
      if (!before) await db.table('systems').bulkPut(rows);
      const walked = (one: Dexie) =>
        one.transaction('rw', 'systems', async () => {
          const seen: unknown[] = [];
          await one.table<Row, string>('systems').each((row) => {
            seen.push({ id: row.id, text: row.text });
            if (row.id !== 'a') return;
            void one.table('systems').put({ id: 'c', text: 'new' });
            void one.table('systems').delete('d');
          });
          return seen;
        });
      expect(await walked(db)).toEqual(await walked(model));
      db.close();
      model.close();
    },
  );
});

async function rawRecords(db: ConsoleDatabase, store: string): Promise<Record<string, unknown>[]> {
  return new Promise((done) => {
    const asked = db.backendDB().transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
}
const putRaw = (db: ConsoleDatabase, store: string, record: unknown) =>
  new Promise<void>((done) => {
    const transaction = db.backendDB().transaction(store, 'readwrite');
    transaction.objectStore(store).put(record);
    transaction.oncomplete = () => done();
  });
const deleteRaw = (db: ConsoleDatabase, store: string, key: IDBValidKey | IDBKeyRange) =>
  new Promise<void>((done) => {
    const transaction = db.backendDB().transaction(store, 'readwrite');
    transaction.objectStore(store).delete(key);
    transaction.oncomplete = () => done();
  });

describe('a record of another hand', () => {
  test.each([2 ** 53, 2 ** 45, 1e300, 'text', [1]])(
    'under the number %j takes no later write with it',
    async (seq) => {
      const name = freshName();
      const db = await packed(name);
      await db.table('systems').put({ id: 'a' });
      const [pack] = await rawRecords(db, 'packs');
      await putRaw(db, 'packs', { ...pack, seq });
      db.close();
      const again = await packed(name);
      await idsOf(again);
      const text = 'x'.repeat(1_500);
      for (const id of ['b', 'c', 'd'])
        await again.table('systems').bulkPut([
          { id, text },
          { id: `${id}2`, text },
        ]);
      again.close();
      const third = await packed(name);
      expect(await idsOf(third)).toEqual(['a', 'b', 'b2', 'c', 'c2', 'd', 'd2']);
      expect(await third.table('systems').toArray()).toHaveLength(7);
      third.close();
    },
  );

  test('in the name of a table that is none is told', async () => {
    const name = freshName();
    const db = await packed(name);
    await db.table('systems').put({ id: 'a' });
    const [pack] = await rawRecords(db, 'packs');
    await putRaw(db, 'packs', { ...pack, table: 'nothing' });
    db.close();
    const again = await packed(name);
    await idsOf(again);
    expect(again.sealing?.takeDamaged()).toEqual([{ table: 'packs', key: 1 }]);
    again.close();
  });

  test('that is not there any more is told: an older row would pass for today’s', async () => {
    const name = freshName();
    const db = await packed(name);
    for (const n of [1, 2, 3]) await db.table('systems').put({ id: 'a', n });
    await db.table('systems').put({ id: 'b' });
    await deleteRaw(db, 'packs', 3);
    db.close();
    const again = await packed(name);
    await idsOf(again);
    expect(again.sealing?.anyDamaged).toBe(true);
    again.close();
  });
});

describe('a damaged block', () => {
  test('makes no page of a table look like its last', async () => {
    const db = await packed(freshName());
    const text = 'x'.repeat(20_000);
    const ids = Array.from({ length: 10 }, (_, n) => `row ${n}`);
    await db.table('systems').bulkPut(ids.map((id) => ({ id, text })));
    const [, second] = await rawRecords(db, 'packBlocks');
    await deleteRaw(db, 'packBlocks', second?.id as number);
    const found: string[] = [];
    for await (const page of pagesOf(db.table<Row, string>('systems'), 3))
      found.push(...page.map(({ id }) => id));
    expect(found).toEqual(ids.filter((id) => id !== 'row 1'));
    db.close();
  });

  test('is told where tidying meets it first', async () => {
    const db = await packed(freshName());
    const text = 'x'.repeat(2_000);
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: `row ${100 + from + n}`, text }));
    await db.table('systems').bulkPut(some(0, 100));
    await db.table('systems').bulkPut(some(0, 90));
    const first = (await rawRecords(db, 'packBlocks')).filter(({ id }) => (id as number) < 2 * 2 ** 20);
    for (const { id } of first) await deleteRaw(db, 'packBlocks', id as number);
    expect(await tidyPacks(db, 'systems')).toBe(false);
    expect(db.sealing?.takeDamaged()).toHaveLength(10);
    db.close();
  });
});

describe('a write that the database refuses', () => {
  afterEach(() => vi.restoreAllMocks());

  test.each([
    ['at the pack', 'packs', 0],
    ['at its third block', 'packBlocks', 2],
  ])('%s takes back all of its transaction, also where nobody minds', async (_, store, after) => {
    const name = freshName();
    const [db, other] = [await packed(name), await packed(name)];
    await db.table('systems').put({ id: 'a', n: 1 });
    const put = IDBObjectStore.prototype.put;
    let left: number = after;
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...row
    ) {
      if (this.name === store && this.transaction.mode === 'readwrite' && isFull && left-- === 0)
        throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, row);
    });
    let isFull = false;
    const text = 'x'.repeat(20_000);
    const written = db.transaction('rw', 'systems', 'rowOrders', async () => {
      await db.table('systems').put({ id: 'a', n: 2 });
      isFull = true;
      await db
        .table('systems')
        .bulkPut(['b', 'c', 'd', 'e'].map((id) => ({ id, text })))
        .catch(() => undefined);
      isFull = false;
      await db.table('rowOrders').put({ id: 'a' });
    });
    await expect(written).rejects.toThrow();
    full.mockRestore();
    const third = await packed(name);
    for (const each of [db, other, third]) {
      expect((await each.table('systems').toArray()).map(({ id, n }) => [id, n])).toEqual([['a', 1]]);
      expect(await each.table('rowOrders').count()).toBe(0);
    }
    await db.table('systems').put({ id: 'b' });
    const last = await packed(name);
    for (const each of [db, other, third, last]) {
      expect(await idsOf(each)).toEqual(['a', 'b']);
      expect(each.sealing?.anyDamaged).toBe(false);
      each.close();
    }
  });
});

describe('a database that was closed', () => {
  test('takes what was under way, and keeps nothing in memory then', async () => {
    const name = freshName();
    const db = await packed(name);
    await db.table('systems').put({ id: 'a' });
    const writing = db.transaction('rw', 'systems', 'rowOrders', async () => {
      await db.table('systems').put({ id: 'b' });
      db.close();
      await db.table('rowOrders').put({ id: 'b' });
      await db.table('systems').put({ id: 'c' });
    });
    await writing;
    expect(db.packs.read('systems')).toBe(undefined);
    expect(db.packs.known('systems')).toEqual([]);
    const again = await packed(name);
    expect(await idsOf(again)).toEqual(['a', 'b', 'c']);
    expect(again.sealing?.anyDamaged).toBe(false);
    again.close();
  });

  test('is not written to by a transaction of before, once its window opened it anew', async () => {
    const name = freshName();
    const db = await packed(name);
    for (const id of ['a', 'b', 'c']) await db.table('systems').put({ id });
    const old = db.backendDB().transaction(['systems', 'packs', 'packBlocks'], 'readwrite');
    const { schema } = db.table('systems').core;
    const rows = await db.packs.table(old, schema);
    db.close();
    await db.open();
    const next = db.table('systems').put({ id: 'd' });
    expect(() =>
      db.packs.write(old, rows, [{ key: 'x', indexed: [null], text: '{"id":"x"}' }], []),
    ).toThrow();
    await next;
    const other = await packed(name);
    for (const each of [db, other]) expect(await idsOf(each)).toEqual(['a', 'b', 'c', 'd']);
    expect(other.sealing?.anyDamaged).toBe(false);
    db.close();
    other.close();
  });
});

describe('a database that was emptied beneath its window', () => {
  test('is empty for it as well, and what it writes then everybody sees', async () => {
    const name = freshName();
    const db = await packed(name);
    for (const id of ['a', 'b', 'c']) await db.table('systems').put({ id });
    db.close({ disableAutoOpen: false });
    await Dexie.delete(name);
    const other = await packed(name);
    await other.table('systems').put({ id: 'd' });
    await db.open();
    expect(await idsOf(db)).toEqual(['d']);
    await db.table('systems').put({ id: 'e' });
    expect(await idsOf(other)).toEqual(['d', 'e']);
    db.close();
    other.close();
  });
});
