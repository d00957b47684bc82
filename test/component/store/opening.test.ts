/** The device's database where Chromium cannot open its store: for a moment, or for good. */
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { consoleDatabase, openDatabase } from '../../../renderer/store/database.ts';

const REFUSED = 9;

let name = '';
beforeEach(() => {
  // Dexie tells each time.
  vi.spyOn(console, 'warn').mockReturnValue();
  name = `opening-${crypto.randomUUID()}`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Dexie.delete(name);
});

/** What Chromium answers while a process that was killed still holds its store. */
function refusing(): IDBOpenDBRequest {
  const request = new EventTarget() as EventTarget & {
    error?: DOMException;
    onerror?: (event: object) => void;
  };
  request.error = new DOMException(
    'Internal error opening backing store for indexedDB.open.',
    'UnknownError',
  );
  setTimeout(() =>
    request.onerror?.({ target: request, preventDefault: () => undefined, stopPropagation: () => undefined }),
  );
  return request as unknown as IDBOpenDBRequest;
}

test('that has the newest version is declared with that alone, and has the stores that all versions come to', () => {
  const stores = (isCurrent: boolean) =>
    consoleDatabase(name, null, isCurrent)
      .tables.map(({ name: store, schema }) => ({
        store,
        key: schema.primKey.src,
        indexes: schema.indexes.map(({ src }) => src).sort(),
      }))
      .sort((a, b) => (a.store < b.store ? -1 : 1));
  expect(stores(true).length).toBeGreaterThan(50);
  expect(stores(true)).toEqual(stores(false));
});

test('that is not there for a moment is asked for again until it is', async () => {
  const open = vi.spyOn(indexedDB, 'open');
  // More often than Dexie asks again by itself.
  for (let times = 0; times < REFUSED; times++) open.mockImplementationOnce(refusing);
  const opened = await openDatabase(name);
  expect(opened.kind).toBe('open');
  expect(open.mock.calls.length).toBeGreaterThan(REFUSED);
  if (opened.kind === 'open') opened.db.close();
});

test('that stays away is told after a while, with what the browser says of it', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(refusing);
  const opened = await openDatabase(name);
  expect(opened).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('Internal error opening backing store'),
  });
});
