/** Packets of tickets, whose contents a pull leaves out (S14): fetched when a ticket is opened or is one's own, and kept from then on. */
import { rowHash } from '../../shared/base/hash.ts';
import type { Answer, Bridge } from '../../shared/bridge/contract.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import { type Identity, PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { rowId } from '../store/device-rows.ts';
import { pagesOf } from '../store/slices.ts';

/** The scope in which packets come without what they hold. */
export const FETCHED_SCOPE = 'level3';
/** Packets of one's own that one round of sync fetches, at the most: the next goes on. */
const AT_ONCE = 20;
/** Tickets that are looked at in one task: each round of sync goes over all of them, while somebody scrolls. */
const PAGE = 100;

export interface FetchedPacket {
  /** `later`: the hub has it otherwise than this computer knows, or not at all, until sync has run. */
  kind: 'here' | 'later';
  /** What changed on screen; the caller publishes it. */
  changes: readonly RowChange[];
}

/** What is on its way, by database: a window that asks twice waits for one answer. */
const underway = new WeakMap<ConsoleDatabase, Map<string, Promise<Answer<FetchedPacket>>>>();

/** As `fetchOnce`, and once for all who ask meanwhile. */
export function fetchPacket(
  parts: { db: ConsoleDatabase; bridge: Bridge },
  packetId: string,
): Promise<Answer<FetchedPacket>> {
  const running = underway.get(parts.db) ?? new Map<string, Promise<Answer<FetchedPacket>>>();
  underway.set(parts.db, running);
  const known = running.get(packetId);
  if (known) return known;
  const asked = fetchOnce(parts, packetId).finally(() => running.delete(packetId));
  running.set(packetId, asked);
  return asked;
}

/**
 * Fetches a packet by its key. It is kept where it is what the last pull said that it is: hash and signature are over these very bytes.
 * @returns the hub's refusal, or that there is no line, as it came
 */
async function fetchOnce(
  { db, bridge }: { db: ConsoleDatabase; bridge: Bridge },
  packetId: string,
): Promise<Answer<FetchedPacket>> {
  if ((await db.packets.where('id').equals(packetId).count()) > 0)
    return { ok: true, value: { kind: 'here', changes: [] } };
  const device = (await db.device.get('device'))?.identity.deviceId;
  const answer = await bridge.call('hub.rows', {
    protocol: PROTOCOL,
    schema: SCHEMA,
    device,
    scope: FETCHED_SCOPE,
    keys: [{ table: 'packets', key: packetId }],
  });
  if (!answer.ok) return answer;
  const [row] = answer.value.rows;
  const hash = row && rowHash(row);
  const id = rowId('packets', packetId);
  return db.transaction('rw', [db.packets, db.synced, db.rowOrders], async () => {
    const known = await db.synced.get(id);
    if (!row || known?.hash !== hash || known?.scope !== FETCHED_SCOPE)
      return { ok: true, value: { kind: 'later', changes: [] } };
    const packet = row.data as Packet;
    await db.packets.put(packet);
    const placed = await db.rowOrders.get(id);
    const order = placed && { stage: placed.stage, version: placed.version, index: placed.index };
    const change = { table: 'packets', key: packetId, caseId: packet.caseId, row: packet } as const;
    return { ok: true, value: { kind: 'here', changes: [order ? { ...change, order } : change] } };
  });
}

/** Packets of open tickets that the person acknowledged and this computer lacks, `AT_ONCE` at the most. */
export async function ownPacketsToFetch(
  db: ConsoleDatabase,
  { scopes, person }: Pick<Identity, 'scopes' | 'person'>,
): Promise<string[]> {
  if (!scopes.includes(FETCHED_SCOPE)) return [];
  const found = new Set<string>();
  for await (const page of pagesOf(db.tickets, PAGE)) {
    const own = page.filter(
      ({ state, acknowledgedBy }) => state !== 'closed' && acknowledgedBy?.id === person.id,
    );
    const ids = own.map(({ packetId }) => packetId);
    if (ids.length === 0) continue;
    const here = new Set(await db.packets.where('id').anyOf(ids).primaryKeys());
    const known = await db.synced.bulkGet(ids.map((id) => rowId('packets', id)));
    for (const [at, id] of ids.entries()) if (!here.has(id) && known[at] !== undefined) found.add(id);
    if (found.size >= AT_ONCE) break;
  }
  return [...found].slice(0, AT_ONCE);
}
