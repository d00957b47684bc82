/**
 * What a device does when the hub was restored from a backup (S7). Edits that the hub had acknowledged after that backup are
 * gone there, so a device keeps what it sent for a while, and sends it again under the same numbers: the hub's `lastN` says
 * from where. Rows that nobody here sent, and that the restored hub lacks, are kept and listed, never wiped.
 */
import { t } from '@lingui/core/macro';
import { mayPush } from '../../shared/sync/access.ts';
import { type Mutation, mutationHash } from '../../shared/sync/protocol.ts';
import { pulledBy, rulesOf, type TableName, tableNames } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { OutboxEntry, RejectedEdit, SentBatch } from '../store/device-rows.ts';
import { rowId } from '../store/device-rows.ts';

/** How much of what was sent is kept: far more than a day's work between two backups. */
const MOST_SENT = 5_000;
const MOST_SENT_BYTES = 32 * 1024 * 1024;
/** Where what is kept is counted, so that nobody has to add it up at every push. */
const SENT_KEPT = 'sent-kept';
const LOST = 'lost ';
/** Marks a scope whose snapshot has to be compared with what is here, until that is done. */
const RESTORED = 'restored ';
const LOST_MESSAGE = t`The hub was restored from a backup that does not hold this. It is kept on this computer. It comes back by itself when the computer that made it syncs; if it does not, send it again or export it.`;

/** Tables whose transaction `keepSent` runs in. */
export const sentTables = ['sentBatches', 'syncState'] as const;

/** Batches that go together, up to the one that ends with the number `to`: how many edits they hold, and their size as JSON. */
interface Stretch {
  to: number;
  edits: number;
  bytes: number;
}

/** A stretch is closed by then: what is kept is counted in a few dozens of them, however small its batches are. */
const STRETCH = { edits: 500, bytes: 1024 * 1024 };

