/**
 * A computer whose console of before left thousands of rows in clear, and edits that wait. Today's console seals them beside the first screen,
 * and is killed while it does, again and again: each row is there as it was, in the end none is in clear, and what waited reaches the hub
 * once (security 29, S11).
 */

import { setTimeout as wait } from 'node:timers/promises';
import { exportJWK } from 'jose';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeyRing } from '../../../electron/services/key-ring.ts';
import {
  BLOCKS,
  blockId,
  headOf,
  PACKS,
  rowsOf,
  type StoredPack,
} from '../../../renderer/store/packs/format.ts';
import { SEALED } from '../../../renderer/store/sealed-core.ts';
import { Sealer, Sealing } from '../../../renderer/store/sealing.ts';
import {
  newProfile,
  openAgain,
  openBrowser,
  startTestShell,
  type TestBrowser,
  type TestShell,
} from '../../helpers/browser-shell.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { press, syncWords } from '../../helpers/journey.ts';
import { storesOfVersion } from '../../helpers/past-stores.ts';
import { sql } from '../../helpers/postgres.ts';
import { type Edit, insertOf, TestDevice } from '../../helpers/test-device.ts';

/** The last version whose rows lay in clear. */
const CLEAR_VERSION = 8;
const CASES = 40;
const COMMENTS_OF_CASE = 60;
const PUSH = 400;
/** How much of it is sealed when the console is killed; at 0 it is being brought to today's version. */
const KILLED_AT = [0, 0.02, 0.3, 0.6, 0.9] as const;
/** For a machine that has much else to do. */
const PATIENCE_S = 240;
/** Rows that are looked at in the page; the others are few. */
const MANY = ['cases', 'comments'] as const;

type Row = Record<string, unknown> & { id: string };

let hub: TestHub;
let shell: TestShell;
let browser: TestBrowser;
const profile = newProfile();

beforeAll(async () => {
  hub = await startTestHub();
  shell = await startTestShell(hub.url);
  browser = await openBrowser(profile.path);
});
afterAll(async () => {
  await browser.close();
  profile.remove();
  await shell.stop();
  await hub.stop();
});

/** What the console of before has: rows that the hub has too, and edits on top of them that it has not. */
async function before(device: TestDevice) {
  const cases = Array.from({ length: CASES }, (_, at) => caseOf(device, { title: `Case ${at}` }));
  const comments = cases.flatMap(({ id }) =>
    Array.from({ length: COMMENTS_OF_CASE }, (_, at) =>
      commentOf(device, id, { text: `Remark ${at} of what was seen. `.repeat(12) }),
    ),
  );
  const edits = [
    ...cases.map((row) => insertOf('cases', row)),
    ...comments.map((row) => insertOf('comments', row)),
  ];
  for (let from = 0; from < edits.length; from += PUSH) await device.push(...edits.slice(from, from + PUSH));
  const patched = cases
    .slice(0, 12)
    .map((row, at) => ({ ...row, observed: `Typed before the update ${at}` }));
  const added = cases
    .slice(5, 15)
    .map(({ id }, at) => commentOf(device, id, { text: `Said before the update ${at}` }));
  const late: Edit[] = [
    ...patched.map(({ id, observed }) => ({
      ...{ table: 'cases', key: id, op: 'patch' as const },
      ...{ patch: { observed }, base: { observed: '' } },
    })),
    ...added.map((row) => insertOf('comments', row)),
  ];
  const waiting = late.map((edit) => ({
    ...device.mutation(edit),
    caseId: edit.table === 'cases' ? edit.key : String((edit.patch as Row).caseId),
    bytes: 200,
  }));
  return {
    rows: { cases: [...patched, ...cases.slice(patched.length)], comments: [...comments, ...added] },
    waiting,
    bases: [
      ...cases.slice(0, patched.length).map((data) => ({ id: `cases ${data.id}`, version: 1, data })),
      ...added.map(({ id }) => ({ id: `comments ${id}`, version: null, data: null })),
    ],
  };
}

