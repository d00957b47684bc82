/**
 * The packs of one connection to the database: what its transactions know of them, and how they write more.
 *
 * Each transaction over a table of packs is one of the database over the two stores of packs as well, so that the database keeps order among
 * transactions, windows and workers as it does for any store. Its first request asks for the packs that this connection has not seen;
 * what they wrote goes into the tables in memory. From then on, until it ends, memory is what the transaction may see: nobody else writes.
 * What it writes itself goes into memory at once, and out of it again where it is aborted.
 */
import { type DBCoreIndex, type DBCoreTableSchema, Dexie, type PromiseExtended } from 'dexie';
import { SEALED } from '../sealed-core.ts';
import type { Sealing } from '../sealing.ts';
import { BlockCache } from './block-cache.ts';
import {
  BLOCKS,
  blockId,
  firstBlock,
  type Head,
  headOf,
  INSIDE,
  laidOut,
  MOST_PACKS,
  PACKS,
  packedTables,
  placesIn,
  rowsOf,
  type StoredBlock,
  type StoredPack,
  storedBlock,
  storedPack,
} from './format.ts';
import { type Entry, indexedOf, Rows } from './rows.ts';

const DexiePromise = Dexie.Promise;
/** A task of the window that reads packs or makes an index ends after this. */
const SLICE_MS = 12;
/** Packs that are read at once. */
const ANSWER = 64;
/** Rows of a table's own store that are read at once. */
const SINGLES = 500;

/** A row as it is written: its place in the indexes, and all of it as JSON. */
export interface NewRow {
  key: string;
  indexed: Entry['indexed'];
  text: string;
}

/** What is known of a pack, for tidying. */
export interface Known {
  seq: number;
  table: string;
  /** Rows that it wrote, some of which others have replaced since. */
  entries: readonly Entry[];
  removed: readonly string[];
  blocks: number;
  /** Whether the table has an index that it had not then. */
  isOfBefore: boolean;
}

/** One transaction's use of the packs. */
interface Work {
  readonly transaction: IDBTransaction;
  /** Once memory is what the transaction may see. */
  readonly ready: PromiseExtended<void>;
  /** How to take back what it wrote, the last one first. */
  readonly undo: (() => void)[];
  /** The last pack before its own, and how many there were. */
  seenBefore: number;
  countBefore: number | undefined;
  /** The marks of its own packs. */
  readonly marks: Map<number, string>;
}

/** Asks the database, inside the transaction; what follows goes on in the same task, while the transaction is active. */
export function asked<T>(request: IDBRequest<T>): PromiseExtended<T> {
  return new DexiePromise<T>((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  }) as PromiseExtended<T>;
}

/** The packs behind one, the oldest first; many in several answers, so that none is a long task. */
function storedAfter(
  ranges: typeof IDBKeyRange,
  transaction: IDBTransaction,
  seq: number,
  found: StoredPack[] = [],
): PromiseExtended<StoredPack[]> {
  const range = ranges.bound(seq, MOST_PACKS, true, true);
  return asked<StoredPack[]>(transaction.objectStore(PACKS).getAll(range, ANSWER)).then((packs) => {
    found.push(...packs);
    const last = packs.at(-1);
    return last && packs.length === ANSWER ? storedAfter(ranges, transaction, last.seq, found) : found;
  }) as PromiseExtended<StoredPack[]>;
}

const resolved = <T>(value: T): PromiseExtended<T> => DexiePromise.resolve(value) as PromiseExtended<T>;

/** The next task of the transaction. */
const nextTask = (transaction: IDBTransaction) => asked(transaction.objectStore(PACKS).getKey(0));

/** Long work inside a transaction, in short tasks. */
function inParts(transaction: IDBTransaction, parts: Generator<void>): PromiseExtended<void> {
  const until = performance.now() + SLICE_MS;
  while (!parts.next().done)
    if (performance.now() > until)
      return nextTask(transaction).then(() => inParts(transaction, parts)) as PromiseExtended<void>;
  return resolved(undefined);
}

function aborted(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Unreported: it was aborted before, which is why a request of it failed.
  }
}

