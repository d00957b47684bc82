/** The device's database: what the screens read, and what waits for the hub. Dexie on IndexedDB, strict durability. */

import { Dexie, type Table } from 'dexie';
import type { RowOf, TableName } from '../../shared/sync/tables.ts';
import { countedKeys } from './counted-keys.ts';
import { currentStores, DATABASE_VERSION, declareEveryVersion } from './database-versions.ts';
import type {
  BaseRow,
  CursorRow,
  DepartedCase,
  DeviceRow,
  DraftRow,
  HeldFile,
  NamedValue,
  OutboxEntry,
  RejectedEdit,
  RowOrderEntry,
  SentBatch,
  SetAside,
  Summary,
  SyncedRow,
  SyncLogRow,
  TokenName,
  TransferRow,
  UnknownRow,
} from './device-rows.ts';
import { namedChanges } from './named-changes.ts';
import { lieInPacks } from './packs/packed-core.ts';
import { Packs } from './packs/packs.ts';
import { reported } from './report.ts';
import type { Sealing } from './sealing.ts';

export const DATABASE_NAME = 'partner-console';

/** What the device keeps for itself, beside the synced rows. */
interface OwnTables {
  outbox: Table<OutboxEntry, number>;
  /** What the hub has taken, for a hub that is restored from a backup (S7). */
  sentBatches: Table<SentBatch, number>;
  bases: Table<BaseRow, string>;
  synced: Table<SyncedRow, string>;
  cursors: Table<CursorRow, string>;
  rejectedEdits: Table<RejectedEdit, string>;
  device: Table<DeviceRow, 'device'>;
  summaries: Table<Summary, string>;
  unknownRows: Table<UnknownRow, string>;
  rowOrders: Table<RowOrderEntry, string>;
  syncLog: Table<SyncLogRow, number>;
  settings: Table<NamedValue, string>;
  drafts: Table<DraftRow, string>;
  syncState: Table<NamedValue, string>;
  transfers: Table<TransferRow, string>;
  heldFiles: Table<HeldFile, string>;
  tokenNames: Table<TokenName, string>;
  setAside: Table<SetAside, string>;
  departed: Table<DepartedCase, string>;
}
type SyncedTables = { [T in TableName]: Table<RowOf<T>, string> };

class DeviceDatabase extends Dexie {
  /** By what its rows are sealed; null where they lie in clear, as in tools. */
  readonly sealing: Sealing | null;
  /** Where rows lie that sync brings by thousands. */
  readonly packs: Packs;

  /** @param isCurrent whether it has the newest version already: to declare all that came before takes time from each start */
  constructor(name: string, sealing: Sealing | null, isCurrent: boolean) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.use(countedKeys);
    this.use(namedChanges);
    this.sealing = sealing;
    this.packs = new Packs(sealing);
    lieInPacks(this, this.packs);
    if (sealing) {
      // A database that this console makes has never held anything in clear.
      this.on('populate', (transaction) => {
        void transaction.table<NamedValue>('syncState').add({ id: ALL_SEALED, value: sealing.wholeNote() });
      });
      this.on('ready', (opened) => learnWhole(sealing, (name) => opened.table(name)));
    }
    if (isCurrent) this.version(DATABASE_VERSION).stores(currentStores());
    else
      declareEveryVersion(this, async (transaction) => {
        if (sealing) await learnWhole(sealing, (table) => transaction.table(table));
      });
  }
}

/** The row of `syncState` that says, as the device's own row does, that nothing of the database is in clear. */
export const ALL_SEALED = 'all-sealed';

/** Finds out whether rows in clear are still to be read. Either note will do: whoever wants rows of theirs read has to take both. */
async function learnWhole(sealing: Sealing, tableOf: (name: string) => Table): Promise<void> {
  // The small one first: opening the device's whole row takes ten times as long.
  const kept: NamedValue | undefined = await tableOf('syncState').get(ALL_SEALED);
  sealing.learnWhole(kept?.value);
  if (sealing.isWhole) return;
  const device: DeviceRow | undefined = await tableOf('device').get('device');
  sealing.learnWhole(device?.allSealed);
}

