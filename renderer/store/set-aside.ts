/**
 * What becomes of rows that cannot be opened with the device's key: changed on the disk, put in another's place, or in clear where all is
 * sealed. Each is set aside
 * as it was and leaves its store, so that no screen stops on it. What the hub has is fetched again (S8); an edit that waits comes
 * from the journal (S1); what is computed is computed again. The person is told.
 */
import { t } from '@lingui/core/macro';
import { EMPTY_SCOPE_HASH } from '../../shared/base/hash.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { isTable, rulesOf, tableNames } from '../../shared/sync/tables.ts';
import type { ConsoleDatabase } from './database.ts';
import { type OutboxEntry, rowId, summaryOf } from './device-rows.ts';
import { answered } from './native.ts';
import { BLOCKS, PACKS, packedTables } from './packs/format.ts';
import { setPackAside } from './packs/lost-pack.ts';
import { report } from './report.ts';
import { SEALED } from './sealed-core.ts';
import { base64Of, type DamagedRow } from './sealing.ts';
import { caseOf, type WriteParts } from './write.ts';

const FROM_HUB = t`It is fetched again from the hub.`;
const COMPUTED = t`It is made again from the rows that it was made of.`;
/** What is lost with a row of the device's own, and what is not. */
const ownWords: Readonly<Record<string, string>> = {
  bases: FROM_HUB,
  synced: FROM_HUB,
  summaries: COMPUTED,
  transfers: t`The hub is asked again which files it has.`,
  device: t`Enrol this computer again; changes that were not sent are in its journal.`,
  sentBatches: t`The hub has what was sent.`,
  rejectedEdits: t`The refused change is in the journal of this computer.`,
  drafts: t`What was begun there has to be written again.`,
  heldFiles: t`The file itself is on this computer; add it again.`,
  departed: t`The case that it tells of is fetched from the hub.`,
};

type Parts = Pick<WriteParts, 'db' | 'bridge' | 'now'>;

/** A row as it lies there: nothing that opens rows looks at it. */
interface RawRow {
  /** Its sealed bytes, base 64; of one in clear all of it as JSON, base 64 too. */
  bytes: string;
  inClear: boolean;
}

/** @returns null where it is gone */
async function rawRow(db: ConsoleDatabase, { table, key }: DamagedRow): Promise<RawRow | null> {
  const isPacked = packedTables.has(table);
  const transaction = db.backendDB().transaction(isPacked ? [table, PACKS, BLOCKS] : table);
  const found: unknown = await answered(transaction.objectStore(table).get(key));
  if (found !== undefined) {
    const bytes = (found as Record<string, unknown>)[SEALED];
    const inClear = !(bytes instanceof Uint8Array);
    return {
      bytes: base64Of(inClear ? new TextEncoder().encode(JSON.stringify(found)) : bytes),
      inClear,
    };
  }
  if (!isPacked) return null;
  const rows = await db.packs.table(transaction, db.table(table).core.schema);
  const bytes = await db.packs.bytesOf(transaction, rows, String(key));
  return bytes && { bytes: base64Of(bytes), inClear: false };
}

/** Counts and hashes of the scopes stand for nothing any more: the next pull compares row by row. */
async function doubt(db: ConsoleDatabase): Promise<void> {
  for (const cursor of await db.cursors.toArray())
    await db.cursors.put({ ...cursor, count: 0, hash: EMPTY_SCOPE_HASH });
}

/** The edit as the journal has it; null where it has it no more, or does not answer. */
async function ofJournal({ db, bridge }: Parts, n: number): Promise<OutboxEntry | null> {
  const deviceId = (await db.device.get('device'))?.identity.deviceId;
  if (deviceId === undefined) return null;
  const answer = await bridge.call('journal.read', { deviceId });
  const found = answer.ok
    ? answer.value.devices.flatMap(({ entries }) => entries).find((entry) => entry.n === n)
    : undefined;
  return found ? entryOf(db, found) : null;
}

async function entryOf(db: ConsoleDatabase, edit: Mutation): Promise<OutboxEntry> {
  const bytes = JSON.stringify(edit.patch).length + JSON.stringify(edit.base).length;
  if (!isTable(edit.table)) return { ...edit, caseId: '', bytes };
  const row = edit.op === 'insert' ? edit.patch : await db.table(edit.table).get(edit.key);
  return { ...edit, caseId: caseOf(edit.table, edit.key, row ?? edit.base), bytes };
}

