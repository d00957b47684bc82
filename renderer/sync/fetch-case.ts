/**
 * Brings a case back that has left this computer (security 29): all rows that are known of it, in one transaction. Hashes, count and cursor
 * stay as they are, because to sync the device never let go of it (S8); what changed at the hub since then comes by the next pull.
 */
import { t } from '@lingui/core/macro';
import type { Bridge, Failure } from '../../shared/bridge/contract.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { MAX_ASKED, PROTOCOL, type PulledRow, SCHEMA } from '../../shared/sync/protocol.ts';
import { scopeOf } from '../../shared/sync/tables.ts';
import type { RowChange } from '../store/changes.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { type DepartedCase, isAway, rowId } from '../store/device-rows.ts';
import { applyRow, pageTables, refreshSummaries, rowsThatMayGo } from './apply.ts';
import { StagedWrites } from './staged.ts';
import { placeOf, waitingFor } from './waiting.ts';

export type FetchedCase =
  | { kind: 'fetched'; changes: RowChange[] }
  /** A pull told of more of its rows meanwhile: it is to be fetched once more. */
  | { kind: 'again' }
  /** It is here already, or the hub's history began anew and a snapshot brings it. */
  | { kind: 'not-needed' }
  | { kind: 'failed'; failure: Failure };

/** Cases that are to be fetched. */
export const wantedCases = (db: ConsoleDatabase): Promise<DepartedCase[]> =>
  db.departed.where('state').equals('wanted').toArray();

/** Has a case fetched that has left, as soon as there is a line. @returns whether it is one */
export function wantCase(db: ConsoleDatabase, caseId: string): Promise<boolean> {
  return db.transaction('rw', db.departed, async () => {
    const found = await db.departed.get(caseId);
    if (!isAway(found)) return false;
    await db.departed.put({ ...found, state: 'wanted' });
    return true;
  });
}

/** A hub that was restored does not have it yet: a snapshot, or the device that has it, brings it. */
export const NOT_AT_HUB = 'not-at-hub';
const GONE: Failure = {
  kind: 'refused',
  code: NOT_AT_HUB,
  message: t`The hub does not have this case at the moment. It may have been restored from a backup; it is tried again.`,
};

/** Fetches one that is wanted. Killed in the middle, it is still wanted. */
export async function fetchCase(
  { db, bridge }: { db: ConsoleDatabase; bridge: Bridge },
  caseId: string,
): Promise<FetchedCase> {
  const [wanted, device] = await Promise.all([db.departed.get(caseId), db.device.get('device')]);
  if (!isAway(wanted) || !device) return { kind: 'not-needed' };
  const { deviceId, organisation } = device.identity;
  const scope = scopeOf('cases', organisation.id);
  const cursor = await db.cursors.get(scope);
  if (!cursor) return { kind: 'not-needed' };
  const rows: PulledRow[] = [];
  const handshake = { protocol: PROTOCOL, schema: SCHEMA, device: deviceId, scope };
  for (let rest = wanted.rows.map(placeOf); rest.length > 0; ) {
    const keys = rest.slice(0, MAX_ASKED);
    const answer = await bridge.call('hub.rows', { ...handshake, keys });
    if (!answer.ok) return { kind: 'failed', failure: answer.failure };
    const page = answer.value;
    if (page.epoch !== cursor.epoch) return { kind: 'not-needed' };
    rows.push(...page.rows);
    const got = new Set(page.rows.map((row) => rowId(row.table, row.key)));
    const again = page.more ? keys.filter(({ table, key }) => !got.has(rowId(table, key))) : [];
    rest = [...again, ...rest.slice(MAX_ASKED)];
  }
  const record = rows.find(({ table }) => table === 'cases')?.data as CaseRecord | undefined;
  if (!record) return { kind: 'failed', failure: GONE };
  return db.transaction('rw', pageTables, async (): Promise<FetchedCase> => {
    const now = await db.departed.get(caseId);
    if (!isAway(now)) return { kind: 'not-needed' };
    if (now.rows.length !== wanted.rows.length) return { kind: 'again' };
    const waiting = await waitingFor(db, rows);
    const writes = new StagedWrites(db);
    await writes.load(rowsThatMayGo(rows, waiting));
    const changes = rows.flatMap((row) => applyRow(writes, row, waiting) ?? []);
    // One that is closed still leaves again some time after it was fetched.
    if (record.state === 'closed')
      writes.put('departed', caseId, { id: caseId, state: 'back', at: device.lastHubTime, rows: [] });
    else writes.delete('departed', caseId);
    await writes.flush();
    await refreshSummaries(db, changes);
    return { kind: 'fetched', changes };
  });
}
