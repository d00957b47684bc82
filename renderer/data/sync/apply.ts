/** What the hub's answers do to the database, each in one transaction (S6, S7, S8). Nothing here knows a network. */

import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/sync/hash.ts';
import type { PulledRow, PullResponse, PushResult } from '../../../shared/sync/protocol.ts';
import { isTable, type TableName, tableNames } from '../../../shared/sync/tables.ts';
import type { RowChange } from '../changes.ts';
import { type ConsoleDatabase, type OutboxEntry, type SyncedRow, summaryOf } from '../database.ts';
import { rowId } from '../write.ts';
import { keepSent, sentTables } from './realign.ts';
import { type RowBatch, rowBatch } from './row-batch.ts';

type Row = Record<string, unknown>;

/** The hub's row with the edits that still wait on top: what the screens show. */
function rebased(data: Row | null, pending: readonly OutboxEntry[]): Row | null {
  let row = data;
  for (const edit of pending) {
    if (edit.op === 'insert') row = { ...(edit.patch as Row) };
    else if (edit.op === 'delete') row = null;
    else if (row) row = { ...row, ...(edit.patch as Row) };
  }
  return row;
}

/** Rows that one task of the window works on: a page in one piece would hold up typing and scrolling. */
const AT_ONCE = 100;

/** Brings the list's lines of these cases up to date. */
export async function refreshSummaries(
  db: ConsoleDatabase,
  changes: readonly RowChange[],
  at: string | null,
): Promise<void> {
  const ids = [...new Set(changes.map((change) => change.caseId))].filter((id) => id !== '');
  if (ids.length === 0) return;
  const [cases, before] = [await db.cases.bulkGet(ids), await db.summaries.bulkGet(ids)];
  const tickets = new Map(
    changes.flatMap(({ table, caseId, row }) =>
      table === 'receipts' && row ? [[caseId, String((row as Row).ticket)]] : [],
    ),
  );
  const waiting = new Map<unknown, number>();
  await db.outbox
    .where('caseId')
    .anyOf(ids)
    .eachKey((caseId) => waiting.set(caseId, (waiting.get(caseId) ?? 0) + 1));
  const lines = [];
  for (const [index, record] of cases.entries()) {
    if (!record) continue;
    const line = summaryOf(record as CaseRecord, before[index]);
    lines.push({
      ...line,
      waiting: waiting.get(record.id) ?? 0,
      ticket: tickets.get(record.id) ?? line.ticket,
      stale: 1 as const,
      ...(at ? { updatedAt: at } : {}),
    });
  }
  await db.summaries.bulkPut(lines);
}

/**
 * Takes the answers to a push: each edit leaves the outbox in the transaction that keeps what its answer says.
 * @returns the rows that changed on screen
 */
export async function applyPushResults(
  db: ConsoleDatabase,
  results: readonly PushResult[],
  at: string,
): Promise<RowChange[]> {
  const names = [...tableNames, ...sentTables, 'outbox', 'bases', 'attention', 'summaries'];
  return db.transaction('rw', names, async () => {
    const { show, save } = rowBatch(db);
    const touched: RowChange[] = [];
    for (const result of results) {
      const entry = await db.outbox.get(result.n);
      if (!entry) continue;
      await db.outbox.delete(result.n);
      await keepSent(db, entry);
      const { caseId, bytes: _bytes, ...edit } = entry;
      touched.push({ table: entry.table as TableName, key: entry.key, caseId, row: null });
      if (result.outcome === 'rejected')
        await db.attention.put({ id: entry.id, caseId, at, edit, rejection: result.rejection });
      if (!isTable(entry.table)) continue;
      const id = rowId(entry.table, entry.key);
      const pending = await db.outbox.where('[table+key]').equals([entry.table, entry.key]).sortBy('n');
      const base = await db.bases.get(id);
      if (result.outcome === 'rejected' || result.outcome === 'conflict') {
        // The hub's state stands on screen; the refused edit is kept beside it.
        show(entry.table, entry.key, rebased(base?.data ?? null, pending));
      } else if (base) {
        await db.bases.put({ ...base, data: rebased(base.data, [entry]) });
      }
      if (pending.length === 0) await db.bases.delete(id);
    }
    const changes = await save();
    await refreshSummaries(db, touched, null);
    return changes;
  });
}

