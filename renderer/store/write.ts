/**
 * The one way in which the console's own edits reach the database (S1): record, base snapshot and outbox entry in one
 * transaction with strict durability, then the shell's fsynced journal. Only after both does a screen say 'saved'.
 */

import { t } from '@lingui/core/macro';
import { messageOf } from '../../shared/base/fault.ts';
import { sameValue } from '../../shared/base/hash.ts';
import type { RowOrder } from '../../shared/base/order.ts';
import type { Bridge } from '../../shared/bridge/contract.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { roleWords } from '../../shared/certification/access.ts';
import { mayPush } from '../../shared/sync/access.ts';
import { type Identity, type Mutation, mutationHash } from '../../shared/sync/protocol.ts';
import { isAdded, type RowOf, rulesOf, scopeOf, type TableName, tables } from '../../shared/sync/tables.ts';
import type { Changes, RowChange } from './changes.ts';
import type { ConsoleDatabase } from './database.ts';
import {
  type DeviceRow,
  isAway,
  laterOf,
  type OutboxEntry,
  type RowOrderEntry,
  rowId,
  type Summary,
  summaryOf,
} from './device-rows.ts';
import { orderEntry } from './order.ts';
import { type Outcome, type Refused, refusal } from './outcome.ts';
import { report } from './report.ts';

/**
 * What the fields named here may hold for a patch to be written: one of these. Left out, it is written over whatever there is. Only
 * this device looks at it, in the transaction that writes: two windows of it cannot both have been first.
 */
type Over<T extends TableName> = readonly Partial<RowOf<T>>[];

export type Edit = {
  [T in TableName]:
    | { op: 'insert'; table: T; row: RowOf<T> }
    | { op: 'patch'; table: T; key: string; fields: Partial<RowOf<T>>; over?: Over<T> }
    | { op: 'delete'; table: T; key: string };
}[TableName];

export interface WriteParts {
  db: ConsoleDatabase;
  bridge: Bridge;
  changes: Changes;
  now: () => Date;
  newId: () => string;
  /** Told where the journal could not take what replaces edits that it holds: it is to be tried again. */
  journalBehind?: () => void;
}

/** Stops a write before anything is written. */
class Stopped extends Error {
  readonly refused: Refused;

  constructor(refused: Refused) {
    super(refused.message);
    this.refused = refused;
  }
}

const TYPED_STAYS = t`What you typed is still here.`;
const ALL_SAFE = t`All that was saved before is safe, and what you typed is still here.`;

type Row = Record<string, unknown> & { caseId?: unknown };

export function caseOf(table: TableName, key: string, row: Row): string {
  return table === 'cases' ? key : typeof row.caseId === 'string' ? row.caseId : '';
}

function checked(table: TableName, row: unknown): Row {
  const parsed = tables[table].schema.safeParse(row);
  if (parsed.success) return parsed.data as Row;
  const [issue] = parsed.error.issues;
  const what = `${issue?.path.map(String).join('.') ?? t`the value`} ${issue?.message ?? t`does not fit`}`;
  throw new Stopped(refusal('invalid', `Not saved: ${what}.`, TYPED_STAYS));
}

const keyOf = (edit: Edit): string => (edit.op === 'insert' ? String((edit.row as Row).id) : edit.key);

/** What the database has of an edit's row. Asked for together: each request that waits for another is a turn that the person waits for. */
async function knownOf({ db }: WriteParts, edit: Edit) {
  const key = keyOf(edit);
  const id = rowId(edit.table, key);
  const [current, synced, held] = await Promise.all([
    db.table<Row, string>(edit.table).get(key),
    db.synced.get(id),
    db.bases.get(id),
  ]);
  return { current, synced, held };
}
type Known = Awaited<ReturnType<typeof knownOf>>;

/** Nothing answered is the same, however it is held: rows of before lack what came later. */
function holds(row: Row, fields: object): boolean {
  return Object.entries(fields).every(([field, value]) => sameValue(row[field] ?? '', value ?? ''));
}

/** Files that were added here wait to be sent, which one that came with a row of the hub's may not. */
async function noteFilesWait(db: ConsoleDatabase, files: readonly string[], at: string): Promise<void> {
  for (const sha256 of files)
    if (!(await db.transfers.get(sha256)))
      await db.transfers.put({ sha256, state: 'waiting', problem: '', at });
}