const whatItIs = (table: string) =>
  isTable(table) ? t`A row of ${rulesOf(table).words.many}` : t`What this computer keeps (${table})`;
const whatComes = (table: string) => (isTable(table) ? FROM_HUB : (ownWords[table] ?? ''));

function damagedWords(table: string, again: OutboxEntry | null): string {
  if (table !== 'outbox') return t`${whatItIs(table)} could not be read. ${whatComes(table)}`.trim();
  return again
    ? t`A change that waits was taken from the journal again.`
    : t`A change that waited could not be read, and the journal does not have it.`;
}

/** Of a row in clear where all is sealed: this console did not write it. */
function plantedWords(table: string, again: OutboxEntry | null): string {
  const put = t`lay unsealed on this computer, where all is sealed: another program wrote it there.`;
  if (table !== 'outbox') return t`${whatItIs(table)} ${put} It is not shown. ${whatComes(table)}`.trim();
  return again
    ? t`A change that waits ${put} It was taken from the journal again.`
    : t`A change ${put} The journal does not know it, and it is not sent.`;
}

/** @returns what the person is told; null where the row is gone or was written anew meanwhile */
async function setAside(parts: Parts, row: DamagedRow): Promise<string | null> {
  const { db, now } = parts;
  const { table, key } = row;
  if (table === PACKS) return setPackAside(parts, Number(key));
  const raw = await rawRow(db, row);
  if (raw === null) return null;
  const again = table === 'outbox' ? await ofJournal(parts, Number(key)) : null;
  const told = raw.inClear ? plantedWords(table, again) : damagedWords(table, again);
  const done = await db.transaction(
    'rw',
    [...new Set([table, 'setAside', 'synced', 'cursors', 'summaries', 'cases', 'departed', 'syncLog'])],
    async () => {
      if ((await db.table(table).get(key)) !== undefined) return false;
      const at = now().toISOString();
      await db.setAside.put({ id: `${table} ${key}`, at, told, bytes: raw.bytes });
      await db.table(table).delete(key);
      if (again) await db.outbox.put(again);
      if (isTable(table)) await db.synced.delete(rowId(table, String(key)));
      if (table === 'bases') await db.synced.delete(String(key));
      if (isTable(table) || table === 'bases' || table === 'synced') await doubt(db);
      if (table === 'summaries') {
        const record = await db.cases.get(String(key));
        if (record) await db.summaries.put(summaryOf(record, undefined));
        const departed = record ? undefined : await db.departed.get(String(key));
        // Its line was all that was here of it.
        if (departed) await db.departed.put({ ...departed, state: 'wanted' });
      }
      await db.syncLog.add({ at, text: t`Damaged on this computer: ${told}` });
      return true;
    },
  );
  if (done && table === 'departed') await forgetUnheld(db);
  return done ? told : null;
}

/**
 * Which rows had left with a case is no longer known. Whatever of the organisation is neither here nor known to have left counts as not
 * received, so that the comparison with the hub brings it.
 */
async function forgetUnheld(db: ConsoleDatabase): Promise<void> {
  await db.transaction('rw', [...tableNames, 'synced', 'cursors', 'departed'], async () => {
    const held = new Set((await db.departed.toArray()).flatMap(({ rows }) => rows));
    for (const table of tableNames)
      for (const key of await db.table<unknown, string>(table).toCollection().primaryKeys())
        held.add(rowId(table, key));
    const known = await db.synced.where('scope').startsWith('org:').primaryKeys();
    await db.synced.bulkDelete(known.filter((id) => !held.has(id) && isTable(id.slice(0, id.indexOf(' ')))));
    await doubt(db);
  });
}

/**
 * Deals with what was noted. Never fails: it is called where something is broken already.
 * @param mended is called once something was fetched or is to be
 */
export async function setAsideDamaged(parts: Parts, mended: () => void): Promise<void> {
  for (
    let rows = parts.db.sealing?.takeDamaged() ?? [];
    rows.length > 0;
    rows = parts.db.sealing?.takeDamaged() ?? []
  ) {
    for (const row of rows)
      try {
        const told = await setAside(parts, row);
        if (told !== null) report(new Error('a row does not authenticate'), 'reading a damaged row', told);
      } catch (error) {
        report(error, 'setting a damaged row aside');
        return;
      }
    mended();
  }
}