export interface ConsoleDatabase extends DeviceDatabase, SyncedTables, OwnTables {}

/**
 * The device's database, not open yet. Dexie gives each store its table by its name; the type says the same.
 * @param isCurrent whether what lies there has the newest version; where that is not known, it is brought to it
 */
export function consoleDatabase(
  name = DATABASE_NAME,
  sealing: Sealing | null = null,
  isCurrent = false,
): ConsoleDatabase {
  return new DeviceDatabase(name, sealing, isCurrent) as unknown as ConsoleDatabase;
}

export type OpenOutcome =
  /** With the device's own row as it was then; none where the computer is not enrolled. */
  | { kind: 'open'; db: ConsoleDatabase; device: DeviceRow | undefined }
  /** Made by a newer console: opened as it is, for reading and exporting. */
  | { kind: 'newer'; version: number; reader: Dexie }
  /** Sealed by another key than this console's: nothing was changed. */
  | { kind: 'other-key' }
  | { kind: 'failed'; message: string };

/** Whether nothing of what every enrolled device has can be opened. One row that cannot is damage, and is dealt with as such. */
async function isOfAnotherKey(db: ConsoleDatabase, sealing: Sealing): Promise<boolean> {
  if (!sealing.anyDamaged) return false;
  const others = [db.syncState, db.syncLog, db.members, db.cases];
  for (const table of others) if ((await table.limit(20).toArray()).length > 0) return false;
  sealing.takeDamaged();
  return true;
}

async function openOnce(name: string, sealing: Sealing | null): Promise<OpenOutcome> {
  const known = await indexedDB.databases();
  const version = (known.find((each) => each.name === name)?.version ?? 0) / 10;
  if (version > DATABASE_VERSION) {
    const reader = new Dexie(name);
    lieInPacks(reader, new Packs(sealing));
    await reader.open();
    const has = (table: string) => reader.tables.some(({ name }) => name === table);
    if (sealing && has('device') && has('syncState'))
      await learnWhole(sealing, (table) => reader.table(table));
    return { kind: 'newer', version, reader };
  }
  const db = consoleDatabase(name, sealing, version === DATABASE_VERSION);
  try {
    await db.open();
    const device = await db.device.get('device');
    if (device || !sealing || !(await isOfAnotherKey(db, sealing))) return { kind: 'open', db, device };
  } catch (error) {
    db.close();
    throw error;
  }
  db.close();
  return { kind: 'other-key' };
}

/** Opens the database, or says why it cannot be used. A newer one is never changed. */
export async function openDatabase(
  name = DATABASE_NAME,
  sealing: Sealing | null = null,
): Promise<OpenOutcome> {
  for (let tries = 1; ; tries++) {
    try {
      return await openOnce(name, sealing);
    } catch (error) {
      if (tries < MOST_TRIES && isOfTheMoment(error)) {
        await new Promise((again) => setTimeout(again, TRY_AGAIN_MS));
        continue;
      }
      return {
        kind: 'failed',
        message: `The console’s database cannot be opened (${reported(error, 'opening the database')}). What was not sent yet is also in the journal on this computer.`,
      };
    }
  }
}

/** Ten seconds in all: what still cannot be opened then is told. */
const MOST_TRIES = 20;
const TRY_AGAIN_MS = 500;

/**
 * What Chromium says where it cannot open its store: `Internal error opening backing store for indexedDB.open`. That passes where a process
 * that was killed still holds it. Of a store that cannot be read it is said once, and what opens then is empty: what was not sent is in the
 * journal, and `unclean-end.ts` keeps it from coming to that.
 */
function isOfTheMoment(error: unknown): boolean {
  return String(error).includes('UnknownError');
}
