/**
 * Packets that a lead's device brings for an engineer who is not online. What such a packet holds is the engineer's, says the
 * signature: it is taken in as if the engineer's device had sent it, and once, when that device sends it after all. See ADR 14.
 */

import { sameValue } from '../../shared/base/hash.ts';
import { type CaseContents, caseTables } from '../../shared/cases/contents.ts';
import type { CaseState } from '../../shared/cases/schema.ts';
import { isEditable } from '../../shared/cases/states.ts';
import { type Packet, packet as packetSchema } from '../../shared/handoff/schema.ts';
import type { Identity, Rejection } from '../../shared/sync/protocol.ts';
import { mayChange, type TableName } from '../../shared/sync/tables.ts';
import type { EditContext, TableEdit } from '../push/batch.ts';
import type { StoredRow } from '../store/rows.ts';

/** What a packet holds of a case beside the case itself. Waivers are not among them: they have to be at the hub before. */
const packetTables = caseTables.filter((table) => table !== 'waivers');

type Row = Record<string, unknown> & { id: string };
interface PacketRow {
  table: TableName;
  row: Row;
}

/** Whether the packet is another person's than the one whose device brings it. */
export function isRelayed(identity: Identity, packet: Packet): boolean {
  return packet.by.id !== identity.person.id;
}

function rowsOf(contents: CaseContents): PacketRow[] {
  const others = packetTables.flatMap((table) => contents[table].map((row): PacketRow => ({ table, row })));
  return [{ table: 'cases', row: contents.case }, ...others];
}

function find(contents: CaseContents, table: TableName, key: string): Row | undefined {
  if (table === 'cases') return contents.case.id === key ? contents.case : undefined;
  const name = packetTables.find((each) => each === table);
  const rows: readonly Row[] = name ? contents[name] : [];
  return rows.find((row) => row.id === key);
}

/** Packets of the case that were taken in, the newest revision first, with the device that brought each. Contents are large and not read. */
async function acceptedOf({ client, scope, identity }: EditContext, caseId: string) {
  const { rows } = await client.query<{ key: string; last_device: string | null }>(
    `SELECT r.key, r.last_device FROM taken_packets t
       JOIN rows r ON r.scope = $1 AND r.tbl = 'packets' AND r.key = t.packet_id::text
      WHERE t.organisation_id = $2 AND t.case_id = $3 ORDER BY t.revision DESC`,
    [scope.head.name, identity.organisation.id, caseId],
  );
  return rows;
}

async function packetAt({ scope }: EditContext, key: string | undefined): Promise<Packet | null> {
  if (key === undefined) return null;
  await scope.load([{ table: 'packets', key }]);
  const data = scope.get('packets', key)?.data;
  return data ? packetSchema.parse(data) : null;
}

/**
 * The state of the case for a packet that is brought: whoever signed it has handed off, whatever of that the hub heard. One that
 * waits for a review is superseded by its next revision: what was decided about it may be on its way by file.
 */
export function stateWhenBrought(state: CaseState | undefined): CaseState {
  return state === undefined || state === 'in-review' || isEditable(state) ? 'ready' : state;
}

/**
 * Fields of a row at the hub that the packet knows better: nobody but the device that signed changed them, or nobody did since
 * the packet before. What somebody else changed stays; the device's own edits are merged with it when they come.
 */
function newer(
  current: StoredRow,
  row: Row,
  before: Row | undefined,
  device: string,
): Record<string, unknown> {
  const { data, lastDevice } = current;
  const known = Object.entries(row).filter(
    ([field, value]) =>
      field !== 'state' &&
      mayChange(current.table as TableName, field) &&
      !sameValue(data?.[field], value) &&
      (lastDevice === device || (before !== undefined && sameValue(data?.[field], before[field]))),
  );
  return Object.fromEntries(known);
}

/**
 * Takes in the case as the packet holds it, as edits of the device that signed it.
 * @param device whose signature over the packet was verified
 * @returns what is wrong with it; null where nothing is, and then all is put
 */
