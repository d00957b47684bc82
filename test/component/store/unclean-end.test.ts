/** The browser's store after a window that did not end in order, in a real Chromium. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { turnLogAfterUncleanEnd } from '../../../renderer/store/unclean-end.ts';

const NAME = 'partner-console-windows';

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function lines(change?: (store: IDBObjectStore) => void): Promise<IDBValidKey[]> {
  const db = await settled(indexedDB.open(NAME));
  const store = db.transaction('windows', 'readwrite').objectStore('windows');
  change?.(store);
  const keys = await settled(store.getAllKeys());
  db.close();
  return keys;
}

const forget = () => settled(indexedDB.deleteDatabase(NAME));
beforeEach(forget);
afterEach(forget);

test('nothing is turned where every window of before is there or was closed in order', async () => {
  expect(await turnLogAfterUncleanEnd()).toBe(false);
  expect(await lines()).toHaveLength(1);
  // Another window beside this one.
  expect(await turnLogAfterUncleanEnd()).toBe(false);
  expect(await lines()).toHaveLength(2);
  dispatchEvent(new PageTransitionEvent('pagehide'));
  await expect.poll(() => lines()).toEqual([]);
  // Out of the browser's memory again, as it was.
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  await expect.poll(async () => (await lines()).length).toBe(2);
});

test('a window that is gone without a word has the log turned once, and is forgotten', async () => {
  await turnLogAfterUncleanEnd();
  await lines((store) => store.put(1, 'a window that was killed'));
  expect(await turnLogAfterUncleanEnd()).toBe(true);
  expect(await lines()).not.toContain('a window that was killed');
  expect(await turnLogAfterUncleanEnd()).toBe(false);
});

test('what filled the log is gone again', async () => {
  await turnLogAfterUncleanEnd();
  await lines((store) => store.put(1, 'a window that was killed'));
  await turnLogAfterUncleanEnd();
  const db = await settled(indexedDB.open(NAME));
  expect(await settled(db.transaction('filler').objectStore('filler').count())).toBe(0);
  db.close();
});
