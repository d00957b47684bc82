/** The versions of the device's database: which stores each made, and what it did with the rows that were there. */
import type { Dexie, Transaction } from 'dexie';
import { descriptions, filledIn } from '../../shared/cases/contents.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { MAX_PUSH, SCHEMA } from '../../shared/sync/protocol.ts';
import { isAdded, rulesOf, STORES, tableNames } from '../../shared/sync/tables.ts';
import {
  type BaseRow,
  type NamedValue,
  noDue,
  type OutboxEntry,
  type RowOrderEntry,
  type SentBatch,
  type Summary,
  type SyncedRow,
  summaryOf,
} from './device-rows.ts';

/** Counted up where a store or an index changes that only this device has, no synced table's. */
const OWN_STORES = 5;
/**
 * The version of the database: a later one fills in what the device holds and makes its stores. Each of the three only ever counts up, so
 * that a schema with new fields (S12), a new synced table or index, and a new store of the device's own each bring one.
 */
export const DATABASE_VERSION = SCHEMA + STORES + OWN_STORES;

/**
 * The stores of the synced tables, as the table of tables has them. A change here needs a new version of the database: a test
 * holds them against those that STORES stands for.
 */
export function syncedStores(): Record<string, string> {
  return Object.fromEntries(tableNames.map((table) => [table, ['id', ...rulesOf(table).indexes].join(', ')]));
}

/** Those that the newest version makes or changes. */
const newestStores = () => ({
  ...syncedStores(),
  summaries: 'id, number, state, priority, missing, updatedAt, stale, nextDue',
  setAside: 'id',
  departed: 'id, state',
  packs: 'seq',
  packBlocks: 'id',
});

/** All stores of the newest version. A test holds them against what the versions come to one after the other. */
export const currentStores = () => ({
  ...newestStores(),
  outbox: 'n, [table+key], caseId',
  bases: 'id',
  synced: 'id, scope',
  cursors: 'scope',
  device: 'id',
  syncLog: '++id',
  transfers: 'sha256, state',
  sentBatches: 'last',
  rejectedEdits: 'id, caseId',
  unknownRows: 'id',
  settings: 'id',
  drafts: 'id, caseId',
  rowOrders: 'id, [table+stage+version+index]',
  syncState: 'id',
  heldFiles: 'id, caseId',
  tokenNames: 'id, caseId',
});

/**
 * Declares them all, for a database that may be of any age, or is not there yet.
 * @param beforeFilling is waited for before rows of before are filled in
 */
export function declareEveryVersion(
  db: Dexie,
  beforeFilling: (transaction: Transaction) => Promise<void>,
): void {
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
  db.version(1).stores({ ...rows, ...local });
  // 2: the case list reads summaries of its own instead of whole cases.
  db.version(2)
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
  db.version(3).stores({ transfers: 'sha256, state', sent: 'n, [n+bytes]' });
  // 4: customers, entitlement, consents, the Level 3 desk, more of the catalogue, and certification.
  db.version(4)
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
  db.version(5)
    .stores({ sent: null, sentBatches: 'last' })
    .upgrade(async (transaction) => {
      const sent = await transaction.table<OutboxEntry, number>('sent').orderBy('n').toArray();
      await transaction.table<SentBatch, number>('sentBatches').bulkAdd(inBatches(sent));
      await transaction.table<NamedValue, string>('values').delete('sent-bytes');
    });
  // 6: stores are called by what they hold, and drafts go with their case.
  db.version(6)
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
  db.version(7).stores({ heldFiles: 'id, caseId', tokenNames: 'id, caseId' });
  // 8: rules of findings, recipes and known problems.
  // 9: rows are sealed, and no index holds a customer's words.
  // 10: ended cases leave this computer.
  // 11: rows that sync brings lie in packs.
  // The newest version has the stores of the table of tables, and fills in what rows of every older one lack: a schema that
  // brings fields brings a version here. Those before it are as they were.
  db.version(DATABASE_VERSION)
    .stores(newestStores())
    .upgrade(async (transaction) => {
      await beforeFilling(transaction);
      await fillInRows(transaction);
    });
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

/** Edits of the order of their numbers, in as many batches as pushes would have made of them. */
function inBatches(entries: readonly OutboxEntry[]): SentBatch[] {
  const batches: SentBatch[] = [];
  for (let from = 0; from < entries.length; from += MAX_PUSH) {
    const part = entries.slice(from, from + MAX_PUSH);
    batches.push({ last: part.at(-1)?.n ?? 0, entries: part });
  }
  return batches;
}