/** Makes that database, with a key that no script can take out of it, as that console did. */
function makeDatabase(
  page: Page,
  given: {
    stores: Record<string, string>;
    version: number;
    rows: Record<string, unknown>;
    device: object;
    jwk: object;
  },
): Promise<void> {
  return page.evaluate(async ({ stores, version, rows, device, jwk }) => {
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
    const { d: _secret, ...open } = jwk as JsonWebKey;
    const keys = {
      privateKey: await crypto.subtle.importKey('jwk', jwk as JsonWebKey, ecdsa, false, ['sign']),
      publicKey: await crypto.subtle.importKey('jwk', open, ecdsa, true, ['verify']),
    };
    const asked = indexedDB.open('partner-console', version * 10);
    asked.onupgradeneeded = () => {
      for (const [name, words] of Object.entries(stores)) {
        const [key = '', ...indexes] = words.split(', ');
        const own = key.startsWith('++');
        const store = asked.result.createObjectStore(name, {
          keyPath: key.replace('++', ''),
          autoIncrement: own,
        });
        for (const index of indexes)
          store.createIndex(index, index.startsWith('[') ? index.slice(1, -1).split('+') : index);
      }
    };
    const db = await new Promise<IDBDatabase>((done, failed) => {
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    const writing = db.transaction([...db.objectStoreNames], 'readwrite', { durability: 'strict' });
    const all = { ...rows, device: [{ ...device, keys }] };
    for (const [store, list] of Object.entries(all))
      for (const row of list as object[]) writing.objectStore(store).put(row);
    await new Promise((done, failed) => {
      writing.oncomplete = done;
      writing.onabort = () => failed(writing.error);
    });
    db.close();
  }, given);
}

/** How many of the rows are sealed, as another program would read them; null where the database is not at today's version. */
function countSealed(page: Page, all: number): Promise<number | null> {
  return page.evaluate(
    async ({ many, field, clear, before }) => {
      const [found] = (await indexedDB.databases()).filter(({ name }) => name === 'partner-console');
      // Chromium that finds its store unreadable deletes it (docs/adr/0027-chromiums-log-is-turned-over.md): never nothing to be counted.
      if (found === undefined) throw new Error('UnknownError: the database is not listed');
      if ((found.version ?? 0) <= clear) return null;
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const asked = indexedDB.open('partner-console');
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      db.onversionchange = () => db.close();
      let left = 0;
      for (const store of many) {
        const rows = await new Promise<object[]>((done, failed) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => failed(asked.error);
        });
        left += rows.filter((row) => !(field in row)).length;
      }
      db.close();
      return before - left;
    },
    { many: MANY, field: SEALED, clear: CLEAR_VERSION * 10, before: all },
  );
}

/** Whether this remark no longer lies there by itself, in clear: one row alone is asked for, so that whoever looks does not hold up the sealing. */
function isSealed(page: Page, key: string): Promise<boolean> {
  return page.evaluate(
    async ({ id, field, clear }) => {
      const [found] = (await indexedDB.databases()).filter(({ name }) => name === 'partner-console');
      if ((found?.version ?? 0) <= clear) return false;
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const asked = indexedDB.open('partner-console');
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      db.onversionchange = () => db.close();
      const row = await new Promise<object | undefined>((done, failed) => {
        const asked = db.transaction('comments').objectStore('comments').get(id);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      db.close();
      return row === undefined || field in row;
    },
    { id: key, field: SEALED, clear: CLEAR_VERSION * 10 },
  );
}

/** All rows of these stores as they lie there; sealed bytes as numbers. */
function rawRows(page: Page, stores: readonly string[]): Promise<Record<string, Record<string, unknown>[]>> {
  return page.evaluate(
    async ({ names, field }) => {
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const asked = indexedDB.open('partner-console');
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error);
      });
      const all: Record<string, Record<string, unknown>[]> = {};
      for (const store of names) {
        const rows = await new Promise<Record<string, unknown>[]>((done, failed) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
          asked.onerror = () => failed(asked.error);
        });
        all[store] = rows.map((row) => ({
          ...row,
          ...(row[field] instanceof Uint8Array
            ? { [field]: btoa(Array.from(row[field], (byte) => String.fromCharCode(byte)).join('')) }
            : {}),
        }));
      }
      db.close();
      return all;
    },
    { names: [...stores], field: SEALED },
  );
}

/** The rows of a table as its packs have them. @param raw as `rawRows` gives it */
function packedRows(
  sealing: Sealing,
  raw: Readonly<Record<string, readonly Record<string, unknown>[]>>,
  table: string,
): Row[] {
  const bytesOf = (row: Record<string, unknown>) =>
    new Uint8Array(Buffer.from(String(row[SEALED]), 'base64'));
  const blocks = new Map(
    raw[BLOCKS]?.map((each) => [each.id, { id: Number(each.id), [SEALED]: bytesOf(each) }]),
  );
  const rows = new Map<string, Row>();
  for (const each of raw[PACKS] ?? []) {
    if (each.table !== table) continue;
    const pack = { ...(each as unknown as StoredPack), [SEALED]: bytesOf(each) };
    const head = headOf(sealing, pack);
    if (!head) throw new Error(`a pack of ${table} is in clear, or was sealed by other keys`);
    const texts = [
      ...head.rows,
      ...head.blocks.flatMap((_, at) => rowsOf(sealing, blocks.get(blockId(pack.seq, at))) ?? []),
    ];
    for (const [at, key] of head.keys.entries()) rows.set(key, JSON.parse(texts[at] ?? '') as Row);
    for (const key of head.removed) rows.delete(key);
  }
  return [...rows.values()];
}

