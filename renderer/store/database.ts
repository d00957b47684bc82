/** The device's database: what the screens read, and what waits for the hub. Dexie on IndexedDB, strict durability. */

import { Dexie, type Table, type Transaction } from 'dexie';
import { descriptions, filledIn } from '../../shared/cases/contents.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { MAX_PUSH, SCHEMA } from '../../shared/sync/protocol.ts';
import {
  isAdded,
  type RowOf,
  rulesOf,
  STORES,
  type TableName,
  tableNames,
} from '../../shared/sync/tables.ts';
import { countedKeys } from './counted-keys.ts';
import {
  type BaseRow,
  type CursorRow,
  type DepartedCase,
  type DeviceRow,
  type DraftRow,
  type HeldFile,
  type NamedValue,
  noDue,
  type OutboxEntry,
  type RejectedEdit,
  type RowOrderEntry,
  type SentBatch,
  type SetAside,
  type Summary,
  type SyncedRow,
  type SyncLogRow,
  summaryOf,
  type TokenName,
  type TransferRow,
  type UnknownRow,
} from './device-rows.ts';
import { reported } from './report.ts';
import { sealedBeneath } from './sealed-core.ts';
import type { Sealing } from './sealing.ts';

export const DATABASE_NAME = 'partner-console';
/** Counted up where a store or an index changes that only this device has, no synced table's. */
const OWN_STORES = 4;
/**
 * The version of the database: a later one fills in what the device holds and makes its stores. Each of the three only ever counts up, so
 * that a schema with new fields (S12), a new synced table or index, and a new store of the device's own each bring one.
 */
export const DATABASE_VERSION = SCHEMA + STORES + OWN_STORES;

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

/**
 * The stores of the synced tables, as the table of tables has them. A change here needs a new version of the database: a test
 * holds them against those that STORES stands for.
 */
export function syncedStores(): Record<string, string> {
  return Object.fromEntries(tableNames.map((table) => [table, ['id', ...rulesOf(table).indexes].join(', ')]));
}

class DeviceDatabase extends Dexie {
  /** By what its rows are sealed; null where they lie in clear, as in tools. */
  readonly sealing: Sealing | null;