export async function takeContents(
  context: EditContext,
  packet: Packet,
  device: string,
): Promise<Rejection | null> {
  const { scope } = context;
  const rows = rowsOf(packet.contents);
  await scope.load(rows.map(({ table, row }) => ({ table, key: row.id })));
  const foreign = rows.some(({ table, row }) => {
    const there = scope.get(table, row.id);
    const data = there?.data ?? there?.deletedData;
    return table !== 'cases' && data && data.caseId !== packet.caseId;
  });
  if (foreign)
    return { code: 'invalid', message: 'The packet holds a row under the id of a row of another case.' };
  const [earlier] = await acceptedOf(context, packet.caseId);
  const before = (await packetAt(context, earlier?.key))?.contents;
  const known = new Map((before ? rowsOf(before) : []).map(({ table, row }) => [`${table} ${row.id}`, row]));
  for (const { table, row } of rows) {
    const current = scope.get(table, row.id);
    const put = (data: Record<string, unknown>) => scope.put(table, row.id, data, device);
    if (!current) put(table === 'cases' ? { ...row, state: 'ready' } : row);
    // What was removed at the hub stays removed: the device's own edit clashes with that when it comes.
    if (!current?.data) continue;
    const fields = newer(current, row, known.get(`${table} ${row.id}`), device);
    const state = table === 'cases' ? stateWhenBrought(current.data.state as CaseState) : current.data.state;
    const moved = { ...current.data, ...fields, ...(table === 'cases' ? { state } : {}) };
    if (!sameValue(moved, current.data)) put(moved);
  }
  return null;
}

/**
 * The newest packet of the case that this device signed, and that another one brought; null where there is none, or where this
 * device has sent it by now. Its edits until then are the packet's own past.
 */
async function broughtAhead(context: EditContext, caseId: string): Promise<Packet | null> {
  const { client, scope, identity } = context;
  const packets = await acceptedOf(context, caseId);
  // Sent in this very batch, before this edit: what comes behind it is new.
  const sent = new Set(scope.written('packets').map(({ id }) => id));
  const ahead = packets
    .filter(({ key, last_device: device }) => device !== identity.deviceId && !sent.has(key))
    .map(({ key }) => key);
  if (ahead.length === 0) return null;
  const { rows } = await client.query<{ id: string }>(
    `SELECT data->>'packetId' AS id FROM rows WHERE scope = $1 AND tbl = 'signatures' AND NOT deleted
        AND data->>'packetId' = ANY($2) AND data->>'kind' = 'engineer' AND data->>'deviceId' = $3`,
    [scope.head.name, ahead, identity.deviceId],
  );
  const signed = new Set(rows.map(({ id }) => id));
  return packetAt(context, packets.find(({ key }) => signed.has(key))?.key);
}

/** Whether what this device sends of the case is of before a packet that it signed and that came ahead of it. */
export async function isPast(context: EditContext, caseId: string | null): Promise<boolean> {
  return caseId !== null && (await broughtAhead(context, caseId)) !== null;
}

/** Whether the edit meets a row that is not as the device knew it: only then is it worth asking why. */
function meetsAnother(edit: TableEdit, current: StoredRow | null): boolean {
  if (!current?.data) return false;
  const { data } = current;
  if (edit.op === 'insert') return !sameValue(data, edit.patch);
  if (edit.op !== 'patch') return false;
  return (
    (edit.table === 'cases' && edit.patch.state !== undefined) ||
    Object.keys(edit.patch).some((field) => !sameValue(data[field], edit.base[field]))
  );
}

/**
 * What of an edit is left to do where a packet that its device signed came ahead of it: an insert has happened, a value that
 * the packet no longer holds was gone before it was signed, and what became of the case is known. The last value of a field is
 * merged as any other.
 * @returns null where nothing is left
 */
export async function remainingEdit(context: EditContext, edit: TableEdit): Promise<TableEdit | null> {
  const current = context.scope.get(edit.table, edit.key);
  if (!meetsAnother(edit, current)) return edit;
  const caseId = edit.table === 'cases' ? edit.key : current?.data?.caseId;
  const packet = typeof caseId === 'string' ? await broughtAhead(context, caseId) : null;
  const row = packet && find(packet.contents, edit.table, edit.key);
  if (!row) return edit;
  if (edit.op === 'insert') return null;
  const last = Object.entries(edit.patch).filter(
    ([field, value]) => field !== 'state' && sameValue(row[field], value),
  );
  if (last.length === 0) return null;
  const fields = last.map(([field]) => field);
  const base = Object.fromEntries(Object.entries(edit.base).filter(([field]) => fields.includes(field)));
  return { ...edit, patch: Object.fromEntries(last), base };
}