export class Packs {
  readonly sealing: Sealing | null;
  readonly #tables = new Map<string, Rows>();
  /** Packs of tables that nobody has asked for yet. */
  readonly #unread = new Map<string, StoredPack[]>();
  /** Tables that have to be read from their beginning. */
  readonly #lost = new Set<string>();
  readonly #known = new Map<number, Known>();
  readonly #forgotten = new Map<string, number>();
  readonly #works = new WeakMap<IDBTransaction, Work>();
  readonly #cache = new BlockCache();
  /** Of the database that this one lies beneath: Dexie may be told of another for the next. */
  readonly #ranges = Dexie.dependencies.IDBKeyRange as typeof IDBKeyRange;
  /** The last pack in memory, and the last one that is known to have been committed. */
  #seen = 0;
  #committed = 0;
  /** How many packs there are; undefined where the last one does not say. */
  #count: number | undefined = 0;
  /** Whose transactions memory follows, how many of them are under way, and whether it was closed meanwhile. */
  #connection: IDBDatabase | null = null;
  #active = 0;
  #isClosed = false;
  /** The transaction that wrote last, until it is known how it ended. */
  #writing: Work | null = null;

  constructor(sealing: Sealing | null) {
    this.sealing = sealing;
  }

  /** Of a database that was closed nothing stays in memory, once what was under way has ended. */
  closed(): void {
    this.#isClosed = true;
    if (this.#active === 0) this.#follow(null);
  }

  /** Forgets all: what is opened next may be another database of the same name. */
  #follow(connection: IDBDatabase | null): void {
    for (const each of [this.#tables, this.#unread, this.#lost, this.#known, this.#forgotten, this.#cache])
      each.clear();
    this.#writing = null;
    this.#seen = 0;
    this.#committed = 0;
    this.#count = 0;
    this.#active = 0;
    this.#connection = connection;
    this.#isClosed = false;
  }

  /** What a transaction of another connection knows is not what memory says. */
  #ofThisConnection(transaction: IDBTransaction): void {
    if (transaction.db !== this.#connection) throw new Dexie.DatabaseClosedError();
  }

  /** Begins a transaction's use: at once, so that its first request is for what others wrote. */
  begin(transaction: IDBTransaction): Work {
    const known = this.#works.get(transaction);
    if (!known && transaction.db !== this.#connection) this.#follow(transaction.db);
    this.#ofThisConnection(transaction);
    if (known) return known;
    const newer = storedAfter(this.#ranges, transaction, this.#committed);
    const work: Work = {
      transaction,
      ready: newer.then((stored) => this.#arrived(work, stored)) as PromiseExtended<void>,
      undo: [],
      seenBefore: 0,
      countBefore: 0,
      marks: new Map(),
    };
    // Unreported: whoever uses the transaction is told; one that nobody uses is nobody's trouble.
    work.ready.catch(() => undefined);
    this.#active += 1;
    for (const end of ['complete', 'abort'])
      transaction.addEventListener(end, () => {
        this.#ended(work, end === 'complete');
        if (transaction.db !== this.#connection) return;
        this.#active -= 1;
        if (this.#isClosed && this.#active === 0) this.#follow(null);
      });
    this.#works.set(transaction, work);
    return work;
  }

  #arrived(work: Work, stored: readonly StoredPack[]): void {
    this.#ofThisConnection(work.transaction);
    const writing = this.#writing;
    if (writing && writing !== work) {
      // It has ended, since this one may read, and its event has not come yet: what is stored says how.
      const marks = new Map(stored.map(({ seq, mark }) => [seq, mark]));
      this.#ended(
        writing,
        [...writing.marks].every(([seq, mark]) => marks.get(seq) === mark),
      );
    }
    const before = this.#seen;
    if (before === 0) this.#counted(stored);
    for (const pack of stored) {
      if (pack.seq <= this.#seen) continue;
      this.#seen = pack.seq;
      this.#count = pack.count;
      if (!packedTables.has(pack.table)) {
        // Of a table that is no more, or under a false name: then nobody would read it, and nobody would miss it.
        if (!headOf(this.sealing, pack)) this.#noteDamaged(pack);
        continue;
      }
      this.#forgotten.set(pack.table, pack.forgotten);
      // One that has seen no pack may know rows of before, which were moved and removed since.
      if (pack.forgotten > before && (before > 0 || this.#tables.has(pack.table))) this.#lose(pack.table);
      const rows = this.#tables.get(pack.table);
      const unread = this.#unread.get(pack.table);
      if (rows) this.#take(rows, pack);
      else if (unread) unread.push(pack);
      else if (!this.#lost.has(pack.table)) this.#unread.set(pack.table, [pack]);
    }
    if (before === 0) this.#count ??= stored.length;
    this.#committed = this.#seen;
  }

  /** Where a pack is missing, rows of older ones would pass for today's: it is dealt with as one that is damaged. */
  #counted(all: readonly StoredPack[]): void {
    const last = all.at(-1);
    if (last?.count === undefined) return;
    if (last.count !== all.length || !headOf(this.sealing, last)) this.#noteDamaged(last);
  }

  #noteDamaged({ seq }: StoredPack): void {
    this.sealing?.noteDamaged({ table: PACKS, key: seq });
  }

  /** What was removed from a table meanwhile is not said any more: it is read from its beginning when it is asked for next. */
  #lose(table: string): void {
    this.#tables.delete(table);
    this.#unread.delete(table);
    for (const pack of this.#known.values()) if (pack.table === table) this.#known.delete(pack.seq);
    this.#lost.add(table);
  }

  #ended(work: Work, isCommitted: boolean): void {
    if (this.#writing !== work) return;
    this.#writing = null;
    if (isCommitted) {
      this.#committed = this.#seen;
      return;
    }
    for (const undo of work.undo.reverse()) undo();
    for (const seq of work.marks.keys()) {
      this.#known.delete(seq);
      this.#cache.forget(seq);
    }
    this.#seen = work.seenBefore;
    this.#count = work.countBefore;
  }

  /** Brings what a pack wrote into memory. */
  #take(rows: Rows, stored: StoredPack): void {
    const head = headOf(this.sealing, stored);
    if (!head) {
      this.#noteDamaged(stored);
      return;
    }
    const indexes = indexesIn(rows.schema, head.indexes);
    const put = head.keys.map((key, index) => {
      const had = head.indexed[index] ?? [];
      return { key, indexed: indexes ? indexes.map((place) => had[place] ?? null) : had };
    });
    const entries = entriesOf(stored.seq, put, head);
    for (const entry of entries) rows.put(entry);
    for (const key of head.removed) rows.remove(key);
    const { seq, table } = stored;
    this.#known.set(seq, {
      ...{ seq, table, entries, removed: head.removed, blocks: head.blocks.length },
      isOfBefore: indexes?.includes(-1) ?? false,
    });
  }

  /** The table in memory, as this transaction may see it. Read where nobody asked for it yet. */
  table(transaction: IDBTransaction, schema: DBCoreTableSchema): PromiseExtended<Rows> {
    return this.begin(transaction).ready.then(() => {
      const known = this.#tables.get(schema.name);
      return known ?? this.#read(transaction, schema);
    }) as PromiseExtended<Rows>;
  }

  /** The table with an index that can be asked for ranges: made where it is asked for first, in short tasks. */
  sorted(transaction: IDBTransaction, schema: DBCoreTableSchema, index: DBCoreIndex): PromiseExtended<Rows> {
    return this.table(transaction, schema).then((rows) =>
      rows.isSorted(index) ? rows : inParts(transaction, rows.sorting(index)).then(() => rows),
    ) as PromiseExtended<Rows>;
  }

  /** The table as this connection saw it last; undefined where it was never asked for. */
  read(table: string): Rows | undefined {
    return this.#tables.get(table);
  }

  #read(transaction: IDBTransaction, schema: DBCoreTableSchema): PromiseExtended<Rows> {
    const rows = new Rows(schema);
    return this.#readSingles(transaction, rows, undefined)
      .then(() => this.#packsOf(transaction, schema.name))
      .then((packs) => this.#readPacks(transaction, rows, packs, 0)) as PromiseExtended<Rows>;
  }

  #packsOf(transaction: IDBTransaction, table: string): PromiseExtended<readonly StoredPack[]> {
    if (!this.#lost.has(table)) return resolved(this.#unread.get(table) ?? []);
    return storedAfter(this.#ranges, transaction, 0).then((all) =>
      all.filter((pack) => pack.table === table),
    ) as PromiseExtended<readonly StoredPack[]>;
  }

  /** Rows that lie by themselves, as a console of before left them: what a pack says of the same key counts more. */
  #readSingles(
    transaction: IDBTransaction,
    rows: Rows,
    after: IDBValidKey | undefined,
  ): PromiseExtended<void> {
    const store = transaction.objectStore(rows.table);
    const range = after === undefined ? null : this.#ranges.lowerBound(after, true);
    return asked<Record<string, unknown>[]>(store.getAll(range, SINGLES)).then((found) => {
      for (const row of found) {
        const indexed = indexedOf(rows.schema, row);
        rows.put({ key: String(row[String(store.keyPath)]), indexed, seq: 0, block: 0, at: 0, text: null });
      }
      const last = found.at(-1)?.[String(store.keyPath)] as IDBValidKey | undefined;
      return last === undefined ? undefined : this.#readSingles(transaction, rows, last);
    }) as PromiseExtended<void>;
  }

  #readPacks(
    transaction: IDBTransaction,
    rows: Rows,
    packs: readonly StoredPack[],
    from: number,
  ): PromiseExtended<Rows> {
    this.#ofThisConnection(transaction);
    // Another transaction of this connection may have read it meanwhile: none that writes, since this one is not over.
    const other = this.#tables.get(rows.table);
    if (other) return resolved(other);
    const until = performance.now() + SLICE_MS;
    for (let at = from; at < packs.length; at++) {
      if (performance.now() > until)
        return nextTask(transaction).then(() =>
          this.#readPacks(transaction, rows, packs, at),
        ) as PromiseExtended<Rows>;
      this.#take(rows, packs[at] as StoredPack);
    }
    return this.#indexed(transaction, rows).then(() => {
      // Read beside this one, and finished first.
      const first = this.#tables.get(rows.table);
      if (first) return first;
      this.#unread.delete(rows.table);
      this.#lost.delete(rows.table);
      this.#tables.set(rows.table, rows);
      return rows;
    }) as PromiseExtended<Rows>;
  }

  /** Finds the places of rows in indexes that the table had not when their packs were written: the rows themselves say them. */
  #indexed(transaction: IDBTransaction, rows: Rows): PromiseExtended<void> {
    const behind = this.known(rows.table).flatMap((pack) =>
      pack.isOfBefore ? pack.entries.filter(({ key }) => rows.get(key)?.seq === pack.seq) : [],
    );
    if (behind.length === 0) return resolved(undefined);
    return this.texts(transaction, behind).then((texts) => {
      for (const [at, entry] of behind.entries()) {
        const text = texts[at];
        if (text !== null && text !== undefined)
          rows.put({
            ...entry,
            indexed: indexedOf(rows.schema, JSON.parse(text) as Record<string, unknown>),
          });
      }
    }) as PromiseExtended<void>;
  }

