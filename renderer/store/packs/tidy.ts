/**
 * Keeps packs few and full, in small transactions, while nothing else is done: rows that a console of before left by themselves go into packs,
 * packs of which most was replaced are written anew without that, and many short ones become one. Dexie is not told: no row changes.
 */
import type { ConsoleDatabase } from '../database.ts';
import { answered, committed } from '../native.ts';
import { openedRow } from '../sealed-core.ts';
import { BLOCKS, PACKS, packedTables } from './format.ts';
import type { Known, NewRow } from './packs.ts';
import { type Entry, indexedOf, type Rows } from './rows.ts';

/** Rows of one step: as many as a page of a pull brings. */
const STEP = 500;
/** So many short packs of a table become one. */
const MANY = 64;
/** A pack is short that writes and removes no more. */
const FEW = 16;
/** A pack is worth writing anew once so much of it was replaced, or its table has an index more. */
const WORN = 0.5;

type Row = Record<string, unknown>;

/** A transaction beside Dexie over a table of packs. */
function beside(db: ConsoleDatabase, table: string): IDBTransaction {
  return db.backendDB().transaction([table, PACKS, BLOCKS], 'readwrite');
}

/** How many rows lie by themselves in tables of packs. */
export async function countSingles(db: ConsoleDatabase): Promise<number> {
  const stores = [...packedTables];
  const transaction = db.backendDB().transaction(stores);
  const counts = await Promise.all(stores.map((store) => answered(transaction.objectStore(store).count())));
  return counts.reduce((all, count) => all + count, 0);
}

/**
 * Moves some rows of a table into a pack. One that cannot be opened stays where it is, and is set aside from there.
 * @returns the last key that it saw, and how many rows; null at the end
 */
export async function packSingles(
  db: ConsoleDatabase,
  table: string,
  after: IDBValidKey | null,
): Promise<{ last: IDBValidKey; seen: number } | null> {
  const { packs, sealing } = db;
  const { schema } = db.table(table).core;
  const transaction = beside(db, table);
  const ended = committed(transaction);
  const store = transaction.objectStore(table);
  const keyPath = String(schema.primaryKey.keyPath);
  const rows = await packs.table(transaction, schema);
  const found = (await answered(
    store.getAll(after === null ? null : IDBKeyRange.lowerBound(after, true), STEP),
  )) as Row[];
  const put: NewRow[] = [];
  for (const raw of found) {
    const key = String(raw[keyPath]);
    // A pack has it as well, and counts more: nobody reads this one.
    if (rows.get(key)?.seq !== 0) {
      store.delete(key);
      continue;
    }
    const row = (sealing ? openedRow(sealing, schema, raw) : raw) as Row | undefined;
    if (row) put.push({ key, indexed: indexedOf(schema, row), text: JSON.stringify(row) });
  }
  // Unreported: it is the transaction that is waited for.
  void packs.write(transaction, rows, put, []).catch(() => undefined);
  await ended;
  const last = found.at(-1)?.[keyPath] as IDBValidKey | undefined;
  return last === undefined ? null : { last, seen: found.length };
}

/** The rows of a pack that nothing has replaced. */
const liveIn = (rows: Rows, { seq, entries }: Known): Entry[] =>
  entries.flatMap(({ key }) => {
    const entry = rows.get(key);
    return entry?.seq === seq ? [entry] : [];
  });

/** What is worth writing anew of a table's packs, the oldest first; none where it is well as it is. */
function worn(rows: Rows, packs: readonly Known[], many: number): Known[] {
  const short = packs.filter(({ entries, removed }) => entries.length + removed.length <= FEW);
  if (short.length >= many) return short.slice(0, STEP / FEW);
  const found: Known[] = [];
  let written = 0;
  for (const [at, pack] of packs.entries()) {
    const live = liveIn(rows, pack).length;
    // What the oldest removed no other has.
    const gone = at === 0 ? 0 : pack.removed.filter((key) => !rows.get(key)).length;
    const all = pack.entries.length + pack.removed.length;
    if (!pack.isOfBefore && (all <= FEW || live + gone >= all * WORN)) continue;
    found.push(pack);
    written += live + gone;
    if (written >= STEP) break;
  }
  return found;
}

/**
 * Writes some packs of a table anew, without what was replaced since.
 * @param many so many short packs become one: fewer where a short history is to have many tidyings
 * @returns whether there was something to do
 */
export async function tidyPacks(db: ConsoleDatabase, table: string, many = MANY): Promise<boolean> {
  const { packs } = db;
  const transaction = beside(db, table);
  const ended = committed(transaction);
  const rows = await packs.table(transaction, db.table(table).core.schema);
  const known = packs.known(table);
  const chosen = worn(rows, known, many);
  if (chosen.length > 0) {
    const live = chosen.flatMap((pack) => liveIn(rows, pack));
    const texts = await packs.texts(transaction, live);
    if (texts.includes(null)) {
      // What is damaged is set aside first: nobody else may read it for long.
      for (const [at, { key }] of live.entries())
        if (texts[at] === null) packs.sealing?.noteDamaged({ table, key });
      return endedEmpty(transaction, ended);
    }
    const put = live.map(({ key, indexed }, at) => ({ key, indexed, text: texts[at] as string }));
    packs.rewrite(transaction, rows, chosen, put);
  }
  await ended;
  return chosen.length > 0;
}

async function endedEmpty(transaction: IDBTransaction, ended: Promise<void>): Promise<false> {
  transaction.abort();
  // Unreported: nothing was written, and that is how it ends.
  await ended.catch(() => undefined);
  return false;
}

/** Tidies the tables that this window has read, until nothing is left to tidy. @param many as in `tidyPacks` */
export async function tidyAll(
  db: ConsoleDatabase,
  pause: () => Promise<void>,
  stopped: () => boolean,
  many = MANY,
): Promise<void> {
  for (const table of packedTables)
    while (!stopped() && isUntidy(db, table, many) && (await tidyPacks(db, table, many))) await pause();
}

/** As far as this window knows, without asking the database. */
function isUntidy({ packs }: ConsoleDatabase, table: string, many: number): boolean {
  const rows = packs.read(table);
  return rows !== undefined && worn(rows, packs.known(table), many).length > 0;
}
