/** What has to hold once everything is calm, whatever happened before. */

import { createHash } from 'node:crypto';
import { lineSeal, readRecords } from '../../electron/services/journal-records.ts';
import { rowId } from '../../renderer/store/device-rows.ts';
import { ownPacketsToFetch } from '../../renderer/sync/packet-contents.ts';
import { canonicalJson, EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../shared/base/hash.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { fetchedTables, tableNames } from '../../shared/sync/tables.ts';
import { testKeys } from '../helpers/test-keys.ts';
import type { SimulatedDevice } from './device.ts';
import type { FinalRow } from './ledger.ts';
import type { World } from './world.ts';

interface HubRow extends FinalRow {
  scope: string;
  version: number;
  idx: number;
}

/** @returns what does not hold, in words */
export async function checkEnd(world: World): Promise<string[]> {
  const { rows } = await world.pool.query<HubRow>(
    'SELECT scope, tbl AS "table", key, version, idx, deleted, data FROM rows',
  );
  return [
    ...(await checkScopes(world, rows)),
    ...(await checkDevices(world, rows)),
    ...(await checkLedger(world, rows)),
    ...(await checkEscalations(world, rows)),
    ...(await checkFiles(world, rows)),
    ...(await checkDeliveries(world, rows)),
    ...checkDesk(rows),
  ];
}

/** S9: what the hub calls complete has the content that it is named after, and every file that a device had is there. */
async function checkFiles(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const problems: string[] = [];
  const { rows: blobs } = await world.pool.query<{ sha256: string; location: string; size: number }>(
    'SELECT sha256, location, size FROM blobs',
  );
  for (const { sha256, location, size } of blobs) {
    const hash = createHash('sha256');
    const bytes = await world.blobs.read(location, { start: 0, end: size - 1 }).catch(() => null);
    if (bytes) for await (const part of bytes) hash.update(part as Buffer);
    if (hash.digest('hex') !== sha256)
      problems.push(`the file ${sha256} is complete at the hub, and is not it`);
  }
  const complete = new Set(blobs.map((blob) => blob.sha256));
  const named = rows.filter((row) => row.table === 'attachments' && !row.deleted);
  for (const device of world.devices)
    for (const sha256 of device.filesHere(named.map((row) => String(row.data?.sha256))))
      if (!complete.has(sha256)) problems.push(`${device.name} has the file ${sha256}, and the hub does not`);
  return problems;
}

/** I2: what the desk entered stands alike on both sides, and of two who acknowledge the first stands alone. */
function checkDesk(rows: readonly HubRow[]): string[] {
  const problems: string[] = [];
  const living = rows.filter((row) => !row.deleted);
  for (const table of ['tickets', 'deskEntries']) {
    const partners = new Map(
      living.flatMap((row) =>
        row.table === table && row.scope !== 'level3' ? [[row.key, canonicalJson(row.data)] as const] : [],
      ),
    );
    for (const { key, data } of living.filter((row) => row.table === table && row.scope === 'level3')) {
      if (partners.get(key) !== canonicalJson(data))
        problems.push(`${table} ${key} is another at the partner`);
      partners.delete(key);
    }
    for (const key of partners.keys()) problems.push(`${table} ${key} is at the partner only`);
  }
  const steps = living
    .filter((row) => row.scope === 'level3' && row.table === 'deskEntries')
    .map(({ data }) => `${String(data?.kind)} of ${String(data?.ticketId)}`)
    // Plans and answers have versions, of which the newest counts.
    .filter((step) => step.startsWith('acknowledged '));
  const seen = new Set<string>();
  for (const step of steps) {
    if (seen.has(step)) problems.push(`${step} stands twice`);
    seen.add(step);
  }
  return problems;
}

/** O1: an outside ticket system is told of each ticket, and of each entry, once, whatever came between commit and answer. */
async function checkDeliveries(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const { rows: told } = await world.pool.query<{ ticket_id: string; count: number }>(
    'SELECT ticket_id, count(*) AS count FROM deliveries GROUP BY ticket_id',
  );
  const counts = new Map(told.map(({ ticket_id: id, count }) => [id, count]));
  const tickets = rows.filter(({ scope, table }) => scope === 'level3' && table === 'tickets');
  const due = new Map(tickets.map(({ key }) => [key, 1]));
  for (const { scope, table, data } of rows)
    if (scope === 'level3' && table === 'deskEntries') {
      const key = String(data?.ticketId);
      due.set(key, (due.get(key) ?? 0) + 1);
    }
  const problems = tickets
    .filter(({ key }) => counts.get(key) !== due.get(key))
    .map(
      ({ key }) => `the ticket ${key} has ${counts.get(key) ?? 0} deliveries, and ${due.get(key)} are due`,
    );
  if (counts.size > tickets.length) problems.push('a delivery tells of a ticket that is not there');
  return problems;
}

/** Whatever was pulled meanwhile, a screen shows what was typed at it and waits to be sent (S7). */
export async function checkScreen(device: SimulatedDevice): Promise<string[]> {
  const { db } = device;
  return db.transaction('r', [...tableNames, 'outbox'], async () => {
    const problems: string[] = [];
    const typed = new Map<string, unknown>();
    for (const { table, key, op, patch } of await db.outbox.orderBy('n').toArray()) {
      if (op === 'delete') {
        for (const name of typed.keys()) if (name.startsWith(`${table} ${key} `)) typed.delete(name);
      } else {
        for (const [field, value] of Object.entries(patch)) typed.set(`${table} ${key} ${field}`, value);
      }
    }
    for (const [name, value] of typed) {
      const [table = '', key = '', field = ''] = name.split(' ');
      const row = await db.table<Record<string, unknown>, string>(table).get(key);
      if (row && canonicalJson(row[field] ?? null) !== canonicalJson(value ?? null))
        problems.push(
          `${device.name} shows ${JSON.stringify(row[field])} as ${name}, and ${JSON.stringify(value)} waits`,
        );
    }
    return problems;
  });
}

/** S4, S8: versions do not repeat, and count and hash at the head are those of the rows. */
async function checkScopes(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const problems: string[] = [];
  const scopes = await world.pool.query<{ name: string; version: number; row_count: number; hash: string }>(
    'SELECT name, version, row_count, hash FROM scopes',
  );
  for (const scope of scopes.rows) {
    const own = rows.filter((row) => row.scope === scope.name);
    const places = new Set(own.map((row) => `${row.version}/${row.idx}`));
    if (places.size !== own.length) problems.push(`${scope.name}: two rows share a version and index`);
    if (own.some((row) => row.version > scope.version))
      problems.push(`${scope.name}: a row is ahead of the head`);
    const living = own.filter((row) => !row.deleted);
    const hash = updatedScopeHash(EMPTY_SCOPE_HASH, { add: living.map(rowHash) });
    if (living.length !== scope.row_count || hash !== scope.hash)
      problems.push(`${scope.name}: count or hash at the head is not that of its rows`);
  }
  return problems;
}

/** Each device shows exactly what the hub holds of its scopes; nothing more, and nothing of another organisation. */
async function checkDevices(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const problems: string[] = [];
  for (const device of world.devices) {
    const enrolled = await device.db.device.get('device');
    const scopes = enrolled?.identity.scopes ?? [];
    const expected = new Map(
      rows
        .filter((row) => scopes.includes(row.scope) && !row.deleted)
        .map((row) => [`${row.table} ${row.key}`, canonicalJson(row.data)]),
    );
    // What a restored hub lacks, and nobody could send again, stays on screen and is listed for a person.
    const listed = new Set((await device.db.rejectedEdits.toCollection().primaryKeys()).map(String));
    for (const table of tableNames) {
      for (const row of await device.db.table<Record<string, unknown>, string>(table).toArray()) {
        const id = `${table} ${String(row.id)}`;
        if (expected.get(id) !== canonicalJson(row) && !(listed.has(`lost ${id}`) && !expected.has(id)))
          problems.push(
            `${device.name}: ${id} is not what the hub holds (${expected.get(id) ?? 'nothing'}): ${canonicalJson(row)}`,
          );
        expected.delete(id);
      }
    }
    // Of a case that has left, nothing is here but the hashes of its rows, and no open case has.
    const away = new Set<string>();
    for (const { id, state } of await device.db.departed.where('state').anyOf('left', 'wanted').toArray()) {
      away.add(id);
      const atHub = rows.find(
        ({ table, key, scope }) => table === 'cases' && key === id && scopes.includes(scope),
      );
      if (state === 'wanted') problems.push(`${device.name}: the case ${id} is wanted, and did not come`);
      if (atHub?.data?.state !== 'closed')
        problems.push(`${device.name}: the case ${id} has left, and is not closed`);
    }
    for (const { scope, table, key, version, data, deleted } of rows) {
      const caseId = table === 'cases' ? key : String(data?.caseId);
      if (deleted || !scopes.includes(scope) || !away.has(caseId)) continue;
      const id = rowId(table, key);
      if ((await device.db.synced.get(id))?.hash !== rowHash({ table, key, version, data }))
        problems.push(`${device.name}: the hash of ${id}, which has left, is not the hub’s`);
      if (!expected.delete(id)) problems.push(`${device.name}: ${id} is here, and its case has left`);
    }
    // What a packet of the desk holds is here once it was opened, or is of one's own ticket (S14); its hash is always.
    const wanted = enrolled ? await ownPacketsToFetch(device.db, enrolled.identity) : [];
    for (const { scope, table, key, version, data, deleted } of rows) {
      if (deleted || !scopes.includes(scope) || !fetchedTables(scope).some((name) => name === table))
        continue;
      const id = rowId(table, key);
      if ((await device.db.synced.get(id))?.hash !== rowHash({ table, key, version, data }))
        problems.push(`${device.name}: the hash of ${id} is not the hub’s`);
      if (!wanted.includes(key)) expected.delete(id);
    }
    for (const id of expected.keys()) problems.push(`${device.name}: ${id} is at the hub but not here`);
    if ((await device.db.bases.count()) > 0) problems.push(`${device.name}: a base is left without an edit`);
    for (const { id, waiting } of await device.db.summaries.toArray())
      if (waiting !== 0) problems.push(`${device.name}: the list says that ${waiting} edits of ${id} wait`);
  }
  return problems;
}

/** Every edit that a screen called saved is in a row, in its history, in a conflict, or kept as refused. */
async function checkLedger(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const refused = new Set<string>();
  const journalled = new Set<string>();
  const keptEdits: Mutation[] = [];
  for (const device of world.devices) {
    for (const { edit } of await device.db.rejectedEdits.toArray()) {
      refused.add(edit.id);
      keptEdits.push(edit);
    }
    const enrolled = await device.db.device.get('device');
    const files = device.disk.functions();
    for (const name of await files.readdir('/journal')) {
      if (!name.endsWith('.journal') || name.startsWith(enrolled?.identity.deviceId ?? '')) continue;
      const { entries } = await readRecords(
        await files.readFile(`/journal/${name}`),
        lineSeal(testKeys.keyFor('journal'), name.slice(0, -'.journal'.length)),
      );
      for (const entry of entries) journalled.add(entry.id);
      keptEdits.push(...entries);
    }
  }
  const problems: string[] = [];
  for (const organisation of new Set(world.devices.map((device) => world.organisationOf(device)))) {
    const own = rows.filter((row) => row.scope === world.homeOf(organisation));
    problems.push(
      ...world.ledger.lost(organisation, {
        rows: new Map(own.map((row) => [`${row.table} ${row.key}`, row])),
        kept: [
          ...own
            .filter((row) => row.table === 'conflicts' && row.data)
            .map((row) => ({
              table: String(row.data?.table),
              key: String(row.data?.key),
              text: canonicalJson(row.data),
            })),
          ...keptEdits.map(({ table, key, patch }) => ({ table, key, text: canonicalJson(patch) })),
        ],
        refused,
        journalled,
      }),
    );
  }
  return problems;
}

/** S10: each packet that was queued is at the hub, or was refused; what has a ticket has it once, and one approval (H37). */
async function checkEscalations(world: World, rows: readonly HubRow[]): Promise<string[]> {
  const problems: string[] = [];
  const { rows: escalations } = await world.pool.query<{ packet_id: string; ticket: string }>(
    'SELECT packet_id, ticket FROM escalations',
  );
  const tickets = new Set(escalations.map((each) => each.ticket));
  if (tickets.size !== escalations.length) problems.push('a ticket was given twice');
  for (const scope of new Set(rows.map((row) => row.scope)))
    if (scope.startsWith('org:')) {
      const receipts = rows.filter((row) => row.scope === scope && row.table === 'receipts');
      const packets = receipts.map((row) => String(row.data?.packetId));
      if (new Set(packets).size !== packets.length) problems.push(`${scope}: a packet has two receipts`);
    }
  for (const { packet_id: id } of escalations) problems.push(...checkSignatures(rows, id));
  const refusals = new Set<string>();
  for (const device of world.devices)
    for (const { edit } of await device.db.rejectedEdits.toArray())
      if (edit.table === 'packets') refusals.add(edit.key);
  for (const { edit } of world.ledger.packets()) {
    const escalated = escalations.filter((each) => each.packet_id === edit.key).length;
    const copies = rows.filter(
      (row) => row.scope === 'level3' && row.table === 'packets' && row.key === edit.key,
    ).length;
    if (escalated !== copies)
      problems.push(`packet ${edit.key}: ${escalated} tickets, ${copies} copies for Level 3`);
    const taken = rows.some((row) => row.table === 'packets' && row.key === edit.key && !row.deleted);
    if (!taken && !refusals.has(edit.key))
      problems.push(`packet ${edit.key} was queued, and is neither at the hub nor refused`);
  }
  return problems;
}

/** H36, H37: what is with Level 3 was signed by its author and approved once, by somebody else; the desk has both. */
function checkSignatures(rows: readonly HubRow[], packetId: string): string[] {
  const problems: string[] = [];
  const level3 = rows.filter((row) => row.scope === 'level3');
  const author = level3.find((row) => row.table === 'packets' && row.key === packetId)?.data?.by;
  const personOf = (by: unknown) => (by as { id?: string } | undefined)?.id;
  const signatures = level3.filter(
    (row) => row.table === 'signatures' && !row.deleted && row.data?.packetId === packetId,
  );
  const approvals = signatures.filter((row) => row.data?.kind === 'approval');
  if (approvals.length !== 1)
    problems.push(`packet ${packetId} has a ticket and ${approvals.length} approvals`);
  if (approvals.some((row) => personOf(row.data?.by) === personOf(author)))
    problems.push(`packet ${packetId} was approved by its author`);
  if (!signatures.some((row) => row.data?.kind === 'engineer'))
    problems.push(`packet ${packetId} has a ticket, and no signature of its engineer`);
  return problems;
}
