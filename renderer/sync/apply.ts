/** What the hub's answers do to the database, each in one transaction (S6, S7, S8). Nothing here knows a network. */

import { EMPTY_SCOPE_HASH, rowHash, sameValue, updatedScopeHash } from '../../shared/base/hash.ts';
import type { RowOrder } from '../../shared/base/order.ts';
import { filledIn } from '../../shared/cases/contents.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { PulledRow, PullResponse, PushResult } from '../../shared/sync/protocol.ts';
import { isAdded, isTable, type TableName, tableNames } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import {
  type BaseRow,
  laterOf,
  type OutboxEntry,
  rowId,
  type SyncedRow,
  summaryOf,
} from '../store/device-rows.ts';
import { orderEntry } from '../store/order.ts';
import { rebased } from '../store/rebased.ts';
import { caseOf } from '../store/write.ts';
import { Departures, forgetDepartures } from './departures.ts';
import { keepSent, sentTables } from './realign.ts';
import { StagedWrites } from './staged.ts';
import { isNothingWaiting, type Place, type WaitingEdits, waitingFor } from './waiting.ts';

type Row = Record<string, unknown>;

/** Rows that one task of the window works on: a page in one piece would hold up typing and scrolling. */
const AT_ONCE = 100;

/** A row that goes has to be loaded: its case is known from what it was. */
function show(writes: StagedWrites, table: TableName, key: string, row: Row | null): RowChange {
  const shown = row ?? writes.get<Row>(table, key) ?? {};
  if (row) writes.put(table, key, row);
  else writes.delete(table, key);
  return { table, key, caseId: caseOf(table, key, shown), row };
}

/**
 * Brings the list's lines of these cases up to date.
 * @param changedAt when what came of each was changed, by the case: whoever reads it shows the same time, whenever it received it
 */
export async function refreshSummaries(
  db: ConsoleDatabase,
  changes: readonly RowChange[],
  changedAt: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const ids = [...new Set(changes.map((change) => change.caseId))].filter((id) => id !== '');
  if (ids.length === 0) return;
  const [cases, before] = [await db.cases.bulkGet(ids), await db.summaries.bulkGet(ids)];
  const tickets = new Map(
    changes.flatMap(({ table, caseId, row }) =>
      table === 'receipts' && row ? [[caseId, String((row as Row).ticket)]] : [],
    ),
  );
  // Asked for together: one after the other, a page of hundreds of cases would wait hundreds of times.
  const idle = await isNothingWaiting(db);
  const waiting = idle
    ? []
    : await Promise.all(ids.map((id) => db.outbox.where('caseId').equals(id).count()));
  const lines = [];
  for (const [index, record] of cases.entries()) {
    if (!record) continue;
    const line = summaryOf(record as CaseRecord, before[index]);
    lines.push({
      ...line,
      waiting: waiting[index] ?? 0,
      ticket: tickets.get(record.id) ?? line.ticket,
      stale: 1 as const,
      updatedAt: laterOf(line.updatedAt, changedAt.get(record.id)),
    });
  }
  await db.summaries.bulkPut(lines);
}

/**
 * Takes the answers to a push: each edit leaves the outbox in the transaction that keeps what its answer says.
 * @param sent the edits that were sent, where the caller still has them: to read and open them once more takes as long as to keep them
 * @returns the rows that changed on screen
 */
export async function applyPushResults(
  db: ConsoleDatabase,
  results: readonly PushResult[],
  at: string,
  sent: readonly OutboxEntry[] = [],
): Promise<RowChange[]> {
  const names = [...tableNames, ...sentTables, 'outbox', 'bases', 'rejectedEdits', 'summaries'];
  return db.transaction('rw', names, async () => {
    const answered = await answeredEntries(db, results, sent);
    const entries = [...answered.values()];
    const waiting = await waitingFor(db, entries, answered);
    await takenOut(db, [...answered.keys()]);
    await keepSent(db, entries);
    const writes = new StagedWrites(db);
    await writes.load(lookedAt(results, answered, waiting));
    const changes: RowChange[] = [];
    const touched: RowChange[] = [];
    for (const result of results) {
      const entry = answered.get(result.n);
      if (!entry) continue;
      const { caseId, bytes: _bytes, ...edit } = entry;
      touched.push({ table: entry.table as TableName, key: entry.key, caseId, row: null });
      if (result.outcome === 'rejected')
        await db.rejectedEdits.put({ id: entry.id, caseId, at, edit, rejection: result.rejection });
      if (!isTable(entry.table)) continue;
      const id = rowId(entry.table, entry.key);
      const pending = (waiting.get(id) ?? []).filter((each) => each.n !== result.n);
      waiting.set(id, pending);
      if (hubStands(entry, result.outcome)) {
        // The hub's state stands on screen; a refused edit is kept beside it.
        const base = writes.get<BaseRow>('bases', id);
        changes.push(show(writes, entry.table, entry.key, rebased(base?.data ?? null, pending)));
      } else if (pending.length > 0) {
        const base = writes.get<BaseRow>('bases', id);
        if (base) writes.put('bases', id, { ...base, data: rebased(base.data, [entry]) });
      }
      if (pending.length === 0) writes.delete('bases', id);
    }
    await writes.flush();
    await refreshSummaries(db, touched);
    return changes;
  });
}

