/** What becomes of a scope that the person lost (S13). */
import { t } from '@lingui/core/macro';
import { isTable } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { caseOf } from '../store/write.ts';
import { pageTables } from './apply.ts';
import { forgetSent, sentTables } from './realign.ts';
import { isNothingWaiting } from './waiting.ts';

const words: Readonly<Record<string, string>> = {
  catalogue: t`the catalogue`,
  registry: t`the registry of credentials`,
  level3: t`the Level 3 desk`,
};

/** How the log calls a scope. */
export function scopeWords(scope: string): string {
  return words[scope] ?? t`your organisation`;
}

/** Scopes that this device holds rows of, and that are no longer its person's. */
export async function lostScopes(db: ConsoleDatabase, readable: readonly string[]): Promise<string[]> {
  const held = await db.cursors.toCollection().primaryKeys();
  return held.filter((scope) => !readable.includes(scope));
}

/**
 * Removes a scope's rows from this device, in one transaction. Only where no edit waits: what waited has been sent, or was
 * refused and is kept under 'needs attention'.
 * @returns the rows that left the screen; null where edits wait, and nothing was removed
 */
export function wipeScope(db: ConsoleDatabase, scope: string): Promise<RowChange[] | null> {
  return db.transaction('rw', [...pageTables, ...sentTables, 'drafts'], async () => {
    if (!(await isNothingWaiting(db))) return null;
    const changes: RowChange[] = [];
    const ids = await db.synced.where('scope').equals(scope).primaryKeys();
    for (const id of ids) {
      const space = id.indexOf(' ');
      const [table, key] = [id.slice(0, space), id.slice(space + 1)];
      if (!isTable(table)) {
        await db.unknownRows.delete(id);
        continue;
      }
      const rows = db.table<Record<string, unknown>, string>(table);
      changes.push({ table, key, caseId: caseOf(table, key, (await rows.get(key)) ?? {}), row: null });
      await rows.delete(key);
      // What was removed from a customer lies under its id, as that of a case does.
      if (table === 'customers') await db.drafts.where({ caseId: key }).delete();
      if (table !== 'cases') continue;
      await db.summaries.delete(key);
      await db.departed.delete(key);
      await db.drafts.where({ caseId: key }).delete();
    }
    await db.rowOrders.bulkDelete(ids);
    await db.synced.where('scope').equals(scope).delete();
    await db.cursors.delete(scope);
    // Edits go to an organisation's rows only: what was kept of them for a restored hub goes with those.
    if (scope.startsWith('org:')) await forgetSent(db);
    return changes;
  });
}
