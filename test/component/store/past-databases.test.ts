/** A device's database as each version of the console left it, with the rows of its time: today's opens it, nothing is lost. */
import { Dexie } from 'dexie';
import { afterEach, describe, expect, test } from 'vitest';
import { Changes } from '../../../renderer/store/changes.ts';
import { type ConsoleDatabase, openDatabase } from '../../../renderer/store/database.ts';
import { sealRest } from '../../../renderer/store/seal-rest.ts';
import { inClear, SEALED } from '../../../renderer/store/sealed-core.ts';
import { type Sealing, sealingOf } from '../../../renderer/store/sealing.ts';
import { write } from '../../../renderer/store/write.ts';
import { descriptions } from '../../../shared/cases/contents.ts';
import { packetDocument } from '../../../shared/handoff/packet-document.ts';
import { tables } from '../../../shared/sync/tables.ts';
import { identity, memoryBridge, pageKeys } from '../../helpers/bridge.ts';
import { AT, newId } from '../../helpers/console-device.ts';
import { packetOf, past } from '../../helpers/past.ts';
import { pastStores } from '../../helpers/past-stores.ts';

/** The schema that the rows of a database's version had. */
const schemaOf: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4, 8: 4 };

let name = '';

async function openedHere(sealing: Sealing | null): Promise<ConsoleDatabase> {
  const opened = await openDatabase(name, sealing);
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return opened.db;
}

/** Stores in which something lies unsealed, as another program would read them. */
async function clearRows(db: ConsoleDatabase): Promise<string[]> {
  const found: string[] = [];
  for (const store of [...db.backendDB().objectStoreNames].filter((each) => !inClear.has(each))) {
    const rows = await new Promise<unknown[]>((done, failed) => {
      const asked = db.backendDB().transaction(store).objectStore(store).getAll();
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    if (rows.some((row) => !(SEALED in (row as object)))) found.push(store);
  }
  return found;
}

afterEach(() => Dexie.delete(name));

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('a database of version %i', (version) => {
  test.each([
    ['in clear', 0],
    ['sealed, and interrupted again and again', 1],
  ])(
    '[S12] opens; its rows have every field of today, its outbox is as it was, and its rows can be edited: %s',
    async (_, sealed) => {
      const sealing = () => (sealed ? sealingOf(pageKeys) : null);

      const one = past.find(({ schema }) => schema === schemaOf[version]);
      if (!one) throw new Error('no such schema');
      name = `past-${crypto.randomUUID()}`;
      const old = new Dexie(name);
      for (let at = 1; at <= version; at++) old.version(at).stores({ ...pastStores[at] });
      await old.open();
      const kept = Object.entries(one.rows).filter(([table]) =>
        old.tables.some((each) => each.name === table),
      );
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

      let db = await openedHere(await sealing());
      if (sealed) {
        // A few steps a start, as if each had been killed: what was done stays, and in the end nothing is in clear.
        for (let starts = 0; !db.sealing?.isWhole; starts++) {
          expect(starts).toBeLessThan(100);
          let steps = 0;
          await sealRest(
            db,
            async () => undefined,
            () => steps++ > starts ** 2 * 4,
          );
          db.close();
          db = await openedHere(await sealing());
        }
        expect(await clearRows(db)).toEqual([]);
      }
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
    },
  );
});
