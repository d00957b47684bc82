/** Rows in the order of their names. No index has a name in clear (security 29): they are sorted here, a few thousand in some milliseconds. */
import type { Table } from 'dexie';

/** As an index would have them: by the letters' numbers, then by id. */
function compareNames(a: { name: string; id: string }, b: { name: string; id: string }): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export async function byName<T extends { name: string; id: string }>(table: Table<T, string>): Promise<T[]> {
  return (await table.toArray()).sort(compareNames);
}

/** The first by that name; letters large or small. */
export async function firstNamed<T extends { name: string; id: string }>(
  table: Table<T, string>,
  name: string,
): Promise<T | undefined> {
  const wanted = name.toLowerCase();
  return (await table.filter((each) => each.name.toLowerCase() === wanted).toArray()).sort(compareNames)[0];
}
