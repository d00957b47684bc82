/** What the Sync screen and a case say of edits: what waits, what was refused, what two people changed, and the log. */
import type { ConsoleDatabase } from '../store/database.ts';

/** Entries of the outbox that are counted by table; more are only counted together. */
const MOST_COUNTED = 10_000;

/** What waits: its size in bytes, and how many edits of each table. */
export async function readWaiting(db: ConsoleDatabase) {
  const entries = await db.outbox.orderBy('n').limit(MOST_COUNTED).toArray();
  const byTable = new Map<string, number>();
  for (const entry of entries) byTable.set(entry.table, (byTable.get(entry.table) ?? 0) + 1);
  return { size: entries.reduce((sum, entry) => sum + entry.bytes, 0), tables: [...byTable] };
}

/** The newest first. */
export const readNewestLog = (db: ConsoleDatabase, most: number) =>
  db.syncLog.orderBy('id').reverse().limit(most).toArray();
/** The oldest first. */
export const readLog = (db: ConsoleDatabase) => db.syncLog.toArray();

export const readRefused = (db: ConsoleDatabase, most: number) => db.rejectedEdits.limit(most).toArray();

export const readConflicts = (db: ConsoleDatabase) => db.conflicts.toArray();
export const readOpenConflicts = (db: ConsoleDatabase, caseId: string) =>
  db.conflicts
    .where({ caseId })
    .filter((each) => each.resolvedAt === null)
    .toArray();
