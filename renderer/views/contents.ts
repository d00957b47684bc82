import type { RowOrder } from '../../shared/base/order.ts';
import { type CaseContents, caseTables } from '../../shared/cases/contents.ts';
import { isAdded } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { rowId } from '../store/device-rows.ts';
import { ordersOf, sortedBy } from '../store/order.ts';

export interface ReadCase {
  contents: CaseContents;
  /** The places of rows that are only ever added, by `rowId`. */
  orders: Map<string, RowOrder>;
}

/** All of a case that the rules look at, rows that are only ever added in the order in which they count; null for no such case. */
export async function readCase(db: ConsoleDatabase, caseId: string): Promise<ReadCase | null> {
  return db.transaction('r', ['cases', 'rowOrders', ...caseTables], async () => {
    const record = await db.cases.get(caseId);
    if (!record) return null;
    const orders = new Map<string, RowOrder>();
    const read = async (name: (typeof caseTables)[number]) => {
      const rows = await db.table<{ id: string }, string>(name).where({ caseId }).toArray();
      if (!isAdded(name)) return [name, rows];
      const keys = rows.map(({ id }) => id);
      const places = await ordersOf(db, name, keys);
      for (const [index, place] of places.entries()) orders.set(rowId(name, keys[index] ?? ''), place);
      return [name, sortedBy(rows, places)];
    };
    const rows = Object.fromEntries(await Promise.all(caseTables.map(read)));
    return { contents: { case: record, ...rows } as CaseContents, orders };
  });
}

/** The contents alone, see `readCase`. */
export async function readContents(db: ConsoleDatabase, caseId: string): Promise<CaseContents | null> {
  return (await readCase(db, caseId))?.contents ?? null;
}
