/**
 * Rows that came by a file from a colleague, shown as the hub will bring them. They are no edits of this device: the hub gets them
 * from where they were made, and its copies take their place. What is here already stays. See ADR 14.
 */

import type { RowOrder } from '../../shared/base/order.ts';
import type { CaseState } from '../../shared/cases/schema.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import { isAdded } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import { isAway } from '../store/device-rows.ts';
import { orderEntry } from '../store/order.ts';
import { caseOf } from '../store/write.ts';
import { refreshSummaries } from '../sync/apply.ts';
import type { AppServices } from '../views/app-services.ts';

export interface RowByFile {
  table: TableName;
  row: Record<string, unknown> & { id: string };
}

/** Where the case goes with what came: only from these states. */
export interface StateByFile {
  caseId: string;
  from: readonly CaseState[];
  to: CaseState;
}

/** @returns how many rows were new here */
export async function showRows(
  { db, changes }: Pick<AppServices, 'db' | 'changes'>,
  rows: readonly RowByFile[],
  move: StateByFile | null,
): Promise<number> {
  const names = [
    ...new Set<string>([
      'cases',
      'summaries',
      'outbox',
      'device',
      'rowOrders',
      'departed',
      ...rows.map(({ table }) => table),
    ]),
  ];
  const changed: RowChange[] = [];
  await db.transaction('rw', names, async () => {
    changed.length = 0;
    const nextN = (await db.device.get('device'))?.nextN ?? 0;
    // Of a case that has left this computer they would be all that is here; the hub has the rest, and brings these with it.
    const caseIds = new Set(rows.map(({ table, row }) => caseOf(table, row.id, row)));
    const departed = await db.departed.bulkGet([...caseIds]);
    const away = new Set(departed.filter(isAway).map(({ id }) => id));
    for (const table of new Set(rows.map((each) => each.table))) {
      const own = rows
        .filter((each) => each.table === table && !away.has(caseOf(table, each.row.id, each.row)))
        .map(({ row }) => row);
      const here = await db.table(table).bulkGet(own.map(({ id }) => id));
      const fresh = own.filter((_, index) => here[index] === undefined);
      await db.table(table).bulkPut(fresh);
      for (const row of fresh) {
        const change = { table, key: row.id, caseId: caseOf(table, row.id, row), row };
        if (!isAdded(table)) {
          changed.push(change);
          continue;
        }
        // Behind what the hub has told and what waits here, in the file's order, until the hub gives them their places.
        const order: RowOrder = { stage: 1, version: nextN, index: changed.length + 1 };
        await db.rowOrders.put(orderEntry(table, row.id, order));
        changed.push({ ...change, order });
      }
    }
    const record = move ? await db.cases.get(move.caseId) : undefined;
    if (move && record?.state !== move.to && record && move.from.includes(record.state)) {
      const moved = { ...record, state: move.to };
      await db.cases.put(moved);
      changed.push({ table: 'cases', key: record.id, caseId: record.id, row: moved });
    }
    await refreshSummaries(db, changed);
  });
  changes.publish(changed);
  return changed.filter(({ table }) => table !== 'cases').length;
}
