/** Which edits wait for which rows. */
import type { ConsoleDatabase } from '../store/database.ts';
import type { OutboxEntry } from '../store/device-rows.ts';
import { rowId } from '../store/device-rows.ts';

export interface Place {
  table: string;
  key: string;
}

/** The row that `rowId` calls so. */
export function placeOf(id: string): Place {
  const space = id.indexOf(' ');
  return { table: id.slice(0, space), key: id.slice(space + 1) };
}

/** Edits that wait, by row, in the order in which they were made. A row without any is not in it. */
export type WaitingEdits = Map<string, OutboxEntry[]>;

/** Whether no edit waits: asked of one number, because counting takes as long as there are edits. */
export async function isNothingWaiting(db: ConsoleDatabase): Promise<boolean> {
  return (await db.outbox.limit(1).primaryKeys()).length === 0;
}

/** Numbers of the edits whose rows lie from a table's first to its last key: one request, whatever their number. */
async function numbersBetween(
  db: ConsoleDatabase,
  table: string,
  keys: readonly string[],
): Promise<number[]> {
  const [first, last] = [keys[0], keys.at(-1)];
  return db.outbox.where('[table+key]').between([table, first], [table, last], true, true).primaryKeys();
}

/**
 * Edits that wait for these rows. Keys of rows that were made one after the other lie together, so that the range between
 * the first and the last mostly holds these and no others; where it holds many more, each row is asked for by itself.
 * @param known edits of the outbox that the caller has read already, by number
 */
export async function waitingFor(
  db: ConsoleDatabase,
  places: readonly Place[],
  known: ReadonlyMap<number, OutboxEntry> = new Map(),
): Promise<WaitingEdits> {
  const waiting: WaitingEdits = new Map();
  if (places.length === 0 || (await isNothingWaiting(db))) return waiting;
  const wanted = new Set(places.map(({ table, key }) => rowId(table, key)));
  const found: OutboxEntry[] = [];
  for (const table of new Set(places.map((place) => place.table))) {
    const keys = places.flatMap((place) => (place.table === table ? [place.key] : [])).sort();
    const numbers = await numbersBetween(db, table, keys);
    const unread = numbers.filter((n) => !known.has(n));
    if (unread.length > 2 * keys.length) {
      const each = [...new Set(keys)].map((key) =>
        db.outbox.where('[table+key]').equals([table, key]).toArray(),
      );
      found.push(...(await Promise.all(each)).flat());
      continue;
    }
    found.push(...numbers.flatMap((n) => known.get(n) ?? []));
    const read = unread.length > 0 ? await db.outbox.bulkGet(unread) : [];
    found.push(...read.filter((entry) => entry !== undefined));
  }
  for (const entry of found.sort((a, b) => a.n - b.n)) {
    const id = rowId(entry.table, entry.key);
    if (wanted.has(id)) waiting.set(id, [...(waiting.get(id) ?? []), entry]);
  }
  return waiting;
}