/** Applies one edit inside the transaction. Null where it changes nothing. */
async function applyEdit(
  parts: WriteParts,
  edit: Edit,
  scopeVersion: number | null,
  { current, synced, held }: Known,
): Promise<{ mutation: Omit<Mutation, 'n' | 'hash'>; change: RowChange } | null> {
  const { db } = parts;
  const table = db.table<Row, string>(edit.table);
  const key = keyOf(edit);
  const id = rowId(edit.table, key);
  // Only once it is known that there is an edit: a base that no edit waits on would be taken for the hub's row later.
  const keepBase = async () => {
    if (!held) await db.bases.put({ id, version: synced?.version ?? null, data: current ?? null });
  };
  // A row that is made anew over one that was deleted: what this device knows is all up to its cursor.
  const baseVersion = synced?.version ?? (edit.op === 'insert' ? scopeVersion : null);
  const common = {
    id: parts.newId(),
    table: edit.table,
    key,
    baseVersion,
    at: parts.now().toISOString(),
  };
  if (edit.op === 'delete') {
    if (!current) return null;
    await Promise.all([keepBase(), table.delete(key)]);
    const change = { table: edit.table, key, caseId: caseOf(edit.table, key, current), row: null };
    return {
      mutation: { ...common, op: 'delete', patch: {}, base: current as Mutation['base'], blobs: [] },
      change,
    };
  }
  if (edit.op === 'insert') {
    const row = checked(edit.table, edit.row);
    await Promise.all([keepBase(), table.put(row)]);
    const blobs = typeof row.sha256 === 'string' ? [row.sha256] : [];
    if (edit.table === 'attachments') await noteFilesWait(db, blobs, common.at);
    const change = { table: edit.table, key, caseId: caseOf(edit.table, key, row), row };
    return {
      mutation: { ...common, op: 'insert', patch: row as Mutation['patch'], base: {}, blobs },
      change,
    };
  }
  if (!current) throw new Stopped(refusal('gone', 'Not saved: this was removed meanwhile.', TYPED_STAYS));
  const patch = Object.fromEntries(
    Object.entries(edit.fields).filter(([field, value]) => !sameValue(current[field], value)),
  );
  if (Object.keys(patch).length === 0) return null;
  if (edit.over && !edit.over.some((each) => holds(current, each)))
    throw new Stopped(
      refusal(
        'changed',
        t`Not saved: this was changed elsewhere meanwhile.`,
        TYPED_STAYS,
        t`Choose which one to keep.`,
      ),
    );
  const row = checked(edit.table, { ...current, ...patch });
  await Promise.all([keepBase(), table.put(row)]);
  const before = Object.fromEntries(Object.keys(patch).map((field) => [field, current[field]]));
  const change = { table: edit.table, key, caseId: caseOf(edit.table, key, row), row };
  return {
    mutation: {
      ...common,
      op: 'patch',
      patch: patch as Mutation['patch'],
      base: before as Mutation['base'],
      blobs: [],
    },
    change,
  };
}

/** Keeps the list's line in step with the case, in the same transaction. */
async function touchSummaries(
  { db }: Pick<WriteParts, 'db'>,
  changes: readonly RowChange[],
  at: string,
): Promise<void> {
  const counts = new Map<string, number>();
  const written = new Map<string, CaseRecord | null>();
  for (const { caseId, table, row } of changes) {
    if (!caseId) continue;
    counts.set(caseId, (counts.get(caseId) ?? 0) + 1);
    if (table === 'cases') written.set(caseId, row as CaseRecord | null);
  }
  for (const [caseId, count] of counts) {
    const own = written.get(caseId);
    const [record, before]: [CaseRecord | undefined | null, Summary | undefined] = await Promise.all([
      own === undefined ? db.cases.get(caseId) : own,
      db.summaries.get(caseId),
    ]);
    if (!record) continue;
    const summary = summaryOf(record, before);
    await db.summaries.put({
      ...summary,
      waiting: summary.waiting + count,
      updatedAt: laterOf(at, summary.updatedAt),
      stale: 1,
    });
  }
}

/** What a database that does not commit has to say, in words. */
function databaseRefusal(error: unknown): Refused {
  const inner = error instanceof Error && 'inner' in error ? (error.inner as Error | undefined) : undefined;
  const name = inner?.name ?? (error instanceof Error ? error.name : '');
  if (name === 'QuotaExceededError')
    return refusal(
      'quota',
      t`Not saved: the disk has no room for the console’s database.`,
      ALL_SAFE,
      t`Free some space, then change the field again.`,
    );
  const why = inner?.message ?? messageOf(error);
  return refusal('disk', t`Not saved: the console’s database refused (${why}).`, ALL_SAFE);
}

/** A row that is made in a case which has left this computer would be all that is here of it. */
async function refuseDeparted(db: ConsoleDatabase, edits: readonly Edit[]): Promise<void> {
  const ids = edits.flatMap((edit) =>
    edit.op === 'insert' ? [caseOf(edit.table, String((edit.row as Row).id), edit.row as Row)] : [],
  );
  const cases = [...new Set(ids)].filter((id) => id !== '');
  if (cases.length === 0) return;
  const departed = await db.departed.bulkGet(cases);
  if (departed.some(isAway))
    throw new Stopped(
      refusal(
        'gone',
        'Not saved: this case is at the hub only.',
        TYPED_STAYS,
        'Open the case and fetch it; then save again.',
      ),
    );
}

/** What the hub would refuse whoever sends it is not saved first: it would wait in the outbox only to come back. */
function refuseUnpermitted(identity: Identity, names: readonly TableName[]): void {
  const refused = names.find((table) => !mayPush(identity, table));
  if (refused === undefined) return;
  const what = rulesOf(refused).words.many;
  throw new Stopped(
    refusal(
      'not-permitted',
      t`Not saved: your role (${roleWords(identity.roles)}) does not change ${what}.`,
      TYPED_STAYS,
    ),
  );
}

