/** Tables in packs beside the same tables as Dexie has them: whatever is done to both, both say the same. */
import 'fake-indexeddb/auto';
import { Dexie, type Table } from 'dexie';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { currentStores, DATABASE_VERSION } from '../../../renderer/store/database-versions.ts';
import { packSingles, tidyPacks } from '../../../renderer/store/packs/tidy.ts';
import { Sealing } from '../../../renderer/store/sealing.ts';

const TABLES = ['systems', 'rowOrders', 'summaries'] as const;
type Name = (typeof TABLES)[number];
type Row = { id: string } & Record<string, unknown>;

let names = 0;
const freshName = () => `packs-${++names}-${crypto.randomUUID()}`;
const keyOfRows = crypto.getRandomValues(new Uint8Array(32));

async function packed(name: string, isSealed: boolean): Promise<ConsoleDatabase> {
  const db = consoleDatabase(name, isSealed ? new Sealing(keyOfRows, null) : null);
  await db.open();
  return db;
}

async function plain(name = freshName()): Promise<Dexie> {
  const db = new Dexie(name);
  db.version(DATABASE_VERSION).stores(currentStores());
  await db.open();
  return db;
}

const key = fc.integer({ min: 0, max: 30 }).map((n) => `row ${String(n).padStart(3, '0')}`);
const caseId = fc.constantFrom('case a', 'case b', 'case c');
/** Some rows lack what an index is over, or have something there that is no key. */
const row: fc.Arbitrary<Row> = fc.record(
  {
    id: key,
    caseId: fc.oneof(caseId, caseId, fc.constant(null)),
    table: fc.constantFrom('steps', 'events'),
    stage: fc.constantFrom(0, 1),
    version: fc.integer({ min: 0, max: 5 }),
    index: fc.integer({ min: 0, max: 5 }),
    state: fc.constantFrom('draft', 'sent'),
    updatedAt: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
    stale: fc.constantFrom(0, 1, 2),
    text: fc.string({ unit: 'binary', maxLength: 3_000 }),
  },
  { requiredKeys: ['id', 'text'] },
) as fc.Arbitrary<Row>;

type Act =
  | { kind: 'put' | 'add'; table: Name; rows: Row[] }
  | { kind: 'delete'; table: Name; keys: string[] }
  | { kind: 'range'; table: Name; from: string; to: string }
  | { kind: 'modify'; table: Name; caseId: string; text: string }
  | { kind: 'abort'; table: Name; rows: Row[]; keys: string[] }
  | { kind: 'both'; rows: Row[]; keys: string[] }
  | { kind: 'clear'; table: Name }
  | { kind: 'tidy' | 'open' | 'other' | 'pack' }
  /** One row written, removed and written again in one transaction, with transactions inside it. */
  | { kind: 'again'; table: Name; rows: Row[]; isAborted: boolean }
  /** Some rows that are there already, and some that are not; what failed is let be, the others stay. */
  | { kind: 'partly'; table: Name; rows: Row[] }
  /** The other connection looks at one table alone, so that it is behind with the others. */
  | { kind: 'look'; table: Name }
  /** Both connections at once, neither waiting for the other. */
  | { kind: 'race'; rows: Row[]; keys: string[] };

const table = fc.constantFrom(...TABLES);
const rows = (maxLength = 40) => fc.array(row, { minLength: 1, maxLength });
const keys = fc.array(key, { minLength: 1, maxLength: 15 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('put' as const), table, rows: rows() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('add' as const), table, rows: rows(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), table, keys }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('range' as const), table, from: key, to: key }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('modify' as const), table, caseId, text: fc.string() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('abort' as const), table, rows: rows(), keys }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('both' as const), rows: rows(), keys }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const), table }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('tidy' as const, 'open' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('other' as const, 'pack' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('again' as const),
      table,
      rows: rows(5),
      isAborted: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('partly' as const), table, rows: rows(8) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('look' as const), table }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('race' as const), rows: rows(), keys }) },
);

const stopped = new Error('stopped');
const before = fc.uniqueArray(row, { maxLength: 20, selector: ({ id }) => id });

/** Both connections write the same at once, and read meanwhile: in whatever order they come, it is what one write would be. */
async function raced(
  db: ConsoleDatabase,
  other: ConsoleDatabase,
  model: Dexie,
  each: { rows: Row[]; keys: string[] },
): Promise<void> {
  const writes = async (one: Dexie) => {
    await one.table('systems').bulkPut(each.rows);
    await one.transaction('rw', 'systems', 'summaries', async () => {
      await one.table('systems').bulkPut(each.rows);
      await one.table('summaries').bulkDelete(each.keys);
    });
  };
  await Promise.all([writes(db), said(other), writes(other), said(db), tidyPacks(other, 'summaries')]);
  await writes(model);
}

/** Leaves rows by themselves, in clear, as a console of before did. */
async function leave(name: string, left: readonly Row[]): Promise<void> {
  const { packs: _packs, packBlocks: _blocks, ...stores } = currentStores();
  const db = new Dexie(name);
  db.version(DATABASE_VERSION - 1).stores(stores);
  await db.open();
  await db.table('rowOrders').bulkPut(left);
  db.close();
}