/**
 * Whether the screen goes back to what the hub holds, until a pull says more. Of two decisions about a conflict the second is
 * taken note of and changes nothing there, so that no pull would bring the first.
 */
function hubStands({ table }: OutboxEntry, outcome: PushResult['outcome']): boolean {
  return outcome === 'rejected' || outcome === 'conflict' || (outcome === 'merged' && table === 'conflicts');
}

/** Bases and rows that answers to a push are weighed with: those of refused and clashing edits, and of rows with more edits. */
function lookedAt(
  results: readonly PushResult[],
  answered: ReadonlyMap<number, OutboxEntry>,
  waiting: WaitingEdits,
): Place[] {
  return results.flatMap(({ n, outcome }) => {
    const entry = answered.get(n);
    if (!entry || !isTable(entry.table)) return [];
    const id = rowId(entry.table, entry.key);
    const base = { table: 'bases', key: id };
    if (hubStands(entry, outcome)) return [base, { table: entry.table, key: entry.key }];
    return (waiting.get(id)?.length ?? 0) > 1 ? [base] : [];
  });
}

/**
 * The edits of the outbox that these answers are for, by number. The numbers of a push count up by one: one range. What waits
 * under a number does not change while it is being sent: whoever takes an edit back waits for the sending.
 */
async function answeredEntries(
  db: ConsoleDatabase,
  results: readonly PushResult[],
  sent: readonly OutboxEntry[],
): Promise<Map<number, OutboxEntry>> {
  const numbers = new Set(results.map((result) => result.n));
  if (numbers.size === 0) return new Map();
  const known = new Map(sent.map((entry) => [entry.n, entry]));
  const range = db.outbox.where('n').between(Math.min(...numbers), Math.max(...numbers), true, true);
  const isKnown = [...numbers].every((n) => known.has(n));
  const waiting = isKnown
    ? (await range.primaryKeys()).flatMap((n) => known.get(n) ?? [])
    : await range.toArray();
  return new Map(waiting.filter(({ n }) => numbers.has(n)).map((entry) => [entry.n, entry]));
}

/** Takes edits out of the outbox: as one range where no other number lies between, which is one request instead of hundreds. */
async function takenOut(db: ConsoleDatabase, numbers: readonly number[]): Promise<void> {
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return;
  if (last - first + 1 === numbers.length)
    await db.outbox.where('n').between(first, last, true, true).delete();
  else await db.outbox.bulkDelete([...numbers]);
}

/** All that a page of a pull may touch. */
export const pageTables = [
  ...tableNames,
  'outbox',
  'bases',
  'synced',
  'cursors',
  'unknownRows',
  'rowOrders',
  'summaries',
  'device',
  'departed',
];

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
    if (fromStart) {
      await db.synced.where('scope').equals(scope).delete();
      // What had left comes again with all else: a hub that begins anew may lack what it had, and the device helps out (S7).
      if (scope.startsWith('org:')) await forgetDepartures(db);
    }
    const before = fromStart ? undefined : await db.cursors.get(scope);
    const { changes, changedAt, add, remove } = await applyRows(db, scope, page.rows);
    const count = (before?.count ?? 0) + add.length - remove.length;
    const hash = updatedScopeHash(before?.hash ?? EMPTY_SCOPE_HASH, { add, remove });
    await db.cursors.put({ scope, ...page.cursor, count, hash });
    await db.device.update('device', { lastHubTime: page.hubTime });
    await refreshSummaries(db, changes, changedAt);
    return { changes, agrees: page.more ? null : count === page.head.count && hash === page.head.hash };
  });
}

/**
 * What is known of these rows. Of a table, whatever lies behind the last that is known is new: new rows mostly do, and one request
 * tells it of hundreds.
 */
async function knownRows(
  db: ConsoleDatabase,
  rows: readonly PulledRow[],
): Promise<ReadonlyMap<string, SyncedRow>> {
  const found = await Promise.all(
    [...new Set(rows.map(({ table }) => table))].map(async (table) => {
      const ids = rows.flatMap((row) => (row.table === table ? [rowId(table, row.key)] : [])).sort();
      const [first = '', last = ''] = [ids[0], ids.at(-1)];
      const between = db.synced.where('id').between(first, last, true, true);
      const [newest] = await between.reverse().limit(1).primaryKeys();
      return newest === undefined ? [] : db.synced.bulkGet(ids.filter((id) => id <= newest));
    }),
  );
  return new Map(found.flat().flatMap((row) => (row ? [[row.id, row]] : [])));
}

/** What is read to compare it with a page may hold so many times as many rows as the page has of the table. */
const MOST_BETWEEN = 2;

