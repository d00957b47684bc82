/**
 * Writes of one transaction, kept until its end and then made together: a thousand rows cost a few requests, not a thousand
 * waits. What is looked at on the way is read before, in one go, so that nothing waits between two rows.
 */
import type { ConsoleDatabase } from '../store/database.ts';
import type { Place } from './waiting.ts';

type Value = object;

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

  /** Writes all of it; the caller's transaction commits it. */
  async flush(): Promise<void> {
    for (const [name, rows] of this.#tables) {
      const table = this.#db.table<Value, string>(name);
      const values = [...rows.values()].filter((value) => value !== null);
      const gone = [...rows].flatMap(([key, value]) => (value === null ? [key] : []));
      if (values.length > 0) await table.bulkPut(values);
      if (gone.length > 0) await table.bulkDelete(gone);
    }
    this.#tables.clear();
  }
}
