/**
 * Writes of one transaction, kept until its end and then made together: a thousand rows cost a few requests, not a thousand
 * waits. What is looked at on the way is read before, in one go, so that nothing waits between two rows.
 */
import type { ConsoleDatabase } from '../store/database.ts';
import type { Place } from './waiting.ts';

type Value = object;

/** Rows that are deleted one by one. */
const FEW = 5;

export class StagedWrites {
  readonly #db: ConsoleDatabase;
  /** By table and primary key; null where the row goes. */
  readonly #tables = new Map<string, Map<string, Value | null>>();
  readonly #read = new Map<string, Map<string, Value | undefined>>();

  /** @param db the caller holds a transaction over every table that is written here */
  constructor(db: ConsoleDatabase) {
    this.#db = db;
  }

  #table(table: string): Map<string, Value | null> {
    const known = this.#tables.get(table) ?? new Map<string, Value | null>();
    this.#tables.set(table, known);
    return known;
  }

  /** Reads rows that will be looked at. */
  async load(places: readonly Place[]): Promise<void> {
    for (const name of new Set(places.map((place) => place.table))) {
      const keys = places.flatMap((place) => (place.table === name ? [place.key] : []));
      const rows = await this.#db.table<Value, string>(name).bulkGet(keys);
      const known = this.#read.get(name) ?? new Map<string, Value | undefined>();
      for (const [index, key] of keys.entries()) known.set(key, rows[index]);
      this.#read.set(name, known);
    }
  }

  /** The row as it will be after what is staged. It must have been loaded, or staged. */
  get<T extends Value>(table: string, key: string): T | undefined {
    const staged = this.#tables.get(table)?.get(key);
    if (staged !== undefined) return (staged ?? undefined) as T | undefined;
    const read = this.#read.get(table);
    if (!read?.has(key)) throw new Error(`${table} ${key} was not loaded`);
    return read.get(key) as T | undefined;
  }

  put(table: string, key: string, value: Value): void {
    this.#table(table).set(key, value);
  }

  delete(table: string, key: string): void {
    this.#table(table).set(key, null);
  }

  /**
   * Takes rows out: as one range where nothing else lies between the first and the last, which is one request instead of hundreds.
   * Rows that were made one after the other lie together.
   */
  async #delete(name: string, keys: readonly string[]): Promise<void> {
    const table = this.#db.table<Value, string>(name);
    if (keys.length < FEW) return keys.length > 0 ? table.bulkDelete([...keys]) : undefined;
    const sorted = [...keys].sort();
    const range = () => table.where(':id').between(sorted[0], sorted.at(-1), true, true);
    const there = await range()
      .limit(keys.length + 1)
      .primaryKeys();
    const wanted = new Set(keys);
    if (there.every((key) => wanted.has(key))) await range().delete();
    else
      await table.bulkDelete(there.length > keys.length ? [...keys] : there.filter((key) => wanted.has(key)));
  }

  /** Writes all of it, all tables at once: one wait, not one for each. The caller's transaction commits it. */
  async flush(): Promise<void> {
    const tables = [...this.#tables];
    this.#tables.clear();
    await Promise.all(
      tables.map(async ([name, rows]) => {
        const values = [...rows.values()].filter((value) => value !== null);
        const gone = [...rows].flatMap(([key, value]) => (value === null ? [key] : []));
        if (values.length > 0) await this.#db.table<Value, string>(name).bulkPut(values);
        await this.#delete(name, gone);
      }),
    );
  }
}