/** Does it to one of both. @returns what it said */
async function done(db: Dexie, each: Act): Promise<unknown> {
  switch (each.kind) {
    case 'put':
      return db.table<Row, string>(each.table).bulkPut(each.rows, { allKeys: true });
    case 'add':
      return db
        .table<Row, string>(each.table)
        .bulkAdd(each.rows, { allKeys: true })
        .catch((error: Error) => error.name);
    case 'delete':
      return db.table<Row, string>(each.table).bulkDelete(each.keys);
    case 'range':
      return db.table<Row, string>(each.table).where(':id').between(each.from, each.to, true, false).delete();
    case 'modify': {
      const found: Table<Row, string> = db.table(each.table);
      const some =
        each.table === 'systems'
          ? found.where('caseId').equals(each.caseId)
          : found.filter(({ stage }) => stage === 1);
      return some.modify((one) => void Object.assign(one, { text: each.text, caseId: 'case b' }));
    }
    case 'abort':
      return db
        .transaction('rw', each.table, async () => {
          await db.table(each.table).bulkPut(each.rows);
          await db.table(each.table).bulkDelete(each.keys);
          await db.table(each.table).where(':id').above('row 020').delete();
          throw stopped;
        })
        .catch((error: Error) => error === stopped);
    case 'both':
      return db.transaction('rw', 'systems', 'rowOrders', 'cursors', async () => {
        await db.table('systems').bulkPut(each.rows);
        await db.table('cursors').put({ scope: 'a', version: each.rows.length });
        await Promise.all([
          db.table('rowOrders').bulkPut(each.rows),
          db.table('systems').bulkDelete(each.keys),
        ]);
        return db.table('systems').toCollection().primaryKeys();
      });
    case 'again':
      return db
        .transaction('rw', each.table, async () => {
          const found: unknown[] = [];
          for (const one of each.rows) {
            await db.transaction('rw', each.table, () => db.table(each.table).put(one));
            await db.table(each.table).delete(one.id);
            found.push(await db.table(each.table).get(one.id), await db.table(each.table).count());
            await db.transaction('rw', each.table, async () => {
              await db.table(each.table).add({ ...one, text: 'again' });
              if (each.isAborted) throw stopped;
            });
            await db
              .table(each.table)
              .toCollection()
              .modify((row, ref) => {
                if (row.stage === 1) delete (ref as { value?: unknown }).value;
              });
            await db.table(each.table).update(one.id, { text: 'once more' });
            found.push(await db.table(each.table).toArray());
          }
          return found;
        })
        .catch((error: Error) => error === stopped);
    case 'partly':
      return db.transaction('rw', each.table, async () => {
        const failed = await db
          .table(each.table)
          .bulkAdd(each.rows)
          .catch((error: { failures: unknown[] }) => error.failures.length);
        return [failed, await db.table(each.table).toCollection().primaryKeys()];
      });
    case 'clear':
      return db.table(each.table).clear();
    default:
      return undefined;
  }
}

/** All that can be asked of a database, one question after the other. */
async function said(db: Dexie): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const name of TABLES) {
    const all: Table<Row, string> = db.table(name);
    answers.push(
      await all.toArray(),
      await all.count(),
      await all.reverse().limit(3).primaryKeys(),
      await all.bulkGet(['row 001', 'row 999', 'row 007', 'row 001']),
      await all.where(':id').above('row 010').count(),
      await all.where(':id').belowOrEqual('row 010').primaryKeys(),
      await all.where(':id').startsWith('row 01').toArray(),
      await all.where(':id').anyOf(['row 003', 'row 001', 'row 029']).toArray(),
      await all
        .filter(({ stage }) => stage === 0)
        .offset(1)
        .limit(2)
        .toArray(),
    );
    const seen: string[] = [];
    await all.each((one, cursor) => void seen.push(`${one.id} ${cursor.primaryKey} ${cursor.key}`));
    answers.push(seen);
  }
  const systems: Table<Row, string> = db.table('systems');
  const orders: Table<Row, string> = db.table('rowOrders');
  const lines: Table<Row, string> = db.table('summaries');
  const places = orders.where('[table+stage+version+index]');
  answers.push(
    await systems.where('caseId').equals('case b').toArray(),
    await systems.where('caseId').equals('case b').reverse().primaryKeys(),
    await systems.where('caseId').anyOf('case a', 'case c').toArray(),
    await systems.where('caseId').noneOf(['case b']).primaryKeys(),
    await systems.where('caseId').above('case a').count(),
    await systems.orderBy('caseId').toArray(),
    await systems.orderBy('caseId').uniqueKeys(),
    await systems.orderBy('caseId').reverse().first(),
    await places.between(['steps', 0, 0, 0], ['steps', 1, 9, 9], true, true).reverse().limit(4).primaryKeys(),
    await places.equals(['events', 1, 2, 2]).toArray(),
    await lines.orderBy('updatedAt').reverse().limit(5).toArray(),
    await lines.where('stale').anyOf(1, 2).primaryKeys(),
    await lines.where('stale').between(0, 2, false, false).toArray(),
    await lines.where('state').notEqual('draft').count(),
  );
  return answers;
}