const sizeOf = ({ last, entries }: SentBatch): Stretch => ({
  to: last,
  edits: entries.length,
  bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** The stretches with one batch more, which is the newest. */
function withBatch(stretches: readonly Stretch[], batch: SentBatch): Stretch[] {
  const own = sizeOf(batch);
  const newest = stretches.at(-1);
  if (!newest || newest.edits + own.edits > STRETCH.edits || newest.bytes + own.bytes > STRETCH.bytes)
    return [...stretches, own];
  const joined = { to: own.to, edits: newest.edits + own.edits, bytes: newest.bytes + own.bytes };
  return [...stretches.slice(0, -1), joined];
}

/** How many of the oldest stretches are too much. */
function tooMany(stretches: readonly Stretch[]): number {
  let edits = 0;
  let bytes = 0;
  for (let at = stretches.length - 1; at >= 0; at--) {
    edits += stretches[at]?.edits ?? 0;
    bytes += stretches[at]?.bytes ?? 0;
    if (edits > MOST_SENT || bytes > MOST_SENT_BYTES) return at + 1;
  }
  return 0;
}

/**
 * Keeps edits that the hub has taken; the caller holds a transaction. The oldest go when there is too much, without being read: they are
 * megabytes, and would be opened at each push.
 * @param entries in the order of their numbers
 */
export async function keepSent(db: ConsoleDatabase, entries: OutboxEntry[]): Promise<void> {
  const last = entries.at(-1)?.n;
  if (last === undefined) return;
  const batch = { last, entries };
  const counted = (await db.syncState.get(SENT_KEPT))?.value;
  // A console of before counted all together.
  const before = Array.isArray(counted)
    ? (counted as Stretch[])
    : (await db.sentBatches.toArray()).reduce<Stretch[]>(withBatch, []);
  await db.sentBatches.put(batch);
  const kept = withBatch(before, batch);
  const gone = kept.splice(0, tooMany(kept));
  const end = gone.at(-1)?.to;
  if (end !== undefined) await db.sentBatches.where('last').belowOrEqual(end).delete();
  await db.syncState.put({ id: SENT_KEPT, value: kept });
}

/** Takes the edits after a number out of what is kept; the caller holds a transaction. */
async function takeSent(db: ConsoleDatabase, lastN: number): Promise<OutboxEntry[]> {
  const batches = await db.sentBatches.where('last').above(lastN).toArray();
  const entries = batches.flatMap((batch) => batch.entries);
  await db.sentBatches.where('last').above(lastN).delete();
  const stay = entries.filter(({ n }) => n <= lastN);
  const last = stay.at(-1)?.n;
  if (last !== undefined) await db.sentBatches.put({ last, entries: stay });
  // Counted anew at the next push.
  await db.syncState.delete(SENT_KEPT);
  return entries.filter(({ n }) => n > lastN);
}

/** Lets go of all that was kept; the caller holds a transaction over `sentTables`. */
export async function forgetSent(db: ConsoleDatabase): Promise<void> {
  await db.sentBatches.clear();
  await db.syncState.delete(SENT_KEPT);
}

export interface Realigned {
  /** Edits that were sent before and wait again. */
  again: number;
  /** Whether numbers had to change, because some that the hub lacks are no longer kept here. */
  renumbered: boolean;
}

/**
 * Brings the outbox in line with a hub that has this device's edits up to `lastN` only: what was sent after that waits again,
 * before what waits anyway, in the old order. All or nothing.
 * @param scope whose versions are those of a history that ended; null where that is not known yet
 */
export async function realign(db: ConsoleDatabase, lastN: number, scope: string | null): Promise<Realigned> {
  return db.transaction(
    'rw',
    ['outbox', 'sentBatches', 'bases', 'device', 'synced', 'syncState', 'transfers'],
    async () => {
      // Files, too: which of them the hub has is asked again.
      await db.transfers.clear();
      if (scope !== null) {
        await db.synced.where('scope').equals(scope).delete();
        await db.syncState.put({ id: RESTORED + scope, value: true });
      }
      const device = await db.device.get('device');
      const nothing = { again: 0, renumbered: false };
      // A hub that knows more than this device counted is no restored one: its answers to the repeats say what to do.
      if (!device || lastN >= device.nextN) return nothing;
      const sent = await takeSent(db, lastN);
      for (const { table, key } of sent) {
        const id = rowId(table, key);
        // What the hub has of it is not known before the snapshot says so.
        await db.bases.put({ id, version: null, data: null });
      }
      const waiting = [...sent, ...(await db.outbox.where('n').above(lastN).toArray())].sort(
        (a, b) => a.n - b.n,
      );
      const renumbered =
        waiting.some((entry, index) => entry.n !== lastN + 1 + index) ||
        device.nextN !== lastN + 1 + waiting.length;
      await db.outbox.where('n').above(lastN).delete();
      await db.outbox.bulkAdd(waiting.map((entry, index) => unversioned(entry, lastN + 1 + index)));
      await db.device.update('device', { nextN: lastN + 1 + waiting.length });
      return { again: sent.length, renumbered };
    },
  );
}

/**
 * Gives all that waits numbers behind the hub's, which has other edits under theirs: a request of before a restore came twice,
 * and late, when its numbers were next again. What it brought is there; to send it once more changes nothing, as values decide.
 */
export async function renumber(db: ConsoleDatabase, lastN: number): Promise<void> {
  await db.transaction('rw', ['outbox', 'device'], async () => {
    const waiting = await db.outbox.orderBy('n').toArray();
    await db.outbox.clear();
    await db.outbox.bulkAdd(waiting.map((entry, index) => unversioned(entry, lastN + 1 + index)));
    await db.device.update('device', { nextN: lastN + 1 + waiting.length });
  });
}

/**
 * The edit without the version that it was made on: that one counted in a history which is gone, and a higher number of it
 * must not pass for having seen what somebody else does in the new one. Merging goes by value.
 */
function unversioned(entry: OutboxEntry, n: number): OutboxEntry {
  if (entry.baseVersion === null) return { ...entry, n };
  const { caseId, bytes, hash: _hash, ...edit } = entry;
  const changed = { ...edit, n, baseVersion: null };
  return { ...changed, hash: mutationHash(changed), caseId, bytes };
}

/**
 * After the snapshot of a restored hub: lists the rows that this device holds and the snapshot does not; those of devices go under 'needs attention'
 * and stay on screen; what the hub wrote itself (receipts, conflicts) it writes anew, so that goes.
 * @returns how many rows are listed, and how many of the hub's own went
 */
export async function listLost(
  db: ConsoleDatabase,
  scope: string,
  at: string,
): Promise<{ listed: number; gone: number }> {
  const result = { listed: 0, gone: 0 };
  if ((await db.syncState.get(RESTORED + scope)) === undefined) return result;
  return db.transaction(
    'rw',
    [...tableNames, 'outbox', 'synced', 'rejectedEdits', 'syncState', 'device'],
    async () => {
      await db.syncState.delete(RESTORED + scope);
      const identity = (await db.device.get('device'))?.identity;
      if (!identity) return result;
      const known = new Set(await db.synced.toCollection().primaryKeys());
      for (const [table, key] of (await db.outbox.orderBy('[table+key]').uniqueKeys()) as unknown as [
        string,
        string,
      ][])
        known.add(rowId(table, key));
      for (const table of tableNames) {
        if (pulledBy(table, identity) !== scope) continue;
        for (const key of await db.table<unknown, string>(table).toCollection().primaryKeys()) {
          if (known.has(rowId(table, key))) continue;
          const row = (await db.table<Mutation['patch'], string>(table).get(key)) ?? {};
          // What this person may not write is the hub's to give, and comes again with the edits of those who may.
          if (isOfHub(table, row) || !mayPush(identity, table)) {
            await db.table(table).delete(key);
            result.gone += 1;
            continue;
          }
          await db.rejectedEdits.put({
            id: LOST + rowId(table, key),
            caseId: table === 'cases' ? key : typeof row.caseId === 'string' ? row.caseId : '',
            at,
            edit: insertOf(table, key, row, at),
            rejection: { code: 'missing-row', message: LOST_MESSAGE },
          });
          result.listed += 1;
        }
      }
      return result;
    },
  );
}

/** Whether the hub wrote this row by itself, and so does it again: events that name nobody are its own. */
function isOfHub(table: TableName, row: Mutation['patch']): boolean {
  return rulesOf(table).madeBy !== 'device' || (table === 'events' && row.by === null);
}

function insertOf(table: string, key: string, patch: Mutation['patch'], at: string): Mutation {
  const blobs = typeof patch.sha256 === 'string' ? [patch.sha256] : [];
  const edit = { id: key, table, key, op: 'insert' as const, baseVersion: null, patch, base: {}, blobs, at };
  return { ...edit, n: 1, hash: mutationHash(edit) };
}

/** Whether the entry lists a row that is here and that a restored hub lacks, not an edit that was refused. */
export const isLost = ({ id }: RejectedEdit): boolean => id.startsWith(LOST);

/** Rows that came back by a pull need nobody's attention any more. */
export async function clearRecovered(db: ConsoleDatabase): Promise<void> {
  const listed = await db.rejectedEdits.where('id').startsWith(LOST).primaryKeys();
  if (listed.length === 0) return;
  const found = await db.synced.bulkGet(listed.map((id) => id.slice(LOST.length)));
  await db.rejectedEdits.bulkDelete(listed.filter((_, index) => found[index] !== undefined));
}
