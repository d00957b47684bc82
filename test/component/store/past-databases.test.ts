/** A device's database as each version of the console left it, with the rows of its time: today's opens it, nothing is lost. */
import { Dexie } from 'dexie';
import { afterEach, describe, expect, test } from 'vitest';
import { Changes } from '../../../renderer/store/changes.ts';
import { openDatabase } from '../../../renderer/store/database.ts';
import { write } from '../../../renderer/store/write.ts';
import { descriptions } from '../../../shared/cases/contents.ts';
import { packetDocument } from '../../../shared/handoff/packet-document.ts';
import { tables } from '../../../shared/sync/tables.ts';
import { identity, memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId } from '../../helpers/console-device.ts';
import { packetOf, past } from '../../helpers/past.ts';

/** What each version added to the stores before it, as far as rows lie in them. */
const stores: Readonly<Record<number, Record<string, string>>> = {
  1: {
    ...{ cases: 'id', systems: 'id, caseId', configuration: 'id, caseId', revisions: 'id, caseId' },
    ...{ steps: 'id, caseId', attachments: 'id, caseId', comments: 'id, caseId', packets: 'id, caseId' },
    ...{ outbox: 'n, [table+key], caseId', bases: 'id', device: 'id', attention: 'id, caseId', later: 'id' },
    values: 'id',
  },
  2: {
    summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale',
    syncLog: '++id',
  },
  3: { transfers: 'sha256, state', sent: 'n, [n+bytes]' },
  4: {
    ...{ consents: 'id, caseId', waivers: 'id, caseId', redactions: 'id, caseId' },
    summaries: 'id, number, title, customer, state, priority, missing, updatedAt, stale, nextDue',
  },
};

/** The schema that the rows of a database's version had. */
const schemaOf: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 3, 5: 3 };

let name = '';
afterEach(() => Dexie.delete(name));

describe.each([1, 2, 3, 4, 5])('a database of version %i', (version) => {
  test('[S12] opens; its rows have every field of today, its outbox is as it was, and its rows can be edited', async () => {
    const one = past.find(({ schema }) => schema === schemaOf[version]);
    if (!one) throw new Error('no such schema');
    name = `past-${crypto.randomUUID()}`;
    const old = new Dexie(name);
    for (let at = 1; at <= version; at++)
      old.version(at).stores(at === 5 ? { sent: null, sentBatches: 'last' } : (stores[at] ?? {}));
    await old.open();
    const kept = Object.entries(one.rows).filter(([table]) => old.tables.some((each) => each.name === table));
    for (const [table, rows] of kept) await old.table(table).bulkAdd([...rows]);
    const waiting = one.edits.map((edit) => ({ ...edit, caseId: packetOf(one).caseId, bytes: 100 }));
    await old.table('outbox').bulkAdd(waiting);
    const [record] = one.rows.cases ?? [];
    const [system] = one.rows.systems ?? [];
    if (!record || !system) throw new Error('no rows');
    await old.table('bases').bulkAdd([
      { id: `cases ${record.id}`, version: 1, data: record },
      { id: `steps ${newId()}`, version: null, data: null },
    ]);
    old.close();

    const opened = await openDatabase(name);
    if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
    const { db } = opened;
    for (const [table, rows] of kept) {
      const now = (await db.table(table).toArray()) as Record<string, unknown>[];
      expect(now.length, table).toBe(rows.length);
      for (const row of now) {
        expect(tables[table as keyof typeof tables].schema.safeParse(row).success, table).toBe(true);
        expect(row).toMatchObject(rows.find(({ id }) => id === row.id) ?? {});
        if (table in descriptions)
          expect(Object.keys(row).sort()).toEqual(
            Object.keys(descriptions[table as keyof typeof descriptions].fields).sort(),
          );
      }
    }
    expect(await db.outbox.orderBy('n').toArray()).toEqual(waiting);
    expect((await db.bases.get(`cases ${record.id}`))?.data).toEqual(await db.cases.get(record.id));
    // What was frozen is as it was: a signature is over it.
    expect(await db.packets.toArray()).toEqual(one.rows.packets);
    const drawn = packetDocument(packetOf(one), { signatures: [], names: new Map() });
    expect(drawn.length).toBeGreaterThan(8);

    await db.device.put({
      ...{ id: 'device', identity, certificate: 'c', hub: 'http://127.0.0.1:1', keys: {} as CryptoKeyPair },
      ...{ nextN: waiting.length + 1, lastHubTime: AT },
    });
    const parts = { db, bridge: memoryBridge(), changes: new Changes(), now: () => new Date(AT), newId };
    const saved = await write(parts, [
      { op: 'patch', table: 'systems', key: system.id, fields: { notes: 'Edited after the update' } },
      { op: 'patch', table: 'cases', key: record.id, fields: { suspectedWhy: 'Said after the update' } },
    ]);
    expect(saved.kind).toBe('saved');
    db.close();
  });
});