describe('tables in packs', () => {
  test.each([
    ['sealed', true],
    ['in clear', false],
  ])(
    'say what Dexie’s own say, over two connections, aborted writes, tidying and opening anew: %s',
    async (_, isSealed) => {
      await fc.assert(
        fc.asyncProperty(before, fc.array(act, { minLength: 1, maxLength: 25 }), async (left, acts) => {
          const name = freshName();
          await leave(name, left);
          const model = await plain();
          await model.table('rowOrders').bulkPut(left);
          let db = await packed(name, isSealed);
          let other = await packed(name, isSealed);
          try {
            for (const each of acts) {
              if (each.kind === 'tidy') for (const one of TABLES) while (await tidyPacks(db, one));
              if (each.kind === 'pack') await packSingles(db, 'rowOrders', null);
              if (each.kind === 'race') await raced(db, other, model, each);
              if (each.kind === 'open') {
                db.close();
                db = await packed(name, isSealed);
              }
              if (each.kind === 'look') await other.table(each.table).count();
              // What the one wrote the other reads, and the other way round.
              if (each.kind === 'other') [db, other] = [other, db];
              expect(await done(db, each)).toEqual(await done(model, each));
            }
            const expected = await said(model);
            expect(await said(db)).toEqual(expected);
            expect(await said(other)).toEqual(expected);
            const third = await packed(name, isSealed);
            expect(await said(third)).toEqual(expected);
            for (const each of [db, other, third]) expect(each.sealing?.anyDamaged ?? false).toBe(false);
            third.close();
          } finally {
            db.close();
            other.close();
            model.close();
          }
        }),
        { numRuns: 25 },
      );
    },
    120_000,
  );

  test('many short ones become few, and what was removed stays so for a window that slept meanwhile', async () => {
    const name = freshName();
    const [db, asleep] = [await packed(name, true), await packed(name, true)];
    const ids = Array.from({ length: 300 }, (_, n) => `row ${String(n).padStart(3, '0')}`);
    for (const id of ids) await db.table('systems').put({ id, caseId: 'case a', text: id });
    expect(await asleep.table('systems').count()).toBe(ids.length);
    for (const id of ids.slice(0, 200)) await db.table('systems').delete(id);
    expect(await db.table('packs').count()).toBe(500);
    while (await tidyPacks(db, 'systems'));
    expect(await db.table('packs').count()).toBeLessThan(64);
    for (const each of [asleep, db, await packed(name, true)]) {
      expect(await each.table('systems').toCollection().primaryKeys()).toEqual(ids.slice(200));
      expect(await each.table('systems').get(ids[250] ?? '')).toEqual({
        id: ids[250],
        caseId: 'case a',
        text: ids[250],
      });
      expect(await each.table('systems').where('caseId').equals('case a').count()).toBe(100);
      each.close();
    }
  });

  test('a pack of which most was replaced is written anew without that, with its blocks', async () => {
    const db = await packed(freshName(), true);
    const text = 'x'.repeat(2_000);
    const rowsAt = (version: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: `row ${n}`, caseId: 'case a', version, text }));
    await db.table('systems').bulkPut(rowsAt(1, 100));
    await db.table('systems').bulkPut(rowsAt(2, 60));
    const blocks = await db.table('packBlocks').count();
    expect(await tidyPacks(db, 'systems')).toBe(true);
    expect(await tidyPacks(db, 'systems')).toBe(false);
    expect(await db.table('packBlocks').count()).toBeLessThan(blocks);
    const versions = (await db.table('systems').toArray()).map(({ version }) => version);
    expect([versions.filter((each) => each === 2).length, versions.length]).toEqual([60, 100]);
    db.close();
  });

  test('rows of before an index was made are found by it, and written anew with it', async () => {
    const name = freshName();
    const old = await packed(name, false);
    await old.table('systems').put({ id: 'row 1', caseId: 'case a' });
    const stored: { clear: string }[] = await old.table('packs').toArray();
    await old.table('packs').bulkPut(
      stored.map((pack) => ({
        ...pack,
        clear: JSON.stringify({ ...JSON.parse(pack.clear), indexes: [], indexed: [[]] }),
      })),
    );
    old.close();
    for (let starts = 0; starts < 2; starts++) {
      const db = await packed(name, false);
      expect(await db.table('systems').where('caseId').equals('case a').primaryKeys()).toEqual(['row 1']);
      expect(await tidyPacks(db, 'systems')).toBe(starts === 0);
      expect(await db.table('systems').where('caseId').equals('case a').toArray()).toEqual([
        { id: 'row 1', caseId: 'case a' },
      ]);
      db.close();
    }
  });
});
