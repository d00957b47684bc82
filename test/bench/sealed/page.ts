/** The device's database in a page, sealed or in clear: rows taken in as a pull brings them, read back, and edited by `write`. */
import { Dexie } from 'dexie';
import { Changes } from '../../../renderer/store/changes.ts';
import { type ConsoleDatabase, consoleDatabase } from '../../../renderer/store/database.ts';
import { type Sealing, sealingOf } from '../../../renderer/store/sealing.ts';
import { write } from '../../../renderer/store/write.ts';
import { applyPage } from '../../../renderer/sync/apply.ts';
import { EMPTY_SCOPE_HASH } from '../../../shared/base/hash.ts';
import { uuidv7 } from '../../../shared/base/ids.ts';
import { configuration } from '../../../shared/cases/configuration.ts';
import type { PulledRow, PullResponse } from '../../../shared/sync/protocol.ts';
import { identity, memoryBridge, pageKeys } from '../../helpers/bridge.ts';

export interface SealedTimes {
  /** Milliseconds: all rows in, all rows out, and each edit. */
  pulled: number;
  read: number;
  edits: number[];
}

declare global {
  interface Window {
    measureRows(kind: 'sealed' | 'clear', rows: number, edits: number): Promise<SealedTimes>;
    /** Packs of 500 rows sealed with AES-GCM by WebCrypto before the transaction, strict; and opened again. */
    measurePacks(rows: number): Promise<{ pulled: number; read: number }>;
  }
}

const PAGE = 500;
const AT = '2026-11-23T12:00:00.000Z';
const scope = `org:${identity.organisation.id}`;
const newId = () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

function rowsOf(count: number): PulledRow[] {
  return Array.from({ length: count }, (_, index) => {
    const row = configuration.empty({
      id: newId(),
      caseId: newId(),
      systemId: newId(),
      name: `Setting ${index}`,
    } as never);
    const data = { ...row, value: 'a value of a configuration '.repeat(24) } as unknown as PulledRow['data'];
    return { table: 'configuration', key: row.id, version: 1, index, deleted: false, data };
  });
}

async function take(db: ConsoleDatabase, rows: readonly PulledRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += PAGE) {
    const page: PullResponse = {
      rows: rows.slice(from, from + PAGE),
      cursor: { epoch: identity.deviceId, version: 1, index: from },
      more: true,
      head: { version: 1, count: 0, hash: EMPTY_SCOPE_HASH },
      hubTime: AT,
    };
    await applyPage(db, scope, page, from === 0);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

window.measureRows = async (kind, count, edits) => {
  const name = `${kind}-${newId()}`;
  const sealing: Sealing | null = kind === 'sealed' ? await sealingOf(pageKeys) : null;
  const db = consoleDatabase(name, sealing);
  await db.open();
  const device = { id: 'device' as const, identity, certificate: 'c', hub: '', nextN: 1, lastHubTime: AT };
  await db.device.put({ ...device, keys: { wrapped: '', publicKey: {} as never } });
  const rows = rowsOf(count);
  const pulled = await timed(() => take(db, rows));
  const read = await timed(() => db.configuration.toArray());
  const parts = { db, bridge: memoryBridge(), changes: new Changes(), now: () => new Date(), newId };
  const times: number[] = [];
  for (let n = 0; n < edits; n++) {
    const key = rows[n]?.key ?? '';
    times.push(
      await timed(() =>
        write(parts, [{ op: 'patch', table: 'configuration', key, fields: { value: `Edit ${n}` } }]),
      ),
    );
  }
  parts.changes.close();
  db.close();
  await Dexie.delete(name);
  return { pulled, read, edits: times };
};

window.measurePacks = async (count) => {
  const name = `packs-${newId()}`;
  const db = new Dexie(name, { chromeTransactionDurability: 'strict' });
  db.version(1).stores({ packs: 'id' });
  await db.open();
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const rows = rowsOf(count);
  const packs = db.table<{ id: number; iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }, number>('packs');
  const pulled = await timed(async () => {
    for (let from = 0; from < rows.length; from += PAGE) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(
        JSON.stringify(rows.slice(from, from + PAGE).map(({ data }) => data)),
      );
      await packs.put({
        id: from,
        iv,
        bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, text),
      });
    }
  });
  const read = await timed(async () => {
    for (const { iv, bytes } of await packs.toArray())
      JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)));
  });
  db.close();
  await Dexie.delete(name);
  return { pulled, read };
};
