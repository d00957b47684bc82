/** What a reading changes of rows that a case has: by name, and where one row stands against one value. */
import type { CollectedValue } from './collected.ts';

/** Whether two texts say the same, but for letter case and the spaces around them. */
export const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Of several rows with one name, the one that is left over is the one that changed. */
export class Rows<R> {
  readonly #byKey = new Map<string, R[]>();

  constructor(rows: readonly R[], keyOf: (row: R) => string) {
    for (const row of rows) {
      const key = keyOf(row);
      const list = this.#byKey.get(key);
      if (list) list.push(row);
      else this.#byKey.set(key, [row]);
    }
  }

  get(key: string): readonly R[] {
    return this.#byKey.get(key) ?? [];
  }
}

export const keyOf = (...parts: string[]) => parts.map((each) => each.trim().toLowerCase()).join('\u0000');

export interface NamedValue extends CollectedValue {
  key: string;
}

/**
 * @param held values of the rows that have this name
 * @returns for each fact that no row holds, the row that it changes: the one that there is, where one row stands against one fact
 */
export function changesOf<R extends { id: string }, F extends NamedValue>(
  facts: readonly F[],
  rows: Rows<R>,
  textOf: (row: R) => string,
): { known: number; changed: { fact: F; row: R | null }[] } {
  const byKey = new Map<string, F[]>();
  for (const fact of facts) byKey.set(fact.key, [...(byKey.get(fact.key) ?? []), fact]);
  let known = 0;
  const changed: { fact: F; row: R | null }[] = [];
  for (const [key, all] of byKey) {
    const held = rows.get(key);
    const distinct = all.filter((fact, at) => all.findIndex(({ value }) => same(value, fact.value)) === at);
    const fresh = distinct.filter(({ value }) => !held.some((row) => same(textOf(row), value)));
    known += distinct.length - fresh.length;
    const left = held.filter((row) => !distinct.some(({ value }) => same(textOf(row), value)));
    const [onlyRow, ...moreRows] = left;
    for (const fact of fresh)
      changed.push({ fact, row: onlyRow && moreRows.length === 0 && fresh.length === 1 ? onlyRow : null });
  }
  return { known, changed };
}
