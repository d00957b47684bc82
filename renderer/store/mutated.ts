/** What a transaction changed, as Dexie tells all windows and workers of a device. */
import { namedKeys } from './named-changes.ts';

/** Keys of a table: a tree of ranges, or nothing but its depth. */
interface Ranges {
  from?: unknown;
  to?: unknown;
  l?: Ranges | null;
  r?: Ranges | null;
}

function* rangesOf(tree: Ranges | null | undefined): Generator<Ranges> {
  if (!tree || !('from' in tree)) return;
  yield* rangesOf(tree.l);
  yield tree;
  yield* rangesOf(tree.r);
}

/**
 * Keys of a table's rows that were put or removed.
 * @param parts what `storagemutated` tells
 * @returns null where the table was not touched, `all` where a range was instead of single keys
 */
export function changedKeys(
  parts: unknown,
  database: string,
  table: string,
): readonly string[] | 'all' | null {
  const ranges = (parts as Record<string, Ranges | undefined>)[`idb://${database}/${table}/`];
  if (!ranges) return null;
  const named = namedKeys(parts, database, table);
  if (named) return named;
  const keys: string[] = [];
  for (const { from, to } of rangesOf(ranges)) {
    if (typeof from !== 'string' || from !== to) return 'all';
    keys.push(from);
  }
  return keys;
}
