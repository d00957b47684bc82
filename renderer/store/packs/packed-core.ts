/**
 * Tables in packs, beneath Dexie: reads find keys in memory and rows in packs, writes append packs. Everything above, hooks, live
 * queries and their cache among it, works on tables as it always did. Tables that few rows go through are sealed row by row.
 */
import {
  cmp,
  type DBCore,
  type DBCoreCursor,
  type DBCoreIndex,
  type DBCoreMutateRequest,
  type DBCoreMutateResponse,
  type DBCoreTable,
  type DBCoreTransaction,
  Dexie,
  type Middleware,
  type PromiseExtended,
} from 'dexie';
import { inFull, openedRow, sealedTable } from '../sealed-core.ts';
import { BLOCKS, PACKS, packedTables } from './format.ts';
import { asked, type NewRow, type Packs } from './packs.ts';
import { type Entry, indexedOf, type Rows } from './rows.ts';

/** Whether a store is one of packs, or of the rows that lie in them. */
export const isInPacks = (store: string): boolean =>
  store === PACKS || store === BLOCKS || packedTables.has(store);

/** Innermost: below Dexie's own, which look at what was there before they write. */
const BENEATH = -2;
const DexiePromise = Dexie.Promise;
type Row = Record<string, unknown>;

const native = (transaction: DBCoreTransaction) => transaction as unknown as IDBTransaction;

/** Has the tables of a database lie in packs. */
export function lieInPacks(db: Dexie, packs: Packs): void {
  db.use(packedBeneath(packs));
  db.on('close', () => packs.closed());
}

function packedBeneath(packs: Packs): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'packed',
    level: BENEATH,
    create: (core) => {
      // A database of before has them once it was brought to this version.
      const has = core.schema.tables.some(({ name }) => name === PACKS);
      const isPacked = (name: string) => has && packedTables.has(name);
      return {
        ...core,
        transaction(stores, mode, options) {
          if (!stores.some(isPacked)) return core.transaction(stores, mode, options);
          const transaction = core.transaction([...new Set([...stores, PACKS, BLOCKS])], mode, options);
          packs.begin(native(transaction));
          return transaction;
        },
        table(name) {
          const table = core.table(name);
          if (isPacked(name)) return packedTable(packs, table);
          // Packs seal themselves.
          return packs.sealing && name !== PACKS && name !== BLOCKS
            ? sealedTable(packs.sealing, table)
            : table;
        },
      };
    },
  };
}

function packedTable(packs: Packs, table: DBCoreTable): DBCoreTable {
  const { schema } = table;
  const rowsFor = (transaction: DBCoreTransaction) => packs.table(native(transaction), schema);
  const sortedFor = (transaction: DBCoreTransaction, index: DBCoreIndex) =>
    packs.sorted(native(transaction), schema, index);
  const valuesOf = (transaction: DBCoreTransaction, entries: readonly Entry[]) =>
    valuesFor(packs, table, transaction, entries);
  return {
    ...table,
    get: ({ trans, key }) =>
      rowsFor(trans).then((rows) => {
        const entry = rows.get(key);
        return entry ? valuesOf(trans, [entry]).then(([row]) => row) : undefined;
      }),
    getMany: ({ trans, keys }) =>
      rowsFor(trans).then((rows) => {
        const entries = keys.map((key) => rows.get(key));
        const found = entries.filter((entry) => entry !== undefined);
        return valuesOf(trans, found).then((values) => {
          const byKey = new Map(found.map(({ key }, index) => [key, values[index]]));
          return keys.map((key) => byKey.get(key));
        });
      }),
    query: ({ trans, values, limit, query, ...more }) =>
      sortedFor(trans, query.index).then((rows) => {
        const isReverse = (more as { direction?: string }).direction === 'prev';
        const first = (most: number | undefined) =>
          taken(rows.range(query.index, query.range, isReverse), most);
        if (!values) return { result: first(limit).map(({ key }) => key) };
        return inFull(limit, (most) => valuesOf(trans, first(most))).then((result) => ({ result }));
      }),
    count: ({ trans, query }) =>
      sortedFor(trans, query.index).then((rows) => rows.count(query.index, query.range)),
    openCursor: ({ trans, query, values, reverse, unique }) =>
      sortedFor(trans, query.index).then((rows) => {
        const { index } = query;
        const inOrder = [...rows.range(index, query.range, false)];
        const entries = unique ? firstOfEach(rows, index, inOrder) : inOrder;
        if (reverse) entries.reverse();
        return cursorOver({
          trans,
          entries,
          direction: reverse ? -1 : 1,
          keyOf: (entry) => rows.keyIn(index, entry),
          now: ({ key }) => rows.get(key),
          rowOf: values ? (entry) => valuesOf(trans, [entry]).then(([row]) => row) : null,
        });
      }),
    mutate: (request) =>
      (request.type === 'deleteRange'
        ? sortedFor(request.trans, schema.primaryKey)
        : rowsFor(request.trans)
      ).then((rows) => mutated(packs, rows, request)),
  };
}