  /** The rows as JSON, in the order of the entries; null where one is damaged. Those that lie by themselves are none of it. */
  texts(transaction: IDBTransaction, entries: readonly Entry[]): PromiseExtended<(string | null)[]> {
    const blocks = new Map<number, readonly string[] | null>();
    const lacking: number[] = [];
    for (const { seq, block, text } of entries) {
      const id = blockId(seq, block);
      if (text !== null || seq === 0 || blocks.has(id)) continue;
      const known = this.#cache.get(id);
      blocks.set(id, known ?? null);
      if (!known) lacking.push(id);
    }
    const answer = () =>
      entries.map(({ seq, block, at, text }) => text ?? blocks.get(blockId(seq, block))?.[at] ?? null);
    if (lacking.length === 0) return resolved(answer());
    const store = transaction.objectStore(BLOCKS);
    return DexiePromise.all(
      lacking.map((id) =>
        asked<StoredBlock | undefined>(store.get(id)).then((stored) => {
          const rows = rowsOf(this.sealing, stored);
          blocks.set(id, rows);
          if (rows) this.#cache.put(id, rows);
        }),
      ),
    ).then(answer) as PromiseExtended<(string | null)[]>;
  }

  /** The bytes in which a row lies, as they are; null where it is in no pack. */
  bytesOf(transaction: IDBTransaction, rows: Rows, key: string): PromiseExtended<Uint8Array | null> {
    const entry = rows.get(key);
    if (!entry || entry.seq === 0) return resolved(null);
    const { seq, block } = entry;
    const stored: IDBRequest<StoredBlock | StoredPack | undefined> =
      block === INSIDE
        ? transaction.objectStore(PACKS).get(seq)
        : transaction.objectStore(BLOCKS).get(blockId(seq, block));
    return asked(stored).then((found) => found?.[SEALED] ?? new Uint8Array(0)) as PromiseExtended<Uint8Array>;
  }