  constructor(name: string, sealing: Sealing | null) {
    super(name, { chromeTransactionDurability: 'strict' });
    this.use(countedKeys);
    this.sealing = sealing;
    if (sealing) {
      this.use(sealedBeneath(sealing));
      // A database that this console makes has never held anything in clear.
      this.on('populate', (transaction) => {
        void transaction.table<NamedValue>('syncState').add({ id: ALL_SEALED, value: sealing.wholeNote() });
      });
      this.on('ready', (opened) => learnWhole(sealing, (name) => opened.table(name)));
    }
    const rows = {
      cases: 'id',
      systems: 'id, caseId',
      configuration: 'id, caseId',
      revisions: 'id, caseId',
      steps: 'id, caseId',
      attachments: 'id, caseId',
      comments: 'id, caseId',
      events: 'id, caseId',
      packets: 'id, caseId',
      receipts: 'id, caseId',
      conflicts: 'id, caseId',
      products: 'id',
    };
    const local = {
      outbox: 'n, [table+key], caseId',
      bases: 'id',
      synced: 'id, scope',
      cursors: 'scope',
      attention: 'id, caseId',
      device: 'id',
      later: 'id',
      values: 'id',
    };
    this.version(1).stores({ ...rows, ...local });
    // 2: the case list reads summaries of its own instead of whole cases.
    this.version(2)
      .stores({
        summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale',
        syncLog: '++id',
      })
      .upgrade(async (transaction) => {
        const cases = await transaction.table<CaseRecord, string>('cases').toArray();
        await transaction
          .table<Summary, string>('summaries')
          .bulkPut(cases.map((record) => summaryOf(record, undefined)));
      });
    // 3: attachments' bytes go to the hub, and what was sent is kept for a while.
    this.version(3).stores({ transfers: 'sha256, state', sent: 'n, [n+bytes]' });
    // 4: customers, entitlement, consents, the Level 3 desk, more of the catalogue, and certification.
    this.version(4)
      .stores({
        consents: 'id, caseId',
        customers: 'id, name',
        sites: 'id, customerId',
        installations: 'id, customerId',
        agreements: 'id, customerId',
        tickets: 'id, caseId, state',
        deskEntries: 'id, caseId, ticketId, kind',
        deskReplies: 'id, caseId, ticketId',
        excludedSystems: 'id',
        holidayLists: 'id',
        rates: 'id',
        policyDocuments: 'id',
        catalogueChanges: 'id, [table+key]',
        summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale, nextDue',
        issuerKeys: 'id',
        statusLists: 'id',
        members: 'id, name',
        credentials: 'id, personId',
        people: 'id, organisationId, name',
        exams: 'id, name',
        results: 'id, personId, examId',
        registryCredentials: 'id, personId, examId, validUntil',
        audits: 'id, at, subject',
        signatures: 'id, caseId, packetId',
        reviews: 'id, caseId, packetId',
        reviewTicks: 'id, caseId',
        waivers: 'id, caseId',
        redactions: 'id, caseId',
        templates: 'id, templateId',
      })
      .upgrade(async (transaction) => {
        await transaction
          .table<Summary, string>('summaries')
          .toCollection()
          .modify((line) => void Object.assign(line, noDue, { stale: 1 }));
      });
    // 5: what was sent is kept by batch.
    this.version(5)
      .stores({ sent: null, sentBatches: 'last' })
      .upgrade(async (transaction) => {
        const sent = await transaction.table<OutboxEntry, number>('sent').orderBy('n').toArray();
        await transaction.table<SentBatch, number>('sentBatches').bulkAdd(inBatches(sent));
        await transaction.table<NamedValue, string>('values').delete('sent-bytes');
      });
    // 6: stores are called by what they hold, and drafts go with their case.
    this.version(6)
      .stores({
        rejectedEdits: 'id, caseId',
        unknownRows: 'id',
        settings: 'id',
        drafts: 'id, caseId',
        rowOrders: 'id, [table+stage+version+index]',
        syncState: 'id',
        attention: null,
        later: null,
        values: null,
      })
      .upgrade(async (transaction) => {
        for (const [from, to] of [
          ['attention', 'rejectedEdits'],
          ['later', 'unknownRows'],
        ] as const)
          await transaction.table(to).bulkAdd(await transaction.table(from).toArray());
        for (const row of await transaction.table<NamedValue, string>('values').toArray()) {
          const caseId = /^step-draft (.+)$/.exec(row.id)?.[1];
          if (caseId) await transaction.table('drafts').add({ ...row, caseId });
          else await transaction.table(row.id === 'case-columns' ? 'settings' : 'syncState').add(row);
        }
        // Of what the hub told before, its version is known, and its index is not.
        await transaction.table<SyncedRow, string>('synced').each(({ id, version }) => {
          const table = id.slice(0, id.indexOf(' '));
          if (!isAdded(table)) return;
          void transaction
            .table<RowOrderEntry, string>('rowOrders')
            .put({ id, table, stage: 0, version, index: 0 });
        });
      });
    // 7: files are held until they are redacted, and the partner's devices share keys and choices of redaction.
    this.version(7).stores({ heldFiles: 'id, caseId', tokenNames: 'id, caseId' });
    // 8: rules of findings, recipes and known problems.
    // 9: rows are sealed, and no index holds a customer's words.
    // 10: ended cases leave this computer.
    // The newest version has the stores of the table of tables, and fills in what rows of every older one lack: a schema that
    // brings fields brings a version here. Those before it are as they were.
    this.version(DATABASE_VERSION)
      .stores({
        ...syncedStores(),
        summaries: 'id, number, state, priority, missing, updatedAt, stale, nextDue',
        setAside: 'id',
        departed: 'id, state',
      })
      .upgrade(async (transaction) => {
        if (sealing) await learnWhole(sealing, (name) => transaction.table(name));
        await fillInRows(transaction);
      });
  }
}

