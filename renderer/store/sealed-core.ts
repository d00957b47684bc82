/**
 * Seals rows beneath Dexie: what a store holds of a row is its key and the fields that are indexed, in clear, and one field of
 * bytes with all of it. Rows of before, in clear, are read as they are until all are sealed, and never after that; what is written
 * is sealed. Everything above, hooks, live queries and their cache among it, works on plain rows.
 *
 * What is read is what was sealed: a field in clear is there to be found by, and changing it changes no row.
 */
import type { DBCoreCursor, DBCoreTable, DBCoreTableSchema, PromiseExtended } from 'dexie';
import type { Sealing } from './sealing.ts';

/** The field of the sealed bytes. */
export const SEALED = '_sealed';
/** Stores whose rows hold ids and numbers alone: the places of rows, and how far a scope was read. */
export const inClear: ReadonlySet<string> = new Set(['rowOrders', 'cursors']);

type Row = Record<string, unknown>;

/** What a row's bytes are about. A key that the database itself gives is not known before it is written. */
function aboutOf(schema: DBCoreTableSchema, row: Row): string {
  const { autoIncrement, keyPath } = schema.primaryKey;
  return `${schema.name}\n${autoIncrement ? '' : JSON.stringify(row[String(keyPath)])}`;
}

/** A key of WebCrypto's is no JSON: of devices of before, whose key cannot be taken out. */
function isOutside(value: unknown): boolean {
  return (
    typeof CryptoKey !== 'undefined' && (value as { privateKey?: unknown })?.privateKey instanceof CryptoKey
  );
}

/** The row as the store holds it. */
export function sealedRow(sealing: Sealing, schema: DBCoreTableSchema, row: Row): Row {
  if (inClear.has(schema.name) || row[SEALED] instanceof Uint8Array) return row;
  const sealed: Row = {};
  for (const { keyPath } of [schema.primaryKey, ...schema.indexes])
    for (const field of [keyPath].flat())
      if (field !== null && row[field] !== undefined) sealed[field] = row[field];
  let inside = row;
  if (schema.name === 'device' && isOutside(row.keys)) {
    const { keys, ...rest } = row;
    sealed.keys = keys;
    inside = rest;
  }
  sealed[SEALED] = sealing.rows.seal(aboutOf(schema, row), inside);
  return sealed;
}

/** @returns undefined where it is damaged */
export function openedRow(sealing: Sealing, schema: DBCoreTableSchema, raw: unknown): unknown {
  const row = raw as Row | undefined;
  if (!row) return raw;
  const bytes = row[SEALED];
  const isSealed = bytes instanceof Uint8Array;
  // Once all was sealed, what lies there in clear is no row of before: somebody else put it there.
  if (!isSealed && (!sealing.isWhole || inClear.has(schema.name))) return raw;
  const opened = isSealed ? sealing.rows.open(aboutOf(schema, row), bytes) : null;
  const keyPath = String(schema.primaryKey.keyPath);
  if (!opened) {
    sealing.noteDamaged({ table: schema.name, key: row[keyPath] as string | number });
    return undefined;
  }
  const value = opened.value as Row;
  if (row.keys !== undefined && value.keys === undefined) value.keys = row.keys;
  // Of a key that the database gave.
  if (value[keyPath] === undefined) value[keyPath] = row[keyPath];
  return value;
}

/**
 * Rows up to a limit, without those that are damaged: more are read in their place, so that fewer than the limit are the last ones.
 * @param first reads so many rows from the beginning; undefined where one is damaged
 */
export function inFull(
  limit: number | undefined,
  first: (most: number | undefined) => PromiseExtended<unknown[]>,
  most = limit,
): PromiseExtended<unknown[]> {
  return first(most).then((rows) => {
    const found = rows.filter((row) => row !== undefined);
    const isEnough = limit === undefined || found.length >= limit || rows.length < Number(most);
    return isEnough ? found : inFull(limit, first, Number(most) + rows.length - found.length);
  }) as PromiseExtended<unknown[]>;
}

export function sealedTable(sealing: Sealing, table: DBCoreTable): DBCoreTable {
  const { schema } = table;
  const open = (raw: unknown) => openedRow(sealing, schema, raw);
  return {
    ...table,
    get: (request) => table.get(request).then(open),
    getMany: (request) => table.getMany(request).then((rows) => rows.map(open)),
    query: (request) => {
      if (!request.values) return table.query(request);
      const first = (most: number | undefined) =>
        table
          .query(most === undefined ? request : { ...request, limit: most })
          .then(({ result }) => result.map(open)) as PromiseExtended<unknown[]>;
      return inFull(request.limit, first).then((result) => ({ result }));
    },
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) => (cursor && request.values ? openedCursor(cursor, open) : cursor)),
    mutate: (request) =>
      request.type === 'add' || request.type === 'put'
        ? table.mutate({ ...request, values: request.values.map((row) => sealedRow(sealing, schema, row)) })
        : table.mutate(request),
  };
}

/** Steps over rows that are damaged. */
function openedCursor(cursor: DBCoreCursor, open: (raw: unknown) => unknown): DBCoreCursor {
  let of: unknown = null;
  let value: unknown;
  const valueHere = () => {
    if (cursor.value !== of) {
      of = cursor.value;
      value = open(of);
    }
    return value;
  };
  return Object.create(cursor, {
    value: { get: valueHere },
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    done: { get: () => cursor.done },
    start: {
      value: (onNext: () => void) =>
        cursor.start(() => (valueHere() === undefined ? cursor.continue() : onNext())),
    },
  }) as DBCoreCursor;
}
