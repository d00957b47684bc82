/** What becomes of a pack that cannot be opened: which rows it wrote and which it removed, nobody knows any more. */
import { t } from '@lingui/core/macro';
import { Dexie } from 'dexie';
import { isAdded, isTable } from '../../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../database.ts';
import { type OutboxEntry, rowId, summaryOf } from '../device-rows.ts';
import { answered } from '../native.ts';
import { orderEntry } from '../order.ts';
import { rebased } from '../rebased.ts';
import { SEALED } from '../sealed-core.ts';
import { base64Of } from '../sealing.ts';
import type { WriteParts } from '../write.ts';
import { BLOCKS, PACKS, packedTables, type StoredPack } from './format.ts';
import type { Rows } from './rows.ts';

/**
 * Sets the pack aside, and has all that lies in packs fetched from the hub anew: a row of before would pass for today's. What waits to be
 * sent lies in no pack; its rows are made again from it at once.
 * @returns what the person is told; null where it is gone
 */
export async function setPackAside(
  { db, now }: Pick<WriteParts, 'db' | 'now'>,
  seq: number,
): Promise<string | null> {
  const stored = (await answered(db.backendDB().transaction(PACKS).objectStore(PACKS).get(seq))) as
    | StoredPack
    | undefined;
  if (!stored) return null;
  const told = t`Rows of this computer’s database could not be read. All that the hub has is fetched again; what waits to be sent is kept.`;
  const own = ['setAside', 'cursors', 'outbox', 'bases', 'departed', 'syncLog'];
  const isDone = await db.transaction('rw', [...packedTables, ...own, PACKS, BLOCKS], async () => {
    // Another window may have begun anew meanwhile, and fetched.
    if (!(await db.table(PACKS).get(seq))) return false;
    const at = now().toISOString();
    const bytes = stored[SEALED] ?? new TextEncoder().encode(stored.clear);
    await db.setAside.put({ id: `${PACKS} ${seq}`, at, told, bytes: base64Of(bytes) });
    for (const table of packedTables) await db.table(table).clear();
    await restart(db);
    // Without a cursor a scope is pulled from its beginning.
    await db.cursors.clear();
    await db.departed.clear();
    await remakeWaiting(db);
    await db.syncLog.add({ at, text: t`Damaged on this computer: ${told}` });
    return true;
  });
  return isDone ? told : null;
}

/** Inside the transaction of Dexie's that is under way. */
async function restart(db: ConsoleDatabase): Promise<void> {
  const transaction = Dexie.currentTransaction.idbtrans;
  const all: Rows[] = [];
  for (const name of packedTables) all.push(await db.packs.table(transaction, db.table(name).core.schema));
  db.packs.restart(transaction, all);
}

/** Rows that edits wait for, as they are with these edits: of each the hub's row is kept as its base. */
async function remakeWaiting(db: ConsoleDatabase): Promise<void> {
  const waiting = new Map<string, OutboxEntry[]>();
  for (const edit of await db.outbox.orderBy('n').toArray()) {
    const id = rowId(edit.table, edit.key);
    const edits = waiting.get(id);
    if (edits) edits.push(edit);
    else waiting.set(id, [edit]);
  }
  const bases = await db.bases.bulkGet([...waiting.keys()]);
  for (const [at, edits] of [...waiting.values()].entries()) {
    const [first] = edits;
    if (!first || !isTable(first.table)) continue;
    const row = rebased(bases[at]?.data ?? null, edits);
    if (row) await db.table(first.table).put(row);
    const inserted = edits.find(({ op }) => op === 'insert');
    if (row && inserted && isAdded(first.table))
      await db.rowOrders.put(orderEntry(first.table, first.key, { stage: 1, version: inserted.n, index: 0 }));
  }
  for (const record of await db.cases.toArray()) {
    const count = await db.outbox.where('caseId').equals(record.id).count();
    await db.summaries.put({ ...summaryOf(record, undefined), waiting: count });
  }
}
