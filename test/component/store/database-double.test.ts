/**
 * The simulator's devices keep their data in fake-indexeddb. Here the same histories run on it and on Chromium's own
 * IndexedDB: what both hold in the end has to be the same.
 */
import { Dexie } from 'dexie';
import { IDBKeyRange as FakeKeyRange, indexedDB as fakeIndexedDB } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { Changes } from '../../../renderer/store/changes.ts';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { BLOCKS, PACKS } from '../../../renderer/store/packs/format.ts';
import { write } from '../../../renderer/store/write.ts';
import { applyPage, applyPushResults } from '../../../renderer/sync/apply.ts';
import { wipeScope } from '../../../renderer/sync/scopes.ts';
import { canonicalJson, EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../../shared/base/hash.ts';
import { newCase } from '../../../shared/cases/case.ts';
import type { PulledRow, PushResult } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { Random } from '../../sim/random.ts';

const AT = '2026-11-23T12:00:00.000Z';
const scope = `org:${identity.organisation.id}`;
const fields = ['title', 'observed', 'impact'] as const;

/** Writes, pushes, pulls and a wipe, from a seed; told by what all tables hold after each of them. */
async function history(seed: number, db: ConsoleDatabase): Promise<string[]> {
  const random = new Random(seed);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `01990000-0000-7000-8000-${ids.toString(16).padStart(12, '0')}`;
  };
  const changes = new Changes();
  const parts = { db, bridge: memoryBridge(), changes, now: () => new Date(AT), newId };
  const aCase = () =>
    newCase({
      id: newId(),
      organisationId: identity.organisation.id,
      engineer: { id: identity.person.id, name: identity.person.name },
      createdAt: { at: AT, zone: 'UTC' },
      title: `Case ${ids}`,
      customer: '',
      site: '',
    });
  await db.device.put({
    id: 'device',
    identity,
    certificate: 'c',
    hub: 'http://127.0.0.1:1',
    // The key itself is not what is compared.
    keys: {} as CryptoKeyPair,
    nextN: 1,
    lastHubTime: AT,
  });
  const atHub = new Map<string, PulledRow>();
  let version = 0;
  const states: string[] = [];
  for (let step = 0; step < 40; step++) {
    const what = random.next();
    const keys = (await db.cases.toCollection().primaryKeys()).sort();
    if (what < 0.25 || keys.length === 0) {
      await write(parts, [{ op: 'insert', table: 'cases', row: aCase() }]);
    } else if (what < 0.5) {
      const fieldsOf = { [random.pick(fields)]: `Value ${step}` };
      await write(parts, [{ op: 'patch', table: 'cases', key: random.pick(keys), fields: fieldsOf }]);
    } else if (what < 0.7) {
      const sent = await db.outbox.orderBy('n').limit(random.int(1, 4)).toArray();
      const results = sent.map(({ n }): PushResult => {
        const outcome = random.pick(['applied', 'merged', 'conflict', 'rejected'] as const);
        if (outcome === 'rejected')
          return { n, outcome, rejection: { code: 'missing-row', message: 'The row is not at the hub.' } };
        if (outcome === 'conflict') return { n, outcome, version, conflicts: [newId()] };
        return { n, outcome, version };
      });
      await applyPushResults(db, results, AT);
    } else if (what < 0.95) {
      version += 1;
      const rows = Array.from({ length: random.int(1, 5) }, (_, index): PulledRow => {
        const record = aCase();
        const key = keys.length > 0 && random.chance(0.6) ? random.pick(keys) : record.id;
        const deleted = random.chance(0.2);
        const data = deleted ? null : ({ ...record, id: key } as unknown as PulledRow['data']);
        return { table: 'cases', key, version, index, deleted, data };
      }).filter((row, index, all) => all.findIndex((each) => each.key === row.key) === index);
      for (const row of rows) atHub.set(row.key, row);
      const living = [...atHub.values()].filter((row) => !row.deleted);
      const hash = updatedScopeHash(EMPTY_SCOPE_HASH, { add: living.map(rowHash) });
      const head = { version, count: living.length, hash };
      const fromStart = random.chance(0.1);
      const shown = fromStart ? [...atHub.values()] : rows;
      const cursor = { epoch: '01900000-0000-4000-8000-000000000001', version, index: 9 };
      const page = { rows: shown, cursor, more: false, head, hubTime: AT };
      states.push(String((await applyPage(db, scope, page, fromStart)).agrees));
    } else {
      await wipeScope(db, scope);
      atHub.clear();
    }
    // In one transaction: each waits for its turn, and here nobody else reads.
    await db.transaction('r', db.tables, async () => {
      // What lies in packs is told by the tables that it is of.
      for (const table of db.tables)
        if (![PACKS, BLOCKS].includes(table.name))
          states.push(`${table.name} ${canonicalJson(await table.toArray())}`);
    });
  }
  changes.close();
  return states;
}

test.each([1, 2, 3])(
  '[S7] fake-indexeddb holds what Chromium does after the same history: seed %i',
  async (seed) => {
    const real = { indexedDB: Dexie.dependencies.indexedDB, IDBKeyRange: Dexie.dependencies.IDBKeyRange };
    async function told(dependencies: typeof real): Promise<string[]> {
      Object.assign(Dexie.dependencies, dependencies);
      const db = consoleDatabase(`double-${seed}-${crypto.randomUUID()}`);
      Object.assign(Dexie.dependencies, real);
      try {
        return await history(seed, db);
      } finally {
        await db.delete();
      }
    }
    const chromium = await told(real);
    const double = await told({ indexedDB: fakeIndexedDB, IDBKeyRange: FakeKeyRange });
    expect(double).toEqual(chromium);
    expect(chromium.length).toBeGreaterThan(40);
  },
);