/** A process that was killed may hold the store for a moment; the console's own answer to that is to open it again. What stays so fails the test. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await look();
    } catch (error) {
      if (tries === 20 || !/UnknownError/.test(String(error))) throw error;
      await wait(500);
    }
  }
}

/** Starts the console anew, without its page yet, and looks how far the sealing has come. */
async function startAgain(all: number): Promise<number | null> {
  await browser.kill();
  browser = await openBrowser(profile.path);
  await browser.page.goto(`${shell.origin}/nothing`);
  return patiently(() => countSealed(browser.page, all));
}

test('[S11] security 29: killed at any point of it, no row and no edit is lost, and in the end none is in clear', async () => {
  const device = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Laptop of before');
  const old = await before(device);
  const all = old.rows.cases.length + old.rows.comments.length;
  await hub.kill();
  await browser.page.goto(`${shell.origin}/nothing`);
  await makeDatabase(browser.page, {
    stores: storesOfVersion(CLEAR_VERSION),
    version: CLEAR_VERSION,
    rows: { ...old.rows, outbox: old.waiting, bases: old.bases },
    device: {
      ...{ id: 'device', identity: device.identity, certificate: device.certificate, hub: hub.url },
      ...{ nextN: device.nextN, lastHubTime: new Date().toISOString() },
    },
    jwk: await exportJWK(device.privateKey),
  });

  // They are sealed in the order of their keys.
  const inOrder = old.rows.comments.map(({ id }) => id).sort();
  let inTheMiddle = 0;
  let least = 0;
  for (const share of KILLED_AT) {
    await openAgain(browser.page, shell);
    if (share > 0)
      await eventually(
        () => patiently(() => isSealed(browser.page, inOrder[Math.floor(share * inOrder.length)] ?? '')),
        (sealed) => sealed,
        `${share} of it is sealed`,
        PATIENCE_S,
      );
    else await wait(50);
    const now = (await startAgain(all)) ?? 0;
    // What was sealed stays so.
    expect(now).toBeGreaterThanOrEqual(least);
    least = now;
    if (now > 0 && now < all) inTheMiddle += 1;
  }
  // Else it was never killed where this is about.
  expect(inTheMiddle).toBeGreaterThan(1);

  await openAgain(browser.page, shell);
  const rest = ['outbox', 'bases', 'device', 'syncState'] as const;
  await eventually(
    () => patiently(() => rawRows(browser.page, ['syncState'])),
    ({ syncState = [] }) => syncState.some(({ id }) => id === 'all-sealed'),
    'all is sealed, and that is noted',
    PATIENCE_S,
  );
  const raw = await rawRows(browser.page, [...MANY, ...rest, PACKS, BLOCKS]);
  const ring = new KeyRing({
    folder: shell.data,
    store: null,
    holdsSealed: async () => true,
    now: () => performance.now(),
  });
  await ring.ready();
  const sealer = new Sealer(ring.keyFor('rows'));
  const opened = (store: string, key: string) =>
    (raw[store] ?? []).map((row) => {
      const bytes = Buffer.from(String(row[SEALED]), 'base64');
      const found = sealer.open(`${store}\n${JSON.stringify(row[key])}`, new Uint8Array(bytes));
      if (!found) throw new Error(`a row of ${store} is in clear, or was sealed by other keys`);
      return found.value as Row;
    });
  const byId = (a: Row, b: Row) => (a.id < b.id ? -1 : 1);
  const sealing = new Sealing(ring.keyFor('rows'), null);
  for (const store of MANY) {
    expect(raw[store]).toEqual([]);
    expect(packedRows(sealing, raw, store).sort(byId)).toEqual([...old.rows[store]].sort(byId));
  }
  expect(opened('outbox', 'n')).toEqual(old.waiting);
  expect(opened('bases', 'id').sort(byId)).toEqual([...old.bases].sort(byId));
  for (const store of rest) opened(store, store === 'outbox' ? 'n' : 'id');

  await hub.restart();
  const { page } = browser;
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
  const results = await sql<{ n: number; hash: string; outcome: string }>(
    hub.databaseUrl,
    "SELECT n, hash, result ->> 'outcome' AS outcome FROM results WHERE device_id = $1 AND n >= $2 ORDER BY n",
    [device.identity.deviceId, old.waiting[0]?.n],
  );
  expect(results).toEqual(old.waiting.map(({ n, hash }) => ({ n, hash, outcome: 'applied' })));
  await page.goto(`${shell.origin}/#/cases/${old.rows.cases[0]?.id}`);
  await page.getByRole('heading', { level: 1, name: 'Case 0' }).waitFor();
  expect(browser.complaints).toEqual([]);
});
