/**
 * What a device does when the hub was restored from a backup (S7). Edits that the hub had acknowledged after that backup are
 * gone there, so a device keeps what it sent for a while, and sends it again under the same numbers: the hub's `lastN` says
 * from where. Rows that nobody here sent, and that the restored hub lacks, are kept and listed, never wiped.
 */
import { mayPush } from '../../../shared/certification/access.ts';
import { type Mutation, mutationHash } from '../../../shared/sync/protocol.ts';
import { pulledBy, type TableName, tableNames, tables } from '../../../shared/sync/tables.ts';
import type { AttentionRow, ConsoleDatabase, OutboxEntry } from '../database.ts';
import { rowId } from '../write.ts';

/** How much of what was sent is kept: far more than a day's work between two backups. */
const MOST_SENT = 5_000;
const MOST_SENT_BYTES = 32 * 1024 * 1024;
/** The oldest are read this many at a time where their bytes are too many. */
const TIDY_STEP = 100;
/** Where the bytes of what is kept are counted, so that nobody has to add them up at every push. */
const SENT_BYTES = 'sent-bytes';
const LOST = 'lost ';
/** Marks a scope whose snapshot has to be compared with what is here, until that is done. */
const RESTORED = 'restored ';
const LOST_MESSAGE =
  'The hub was restored from a backup that does not hold this. It is kept on this computer. It comes back by itself when the computer that made it syncs; if it does not, send it again or export it.';

/** Tables whose transaction `keepSent` runs in. */
export const sentTables = ['sent', 'values'] as const;

const bytesOf = (entries: readonly OutboxEntry[]) => entries.reduce((sum, { bytes }) => sum + bytes, 0);

/** Keeps edits that the hub has taken; the caller holds a transaction. The oldest go when there are too many. */
export async function keepSent(db: ConsoleDatabase, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const counted = (await db.values.get(SENT_BYTES))?.value;
  let bytes = (typeof counted === 'number' ? counted : bytesOf(await db.sent.toArray())) + bytesOf(entries);
  await db.sent.bulkPut(entries);
  let count = await db.sent.count();
  while (count > MOST_SENT || (bytes > MOST_SENT_BYTES && count > 0)) {
    const oldest = await db.sent
      .orderBy('n')
      .limit(Math.max(count - MOST_SENT, TIDY_STEP))
      .toArray();
    await db.sent
      .where('n')
      .belowOrEqual(oldest.at(-1)?.n ?? 0)
      .delete();
    bytes -= bytesOf(oldest);
    count -= oldest.length;
  }
  await db.values.put({ id: SENT_BYTES, value: count > 0 ? bytes : 0 });
}

/** Lets go of all that was kept; the caller holds a transaction over `sentTables`. */
export async function forgetSent(db: ConsoleDatabase): Promise<void> {
  await db.sent.clear();
  await db.values.delete(SENT_BYTES);
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
    ['outbox', 'sent', 'bases', 'device', 'synced', 'values', 'transfers'],
    async () => {
      // Files, too: which of them the hub has is asked again.
      await db.transfers.clear();
      if (scope !== null) {
        await db.synced.where('scope').equals(scope).delete();
        await db.values.put({ id: RESTORED + scope, value: true });
      }
      const device = await db.device.get('device');
      const nothing = { again: 0, renumbered: false };
      // A hub that knows more than this device counted is no restored one: its answers to the repeats say what to do.
      if (!device || lastN >= device.nextN) return nothing;
      const sent = await db.sent.where('n').above(lastN).toArray();
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
      await db.sent.where('n').above(lastN).delete();
      // Counted anew at the next push.
      await db.values.delete(SENT_BYTES);
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
  if ((await db.values.get(RESTORED + scope)) === undefined) return result;
  return db.transaction(
    'rw',
    [...tableNames, 'outbox', 'synced', 'attention', 'values', 'device'],
    async () => {
      await db.values.delete(RESTORED + scope);
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
          await db.attention.put({
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
  return tables[table].writer !== 'device' || (table === 'events' && row.by === null);
}

function insertOf(table: string, key: string, patch: Mutation['patch'], at: string): Mutation {
  const blobs = typeof patch.sha256 === 'string' ? [patch.sha256] : [];
  const edit = { id: key, table, key, op: 'insert' as const, baseVersion: null, patch, base: {}, blobs, at };
  return { ...edit, n: 1, hash: mutationHash(edit) };
}

/** Whether the entry lists a row that is here and that a restored hub lacks, not an edit that was refused. */
export const isLost = ({ id }: AttentionRow): boolean => id.startsWith(LOST);

/** Rows that came back by a pull need nobody's attention any more. */
export async function forgetFound(db: ConsoleDatabase): Promise<void> {
  const listed = await db.attention.where('id').startsWith(LOST).primaryKeys();
  if (listed.length === 0) return;
  const found = await db.synced.bulkGet(listed.map((id) => id.slice(LOST.length)));
  await db.attention.bulkDelete(listed.filter((_, index) => found[index] !== undefined));
}