/**
 * Rows of a page that this device made itself and that come back as it made them: they lie here, nothing of them was known from the hub,
 * and no edit waits for them. To write and seal them once more would cost as much as rows of somebody else, and each would say that its
 * case has changed.
 */
async function rowsAsMade(
  db: ConsoleDatabase,
  rows: readonly PulledRow[],
  known: ReadonlyMap<string, SyncedRow>,
  waiting: WaitingEdits,
): Promise<ReadonlySet<PulledRow>> {
  const same = new Set<PulledRow>();
  const news = rows.filter(
    (row) =>
      !(row.deleted || row.hash !== undefined || isAdded(row.table)) &&
      isTable(row.table) &&
      !known.has(rowId(row.table, row.key)) &&
      !waiting.has(rowId(row.table, row.key)),
  );
  for (const table of new Set(news.map((row) => row.table))) {
    const own = news.filter((row) => row.table === table);
    const keys = own.map(({ key }) => key).sort();
    const most = MOST_BETWEEN * keys.length;
    const between = db.table<Row, string>(table).where(':id').between(keys[0], keys.at(-1), true, true);
    // Rows that were made one after the other lie together; where many others lie between them, they are written as any.
    const here = new Map((await between.limit(most).toArray()).map((row) => [row.id, row]));
    for (const row of own) {
      const held = here.get(row.key);
      if (held && sameValue(held, filledIn(table, row.data as Row))) same.add(row);
    }
  }
  return same;
}

/**
 * Takes the rows of a page. All that is looked at is read first: a request for the page, not one for each piece of it.
 * @returns what changed on screen, and the hashes that the scope's hash gains and loses
 */
async function applyRows(
  db: ConsoleDatabase,
  scope: string,
  rows: readonly PulledRow[],
): Promise<{
  changes: RowChange[];
  changedAt: ReadonlyMap<string, string>;
  add: string[];
  remove: string[];
}> {
  const known = await knownRows(db, rows);
  const waiting = await waitingFor(db, rows);
  const departures = await Departures.load(db, rows);
  const asMade = new Set<PulledRow>();
  for (const some of inPieces(rows))
    for (const row of await rowsAsMade(db, some, known, waiting)) asMade.add(row);
  const writes = new StagedWrites(db);
  await writes.load(rowsThatMayGo(rows, waiting));
  const changes: RowChange[] = [];
  const changedAt = new Map<string, string>();
  const add: string[] = [];
  for (const some of inPieces(rows)) {
    for (const row of some) {
      const id = rowId(row.table, row.key);
      if (row.deleted) writes.delete('synced', id);
      else {
        const hash = row.hash ?? rowHash(row);
        add.push(hash);
        writes.put('synced', id, { id, scope, version: row.version, hash });
      }
      if (asMade.has(row)) continue;
      const change = departures.keeps(writes, row) ? null : applyRow(writes, row, waiting);
      if (!change) continue;
      changes.push(change);
      if (row.changedAt) changedAt.set(change.caseId, laterOf(row.changedAt, changedAt.get(change.caseId)));
    }
    await writes.flush();
  }
  return { changes, changedAt, add, remove: [...known.values()].map(({ hash }) => hash) };
}

function inPieces(rows: readonly PulledRow[]): PulledRow[][] {
  const pieces: PulledRow[][] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) pieces.push(rows.slice(from, from + AT_ONCE));
  return pieces;
}

/** Rows that `applyRow` may take off the screen, and so has to look at. */
export function rowsThatMayGo(rows: readonly PulledRow[], waiting: WaitingEdits): Place[] {
  return rows.filter(
    ({ table, key, deleted }) => isTable(table) && (deleted || waiting.has(rowId(table, key))),
  );
}

/** Shows one row of the hub, with the edits that wait for it on top. What is written is in `writes` until these are flushed. */
export function applyRow(writes: StagedWrites, row: PulledRow, waiting: WaitingEdits): RowChange | null {
  const id = rowId(row.table, row.key);
  if (!isTable(row.table)) {
    if (row.deleted) writes.delete('unknownRows', id);
    else writes.put('unknownRows', id, { id, table: row.table, key: row.key, data: row.data });
    return null;
  }
  const placed = (change: RowChange): RowChange => {
    if (!isAdded(row.table)) return change;
    const order: RowOrder = { stage: 0, version: row.version, index: row.index };
    if (row.deleted) writes.delete('rowOrders', id);
    else writes.put('rowOrders', id, orderEntry(row.table, row.key, order));
    return { ...change, order };
  };
  if (row.hash !== undefined) {
    // What it holds is fetched by its key, or is here from before (S14): it never changes.
    placed({ table: row.table, key: row.key, caseId: '', row: null });
    return null;
  }
  const data = row.deleted ? null : filledIn(row.table, row.data as Row);
  if (!waiting.has(id)) return placed(show(writes, row.table, row.key, data));
  writes.put('bases', id, { id, version: row.version, data });
  return placed(show(writes, row.table, row.key, rebased(data, waiting.get(id) ?? [])));
}