function taken(entries: Iterable<Entry>, limit = Number.POSITIVE_INFINITY): Entry[] {
  const found: Entry[] = [];
  if (limit <= 0) return found;
  for (const entry of entries) {
    found.push(entry);
    if (found.length >= limit) break;
  }
  return found;
}

function firstOfEach(rows: Rows, index: DBCoreIndex, entries: readonly Entry[]): Entry[] {
  const same = (a: Entry, b: Entry) => cmp(rows.keyIn(index, a), rows.keyIn(index, b)) === 0;
  return entries.filter((entry, at) => at === 0 || !same(entry, entries[at - 1] as Entry));
}

/** The rows themselves; undefined where one is damaged, which is noted. */
function valuesFor(
  packs: Packs,
  table: DBCoreTable,
  transaction: DBCoreTransaction,
  entries: readonly Entry[],
): PromiseExtended<unknown[]> {
  const singles = entries.filter(({ seq }) => seq === 0);
  const { sealing } = packs;
  const store = () => native(transaction).objectStore(table.name);
  return DexiePromise.all([
    packs.texts(native(transaction), entries),
    DexiePromise.all(singles.map(({ key }) => asked<unknown>(store().get(key)))),
  ]).then(([texts, alone]) => {
    const byKey = new Map(singles.map(({ key }, index) => [key, (alone as unknown[])[index]]));
    return entries.map((entry, index) => {
      if (entry.seq === 0) {
        const raw = byKey.get(entry.key);
        return sealing ? openedRow(sealing, table.schema, raw) : raw;
      }
      const text = (texts as (string | null)[])[index];
      if (text !== null && text !== undefined) return JSON.parse(text) as unknown;
      sealing?.noteDamaged({ table: table.name, key: entry.key });
      return undefined;
    });
  }) as PromiseExtended<unknown[]>;
}

function mutated(
  packs: Packs,
  rows: Rows,
  request: DBCoreMutateRequest,
): PromiseExtended<DBCoreMutateResponse> {
  const transaction = native(request.trans);
  const done = (results: unknown[], lastResult: unknown, failures: { [at: number]: Error } = {}) => ({
    numFailures: Object.keys(failures).length,
    failures,
    results,
    lastResult,
  });
  if (request.type === 'delete')
    return packs
      .write(transaction, rows, [], [...new Set(request.keys.filter((key) => typeof key === 'string'))])
      .then(() => done(request.keys, undefined)) as PromiseExtended<DBCoreMutateResponse>;
  if (request.type === 'deleteRange') {
    const { primaryKey } = rows.schema;
    const keys = [...rows.range(primaryKey, request.range, false)].map(({ key }) => key);
    return packs
      .write(transaction, rows, [], keys)
      .then(() => done([], undefined)) as PromiseExtended<DBCoreMutateResponse>;
  }
  const failures: { [at: number]: Error } = {};
  const last = new Map<string, NewRow>();
  const results = request.values.map((value: Row, at) => {
    const key = rows.schema.primaryKey.extractKey?.(value) as unknown;
    if (typeof key !== 'string') {
      failures[at] = new Dexie.DataError(`A row of ${rows.table} has no key.`);
      return undefined;
    }
    if (request.type === 'add' && (rows.get(key) !== undefined || last.has(key))) {
      failures[at] = new Dexie.ConstraintError(`${rows.table} has a row ${key} already.`);
      return undefined;
    }
    // The last one of a key counts, and stands where it was written.
    last.delete(key);
    last.set(key, { key, indexed: indexedOf(rows.schema, value), text: JSON.stringify(value) });
    return key;
  });
  return packs
    .write(transaction, rows, [...last.values()], [])
    .then(() => done(results, results.at(-1), failures)) as PromiseExtended<DBCoreMutateResponse>;
}