/** All that a page of a pull may touch. */
export const pageTables = [
  ...tableNames,
  'outbox',
  'bases',
  'synced',
  'cursors',
  'later',
  'summaries',
  'device',
];

/** Rows that have edits waiting. */
export async function waitingRows(db: ConsoleDatabase): Promise<Set<string>> {
  const keys = await db.outbox.orderBy('[table+key]').uniqueKeys();
  return new Set(keys.map((each) => rowId(...(each as unknown as [string, string]))));
}

/**
 * Takes one page of a pull: rows and cursor in one transaction (S7). Rows with waiting edits are rebased; rows of a table
 * that this console does not know are kept for a later one; only tombstones delete.
 * @returns the rows that changed on screen, and whether this device now holds what the hub's head says (null: more to come)
 */
export async function applyPage(
  db: ConsoleDatabase,
  scope: string,
  page: PullResponse,
  fromStart: boolean,
): Promise<{ changes: RowChange[]; agrees: boolean | null }> {
  return db.transaction('rw', pageTables, async () => {
    if (fromStart) await db.synced.where('scope').equals(scope).delete();
    const before = fromStart ? undefined : await db.cursors.get(scope);
    const waiting = await waitingRows(db);
    const changes: RowChange[] = [];
    const add: string[] = [];
    const remove: string[] = [];
    for (let from = 0; from < page.rows.length; from += AT_ONCE) {
      const rows = page.rows.slice(from, from + AT_ONCE);
      const moved = await noteSynced(db, scope, rows);
      add.push(...moved.add);
      remove.push(...moved.remove);
      changes.push(...(await applyRows(db, rows, waiting)));
    }
    const count = (before?.count ?? 0) + add.length - remove.length;
    const hash = updatedScopeHash(before?.hash ?? EMPTY_SCOPE_HASH, { add, remove });
    await db.cursors.put({ scope, ...page.cursor, count, hash });
    await db.device.update('device', { lastHubTime: page.hubTime });
    await refreshSummaries(db, changes, null);
    return { changes, agrees: page.more ? null : count === page.head.count && hash === page.head.hash };
  });
}

/** Keeps version and hash of rows as they came. @returns hashes that the scope's hash gains and loses */
async function noteSynced(
  db: ConsoleDatabase,
  scope: string,
  rows: readonly PulledRow[],
): Promise<{ add: string[]; remove: string[] }> {
  const ids = rows.map((row) => rowId(row.table, row.key));
  const known = await db.synced.bulkGet(ids);
  const living: SyncedRow[] = [];
  const gone: string[] = [];
  for (const [index, row] of rows.entries()) {
    const id = ids[index] ?? '';
    if (row.deleted) gone.push(id);
    else living.push({ id, scope, version: row.version, hash: rowHash(row) });
  }
  if (living.length > 0) await db.synced.bulkPut(living);
  if (gone.length > 0) await db.synced.bulkDelete(gone);
  return { add: living.map(({ hash }) => hash), remove: known.flatMap((row) => row?.hash ?? []) };
}

/** Shows rows of the hub, with the edits that wait for them on top. @returns the rows that changed on screen */
export async function applyRows(
  db: ConsoleDatabase,
  rows: readonly PulledRow[],
  waiting: ReadonlySet<string>,
): Promise<RowChange[]> {
  const changes: RowChange[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const edits = new Map<string, readonly OutboxEntry[]>();
    for (const { table, key } of some) {
      const id = rowId(table, key);
      if (waiting.has(id))
        edits.set(id, await db.outbox.where('[table+key]').equals([table, key]).sortBy('n'));
    }
    const batch = rowBatch(db);
    // Awaits nothing: Dexie loses the transaction over hundreds of awaits that are not requests of its own.
    for (const row of some) applyRow(batch, row, edits);
    changes.push(...(await batch.save()));
  }
  return changes;
}

/** @param waiting the edits that wait for a row, in their order, by the row's id */
function applyRow(
  { show, keep, base }: RowBatch,
  row: PulledRow,
  waiting: ReadonlyMap<string, readonly OutboxEntry[]>,
) {
  const id = rowId(row.table, row.key);
  if (!isTable(row.table)) return keep(row);
  const data = row.deleted ? null : (row.data as Row);
  if (!waiting.has(id)) return show(row.table, row.key, data);
  base({ id, version: row.version, data });
  show(row.table, row.key, rebased(data, waiting.get(id) ?? []));
}
