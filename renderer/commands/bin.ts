/**
 * What was removed from a case or a customer, kept on this computer: each removal with all that went with it, to be put back as it was.
 * The rows are gone for everybody; putting them back makes them anew, under their own ids.
 */
import { t } from '@lingui/core/macro';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Outcome } from '../store/outcome.ts';
import { refusal } from '../store/outcome.ts';
import type { Edit } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

/** What makes a removed row anew. */
export type RemovedRow = Extract<Edit, { op: 'insert' }>;

/** One removal. */
export interface Removed {
  id: string;
  /** What it was, in words: `recorder-a, with 3 configuration entries and 2 revision levels`. */
  words: string;
  /** ISO 8601. */
  at: string;
  by: string;
  rows: readonly RemovedRow[];
}

export type BinParts = Pick<AppServices, 'db' | 'now' | 'newId' | 'person' | 'write'>;

const idOf = (ownerId: string, id: string) => `bin ${ownerId} ${id}`;

/** @param ownerId the case or the customer whose it was. @param rows what goes, each before what it rests on. @returns where it lies in the bin, beside what became of the write */
export async function removeToBin(
  app: BinParts,
  ownerId: string,
  words: string,
  rows: readonly RemovedRow[],
): Promise<{ result: Outcome; removed: Removed; undo: () => Promise<Outcome> }> {
  const by = await app.person();
  const removed: Removed = { id: app.newId(), words, at: app.now().toISOString(), by: by.name, rows };
  // Kept before it is gone: a window that ends between the two leaves it twice, and not nowhere.
  await app.db.drafts.put({ id: idOf(ownerId, removed.id), caseId: ownerId, value: removed });
  const result = await app.write(
    rows.map(({ table, row }): Edit => ({ op: 'delete', table, key: row.id }) as Edit),
  );
  if (result.kind === 'refused') await app.db.drafts.delete(idOf(ownerId, removed.id));
  return { result, removed, undo: () => putBack(app, ownerId, removed) };
}

/** All that lies in the bin of a case or a customer, the latest first. */
export async function readBin(db: ConsoleDatabase, ownerId: string): Promise<Removed[]> {
  const rows = await db.drafts.where({ caseId: ownerId }).toArray();
  const found = rows
    .filter(({ id }) => id.startsWith(idOf(ownerId, '')))
    .map(({ value }) => value as Removed);
  return found.sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** Puts it back as it was; what is there already, because somebody else put it back, stays as it is. */
export async function putBack(app: BinParts, ownerId: string, removed: Removed): Promise<Outcome> {
  const missing: Edit[] = [];
  for (const edit of removed.rows.toReversed())
    if (!(await app.db.table(edit.table).get(edit.row.id))) missing.push(edit);
  if (missing.length === 0) {
    await app.db.drafts.delete(idOf(ownerId, removed.id));
    return refusal('gone', t`It is there already.`, '');
  }
  const result = await app.write(missing);
  if (result.kind === 'saved') await app.db.drafts.delete(idOf(ownerId, removed.id));
  return result;
}
