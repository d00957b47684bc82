/** Findings by the row that they point at: hundreds of fields ask for their own after each key, and each would go through all of them. */
import type { Finding } from '../../shared/handoff/schema.ts';

const none: readonly Finding[] = [];
/** By the list, which is another after each change. */
const indexes = new WeakMap<readonly Finding[], ReadonlyMap<string, readonly Finding[]>>();

const keyOf = (table: string, id: string | null) => `${table} ${id ?? ''}`;

function indexOf(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const known = indexes.get(findings);
  if (known) return known;
  const index = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding.where.table, finding.where.id);
    const own = index.get(key);
    if (own) own.push(finding);
    else index.set(key, [finding]);
  }
  indexes.set(findings, index);
  return index;
}

/** @param id null for what is to be added to a table */
export function findingsOfRow(
  findings: readonly Finding[],
  table: string,
  id: string | null,
): readonly Finding[] {
  return indexOf(findings).get(keyOf(table, id)) ?? none;
}