/** Writes the edits as one: all of them, or none. */
export async function write(parts: WriteParts, edits: readonly Edit[]): Promise<Outcome> {
  const { db, bridge } = parts;
  const names = [...new Set(edits.map((edit) => edit.table))];
  let entries: OutboxEntry[] = [];
  let changes: RowChange[] = [];
  let owner: JournalOwner = { deviceId: '', personId: '' };
  try {
    await db.transaction(
      'rw',
      [
        ...new Set<string>([
          ...names,
          'cases',
          'outbox',
          'bases',
          'synced',
          'device',
          'summaries',
          'cursors',
          'rowOrders',
          'departed',
          ...(names.includes('attachments') ? ['transfers'] : []),
        ]),
      ],
      async () => {
        const [first] = edits;
        const [device, known] = await Promise.all([
          db.device.get('device'),
          first ? knownOf(parts, first) : undefined,
        ]);
        if (!device)
          throw new Stopped(
            refusal('not-enrolled', 'Not saved: this computer is not enrolled.', '', 'Enrol it first.'),
          );
        owner = ownerOf(device);
        entries = [];
        changes = [];
        const orders: RowOrderEntry[] = [];
        // Only a row that is made needs it, see `baseVersion`.
        const scopes = edits.map((edit) => scopeOf(edit.table, device.identity.organisation.id));
        const inserted = new Set(scopes.filter((_, index) => edits[index]?.op === 'insert'));
        const cursors = await db.cursors.bulkGet([...inserted]);
        refuseUnpermitted(device.identity, names);
        await refuseDeparted(db, edits);
        const versions = new Map(cursors.flatMap((each) => (each ? [[each.scope, each.version]] : [])));
        let { nextN } = device;
        for (const [index, edit] of edits.entries()) {
          // A row of before may have been written by an edit of this very transaction.
          const current = index === 0 && known ? known : await knownOf(parts, edit);
          const done = await applyEdit(parts, edit, versions.get(scopes[index] ?? '') ?? null, current);
          if (!done) continue;
          const bytes =
            JSON.stringify(done.mutation.patch).length + JSON.stringify(done.mutation.base).length;
          entries.push({
            ...done.mutation,
            n: nextN,
            hash: mutationHash(done.mutation),
            caseId: done.change.caseId,
            bytes,
          });
          if (edit.op === 'insert' && isAdded(edit.table)) {
            const order: RowOrder = { stage: 1, version: nextN, index: 0 };
            orders.push(orderEntry(edit.table, done.change.key, order));
            changes.push({ ...done.change, order });
          } else changes.push(done.change);
          nextN += 1;
        }
        if (entries.length === 0) return;
        await Promise.all([
          db.outbox.bulkAdd(entries),
          ...(orders.length > 0 ? [db.rowOrders.bulkPut(orders)] : []),
          db.device.put({ ...device, nextN }),
          // What others are shown: the time of the edit itself.
          touchSummaries(parts, changes, entries.at(-1)?.at ?? ''),
        ]);
      },
    );
  } catch (error) {
    if (error instanceof Stopped) return error.refused;
    report(error, 'saving');
    return databaseRefusal(error);
  }
  const appended = entries.length > 0 ? appendToJournal(bridge, owner, entries) : null;
  // What came is drawn while the journal's disk works, as whoever made it goes on with it at once.
  if (appended && entries.every(({ op }) => op !== 'insert')) parts.changes.publishAfter(changes, appended);
  else parts.changes.publish(changes);
  const note = appended && (await appended);
  const at = parts.now().toISOString();
  return note ? { kind: 'saved', at, journal: 'behind', note } : { kind: 'saved', at, journal: 'kept' };
}

const JOURNAL_BATCH = 200;

/** The edit as hub and journal take it, without what only this device notes beside it. */
export function mutationOf({ caseId: _case, bytes: _bytes, ...mutation }: OutboxEntry): Mutation {
  return mutation;
}

/** Whose journal it is: a computer may be shared, and with it the folder of journals. */
export interface JournalOwner {
  deviceId: string;
  personId: string;
}

export function ownerOf({ identity }: Pick<DeviceRow, 'identity'>): JournalOwner {
  return { deviceId: identity.deviceId, personId: identity.person.id };
}

/** @returns what the journal refused, in words; null where it has them all */
export async function appendToJournal(
  bridge: Bridge,
  owner: JournalOwner,
  entries: readonly OutboxEntry[],
): Promise<string | null> {
  for (let from = 0; from < entries.length; from += JOURNAL_BATCH) {
    const batch = entries.slice(from, from + JOURNAL_BATCH).map(mutationOf);
    try {
      const answer = await bridge.call('journal.append', { ...owner, entries: batch });
      if (!answer.ok) return t`Kept in the console’s database only: ${answer.failure.message}`;
    } catch (error) {
      report(error, 'the journal');
      return t`Kept in the console’s database only: ${messageOf(error)}`;
    }
  }
  return null;
}
