/** What the imports of rows have in common: which are new, which another, which the same; how they are kept, and told. */
import { canonicalJson } from '../../shared/base/hash.ts';
import { type AuditEntry, addAudit } from '../issuing/audit.ts';
import { type Scopes, scopeIn } from '../issuing/registry.ts';
import type { Transaction } from '../store/database.ts';
import { UsageError } from './given.ts';

export interface Imported {
  added: string[];
  changed: string[];
  same: number;
}

export const nothingImported = (): Imported => ({ added: [], changed: [], same: 0 });

/**
 * Notes what becomes of a row.
 * @param before the row that stands under the key; null where there is none
 * @param name how the row is told
 * @returns whether it has to be written
 */
export function noteRow(told: Imported, name: string, before: unknown, row: unknown): boolean {
  if (before !== null && canonicalJson(before) === canonicalJson(row)) {
    told.same += 1;
    return false;
  }
  (before === null ? told.added : told.changed).push(name);
  return true;
}

const MOST_TOLD = 50;

/** @throws UsageError with a line each, where there is a fault: of such a file nothing is published */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const more = faults.length - MOST_TOLD;
  const told = [...faults.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])];
  throw new UsageError([...told, 'Nothing was published.'].join('\n'));
}

/** Keeps what an import put, and its trace; of one that is only tried, or that changes nothing, nothing. */
export async function keepImport(
  client: Transaction,
  scopes: Scopes,
  told: Imported,
  { dryRun, ...what }: { dryRun: boolean } & Pick<AuditEntry, 'action' | 'subject'>,
): Promise<void> {
  if (dryRun || told.added.length + told.changed.length === 0) return;
  const detail = { added: told.added.length, changed: told.changed.length };
  await addAudit(client, scopeIn(scopes, 'registry'), { ...what, by: null, reason: '', detail });
  for (const scope of scopes.values()) await scope.save();
}

/** What the operator is told of an import that was made, or only tried. */
export function importWords({ added, changed, same }: Imported, dryRun: boolean): string {
  const sum = `${added.length} added, ${changed.length} changed, ${same} as they were`;
  return dryRun
    ? `Would be: ${sum}. Nothing was published.`
    : `${sum}. Consoles get them with their next sync.`;
}
