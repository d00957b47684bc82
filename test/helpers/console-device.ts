/** The data of an enrolled console on a real IndexedDB, over a bridge in memory. */
import { Dexie } from 'dexie';
import { Changes } from '../../renderer/store/changes.ts';
import { type ConsoleDatabase, consoleDatabase } from '../../renderer/store/database.ts';
import { sealingOf } from '../../renderer/store/sealing.ts';
import type { WriteParts } from '../../renderer/store/write.ts';
import { makeDeviceKeys } from '../../renderer/sync/assertion.ts';
import { type AppServices, openApp } from '../../renderer/views/app-services.ts';
import { EMPTY_SCOPE_HASH, rowHash, updatedScopeHash } from '../../shared/base/hash.ts';
import { newCase } from '../../shared/cases/case.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import { defaultDeviceRules } from '../../shared/sync/device-rules.ts';
import type { Cursor, Identity, PulledRow, PullResponse } from '../../shared/sync/protocol.ts';
import { identity, type MemoryBridge, memoryBridge, pageKeys } from './bridge.ts';

/** The moment at which these consoles live. */
export const AT = '2026-11-23T12:00:00.000Z';
export const organisationScope = `org:${identity.organisation.id}`;

let count = 0;
export function newId(): string {
  count += 1;
  return `01990000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
}

export function aCase(title = 'A case'): CaseRecord {
  return newCase({
    id: newId(),
    organisationId: identity.organisation.id,
    engineer: { id: identity.person.id, name: identity.person.name },
    createdAt: { at: AT, zone: 'UTC' },
    title,
    customer: '',
    site: '',
  });
}

async function enrolHere(db: ConsoleDatabase, who: Identity = identity): Promise<void> {
  await db.device.put({
    id: 'device',
    identity: who,
    certificate: 'c',
    hub: 'http://127.0.0.1:1',
    keys: await makeDeviceKeys(db.sealing),
    nextN: 1,
    lastHubTime: AT,
    rules: defaultDeviceRules,
  });
}

/** A whole console, as screens get it, enrolled over a bridge in memory. */
export async function openEnrolledConsole(bridge: MemoryBridge, who?: Identity): Promise<AppServices> {
  const opened = await openApp(bridge);
  if (opened.kind !== 'open') throw new Error(opened.kind);
  await enrolHere(opened.console.db, who);
  return opened.console;
}

/** Closes a console and removes its data. */
export async function removeConsole(app: AppServices): Promise<void> {
  const { name } = app.db;
  app.close();
  await Dexie.delete(name);
}

export interface ConsoleDevice {
  db: ConsoleDatabase;
  bridge: MemoryBridge;
  parts: WriteParts;
  close(): Promise<void>;
}

export async function openConsoleDevice(): Promise<ConsoleDevice> {
  const name = `test-${crypto.randomUUID()}`;
  const db = consoleDatabase(name, await sealingOf(pageKeys));
  const bridge = memoryBridge();
  await db.open();
  await enrolHere(db);
  const changes = new Changes();
  return {
    db,
    bridge,
    parts: { db, bridge, changes, now: () => new Date(AT), newId },
    close: async () => {
      changes.close();
      db.close();
      await Dexie.delete(name);
    },
  };
}

export const pulledCase = (record: CaseRecord, version: number, index = 0): PulledRow => ({
  table: 'cases',
  key: record.id,
  version,
  index,
  deleted: false,
  data: record as unknown as PulledRow['data'],
});

/** The whole of a scope in one page, as a hub gives it. */
export function wholePage(rows: readonly PulledRow[], cursor: Cursor): PullResponse {
  const hash = updatedScopeHash(EMPTY_SCOPE_HASH, { add: rows.map(rowHash) });
  return {
    rows: [...rows],
    cursor,
    more: false,
    head: { version: cursor.version, count: rows.length, hash },
    hubTime: AT,
  };
}
