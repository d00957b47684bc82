/** Everything that a window of the console works with, opened once. */

import { idSource } from '../../shared/base/ids.ts';
import type { PersonRef } from '../../shared/base/people.ts';
import type { ZonedInstant } from '../../shared/base/values.ts';
import type { Bridge, CallOutput } from '../../shared/bridge/contract.ts';
import type { Ending } from '../../shared/bridge/ending.ts';
import type { KeyStatus } from '../../shared/bridge/keys.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { askFirst, type FirstAnswers } from '../bridge/first-asked.ts';
import { Changes } from '../store/changes.ts';
import { chosenDatabase } from '../store/chosen-database.ts';
import { type ConsoleDatabase, DATABASE_NAME, type OpenOutcome, openDatabase } from '../store/database.ts';
import { openDraftsOf } from '../store/drafts.ts';
import { sealKept } from '../store/kept.ts';
import type { Outcome } from '../store/outcome.ts';
import { tidyAll } from '../store/packs/tidy.ts';
import { JournalRetry, repairJournal } from '../store/recovery.ts';
import { report } from '../store/report.ts';
import { keepRing } from '../store/ring-copy.ts';
import { sealRest } from '../store/seal-rest.ts';
import { keyBytes, sealingOf } from '../store/sealing.ts';
import { setAsideDamaged } from '../store/set-aside.ts';
import { turnLogAfterUncleanEnd } from '../store/unclean-end.ts';
import { type Edit, write } from '../store/write.ts';
import { SyncEngine } from '../sync/engine.ts';
import { syncStateOf } from '../sync/sync-state.ts';
import { Transfers } from '../sync/transfers.ts';
import { beginCounting } from './counting.ts';
import { keepRetention } from './retention-run.ts';
import { afterFirstScreen } from './when-idle.ts';

export type AppInfo = CallOutput<'app.info'>;

