/** What the hub's answers do to the database, each in one transaction (S6, S7, S8). Nothing here knows a network. */

import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/sync/hash.ts';
import type { PulledRow, PullResponse, PushResult } from '../../../shared/sync/protocol.ts';
import { isTable, type TableName, tableNames } from '../../../shared/sync/tables.ts';
import type { RowChange } from '../changes.ts';
import { type ConsoleDatabase, type OutboxEntry, summaryOf } from '../database.ts';
import { caseOf, rowId } from '../write.ts';
import { keepSent, sentTables } from './realign.ts';

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

async function show(db: ConsoleDatabase, table: TableName, key: string, row: Row | null): Promise<RowChange> {
  const before = await db.table<Row, string>(table).get(key);
  if (row) await db.table<Row, string>(table).put(row);
  else await db.table<Row, string>(table).delete(key);
  return { table, key, caseId: caseOf(table, key, row ?? before ?? {}), row };
}

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
  const lines = [];
  for (const [index, record] of cases.entries()) {
    if (!record) continue;
    const line = summaryOf(record as CaseRecord, before[index]);
    const waiting = await db.outbox.where('caseId').equals(record.id).count();
    lines.push({
      ...line,
      waiting,
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
    const changes: RowChange[] = [];
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
        changes.push(await show(db, entry.table, entry.key, rebased(base?.data ?? null, pending)));
      } else if (base) {
        await db.bases.put({ ...base, data: rebased(base.data, [entry]) });
      }
      if (pending.length === 0) await db.bases.delete(id);
    }
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
    const ids = page.rows.map((row) => rowId(row.table, row.key));
    const known = await db.synced.bulkGet(ids);
    const waiting = await waitingRows(db);
    const changes: RowChange[] = [];
    const add: string[] = [];
    const remove: string[] = [];
    for (const [index, row] of page.rows.entries()) {
      const old = known[index];
      if (old) remove.push(old.hash);
      if (row.deleted) await db.synced.delete(ids[index] ?? '');
      else {
        const hash = rowHash(row);
        add.push(hash);
        await db.synced.put({ id: ids[index] ?? '', scope, version: row.version, hash });
      }
      const change = await applyRow(db, row, waiting);
      if (change) changes.push(change);
    }
    const count = (before?.count ?? 0) + add.length - remove.length;
    const hash = updatedScopeHash(before?.hash ?? EMPTY_SCOPE_HASH, { add, remove });
    await db.cursors.put({ scope, ...page.cursor, count, hash });
    await db.device.update('device', { lastHubTime: page.hubTime });
    await refreshSummaries(db, changes, null);
    return { changes, agrees: page.more ? null : count === page.head.count && hash === page.head.hash };
  });
}

/** Shows one row of the hub, with the edits that wait for it on top. */
export async function applyRow(
  db: ConsoleDatabase,
  row: PulledRow,
  waiting: ReadonlySet<string>,
): Promise<RowChange | null> {
  const id = rowId(row.table, row.key);
  if (!isTable(row.table)) {
    if (row.deleted) await db.later.delete(id);
    else await db.later.put({ id, table: row.table, key: row.key, data: row.data });
    return null;
  }
  const data = row.deleted ? null : (row.data as Row);
  if (!waiting.has(id)) return show(db, row.table, row.key, data);
  const pending = await db.outbox.where('[table+key]').equals([row.table, row.key]).sortBy('n');
  await db.bases.put({ id, version: row.version, data });
  return show(db, row.table, row.key, rebased(data, pending));
}
