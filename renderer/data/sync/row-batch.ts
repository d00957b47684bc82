/** Rows on their way to the screens' tables, written in one go a table: a page of a thousand would otherwise be thousands of requests. */
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import type { TableName } from '../../../shared/sync/tables.ts';
import type { RowChange } from '../changes.ts';
import type { BaseRow, ConsoleDatabase } from '../database.ts';
import { caseOf, rowId } from '../write.ts';

type Row = Record<string, unknown>;
type Shown = { key: string; row: Row | null };

export interface RowBatch {
  /** What the screens show of a row; null where it is gone. */
  show(table: TableName, key: string, row: Row | null): void;
  /** A row of a table that this console does not know: kept as it came, for a later one. */
  keep(row: PulledRow): void;
  /** What the hub holds of a row that has edits waiting. */
  base(row: BaseRow): void;
  /** Writes it all. @returns the rows that changed on screen */
  save(): Promise<RowChange[]>;
}

/** Gathers within one transaction, and has written nothing before `save`. Of a row that comes twice the later counts. */
export function rowBatch(db: ConsoleDatabase): RowBatch {
  const shown = new Map<TableName, Map<string, Shown>>();
  const later = new Map<string, PulledRow>();
  const bases = new Map<string, BaseRow>();

  async function saveTable(table: TableName, entries: readonly Shown[]): Promise<RowChange[]> {
    const store = db.table<Row, string>(table);
    const gone = entries.filter(({ row }) => row === null).map(({ key }) => key);
    // Of a row that is gone only what was here tells its case.
    const held = gone.length > 0 ? await store.bulkGet(gone) : [];
    const before = new Map(gone.map((key, index) => [key, held[index]]));
    const rows = entries.flatMap(({ row }) => (row ? [row] : []));
    if (rows.length > 0) await store.bulkPut(rows);
    if (gone.length > 0) await store.bulkDelete(gone);
    return entries.map(({ key, row }) => {
      const caseId = caseOf(table, key, row ?? before.get(key) ?? {});
      return { table, key, caseId, row };
    });
  }

  return {
    show: (table, key, row) => {
      const entries = shown.get(table) ?? new Map<string, Shown>();
      shown.set(table, entries.set(key, { key, row }));
    },
    keep: (row) => {
      later.set(rowId(row.table, row.key), row);
    },
    base: (row) => {
      bases.set(row.id, row);
    },
    save: async () => {
      const changes: RowChange[] = [];
      for (const [table, entries] of shown) changes.push(...(await saveTable(table, [...entries.values()])));
      if (bases.size > 0) await db.bases.bulkPut([...bases.values()]);
      for (const [id, { table, key, data, deleted }] of later) {
        if (deleted) await db.later.delete(id);
        else await db.later.put({ id, table, key, data });
      }
      return changes;
    },
  };
}
