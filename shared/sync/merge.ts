/** Three-way merge, field by field (S5). By value: no clock and no version decides. See docs/adr/0002-merge-by-value.md. */
import { sameValue } from '../base/hash.ts';

type Fields = Record<string, unknown>;

export interface FieldClash {
  field: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

/** A field of the row's own; names such as `constructor` are no exception. */
function fieldOf(row: Fields, field: string): unknown {
  return Object.hasOwn(row, field) ? row[field] : undefined;
}

/**
 * What a patch does to the hub's row. A field that the hub still holds as the device knew it, or already as the device
 * wants it, takes the device's value; any other is a clash, where the hub's stands.
 * @param edit `patch` the device's new values, `base` what they were before, field by field
 * @returns the row after it, the clashes in the order of the patch, and whether any field changed; nothing given is changed
 */
export function mergeFields(
  edit: { patch: Fields; base: Fields },
  current: Fields,
): { fields: Fields; clashes: FieldClash[]; changed: boolean } {
  const fields = { ...current };
  const clashes: FieldClash[] = [];
  let changed = false;
  for (const [field, mine] of Object.entries(edit.patch)) {
    const theirs = fieldOf(current, field);
    const base = fieldOf(edit.base, field);
    if (sameValue(theirs, mine)) continue;
    if (sameValue(theirs, base)) {
      fields[field] = mine;
      changed = true;
    } else {
      clashes.push({ field, base: base ?? null, theirs: theirs ?? null, mine });
    }
  }
  return { fields, clashes, changed };
}

/**
 * Whether a row may be deleted by a device that knew it as `base`: the hub holds what the device saw, so nobody's edit is
 * lost with it. Anything else is a clash of an edit with a delete.
 * @param edit `base` the whole row as the device had it, `baseVersion` the version it knew, null for none
 */
export function deleteLosesNothing(
  edit: { base: Fields; baseVersion: number | null },
  current: { version: number; data: Fields },
): boolean {
  if (edit.baseVersion !== null && current.version <= edit.baseVersion) return true;
  return sameValue(current.data, edit.base);
}
