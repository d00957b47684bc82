/**
 * Seals what a console of before left in clear, and brings into packs what it left row by row: store by store in small steps, each one
 * transaction, in the background. Interrupted at any moment it keeps what it did; a row is here once, clear, sealed or in a pack, never half. Once
 * all is sealed a note says so, and nothing in clear is read any more. Dexie is not told: what a row holds does not change.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ALL_SEALED, type ConsoleDatabase } from './database.ts';
import { answered, committed } from './native.ts';
import { packedTables } from './packs/format.ts';
import { isInPacks } from './packs/packed-core.ts';
import { countSingles, packSingles } from './packs/tidy.ts';
import { inClear, SEALED, sealedRow } from './sealed-core.ts';

/** Rows of one step. */
const STEP = 100;

/** Null where nothing is being sealed. */
export const sealingProgress: StoreApi<{ done: number; all: number } | null> = createStore<{
  done: number;
  all: number;
} | null>(() => null);

/** @returns the last key of the step, and how many rows it saw; null at the end */
async function sealStep(
  db: ConsoleDatabase,
  store: string,
  after: IDBValidKey | null,
): Promise<{ last: IDBValidKey; seen: number } | null> {
  const { sealing } = db;
  const schema = db.table(store).core.schema;
  if (!sealing) return null;
  const transaction = db.backendDB().transaction(store, 'readwrite');
  const ended = committed(transaction);
  const rows = transaction.objectStore(store);
  const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
  const found = (await answered(rows.getAll(range, STEP))) as Record<string, unknown>[];
  for (const row of found)
    if (!(row[SEALED] instanceof Uint8Array)) rows.put(sealedRow(sealing, schema, row));
  await ended;
  const key = found.at(-1)?.[String(schema.primaryKey.keyPath)] as IDBValidKey | undefined;
  return key === undefined ? null : { last: key, seen: found.length };
}

/**
 * @param pause awaited between steps
 * @param stopped ends it early
 */
export async function sealRest(
  db: ConsoleDatabase,
  pause: () => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  if (!(await packStores(db, pause, stopped))) return;
  if (!db.sealing) return;
  if (!db.sealing.isWhole && !(await sealStores(db, pause, stopped))) return;
  await noteAllSealed(db);
}

/** @returns whether it came to the end */
async function packStores(
  db: ConsoleDatabase,
  pause: () => Promise<void>,
  stopped: () => boolean,
): Promise<boolean> {
  const all = await countSingles(db);
  if (all === 0) return true;
  const step: Step = (table, after) => packSingles(db, table, after);
  return overStores([...packedTables], all, step, pause, stopped);
}

/** Some rows of a store, behind the key at which the step before ended. @returns null at the end */
type Step = (store: string, after: IDBValidKey | null) => Promise<{ last: IDBValidKey; seen: number } | null>;

/**
 * Goes over stores step by step, and tells how far it came.
 * @param all how many rows there are
 * @returns whether it saw the end of every store; not where it was stopped
 */
async function overStores(
  stores: readonly string[],
  all: number,
  take: Step,
  pause: () => Promise<void>,
  stopped: () => boolean,
): Promise<boolean> {
  let seen = 0;
  try {
    for (const store of stores) {
      for (let after: IDBValidKey | null = null; ; ) {
        if (stopped()) return false;
        const step = await take(store, after);
        if (!step) break;
        after = step.last;
        seen += step.seen;
        sealingProgress.setState({ done: Math.min(seen, all), all }, true);
        await pause();
      }
    }
    return true;
  } finally {
    sealingProgress.setState(null, true);
  }
}

/** Says in both places that nothing is in clear any more; from now on nothing in clear is read here. */
async function noteAllSealed(db: ConsoleDatabase): Promise<void> {
  const { sealing } = db;
  if (!sealing) return;
  const note = sealing.wholeNote();
  await db.transaction('rw', db.syncState, db.device, async () => {
    const [kept, device] = await Promise.all([db.syncState.get(ALL_SEALED), db.device.get('device')]);
    if (!kept) await db.syncState.put({ id: ALL_SEALED, value: note });
    if (device && device.allSealed === undefined) await db.device.put({ ...device, allSealed: note });
  });
  sealing.learnWhole(note);
}

/**
 * One pass over all of it: what a pass before has sealed costs it the reading alone. Nothing is noted of how far it came, which another hand
 * could write.
 * @returns whether it saw the end of every store; not where it was stopped
 */
async function sealStores(
  db: ConsoleDatabase,
  pause: () => Promise<void>,
  stopped: () => boolean,
): Promise<boolean> {
  const stores = db.tables.map(({ name }) => name).filter((name) => !(inClear.has(name) || isInPacks(name)));
  let all = 0;
  for (const store of stores) all += await db.table(store).count();
  return overStores(stores, all, (store, after) => sealStep(db, store, after), pause, stopped);
}
