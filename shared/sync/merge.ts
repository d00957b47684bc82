/** Three-way merge, field by field (S5). By value: no clock and no version decides. */
import { canonicalJson } from './hash.ts';

type Fields = Record<string, unknown>;

export interface FieldClash {
  field: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

/** Whether two JSON values are the same; a field that is not there equals only itself. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * What a patch does to the hub's row. A field that the hub still holds as the device knew it, or already as the device
 * wants it, takes the device's value; any other is a clash, where the hub's stands.
 * @param edit `patch` the device's new values, `base` what they were before, field by field
 */
export function mergeFields(
  edit: { patch: Fields; base: Fields },
  current: Fields,
): { fields: Fields; clashes: FieldClash[]; changed: boolean } {
  const fields = { ...current };
  const clashes: FieldClash[] = [];
  let changed = false;
  for (const [field, mine] of Object.entries(edit.patch)) {
    const theirs = current[field];
    if (sameValue(theirs, mine)) continue;
    if (sameValue(theirs, edit.base[field])) {
      fields[field] = mine;
      changed = true;
    } else {
      clashes.push({ field, base: edit.base[field] ?? null, theirs: theirs ?? null, mine });
    }
  }
  return { fields, clashes, changed };
}
