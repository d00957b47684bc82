/** What a pull does with rows that this device made itself and that come back as it made them, on a real IndexedDB. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import { systems } from '../../../shared/cases/systems.ts';
import type { PulledRow } from '../../../shared/sync/protocol.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  newId,
  openConsoleDevice,
  organisationScope,
  pulledCase,
  wholePage,
} from '../../helpers/console-device.ts';

const epoch = '01900000-0000-7000-8000-0000000000f1';

let device: ConsoleDevice;
beforeEach(async () => {
  device = await openConsoleDevice();
});
afterEach(() => device.close());

const aSystem = (caseId: string, hostname: string) =>
  systems.empty({
    ...{ id: newId(), caseId, role: 'affected', productId: null, hostname },
    provenance: { kind: 'typed', by: { id: newId(), name: 'Somebody (sample)' }, at: AT },
  });

/** A case with three systems, saved here and taken by the hub. */
async function sent() {
  const { db, parts } = device;
  const record = aCase();
  const made = ['a', 'b', 'c'].map((hostname) => aSystem(record.id, hostname));
  const saved = await write(parts, [
    { op: 'insert', table: 'cases', row: record },
    ...made.map((row) => ({ op: 'insert' as const, table: 'systems' as const, row })),
  ]);
  expect(saved.kind).toBe('saved');
  const numbers = await db.outbox.toCollection().primaryKeys();
  await applyPushResults(
    db,
    numbers.map((n) => ({ n, outcome: 'applied' as const, version: 1 })),
    AT,
  );
  await db.summaries.update(record.id, { stale: 0 });
  return { record, made };
}

const pulled = (row: { id: string }, index: number): PulledRow => ({
  table: 'systems',
  key: row.id,
  version: 1,
  index,
  deleted: false,
  data: row as unknown as PulledRow['data'],
});

const take = (rows: readonly PulledRow[]) =>
  applyPage(device.db, organisationScope, wholePage(rows, { epoch, version: 1, index: rows.length }), true);

test('[S7][S8] they are noted as the hub’s, and neither written again nor told as changed', async () => {
  const { record, made } = await sent();
  const rows = [pulledCase(record, 1), ...made.map((row, index) => pulled(row, index + 1))];
  expect(await take(rows)).toEqual({ changes: [], agrees: true });
  expect(await device.db.synced.count()).toBe(4);
  expect(await device.db.systems.bulkGet(made.map(({ id }) => id))).toEqual(made);
  expect((await device.db.summaries.get(record.id))?.stale).toBe(0);
});

test('[S7] what the hub has otherwise, what waits, and what others made between them is written', async () => {
  const { record, made } = await sent();
  const [first, second, third] = made;
  if (!first || !second || !third) throw new Error('no systems');
  const fields = { hostname: 'typed here' };
  await write(device.parts, [{ op: 'patch', table: 'systems', key: second.id, fields }]);
  const theirs = { ...third, hostname: 'as the hub knows it' };
  const foreign = aSystem(record.id, 'd');
  const rows = [pulledCase(record, 1), ...[first, second, theirs, foreign].map(pulled)];
  const { changes, agrees } = await take(rows);
  expect(agrees).toBe(true);
  expect(changes.map(({ key }) => key)).toEqual([second.id, third.id, foreign.id]);
  expect(await device.db.systems.orderBy('id').toArray()).toEqual([
    first,
    { ...second, ...fields },
    theirs,
    foreign,
  ]);
  expect(await device.db.bases.toArray()).toMatchObject([{ version: 1, data: { hostname: 'b' } }]);
  expect((await device.db.summaries.get(record.id))?.stale).toBe(1);
});

test('[S2] a case that somebody else changed shows when they did, on every device, whenever it received that', async () => {
  const { db, parts } = device;
  const record = aCase('Bells ring late');
  const changed = '2026-11-24T09:15:00.000Z';
  const page = wholePage([{ ...pulledCase(record, 1), changedAt: changed }], { epoch, version: 1, index: 0 });
  await applyPage(db, organisationScope, page, true);
  expect((await db.summaries.get(record.id))?.updatedAt).toBe(changed);
  // A change that comes later and was made before is not the last one.
  const earlier = { ...pulledCase(record, 2), changedAt: '2026-11-24T08:00:00.000Z' };
  await applyPage(db, organisationScope, { ...page, rows: [earlier] }, false);
  expect((await db.summaries.get(record.id))?.updatedAt).toBe(changed);
  // An own change shows the very time that is sent with it.
  const later = { ...parts, now: () => new Date('2026-11-25T10:00:00.000Z') };
  await write(later, [{ op: 'patch', table: 'cases', key: record.id, fields: { observed: 'Twice' } }]);
  const [edit] = await db.outbox.toArray();
  expect(edit?.at).toBe('2026-11-25T10:00:00.000Z');
  expect((await db.summaries.get(record.id))?.updatedAt).toBe(edit?.at);
});
