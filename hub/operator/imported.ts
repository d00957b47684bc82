/** What an import makes of the rows that stand: which are new, which another, which the same. */
import { canonicalJson } from '../../shared/base/hash.ts';

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
