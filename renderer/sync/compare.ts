/**
 * Finds out in what a scope differs from the hub's, row by row, and mends that alone (S8). A page of a pull has said that
 * count or hash are not the hub's; why does not matter here.
 */

import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../shared/base/hash.ts';
import type { Answer, Bridge, Failure } from '../../shared/bridge/contract.ts';
import {
  type CompareRequest,
  type CompareResponse,
  MAX_ASKED,
  MAX_COMPARED,
  PROTOCOL,
  type PulledRow,
  SCHEMA,
} from '../../shared/sync/protocol.ts';
import { isTable } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { rowId } from '../store/device-rows.ts';
import { applyRow, pageTables, refreshSummaries, rowsThatMayGo } from './apply.ts';
import { Departures } from './departures.ts';
import { StagedWrites } from './staged.ts';
import { type Place, placeOf, waitingFor } from './waiting.ts';

export interface Comparison {
  /** Rows that were not here, or not as the hub has them, and were fetched. */
  fetched: number;
  /** Rows that were here and are not at the hub. */
  removed: number;
  changes: RowChange[];
}

/** @throws what `failed` makes of a hub that does not answer; nothing is half done then */
function answered<T>(answer: Answer<T>, failed: (answer: { failure: Failure }) => Error): T {
  if (answer.ok) return answer.value;
  throw failed(answer);
}

/**
 * Compares and mends. Rows that changed at the hub since this device's last pull are left to the next pull.
 * @param failed makes the error that ends the round where the hub does not answer
 * @returns null where the scope began anew meanwhile, or there is nothing to compare with
 */
export async function compareScope(
  { db, bridge }: { db: ConsoleDatabase; bridge: Bridge },
  scope: string,
  failed: (answer: { failure: Failure }) => Error,
): Promise<Comparison | null> {
  const cursor = await db.cursors.get(scope);
  if (!cursor) return null;
  const device = (await db.device.get('device'))?.identity.deviceId;
  const handshake = { protocol: PROTOCOL, schema: SCHEMA, device, scope };
  const atHub = new Set<string>();
  const wanted: Place[] = [];
  for (let after: Place | null = null; ; ) {
    const call: CompareRequest = { ...handshake, after, limit: MAX_COMPARED };
    const page: CompareResponse = answered(await bridge.call('hub.compare', call), failed);
    if (page.epoch !== cursor.epoch) return null;
    const held = await db.synced.bulkGet(page.rows.map((row) => rowId(row.table, row.key)));
    for (const [index, { table, key, version, hash }] of page.rows.entries()) {
      atHub.add(rowId(table, key));
      if (version <= cursor.version && held[index]?.hash !== hash) wanted.push({ table, key });
    }
    const last: Place | undefined = page.rows.at(-1);
    if (!page.more || !last) break;
    after = { table: last.table, key: last.key };
  }
  const missing: PulledRow[] = [];
  for (let rest = wanted; rest.length > 0; ) {
    const call = { ...handshake, keys: rest.slice(0, MAX_ASKED) };
    const page = answered(await bridge.call('hub.rows', call), failed);
    if (page.epoch !== cursor.epoch) return null;
    missing.push(...page.rows.filter((row) => row.version <= cursor.version));
    const got = new Set(page.rows.map((row) => rowId(row.table, row.key)));
    const again = page.more ? call.keys.filter(({ table, key }) => !got.has(rowId(table, key))) : [];
    rest = [...again, ...rest.slice(MAX_ASKED)];
  }
  return mend(db, scope, { missing, atHub });
}

/** Rows in, rows out, and count and hash anew from all rows of the scope: one transaction. */
function mend(
  db: ConsoleDatabase,
  scope: string,
  { missing, atHub }: { missing: readonly PulledRow[]; atHub: ReadonlySet<string> },
): Promise<Comparison> {
  return db.transaction('rw', pageTables, async () => {
    const changes: RowChange[] = [];
    const ids = await db.synced.where('scope').equals(scope).primaryKeys();
    const extra = ids.filter((id) => !atHub.has(id)).map(placeOf);
    const waiting = await waitingFor(db, [...extra, ...missing]);
    const departures = await Departures.load(db, missing);
    const writes = new StagedWrites(db);
    const gone = extra.map((place) => ({ ...place, version: 0, index: 0, deleted: true, data: null }));
    await writes.load(rowsThatMayGo([...gone, ...missing], waiting));
    for (const row of gone) {
      writes.delete('synced', rowId(row.table, row.key));
      const change = applyRow(writes, row, waiting);
      if (change) changes.push(change);
    }
    for (const row of missing) {
      const id = rowId(row.table, row.key);
      writes.put('synced', id, { id, scope, version: row.version, hash: rowHash(row) });
      const change = departures.keeps(writes, row) ? null : applyRow(writes, row, waiting);
      if (change) changes.push(change);
    }
    await writes.flush();
    const all = await db.synced.where('scope').equals(scope).toArray();
    const hash = updatedScopeHash(EMPTY_SCOPE_HASH, { add: all.map((row) => row.hash) });
    await db.cursors.update(scope, { count: all.length, hash });
    await refreshSummaries(db, changes);
    return { fetched: missing.length, removed: extra.filter(({ table }) => isTable(table)).length, changes };
  });
}
