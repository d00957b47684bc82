/** Writes of a transaction that are made together: what goes, goes as a range only where nothing else lies in it. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import type { OutboxEntry } from '../../../renderer/store/device-rows.ts';
import { keepSent } from '../../../renderer/sync/realign.ts';
import { StagedWrites } from '../../../renderer/sync/staged.ts';

let db: ConsoleDatabase;
beforeEach(async () => {
  db = consoleDatabase(`staged ${Math.random()}`);
  await db.open();
});
afterEach(() => db.delete());

const id = (n: number) => `cases ${String(n).padStart(4, '0')}`;

async function deleted(there: number[], gone: number[]): Promise<string[]> {
  await db.bases.bulkPut(there.map((n) => ({ id: id(n), version: 1, data: null })));
  await db.transaction('rw', db.bases, async () => {
    const writes = new StagedWrites(db);
    for (const n of gone) writes.delete('bases', id(n));
    await writes.flush();
  });
  return (await db.bases.toCollection().primaryKeys()).sort();
}

test.each([
  ['all that lie together', [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7]],
  ['some with others between them', [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 5, 7, 8]],
  ['some that are not there', [2, 4, 9], [1, 2, 3, 4, 5, 6, 7]],
  ['many with a few there', [3, 30], [1, 2, 3, 4, 5, 6, 7, 8, 40]],
  ['few with many between', Array.from({ length: 50 }, (_, n) => n), [0, 10, 20, 30, 40, 49]],
  ['two', [1, 2, 3], [1, 3]],
  ['none', [1, 2, 3], []],
])('exactly the named rows go: %s', async (_what, there, gone) => {
  expect(await deleted(there, gone)).toEqual(
    there
      .filter((n) => !gone.includes(n))
      .map(id)
      .sort(),
  );
});

test('[S7] of what was sent the oldest batches go, unread, and no more of them than is too much', async () => {
  let opened = 0;
  db.sentBatches.hook('reading', (batch) => {
    opened += 1;
    return batch;
  });
  const entries = (from: number) =>
    Array.from({ length: 500 }, (_, at) => ({ n: from + at, bytes: 100 }) as OutboxEntry);
  for (let from = 1; from <= 6_500; from += 500)
    await db.transaction('rw', ['sentBatches', 'syncState'], () => keepSent(db, entries(from)));
  const kept = await db.sentBatches.orderBy('last').primaryKeys();
  expect(kept).toEqual([2_000, 2_500, 3_000, 3_500, 4_000, 4_500, 5_000, 5_500, 6_000, 6_500]);
  expect(opened).toBe(0);
});
