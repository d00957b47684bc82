/**
 * Dexie names the rows of a write to those who follow changes where it writes fewer than fifty at once; of more it says that all of the
 * table may have changed. For its live queries that is the better bargain (sets of thousands of keys cost more than asking again), but
 * whoever keeps rows in memory would read all of them anew at each page of a pull. So the keys of such writes are told beside.
 */
import type {
  DBCore,
  DBCoreMutateRequest,
  DBCoreTable,
  DBCoreTransaction,
  Middleware,
  ObservabilitySet,
} from 'dexie';

/** As many rows as Dexie does not name. */
const UNNAMED = 50;
/** Beside Dexie's own, which note what a write changes. */
const LEVEL = 1;
const SEPARATOR = '\n';

/** What a transaction wrote of one table: keys, and whether Dexie does not name them all. */
interface Written {
  /** Null where somebody wrote a range, or a key that the database gave. */
  keys: Set<string> | null;
  isLong: boolean;
}

/** By the transaction that wrote. */
const written = new WeakMap<DBCoreTransaction, Map<string, Written>>();

/** Under this name the keys go with the other changes. Without `from` Dexie takes them for a set of no ranges. */
export const namedPart = (database: string, table: string): string => `keys://${database}/${table}/`;

/** @returns the keys that were told beside; null where none were */
export function namedKeys(parts: unknown, database: string, table: string): readonly string[] | null {
  const named = (parts as Record<string, { keys?: unknown } | undefined>)[namedPart(database, table)];
  return typeof named?.keys === 'string' ? named.keys.split(SEPARATOR) : null;
}

function keysOf(request: DBCoreMutateRequest, { schema }: DBCoreTable): readonly unknown[] | null {
  switch (request.type) {
    case 'deleteRange':
      return null;
    case 'delete':
      return request.keys;
    default:
      return request.keys ?? request.values.map((row) => schema.primaryKey.extractKey?.(row));
  }
}

function note(request: DBCoreMutateRequest, table: DBCoreTable): void {
  const tables = written.get(request.trans) ?? new Map<string, Written>();
  written.set(request.trans, tables);
  const found = tables.get(table.name) ?? { keys: new Set(), isLong: false };
  tables.set(table.name, found);
  if ('values' in request && request.values.length >= UNNAMED) found.isLong = true;
  for (const key of keysOf(request, table) ?? [null]) {
    if (typeof key === 'string') found.keys?.add(key);
    else found.keys = null;
  }
}

export const namedChanges: Middleware<DBCore> = {
  stack: 'dbcore',
  name: 'named changes',
  level: LEVEL,
  create: (core) => ({
    ...core,
    transaction(stores, mode, options) {
      const transaction = core.transaction(stores, mode, options);
      if (mode !== 'readwrite') return transaction;
      // Dexie's own listener, which tells, comes after the transaction is made, and so after this one.
      (transaction as IDBTransaction & { mutatedParts?: ObservabilitySet }).addEventListener(
        'complete',
        function tell(this: IDBTransaction & { mutatedParts?: ObservabilitySet }) {
          for (const [table, { keys, isLong }] of written.get(transaction) ?? [])
            if (isLong && keys && this.mutatedParts)
              Object.assign(this.mutatedParts, {
                [namedPart(core.schema.name, table)]: { keys: [...keys].join(SEPARATOR) },
              });
        },
      );
      return transaction;
    },
    table(name) {
      const table = core.table(name);
      return {
        ...table,
        mutate(request) {
          note(request, table);
          return table.mutate(request);
        },
      };
    },
  }),
};
