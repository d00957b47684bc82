/**
 * The order of rows that are only ever added (S2), kept beside them: the place that the hub gave, or the number of the edit that
 * waits. Whoever reads such rows gets them in this order from `inOrder`, and the last one counts.
 */
import { compareOrder, type RowOrder } from '../../shared/base/order.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from './database.ts';
import { type RowOrderEntry, rowId } from './device-rows.ts';

/** Tables of which it is asked which rows count last. */
const askedForNewest = ['reviews', 'signatures', 'events', 'deskEntries', 'deskReplies'] as const;
type AskedForNewest = (typeof askedForNewest)[number];

/**
 * A row's place, as it is kept. Only where it is asked for the newest is it in the index: to find a place by its row takes none, and an
 * index of all of them is a sixth of what Chromium takes to receive a step.
 */
export function orderEntry(table: TableName, key: string, order: RowOrder): RowOrderEntry {
  const isAsked = (askedForNewest as readonly string[]).includes(table);
  return { id: rowId(table, key), ...(isAsked && { table }), ...order };
}

/** Where a row was before its place was kept: ahead of all that has one. */
export const UNKNOWN_ORDER: RowOrder = { stage: 0, version: 0, index: 0 };

/** The kept places of these rows, in the order in which they are asked for. */
export async function ordersOf(
  db: ConsoleDatabase,
  table: TableName,
  keys: readonly string[],
): Promise<RowOrder[]> {
  const found = await db.rowOrders.bulkGet(keys.map((key) => rowId(table, key)));
  return found.map((each) => each ?? UNKNOWN_ORDER);
}

/** Sorts rows by their places; rows without one stay as they are among themselves. */
export function sortedBy<R>(rows: readonly R[], orders: readonly RowOrder[]): R[] {
  return rows
    .map((row, index) => ({ row, order: orders[index] ?? UNKNOWN_ORDER }))
    .sort((a, b) => compareOrder(a.order, b.order))
    .map(({ row }) => row);
}

/** Rows of one table in the order in which they count. */
export async function inOrder<R extends { id: string }>(
  db: ConsoleDatabase,
  table: TableName,
  rows: readonly R[],
): Promise<R[]> {
  if (rows.length < 2) return [...rows];
  return sortedBy(
    rows,
    await ordersOf(
      db,
      table,
      rows.map(({ id }) => id),
    ),
  );
}

/**
 * The keys of the rows of a table that count last, the last one first; also of rows whose case has left this computer, which keep their
 * places: those before them do not become the newest.
 */
export async function newestKeys(
  db: ConsoleDatabase,
  table: AskedForNewest,
  most: number,
): Promise<string[]> {
  const places = await db.rowOrders
    .where('[table+stage+version+index]')
    .between([table, 0, 0, 0], [table, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], true, true)
    .reverse()
    .limit(most)
    .primaryKeys();
  return places.map((id) => id.slice(table.length + 1));
}

/** The rows of a table that count last and are here, the last one first. */
export async function newestOf<R>(db: ConsoleDatabase, table: AskedForNewest, most: number): Promise<R[]> {
  const rows = await db.table<R, string>(table).bulkGet(await newestKeys(db, table, most));
  return rows.flatMap((row) => row ?? []);
}