interface Steps {
  trans: DBCoreTransaction;
  entries: readonly Entry[];
  keyOf: (entry: Entry) => IDBValidKey;
  /** The row as it is by now: the transaction may have written it, or taken it out, since the cursor was opened. */
  now: (entry: Entry) => Entry | undefined;
  /** 1 upwards, -1 downwards. */
  direction: 1 | -1;
  /** Null where only keys are asked for. */
  rowOf: ((entry: Entry) => PromiseExtended<unknown>) | null;
}

/** A cursor as Dexie's own core has it, over rows that were found. @returns null where there are none */
function cursorOver({
  trans,
  entries,
  keyOf,
  now,
  direction,
  rowOf,
}: Steps): PromiseExtended<DBCoreCursor | null> {
  let at = -1;
  let value: unknown;
  let isOver = false;
  let onNext: () => void = () => undefined;
  let end: (value?: unknown) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  /** Goes to the first row from this one on that can be read. */
  const reach = (next: number): PromiseExtended<boolean> => {
    const entry = entries[next];
    if (!entry) return DexiePromise.resolve(false) as PromiseExtended<boolean>;
    const current = now(entry);
    if (!current) return reach(next + 1);
    if (!rowOf) {
      at = next;
      return DexiePromise.resolve(true) as PromiseExtended<boolean>;
    }
    return rowOf(current).then((row) => {
      if (row === undefined) return reach(next + 1);
      at = next;
      value = row;
      return true;
    }) as PromiseExtended<boolean>;
  };
  const told = () => {
    try {
      onNext();
    } catch (error) {
      fail(error);
    }
  };
  const goTo = (next: number) => {
    reach(next).then((isThere) => {
      if (isOver) return;
      if (isThere) return told();
      isOver = true;
      end();
    }, fail);
  };
  const here = () => entries[at] as Entry;
  /** The first row behind this one that is there or beyond it, in the cursor's direction. @param beyond as `cmp` has it */
  const from = (beyond: (entry: Entry) => number): number => {
    let low = at + 1;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (direction * beyond(entries[middle] as Entry) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const cursor: DBCoreCursor = {
    trans,
    get key() {
      return keyOf(here());
    },
    get primaryKey() {
      return here().key;
    },
    get value() {
      return value;
    },
    get done() {
      return isOver;
    },
    continue(key) {
      goTo(key === undefined ? at + 1 : from((entry) => cmp(keyOf(entry), key)));
    },
    continuePrimaryKey(key, primaryKey) {
      goTo(from((entry) => cmp(keyOf(entry), key) || cmp(entry.key, primaryKey)));
    },
    advance: (count) => goTo(at + count),
    start(callback) {
      return new DexiePromise<unknown>((done, failed) => {
        onNext = callback;
        end = done;
        fail = failed;
        told();
      }) as PromiseExtended<unknown>;
    },
    stop(result) {
      isOver = true;
      end(result);
    },
    next() {
      let left = 1;
      return cursor.start(() => (left-- > 0 ? cursor.continue() : cursor.stop())).then(() => cursor);
    },
    fail: (error) => fail(error),
  };
  return reach(0).then((isThere) => (isThere ? cursor : null)) as PromiseExtended<DBCoreCursor | null>;
}
