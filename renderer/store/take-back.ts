/**
 * Takes a handoff out of what waits to be sent, as if it had not been made: packet and signature are gone, the case is as open as
 * before, and two events say what happened. The numbers of the edits stay, which hub and journal count by; what stood under them
 * is replaced by the events, and by edits that change nothing.
 *
 * Nothing may be sent meanwhile: the caller holds the lock of the push. Where an earlier request reached the hub and its answer
 * was lost, the hub says that it has other edits under these numbers; they go again under new ones, and the pull brings the case
 * as the hub has it.
 */
import type { CaseEvent } from '../../shared/cases/schema.ts';
import { caseState } from '../../shared/cases/states.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { type Mutation, mutationHash } from '../../shared/sync/protocol.ts';
import type { RowChange } from './changes.ts';
import { type OutboxEntry, rowId, summaryOf } from './device-rows.ts';
import { orderEntry } from './order.ts';
import { appendToJournal, ownerOf, type WriteParts } from './write.ts';

type Replacing = Pick<Mutation, 'id' | 'table' | 'key' | 'op' | 'patch' | 'base'>;

/** The edit that stands in an entry's place from now on. */
function replaced(entry: OutboxEntry, by: Replacing): OutboxEntry {
  const { caseId, n, at } = entry;
  const mutation = { ...by, n, at, baseVersion: null, blobs: [] };
  const bytes = JSON.stringify(by.patch).length + JSON.stringify(by.base).length;
  return { ...mutation, hash: mutationHash(mutation), caseId, bytes };
}

/** What `handOff` wrote in one go: the state, its event, the engineer's signature, the packet. Null where some of it is sent. */
async function handoffEntries({ db }: Pick<WriteParts, 'db'>, packet: Pick<Packet, 'id' | 'caseId'>) {
  const entries = await db.outbox.where({ caseId: packet.caseId }).sortBy('n');
  const at = entries.findIndex(({ table, key }) => table === 'packets' && key === packet.id);
  const [state, event, signature, own] = entries.slice(Math.max(0, at - 3), at + 1);
  const whole =
    state?.table === 'cases' &&
    state.op === 'patch' &&
    state.patch.state === 'ready' &&
    event?.table === 'events' &&
    signature?.table === 'signatures' &&
    signature.patch.packetId === packet.id &&
    own !== undefined;
  return whole ? { state, event, signature, own } : null;
}

/**
 * @param taken the event that says that it was taken back
 * @returns whether all of it was still here
 */
export async function takeOutHandoff(
  parts: WriteParts,
  packet: Pick<Packet, 'id' | 'caseId'>,
  taken: Omit<CaseEvent, 'from' | 'to'>,
): Promise<boolean> {
  const { db, bridge, changes } = parts;
  const { caseId } = packet;
  const tables = ['outbox', 'bases', 'rowOrders', 'cases', 'events', 'signatures', 'packets', 'summaries'];
  const done = await db.transaction('rw', tables, async () => {
    const found = await handoffEntries(parts, packet);
    const record = await db.cases.get(caseId);
    if (!found || !record) return null;
    const { state, event, signature, own } = found;
    const before = caseState.parse(state.base.state);
    const row: CaseEvent = { ...taken, from: 'ready', to: before };
    const nothing = (): Replacing => ({
      id: parts.newId(),
      table: 'cases',
      key: caseId,
      op: 'patch',
      patch: {},
      base: {},
    });
    const told: Replacing = {
      id: parts.newId(),
      table: 'events',
      key: row.id,
      op: 'insert',
      patch: row as unknown as Mutation['patch'],
      base: {},
    };
    const entries = [
      replaced(state, event),
      replaced(event, told),
      replaced(signature, nothing()),
      replaced(own, nothing()),
    ];
    await db.outbox.bulkPut(entries);
    const order = { stage: 1 as const, version: event.n, index: 0 };
    await db.rowOrders.bulkPut([
      orderEntry('events', event.key, { stage: 1, version: state.n, index: 0 }),
      orderEntry('events', row.id, order),
    ]);
    await db.events.put(row);
    await db.bases.put({ id: rowId('events', row.id), version: null, data: null });
    const gone = [rowId('signatures', signature.key), rowId('packets', own.key)];
    await Promise.all([
      db.signatures.delete(signature.key),
      db.packets.delete(own.key),
      db.bases.bulkDelete(gone),
      db.rowOrders.bulkDelete(gone),
    ]);
    const open = { ...record, state: before };
    await db.cases.put(open);
    await db.summaries.put({ ...summaryOf(open, await db.summaries.get(caseId)), stale: 1 });
    const shown: RowChange[] = [
      { table: 'cases', key: caseId, caseId, row: open },
      { table: 'events', key: row.id, caseId, row, order },
      { table: 'signatures', key: signature.key, caseId, row: null },
      { table: 'packets', key: own.key, caseId, row: null },
    ];
    return { entries, shown };
  });
  if (!done) return false;
  const device = await db.device.get('device');
  // Until it has them, a database that is lost would hand off after all.
  if (device && (await appendToJournal(bridge, ownerOf(device), done.entries)) !== null)
    parts.journalBehind?.();
  changes.publish(done.shown);
  return true;
}