export interface AppServices {
  db: ConsoleDatabase;
  bridge: Bridge;
  info: AppInfo;
  /** Who works here as it was when this was opened, for what is drawn first; null where nobody was enrolled. */
  openedFor: Identity | null;
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

export type AppOutcome =
  | { kind: 'open'; console: AppServices }
  /** This device was ended: nothing is shown of it. */
  | { kind: 'ended'; ending: Ending }
  /** Its keys are locked: nothing was opened. */
  | { kind: 'locked'; status: KeyStatus }
  | Exclude<OpenOutcome, { kind: 'open' }>;

const LEADER_LOCK = 'partner-console-sync';
const TRANSFER_LOCK = 'partner-console-transfers';
/** Held while edits are on their way to the hub, and while a handoff is taken out of them. */
const SENDING_LOCK = 'partner-console-sending';
/** By which the other windows of this device tell the one that leads that there is something to do, and what. */
type Told = 'edits' | 'sync-now' | 'files';
const WAKE_CHANNEL = 'partner-console-wake';
/** Held by the window that seals what was here before. */
const SEALING_LOCK = 'console-sealing';
const TIDYING_LOCK = 'console-tidying';
const TIDY_EVERY_MS = 60_000;

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

/** What is typed is not kept waiting for it by a slow disk, or by another window that has come to a stand. */
const LONGEST_TURN_MS = 10_000;

function timer(ms: number, fire: () => void): () => void {
  const id = setTimeout(fire, ms);
  return () => clearTimeout(id);
}

/** Keeps the copy of the wrapped keys as they are now, and after each change. */
function followRing(bridge: Bridge): () => void {
  const keep = () =>
    void bridge.call('keys.copy', {}).then(
      ({ copy }) => keepRing(copy),
      (error: unknown) => report(error, 'keys.copy'),
    );
  keep();
  return bridge.on('keys.changed', ({ state }) => state === 'open' && keep());
}

/**
 * Opens the database and, where the computer is enrolled, starts sync.
 * @param first what the shell was asked already
 */
export async function openApp(bridge: Bridge, first: FirstAnswers = askFirst(bridge)): Promise<AppOutcome> {
  const [keys, { ending }] = await Promise.all([first.keys, first.ending]);
  if (ending) return { kind: 'ended', ending };
  if (!keys.ok) return { kind: 'locked', status: await bridge.call('keys.state', {}) };
  const sealing = await sealingOf(keys.value);
  const chosen = chosenDatabase();
  // Only where somebody was switched does the database wait for the shell: to say that it is the sample's.
  const opened = await openDatabase(
    chosen !== null && (await first.info).sample ? chosen : DATABASE_NAME,
    sealing,
  );
  if (opened.kind !== 'open') return opened;
  const { db, device } = opened;
  openDraftsOf(db.name === DATABASE_NAME ? null : db.name);
  sealKept(keyBytes(keys.value.drafts));
  const stopFollowing = followRing(bridge);
  const info = await first.info;
  const changes = new Changes();
  const now = () => new Date();
  const newId = idSource(Date.now, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
  const journalRetry = new JournalRetry({ db, bridge, timer });
  const journalBehind = () => journalRetry.begin();
  const sync = new SyncEngine({
    db,
    bridge,
    changes,
    now,
    random: Math.random,
    newId,
    timer,
    journalBehind,
    lead: (work, signal) => leadByWebLock(LEADER_LOCK, work, signal),
    sending: async (work) => {
      await navigator.locks.request(SENDING_LOCK, work);
    },
  });
  const others = new BroadcastChannel(WAKE_CHANNEL);
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
  const parts = { db, bridge, changes, now, newId, journalBehind };
  others.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data === 'files') void transfers.applyPause();
    else transfers.wake();
    if (data === 'sync-now') sync.syncNow();
    if (data === 'edits') sync.wake();
  };
  const stopCounting = beginCounting(parts);
  sealing.onDamaged(() => setAsideDamaged(parts, () => sync.syncNow()));
  let stopRetention = () => {};
  const closing = new AbortController();
  const turned = afterFirstScreen().then(() =>
    Promise.race([turnLogAfterUncleanEnd(), new Promise((done) => setTimeout(done, LONGEST_TURN_MS))]),
  );
  /** Settled once the store may be written to, and the journal has what only the database had. */
  let repaired: Promise<unknown> = turned;
  // Beside the first screen, by one window at a time: what a console of before left in clear. One that waited goes on where that one
  // was closed, and else learns from its notes that all is sealed.
  void navigator.locks
    ?.request(SEALING_LOCK, { signal: closing.signal }, async () => {
      await turned;
      await sealRest(
        db,
        () => new Promise((done) => setTimeout(done)),
        () => closing.signal.aborted,
      );
    })
    .catch((error: unknown) => {
      if (!closing.signal.aborted) report(error, 'sealing what was here before');
    });
  const untidy = (error: unknown) => {
    if (!closing.signal.aborted) report(error, 'tidying what is here');
  };
  const tidy = async () => {
    // Edits that are on their way come first.
    if ((await syncStateOf(db)).moving) return;
    await tidyAll(
      db,
      () => new Promise((done) => requestIdleCallback(() => done())),
      () => closing.signal.aborted,
    );
  };
  // By one window at a time as well, while nobody would notice.
  void navigator.locks
    ?.request(TIDYING_LOCK, { signal: closing.signal }, async () => {
      while (!closing.signal.aborted) {
        await new Promise((done) => setTimeout(done, TIDY_EVERY_MS));
        await tidy().catch(untidy);
      }
    })
    .catch(untidy);
  const opening: AppServices = {
    ...parts,
    info,
    openedFor: device?.identity ?? null,
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
      stopRetention = keepRetention({
        ...{ db, bridge, now, timer },
        asDevice: (call) => sync.asDevice(call),
        publish: (gone) => changes.publish(gone),
      });
    },
    here: () => ({ at: now().toISOString(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    person: async () => {
      const device = await db.device.get('device');
      if (!device) throw new Error('This computer is not enrolled.');
      return { id: device.identity.person.id, name: device.identity.person.name };
    },
    write: async (edits) => {
      await repaired;
      const result = await write(parts, edits);
      sync.wake();
      if (edits.some((edit) => edit.table === 'attachments')) transfers.wake();
      tell('edits');
      if (result.kind === 'saved' && result.journal === 'behind') journalRetry.begin();
      return result;
    },
    unlessSending: (work) =>
      navigator.locks.request(SENDING_LOCK, { ifAvailable: true }, async (lock) =>
        lock === null ? null : work(),
      ),
    close: () => {
      closing.abort();
      stopFollowing();
      sealing.onDamaged(null);
      sync.stop();
      transfers.stop();
      stopRetention();
      others.close();
      stopCounting();
      changes.close();
      db.close();
    },
  };
  // The first screen does not wait for it; what is written and sent does.
  if (device) {
    repaired = turned
      .then(async () => {
        if (!closing.signal.aborted && !(await repairJournal(parts))) journalRetry.begin();
      })
      .catch((error: unknown) => report(error, 'the journal'));
    void repaired.then(() => {
      if (!closing.signal.aborted) opening.startSync();
    });
  }
  return { kind: 'open', console: opening };
}