  /**
   * Writes rows and takes others out, as one pack of the table.
   * @param rows of this transaction, see `table`
   */
  write(
    transaction: IDBTransaction,
    rows: Rows,
    put: readonly NewRow[],
    removed: readonly string[],
  ): PromiseExtended<void> {
    const work = this.begin(transaction);
    const wasThere = removed.filter((key) => rows.get(key) !== undefined);
    if (put.length === 0 && wasThere.length === 0) return resolved(undefined);
    return this.#append(work, rows, put, wasThere);
  }

  /**
   * What of it the database refuses is to be taken back, and with it all of the transaction: memory may have it already.
   * @param gone how many packs the transaction takes out with it
   */
  #append(
    work: Work,
    ...what: [rows: Rows, put: readonly NewRow[], removed: readonly string[], gone?: number]
  ): PromiseExtended<void> {
    const refused = (error: unknown): never => {
      aborted(work.transaction);
      throw error;
    };
    try {
      return DexiePromise.all(this.#appended(work, ...what).map(asked)).then(
        () => undefined,
        refused,
      ) as PromiseExtended<void>;
    } catch (error) {
      return refused(error);
    }
  }

  #appended(
    work: Work,
    rows: Rows,
    put: readonly NewRow[],
    removed: readonly string[],
    gone = 0,
  ): IDBRequest[] {
    const { transaction } = work;
    if (this.#writing !== work) {
      this.#writing = work;
      work.seenBefore = this.#seen;
      work.countBefore = this.#count;
    }
    this.#seen += 1;
    if (this.#count !== undefined) this.#count += 1 - gone;
    const seq = this.#seen;
    const mark = crypto.randomUUID();
    work.marks.set(seq, mark);
    const { inside, blocks } = laidOut(put.map(({ text }) => text));
    const head: Head = {
      keys: put.map(({ key }) => key),
      indexes: indexNames(rows.schema),
      indexed: put.map(({ indexed }) => [...indexed]),
      rows: inside,
      blocks: blocks.map(({ length }) => length),
      removed: [...removed],
    };
    const forgotten = this.#forgotten.get(rows.table) ?? 0;
    const counted = this.#count === undefined ? {} : { count: this.#count };
    const pack = { seq, table: rows.table, mark, forgotten, ...counted };
    const stores = { packs: transaction.objectStore(PACKS), blocks: transaction.objectStore(BLOCKS) };
    const requests: IDBRequest[] = blocks.map((block, index) =>
      stores.blocks.put(storedBlock(this.sealing, blockId(seq, index), block)),
    );
    requests.push(stores.packs.put(storedPack(this.sealing, pack, head)));
    const own = transaction.objectStore(rows.table);
    const entries = entriesOf(seq, put, head);
    for (const entry of entries) this.#replace(work, rows, entry.key, entry, own);
    for (const key of removed) this.#replace(work, rows, key, null, own);
    this.#known.set(seq, {
      ...{ seq, table: rows.table, entries, removed, blocks: blocks.length, isOfBefore: false },
    });
    return requests;
  }

  #replace(work: Work, rows: Rows, key: string, entry: Entry | null, own: IDBObjectStore): void {
    const before = entry ? rows.put(entry) : rows.remove(key);
    work.undo.push(() => (before ? rows.put(before) : rows.remove(key)));
    // It would be there again once the packs that say otherwise are tidied away.
    if (before?.seq === 0) own.delete(key);
  }

  /** What is known of the packs of a table that was read, the oldest first. */
  known(table: string): readonly Known[] {
    return [...this.#known.values()].filter((pack) => pack.table === table).sort((a, b) => a.seq - b.seq);
  }

  /** Up to this pack of the table, nobody is told any more what was removed. */
  #forget(work: Work, table: string, seq: number): void {
    const before = this.#forgotten.get(table) ?? 0;
    this.#forgotten.set(table, seq);
    work.undo.push(() => this.#forgotten.set(table, before));
  }

  /**
   * Begins all tables anew, empty, for every connection: no pack of before is left, whoever could read it.
   * @param all the tables of this transaction, of which all rows were removed
   */
  restart(transaction: IDBTransaction, all: readonly Rows[]): void {
    const work = this.begin(transaction);
    for (const store of [PACKS, BLOCKS]) transaction.objectStore(store).clear();
    this.#count = 0;
    for (const rows of all) {
      for (const pack of this.known(rows.table)) this.#isGone(work, pack);
      // The pack that follows is one that nobody has seen, so that everybody reads the table from its beginning.
      this.#forget(work, rows.table, this.#seen + 1);
      // Unreported: whoever waits for the transaction is told.
      void this.#append(work, rows, [], []).catch(() => undefined);
    }
  }

  /**
   * Writes anew what counts of some packs, and takes these out. What they removed is said again while an older pack may have it.
   * @param put all their rows that nothing has replaced
   */
  rewrite(transaction: IDBTransaction, rows: Rows, chosen: readonly Known[], put: readonly NewRow[]): void {
    const work = this.begin(transaction);
    const seqs = new Set(chosen.map(({ seq }) => seq));
    const isOldest = this.known(rows.table)
      .slice(0, chosen.length)
      .every(({ seq }) => seqs.has(seq));
    const gone = new Set(chosen.flatMap(({ removed }) => removed).filter((key) => !rows.get(key)));
    if (isOldest) this.#forget(work, rows.table, Math.max(this.#forgotten.get(rows.table) ?? 0, ...seqs));
    // Even of nothing: the numbers of packs only ever count up.
    // Unreported: whoever waits for the transaction is told.
    void this.#append(work, rows, put, isOldest ? [] : [...gone], chosen.length).catch(() => undefined);
    const [packs, blocks] = [transaction.objectStore(PACKS), transaction.objectStore(BLOCKS)];
    for (const pack of chosen) {
      packs.delete(pack.seq);
      if (pack.blocks > 0)
        blocks.delete(this.#ranges.bound(firstBlock(pack.seq), firstBlock(pack.seq + 1), false, true));
      this.#isGone(work, pack);
    }
  }

  #isGone(work: Work, pack: Known): void {
    this.#known.delete(pack.seq);
    work.undo.push(() => this.#known.set(pack.seq, pack));
    this.#cache.forget(pack.seq);
  }
}

/** The rows of a pack, as memory knows them. @param put keys and index values, in the order in which the pack has the rows */
function entriesOf(seq: number, put: readonly Omit<NewRow, 'text'>[], { blocks, rows }: Head): Entry[] {
  const places = placesIn(blocks);
  return put.map(({ key, indexed }, index) => {
    const { block, at } = places.next().value as { block: number; at: number };
    return { key, indexed, seq, block, at, text: rows[index] ?? null };
  });
}

const indexNames = (schema: DBCoreTableSchema): string[] => schema.indexes.map(({ name }) => String(name));

/** Where each index of the table is among those that a pack has; -1 where it has it not. Null where they are the same. */
function indexesIn(schema: DBCoreTableSchema, names: readonly string[]): number[] | null {
  const places = indexNames(schema).map((name) => names.indexOf(name));
  return places.every((place, index) => place === index) ? null : places;
}
