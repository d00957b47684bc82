/** Everything that a window of the console works with, opened once. */

import { idSource } from '../../shared/base/ids.ts';
import type { PersonRef } from '../../shared/base/people.ts';
import type { ZonedInstant } from '../../shared/base/values.ts';
import type { Bridge, CallOutput } from '../../shared/bridge/contract.ts';
import { Changes } from '../store/changes.ts';
import { chosenDatabase } from '../store/chosen-database.ts';
import { type ConsoleDatabase, DATABASE_NAME, type OpenOutcome, openDatabase } from '../store/database.ts';
import type { Outcome } from '../store/outcome.ts';
import { repairJournal } from '../store/recovery.ts';
import { type Edit, write } from '../store/write.ts';
import { SyncEngine } from '../sync/engine.ts';
import { Transfers } from '../sync/transfers.ts';
import { countMissing } from './summarise.ts';

export type AppInfo = CallOutput<'app.info'>;

export interface AppServices {
  db: ConsoleDatabase;
  bridge: Bridge;
  info: AppInfo;
  changes: Changes;
  sync: SyncEngine;
  transfers: Transfers;
  /** Syncs now, in whichever window of this device does so. */
  syncNow(): void;
  /** Begins to sync: once this computer is enrolled. */
  startSync(): void;
  now(): Date;
  newId(): string;
  /** This instant with the zone of this computer. */
  here(): ZonedInstant;
  /** Who works here; throws where the computer is not enrolled. */
  person(): Promise<PersonRef>;
  write(edits: readonly Edit[]): Promise<Outcome>;
  /** Runs `work` while no edit is on its way to the hub. @returns null where some are */
  unlessSending<T>(work: () => Promise<T>): Promise<T | null>;
  close(): void;
}

export type AppOutcome = { kind: 'open'; console: AppServices } | Exclude<OpenOutcome, { kind: 'open' }>;

const LEADER_LOCK = 'partner-console-sync';
const TRANSFER_LOCK = 'partner-console-transfers';
/** Held while edits are on their way to the hub, and while a handoff is taken out of them. */
const SENDING_LOCK = 'partner-console-sending';
/** By which the other windows of this device tell the one that leads that there is something to do, and what. */
type Told = 'edits' | 'sync-now' | 'files';
const KICK_CHANNEL = 'partner-console-kick';
const JOURNAL_RETRY_MS = 10_000;

/** The browser's exclusive lock: held by one window of this device, given up when that window is gone. */
async function leadByWebLock(name: string, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  if (!navigator.locks) throw new Error('this browser has no locks, so it could send twice');
  await navigator.locks.request(name, { signal }, work);
}

/** Whether the network asks to be spared: a phone's, mostly. Browsers that do not tell are taken at full speed. */
function isMetered(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; type?: string } };
  return connection?.saveData === true || connection?.type === 'cellular';
}

function timer(ms: number, fire: () => void): () => void {
  const id = setTimeout(fire, ms);
  return () => clearTimeout(id);
}

/** Opens the database and, where the computer is enrolled, starts sync. */
export async function openApp(bridge: Bridge): Promise<AppOutcome> {
  const asked = bridge.call('app.info', {});
  const chosen = chosenDatabase();
  // Only where somebody was switched does the database wait for the shell: to say that it is the sample's.
  const opened = await openDatabase(chosen !== null && (await asked).sample ? chosen : DATABASE_NAME);
  if (opened.kind !== 'open') {
    // Unreported: the database itself says what stands in the way.
    asked.catch(() => undefined);
    return opened;
  }
  const { db } = opened;
  const info = await asked;
  const changes = new Changes();
  const now = () => new Date();
  const newId = idSource(Date.now, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  const sync = new SyncEngine({
    db,
    bridge,
    changes,
    now,
    random: Math.random,
    newId,
    timer,
    lead: (work, signal) => leadByWebLock(LEADER_LOCK, work, signal),
    sending: async (work) => {
      await navigator.locks.request(SENDING_LOCK, work);
    },
  });
  const others = new BroadcastChannel(KICK_CHANNEL);
  const tell = (what: Told) => others.postMessage(what);
  const transfers = new Transfers({
    db,
    bridge,
    now,
    random: Math.random,
    timer,
    lead: (work, signal) => leadByWebLock(TRANSFER_LOCK, work, signal),
    asDevice: (call) => sync.asDevice(call),
    metered: isMetered,
    tellOthers: () => tell('files'),
  });
  const parts = { db, bridge, changes, now, newId };
  others.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data === 'files') void transfers.applyPause();
    else transfers.wake();
    if (data === 'sync-now') sync.syncNow();
    if (data === 'edits') sync.wake();
  };
  const stopCounting = countMissing(parts);
  const opening: AppServices = {
    ...parts,
    info,
    sync,
    transfers,
    syncNow: () => {
      sync.syncNow();
      transfers.wake();
      tell('sync-now');
    },
    startSync: () => {
      sync.start();
      transfers.start();
    },
    here: () => ({ at: now().toISOString(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    person: async () => {
      const device = await db.device.get('device');
      if (!device) throw new Error('This computer is not enrolled.');
      return { id: device.identity.person.id, name: device.identity.person.name };
    },
    write: async (edits) => {
      const result = await write(parts, edits);
      sync.wake();
      if (edits.some((edit) => edit.table === 'attachments')) transfers.wake();
      tell('edits');
      // The journal has room again some time: what it lacks is appended then.
      if (result.kind === 'saved' && result.journal === 'behind')
        timer(JOURNAL_RETRY_MS, () => void repairJournal(parts));
      return result;
    },
    unlessSending: (work) =>
      navigator.locks.request(SENDING_LOCK, { ifAvailable: true }, async (lock) =>
        lock === null ? null : work(),
      ),
    close: () => {
      sync.stop();
      transfers.stop();
      others.close();
      stopCounting();
      changes.close();
      db.close();
    },
  };
  if (await db.device.get('device')) {
    await repairJournal(parts);
    opening.startSync();
  }
  return { kind: 'open', console: opening };
}