/** The row of `syncState` that says, as the device's own row does, that nothing of the database is in clear. */
export const ALL_SEALED = 'all-sealed';

/** Finds out whether rows in clear are still to be read. Either note will do: whoever wants rows of theirs read has to take both. */
async function learnWhole(sealing: Sealing, tableOf: (name: string) => Table): Promise<void> {
  const device: DeviceRow | undefined = await tableOf('device').get('device');
  sealing.learnWhole(device?.allSealed);
  if (sealing.isWhole) return;
  const kept: NamedValue | undefined = await tableOf('syncState').get(ALL_SEALED);
  sealing.learnWhole(kept?.value);
}

/**
 * Brings what the device holds of a case to the fields that it has now: its rows, and the bases that edits wait on. What waits
 * in the outbox or was refused stays as it was made, because its hash is over it; the hub fills it in (S12).
 */
async function fillInRows(transaction: Transaction): Promise<void> {
  for (const [name, { sinceFirst }] of Object.entries(descriptions)) {
    if (sinceFirst.length === 0) continue;
    const rows = transaction.table<Record<string, unknown>, string>(name);
    await rows.toCollection().modify((row) => {
      const filled = filledIn(name, row);
      return filled !== row && Object.assign(row, filled) === row;
    });
  }
  const bases = transaction.table<BaseRow, string>('bases');
  await bases.toCollection().modify((base) => {
    const filled = base.data && filledIn(base.id.split(' ', 1)[0] ?? '', base.data);
    if (filled === base.data) return false;
    base.data = filled;
    return true;
  });
}

export interface ConsoleDatabase extends DeviceDatabase, SyncedTables, OwnTables {}

/** The device's database, not open yet. Dexie gives each store its table by its name; the type says the same. */
export function consoleDatabase(name = DATABASE_NAME, sealing: Sealing | null = null): ConsoleDatabase {
  return new DeviceDatabase(name, sealing) as unknown as ConsoleDatabase;
}

/** Edits of the order of their numbers, in as many batches as pushes would have made of them. */
function inBatches(entries: readonly OutboxEntry[]): SentBatch[] {
  const batches: SentBatch[] = [];
  for (let from = 0; from < entries.length; from += MAX_PUSH) {
    const part = entries.slice(from, from + MAX_PUSH);
    batches.push({ last: part.at(-1)?.n ?? 0, entries: part });
  }
  return batches;
}

export type OpenOutcome =
  | { kind: 'open'; db: ConsoleDatabase }
  /** Made by a newer console: opened as it is, for reading and exporting. */
  | { kind: 'newer'; version: number; reader: Dexie }
  /** Sealed by another key than this console's: nothing was changed. */
  | { kind: 'other-key' }
  | { kind: 'failed'; message: string };

/** Whether nothing of what every enrolled device has can be opened. One row that cannot is damage, and is dealt with as such. */
async function isOfAnotherKey(db: ConsoleDatabase, sealing: Sealing): Promise<boolean> {
  if ((await db.device.get('device')) || !sealing.anyDamaged) return false;
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
    if (sealing) reader.use(sealedBeneath(sealing));
    await reader.open();
    const has = (table: string) => reader.tables.some(({ name }) => name === table);
    if (sealing && has('device') && has('syncState'))
      await learnWhole(sealing, (table) => reader.table(table));
    return { kind: 'newer', version, reader };
  }
  const db = consoleDatabase(name, sealing);
  try {
    await db.open();
    if (!sealing || !(await isOfAnotherKey(db, sealing))) return { kind: 'open', db };
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
