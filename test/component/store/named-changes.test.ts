/** In a real browser: whoever follows changes is told the keys of a long write, in this window and in others; a range stays a range. */
import { Dexie } from 'dexie';
import { afterEach, expect, test } from 'vitest';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { changedKeys } from '../../../renderer/store/mutated.ts';
import type { HolidayList } from '../../../shared/policy/schema.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const list = (n: number) => ({ id: `list-${n}`, version: n }) as unknown as HolidayList;
const lists = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => list(from + n));

/** What is told of one table, transaction by transaction. */
async function follow(): Promise<{ db: ConsoleDatabase; told: (readonly string[] | 'all' | null)[] }> {
  const db = consoleDatabase(`named-changes-${Math.random()}`);
  closing.push(() => db.delete());
  await db.open();
  const told: (readonly string[] | 'all' | null)[] = [];
  const listen = (parts: unknown) => {
    const keys = changedKeys(parts, db.name, 'holidayLists');
    told.push(Array.isArray(keys) ? [...keys].sort() : keys);
  };
  Dexie.on('storagemutated', listen);
  closing.push(() => Dexie.on('storagemutated').unsubscribe(listen));
  return { db, told };
}

const keysOf = (...rows: HolidayList[]) => rows.map(({ id }) => id).sort();

test('a long write is told by its keys, with all else that its transaction did to the table', async () => {
  const { db, told } = await follow();
  await db.holidayLists.bulkPut(lists(0, 120));
  await db.transaction('rw', db.holidayLists, async () => {
    await db.holidayLists.bulkPut(lists(100, 200));
    await db.holidayLists.put(list(300));
    await db.holidayLists.bulkDelete(['list-1', 'list-2']);
  });
  expect(told).toEqual([keysOf(...lists(0, 120)), keysOf(...lists(100, 200), list(300), list(1), list(2))]);
  expect(await db.holidayLists.count()).toBe(199);
});

test('where a range went beside it, all may have changed; a short write is told as ever', async () => {
  const { db, told } = await follow();
  await db.transaction('rw', db.holidayLists, async () => {
    await db.holidayLists.bulkPut(lists(0, 120));
    await db.holidayLists.clear();
  });
  await db.holidayLists.bulkPut(lists(0, 3));
  expect(told).toEqual(['all', keysOf(...lists(0, 3))]);
});

test('another window is told the same', async () => {
  const { db } = await follow();
  const heard = new Promise<readonly string[] | 'all' | null>((resolve) => {
    const other = new BroadcastChannel('x-storagemutated-1');
    other.onmessage = ({ data }) => {
      const keys = changedKeys(data, db.name, 'holidayLists');
      if (keys !== null) resolve(keys);
    };
    closing.push(() => other.close());
  });
  await db.holidayLists.bulkPut(lists(0, 500));
  expect([...((await heard) ?? [])].sort()).toEqual(keysOf(...lists(0, 500)));
});
