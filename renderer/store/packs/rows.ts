/** The rows of one table as memory knows them: their keys, where each lies, and the table's indexes. No row itself. */
import { cmp, type DBCoreIndex, type DBCoreKeyRange, type DBCoreTableSchema } from 'dexie';
import imported from 'sorted-btree';
import { sortedInParts } from '../slices.ts';
import type { Indexed } from './format.ts';

/** A module of CommonJS: its default is the class to a bundler, and to Node the module itself. */
const BTree = (imported as unknown as { default?: typeof imported }).default ?? imported;

/** One row: replaced, never changed, so that what a transaction did can be taken back. */
export interface Entry {
  readonly key: string;
  /** Its place in each index of the table. */
  readonly indexed: readonly Indexed[];
  /** The pack that wrote it; 0 where it lies in the table's own store, by itself, as a console of before left it. */
  readonly seq: number;
  /** The block of the pack; `INSIDE` where it lies in the pack itself. */
  readonly block: number;
  /** Which of the block's rows it is. */
  readonly at: number;
  /** The row as JSON, where the pack has it. */
  readonly text: string | null;
}

/** `DBCoreRangeType`, which Dexie declares and does not export. */
const ANY = 3;
const NEVER = 4;
/** Behind each key. */
const LAST = '\uffff\uffff';

/** Rows that one step of making an index looks at. */
const STEP = 250;

const probe = (key: string, indexed: readonly Indexed[]): Entry => ({
  ...{ key, indexed, seq: 0, block: 0, at: 0, text: null },
});
const byKey = (a: Entry, b: Entry): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** What Dexie compares as the database does. */
function compared(a: Indexed, b: Indexed): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return cmp(a, b);
}

interface Sorted {
  tree: imported<Entry, undefined>;
  compare(a: Entry, b: Entry): number;
}

export class Rows {
  readonly table: string;
  readonly schema: DBCoreTableSchema;
  readonly #entries = new Map<string, Entry>();
  /** By the index's number in the schema, -1 for the key itself: made when it is asked for first. */
  readonly #sorted = new Map<number, Sorted>();
  /** Counts what was put and removed: an index that is being made meanwhile is begun again. */
  #changes = 0;

  constructor(schema: DBCoreTableSchema) {
    this.schema = schema;
    this.table = schema.name;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: unknown): Entry | undefined {
    return this.#entries.get(key as string);
  }

  /** @returns what was there before */
  put(entry: Entry): Entry | undefined {
    const before = this.#entries.get(entry.key);
    this.#changes += 1;
    this.#entries.set(entry.key, entry);
    for (const [index, sorted] of this.#sorted) {
      if (before && isIn(before, index)) sorted.tree.delete(before);
      if (isIn(entry, index)) sorted.tree.set(entry, undefined);
    }
    return before;
  }

  /** @returns what was there */
  remove(key: string): Entry | undefined {
    const before = this.#entries.get(key);
    if (!before) return undefined;
    this.#changes += 1;
    this.#entries.delete(key);
    for (const [index, sorted] of this.#sorted) if (isIn(before, index)) sorted.tree.delete(before);
    return before;
  }

  /** Whether an index was made, so that its ranges can be asked for. */
  isSorted(index: DBCoreIndex): boolean {
    return this.#sorted.has(this.#numberOf(index));
  }

  /** Makes an index, a part at each step: of 100,000 rows it takes longer than one task may. */
  *sorting(index: DBCoreIndex): Generator<void> {
    const number = this.#numberOf(index);
    const compare =
      number < 0
        ? byKey
        : (a: Entry, b: Entry) =>
            compared(a.indexed[number] ?? null, b.indexed[number] ?? null) || byKey(a, b);
    // Another reader may have made it, between two steps.
    while (!this.#sorted.has(number)) {
      const changes = this.#changes;
      const found: Entry[] = [];
      let seen = 0;
      for (const entry of this.#entries.values()) {
        if (isIn(entry, number)) found.push(entry);
        seen += 1;
        if (seen % STEP === 0) yield;
      }
      // Sorted first: a tree that is filled in order is filled several times as fast.
      const entries = yield* sortedInParts(found, compare);
      const tree = new BTree<Entry, undefined>(undefined, compare);
      for (const [at, entry] of entries.entries()) {
        tree.set(entry, undefined);
        if (at % STEP === 0) yield;
      }
      // Where the transaction wrote meanwhile, it is begun again.
      if (this.#changes === changes) this.#sorted.set(number, { tree, compare });
    }
  }

  #made(index: DBCoreIndex): Sorted {
    for (const _ of this.sorting(index));
    return this.#sorted.get(this.#numberOf(index)) as Sorted;
  }

  /** The rows of a range of an index, in its order. */
  *range(index: DBCoreIndex, range: DBCoreKeyRange, reverse: boolean): Generator<Entry> {
    if (Number(range.type) === NEVER) return;
    const number = this.#numberOf(index);
    const { tree, compare } = this.#made(index);
    const isAny = Number(range.type) === ANY;
    const lower =
      isAny || range.lower === undefined ? undefined : this.#bound(number, range.lower, !!range.lowerOpen);
    const upper =
      isAny || range.upper === undefined ? undefined : this.#bound(number, range.upper, !range.upperOpen);
    if (reverse) {
      for (const [entry] of tree.entriesReversed(upper, undefined, true)) {
        if (lower && compare(entry, lower) < 0) return;
        yield entry;
      }
      return;
    }
    for (const entry of tree.keys(lower)) {
      if (upper && compare(entry, upper) >= 0) return;
      yield entry;
    }
  }

  count(index: DBCoreIndex, range: DBCoreKeyRange): number {
    if (Number(range.type) === ANY && index.isPrimaryKey) return this.size;
    let count = 0;
    for (const _ of this.range(index, range, false)) count += 1;
    return count;
  }

  /** What an entry has of an index, as a cursor says it. */
  keyIn(index: DBCoreIndex, entry: Entry): IDBValidKey {
    const number = this.#numberOf(index);
    return number < 0 ? entry.key : (entry.indexed[number] as IDBValidKey);
  }

  #numberOf(index: DBCoreIndex): number {
    return index.isPrimaryKey ? -1 : this.schema.indexes.findIndex(({ name }) => name === index.name);
  }

  /** A place before the rows of this value, or behind them. */
  #bound(number: number, value: unknown, isBehind: boolean): Entry {
    if (number >= 0) {
      const indexed: Indexed[] = [];
      indexed[number] = value as Indexed;
      return probe(isBehind ? LAST : '', indexed);
    }
    // The key itself: what is no text is less than each, or more, as the database orders kinds of keys.
    if (typeof value !== 'string') return probe(cmp(value, '') < 0 ? '' : LAST, []);
    return probe(isBehind ? `${value}\u0000` : value, []);
  }
}

const isIn = (entry: Entry, index: number): boolean =>
  index < 0 || (entry.indexed[index] !== null && entry.indexed[index] !== undefined);

/** The row's place in each index. A value that is no key is in none, as the database has it; of a compound one every part has to be. */
export function indexedOf(schema: DBCoreTableSchema, row: Record<string, unknown>): Indexed[] {
  return schema.indexes.map(({ keyPath }) => {
    const fields = [keyPath].flat();
    const values = fields.map((field) => row[String(field)]);
    if (!values.every(isKey)) return null;
    return (Array.isArray(keyPath) ? values : values[0]) as IDBValidKey;
  });
}

const isKey = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && !Number.isNaN(value));
