import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retryRefused } from '../../../renderer/commands/conflicts.ts';
import type { ConsoleDatabase } from '../../../renderer/store/database.ts';
import { type Edit, type WriteParts, write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import { clearRecovered, listLost, realign } from '../../../renderer/sync/realign.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { mutationHash, type PullResponse } from '../../../shared/sync/protocol.ts';
import { identity } from '../../helpers/bridge.ts';
import {
  AT,
  aCase,
  type ConsoleDevice,
  openConsoleDevice,
  organisationScope,
  pulledCase,
  wholePage,
} from '../../helpers/console-device.ts';

const scope = organisationScope;
let device: ConsoleDevice;
let db: ConsoleDatabase;
let parts: WriteParts;

beforeEach(async () => {
  device = await openConsoleDevice();
  ({ db, parts } = device);
});
afterEach(() => device.close());

function snapshot(records: readonly { record: CaseRecord; version: number }[], epoch: string): PullResponse {
  const rows = records.map(({ record, version }, index) => pulledCase(record, version, index));
  return wholePage(rows, { epoch, version: Math.max(0, ...rows.map((row) => row.version)), index: 9 });
}

const epochs = ['01900000-0000-7000-8000-0000000000f1', '01900000-0000-7000-8000-0000000000f2'] as const;

async function patch(key: string, fields: Partial<CaseRecord>): Promise<void> {
  expect(await write(parts, [{ op: 'patch', table: 'cases', key, fields }])).toMatchObject({ kind: 'saved' });
}

async function acknowledged(...numbers: number[]): Promise<void> {
  await applyPushResults(
    db,
    numbers.map((n) => ({ n, outcome: 'applied' as const, version: n })),
    AT,
  );
}

const numbers = async () => (await db.outbox.orderBy('n').toArray()).map((entry) => entry.n);

describe('a hub that was restored', () => {
  test('[S3][S7] what it had acknowledged after its backup waits again under its own numbers, before what waits anyway', async () => {
    const record = aCase();
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await patch(record.id, { observed: 'before the backup' });
    await patch(record.id, { observed: 'after the backup' });
    await patch(record.id, { impact: 'after the backup too' });
    await acknowledged(1, 2, 3, 4);
    await patch(record.id, { ask: 'not sent yet' });
    const before = await db.cases.get(record.id);
    expect(await realign(db, 2, scope)).toEqual({ again: 2, renumbered: false });
    expect(await numbers()).toEqual([3, 4, 5]);
    // The snapshot of the restored hub holds what it had then; the screen keeps what was typed.
    const held = { ...record, observed: 'before the backup' };
    const applied = await applyPage(db, scope, snapshot([{ record: held, version: 2 }], epochs[1]), true);
    expect(applied.agrees).toBe(true);
    expect(await db.cases.get(record.id)).toEqual(before);
    expect(await listLost(db, scope, AT)).toEqual({ listed: 0, gone: 0 });
    // Told twice, or cut off in between: it changes nothing more.
    expect(await realign(db, 2, scope)).toEqual({ again: 0, renumbered: false });
    expect(await numbers()).toEqual([3, 4, 5]);
    await acknowledged(3, 4, 5);
    expect(await db.cases.get(record.id)).toEqual(before);
    expect([await db.outbox.count(), await db.bases.count(), await db.rejectedEdits.count()]).toEqual([
      0, 0, 0,
    ]);
  });

  test('[S5][S7] an edit that waits again claims no version of the history that ended', async () => {
    const record = aCase();
    await applyPage(db, scope, snapshot([{ record, version: 40 }], epochs[0]), true);
    await patch(record.id, { observed: 'typed at version 40' });
    expect((await db.outbox.get(1))?.baseVersion).toBe(40);
    await realign(db, 0, scope);
    const entry = await db.outbox.get(1);
    expect(entry?.baseVersion).toBeNull();
    expect(entry && mutationHash(entry)).toBe(entry?.hash);
  });

  test('[S3] a repeat whose answer was lost stays as it is: the restored hub has it', async () => {
    const record = aCase();
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await patch(record.id, { observed: 'x' });
    await acknowledged(1);
    const before = await db.outbox.toArray();
    expect(await realign(db, 2, scope)).toEqual({ again: 0, renumbered: false });
    expect(await db.outbox.toArray()).toEqual(before);
    expect((await db.device.get('device'))?.nextN).toBe(3);
  });

  test('[S3][S7] where what was sent is no longer kept, numbers go on from the hub’s, and the rows are listed', async () => {
    const [old, fresh] = [aCase('Sent long ago'), aCase('Sent lately')];
    await write(parts, [{ op: 'insert', table: 'cases', row: old }]);
    await write(parts, [{ op: 'insert', table: 'cases', row: fresh }]);
    await acknowledged(1, 2);
    const [batch] = await db.sentBatches.toArray();
    await db.sentBatches.put({ last: 2, entries: batch?.entries.filter(({ n }) => n > 1) ?? [] });
    await patch(fresh.id, { observed: 'waits' });
    expect(await realign(db, 0, scope)).toEqual({ again: 1, renumbered: true });
    expect(await numbers()).toEqual([1, 2]);
    expect((await db.device.get('device'))?.nextN).toBe(3);
    expect((await applyPage(db, scope, snapshot([], epochs[1]), true)).agrees).toBe(true);
    expect(await listLost(db, scope, AT)).toEqual({ listed: 1, gone: 0 });
    expect(await db.cases.get(old.id)).toEqual(old);
    expect((await db.cases.get(fresh.id))?.observed).toBe('waits');
    expect(await db.rejectedEdits.toArray()).toMatchObject([
      {
        caseId: old.id,
        edit: { op: 'insert', table: 'cases', key: old.id, patch: { title: 'Sent long ago' } },
      },
    ]);
  });

  test('[S7] a row of another computer that the restored hub lacks is kept and listed until it is back', async () => {
    const theirs = aCase('Made elsewhere');
    await applyPage(db, scope, snapshot([{ record: theirs, version: 1 }], epochs[0]), true);
    await realign(db, 0, scope);
    await applyPage(db, scope, snapshot([], epochs[1]), true);
    expect(await listLost(db, scope, AT)).toEqual({ listed: 1, gone: 0 });
    // Once only, whatever comes next.
    expect(await listLost(db, scope, AT)).toEqual({ listed: 0, gone: 0 });
    await clearRecovered(db);
    expect(await db.rejectedEdits.count()).toBe(1);
    await applyPage(db, scope, snapshot([{ record: theirs, version: 1 }], epochs[1]), false);
    await clearRecovered(db);
    expect(await db.rejectedEdits.count()).toBe(0);
    expect(await db.cases.get(theirs.id)).toEqual(theirs);
  });

  test('[S6][S7] a row that the restored hub lacks, and that nobody sends, is sent whole by hand', async () => {
    const theirs = { ...aCase('Made elsewhere'), observed: 'Silence' };
    await applyPage(db, scope, snapshot([{ record: theirs, version: 1 }], epochs[0]), true);
    await realign(db, 0, scope);
    await applyPage(db, scope, snapshot([], epochs[1]), true);
    await listLost(db, scope, AT);
    const [listed] = await db.rejectedEdits.toArray();
    if (!listed) throw new Error('not listed');
    const desk = {
      ...parts,
      person: async () => identity.person,
      write: (edits: readonly Edit[]) => write(parts, edits),
    };
    const patch = { ...listed.edit.patch, title: 'Sent by hand' };
    expect(await retryRefused(desk, listed, patch)).toMatchObject({ kind: 'saved' });
    expect(await db.rejectedEdits.count()).toBe(0);
    expect(await db.outbox.toArray()).toMatchObject([
      { op: 'insert', key: theirs.id, patch: { ...theirs, title: 'Sent by hand' } },
    ]);
  });

  test('[S7] of a batch that a restored hub has in part, the rest goes again', async () => {
    const record = aCase();
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    await patch(record.id, { observed: 'x' });
    await patch(record.id, { impact: 'y' });
    await acknowledged(1, 2, 3);
    expect(await realign(db, 1, scope)).toEqual({ again: 2, renumbered: false });
    expect(await numbers()).toEqual([2, 3]);
    expect(await db.sentBatches.toArray()).toMatchObject([{ last: 1, entries: [{ n: 1, op: 'insert' }] }]);
    await acknowledged(2, 3);
    expect((await db.sentBatches.orderBy('last').toArray()).map(({ last }) => last)).toEqual([1, 3]);
  });

  test('what was sent is kept within bounds, the newest of it', async () => {
    const record = aCase();
    await write(parts, [{ op: 'insert', table: 'cases', row: record }]);
    const [entry] = await db.outbox.toArray();
    if (!entry) throw new Error('no entry');
    const batches = Array.from({ length: 53 }, (_, batch) => ({
      last: 100 * (batch + 1),
      entries: Array.from({ length: 100 }, (_, index) => ({ ...entry, n: 100 * batch + index + 1 })),
    }));
    await db.sentBatches.bulkPut(batches);
    await db.outbox.clear();
    await db.outbox.add({ ...entry, n: 5_400 });
    await acknowledged(5_400);
    const kept = await db.sentBatches.orderBy('last').toArray();
    // Stretches of batches go, the oldest first, and no more of them than have to.
    expect([kept[0]?.last, kept.at(-1)?.last]).toEqual([500, 5_400]);
    expect(kept.flatMap(({ entries }) => entries)).toHaveLength(4_901);
    // What is counted is what is there.
    const counted = (await db.syncState.get('sent-kept'))?.value as { edits: number; bytes: number }[];
    const sum = (of: 'edits' | 'bytes') => counted.reduce((all, each) => all + each[of], 0);
    expect([sum('edits'), sum('bytes')]).toEqual([4_901, 4_901 * entry.bytes]);
  });
});
