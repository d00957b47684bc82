/**
 * Sends attachments' bytes to the hub (S9), apart from the edits: a large file does not hold up a small change. What is left
 * to send follows from the attachments themselves, so nothing is forgotten over a restart.
 */
import { t } from '@lingui/core/macro';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../shared/base/fault.ts';
import type { Answer, Bridge, Failure } from '../../shared/bridge/contract.ts';
import type { AttachmentRecord } from '../../shared/cases/records.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { TransferRow } from '../store/device-rows.ts';
import { forgetFault, report } from '../store/report.ts';
import { heldOriginals } from './held-originals.ts';
import { Pause } from './pause.ts';

const ASKED_AT_ONCE = 500;
/** Files whose rows are read in one task. */
const FILES_A_PAGE = 200;
const LOOK_EVERY_MS = 60_000;
/** How often the hub is asked whether it still has what was sent: its store may have been lost. */
const SENT_EVERY_MS = 3_600_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
/** How long a file that the hub refused (a limit, a hash) waits for the next try by itself. */
const REFUSED_WAIT_MS = 15 * 60_000;

/** What this window sees of transfers; bytes by hash while a file is on its way. */
export interface TransferView {
  moving: Readonly<Record<string, { done: number; size: number }>>;
  /** Why nothing is sent now; empty where something is, or nothing waits. */
  pausedBy: '' | 'hand' | 'metered';
  /** What the hub says of why it takes no file just now; empty where it takes them, or says nothing. */
  hubSays: string;
}

const FILES_WAIT = t`Files stay on this computer and are not sent for now; it is tried again by itself.`;
/** The hub's store is full, or away: the same for every file, and to be mended by whoever runs the hub. */
const ofTheStore = (failure: Failure | null) =>
  failure !== null && ['store-full', 'store-away'].includes(failure.code) ? failure.message : '';

export interface TransferParts {
  db: ConsoleDatabase;
  bridge: Bridge;
  now: () => Date;
  random: () => number;
  timer: (ms: number, fire: () => void) => () => void;
  lead: (work: () => Promise<void>, stop: AbortSignal) => Promise<void>;
  /** Runs a call as the enrolled device; signs in again where the hub asks for it. */
  asDevice: <T>(call: () => Promise<Answer<T>>) => Promise<Answer<T>>;
  /** Whether the network costs by the byte. */
  metered: () => boolean;
  /** Has the other windows of this device apply the pause (`applyPause`): another than the one where a person said something may be sending. */
  tellOthers?: () => void;
}

export const PAUSE = 'transfers-paused';

/** Files of cases that have not been removed, each content once. */
async function attachmentsByHash(db: ConsoleDatabase): Promise<Map<string, AttachmentRecord>> {
  const files = new Map<string, AttachmentRecord>();
  // In pages: each row is sealed, and a cursor asks the database for every one of them by itself.
  for (let last = '', whole = true; whole; ) {
    const page = await db.attachments.where('id').above(last).limit(FILES_A_PAGE).toArray();
    for (const file of page) if (!file.removed) files.set(file.sha256, file);
    whole = page.length === FILES_A_PAGE;
    last = page.at(-1)?.id ?? last;
  }
  return files;
}

/** What is not known to be at the hub. */
export async function unsentFiles(db: ConsoleDatabase): Promise<AttachmentRecord[]> {
  const sent = new Set(await db.transfers.where('state').equals('sent').primaryKeys());
  // Whatever row names it: an original that is held here is not sent from here.
  const held = await heldOriginals(db);
  return [...(await attachmentsByHash(db)).values()].filter(
    (file) => !sent.has(file.sha256) && !held.has(file.sha256),
  );
}

/** Which of these files are on this computer, however many are asked about. @returns null where the shell does not answer */
export async function filesHere(
  bridge: Bridge,
  files: readonly Pick<AttachmentRecord, 'sha256'>[],
): Promise<ReadonlySet<string> | null> {
  const here = new Set<string>();
  for (let from = 0; from < files.length; from += ASKED_AT_ONCE) {
    const hashes = files.slice(from, from + ASKED_AT_ONCE).map((file) => file.sha256);
    const answer = await bridge.call('blob.here', { hashes });
    if (!answer.ok) return null;
    for (const sha256 of answer.value.here) here.add(sha256);
  }
  return here;
}

export class Transfers {
  readonly view: StoreApi<TransferView> = createStore<TransferView>(() => ({
    moving: {},
    pausedBy: '',
    hubSays: '',
  }));
  readonly #parts: TransferParts;
  readonly #stop = new AbortController();
  readonly #pause: Pause;
  #again = false;
  #sentAskedAt = Number.NEGATIVE_INFINITY;
  #sending: string | null = null;
  /** Files that this window sends or fetches. */
  readonly #mine = new Set<string>();
  #unsubscribe: () => void = () => undefined;

  constructor(parts: TransferParts) {
    this.#parts = parts;
    this.#pause = new Pause(parts.timer, this.#stop.signal);
  }

  start(): void {
    const { bridge, lead } = this.#parts;
    const endProgress = bridge.on('blob.progress', ({ sha256, done, size }) => {
      // Another window's transfer is over for this one with its last byte; its own it sees to the end.
      const over = done === size && !this.#mine.has(sha256);
      this.#show(sha256, over ? null : { done, size });
    });
    // The line is there again: no reason to sit out the wait that its absence had made long.
    const endLink = bridge.on('hub.link', ({ up }) => up && this.wake());
    this.#unsubscribe = () => {
      endProgress();
      endLink();
    };
    lead(() => this.#loop(), this.#stop.signal).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) report(error, 'sending files', FILES_WAIT);
    });
  }

  stop(): void {
    this.#stop.abort();
    this.#unsubscribe();
    this.#pause.end();
  }

  /** A file was added, a person does not want to wait, or a pause ended. */
  wake(): void {
    this.#again = true;
    this.#pause.end();
  }

  /** Sends a file that the hub refused once more, now. */
  async retry(sha256: string): Promise<void> {
    await this.#parts.db.transfers.delete(sha256);
    await this.#said();
  }

  /** Stops sending until a person lets it go on; what was sent is kept at the hub. */
  async pause(on: boolean): Promise<void> {
    await this.#parts.db.syncState.put({ id: PAUSE, value: on });
    await this.#said();
  }

  async #said(): Promise<void> {
    this.#parts.tellOthers?.();
    await this.applyPause();
  }

  /** Does what a person said, here or in another window. */
  async applyPause(): Promise<void> {
    const { db, bridge } = this.#parts;
    const paused = (await db.syncState.get(PAUSE))?.value === true;
    if (paused && this.#sending) await bridge.call('blob.stop', { sha256: this.#sending });
    this.wake();
  }

  /**
   * Fetches a file from the hub to this computer.
   * @param ticketId the ticket that names it, where the desk fetches a partner's file
   */
  async bring(
    file: Pick<AttachmentRecord, 'sha256' | 'size'>,
    ticketId?: string,
  ): Promise<Answer<Record<string, never>>> {
    const { sha256, size } = file;
    const { db, asDevice, bridge, now } = this.#parts;
    this.#mine.add(sha256);
    this.#show(sha256, { done: 0, size });
    try {
      const answer = await asDevice(() =>
        bridge.call('blob.fetch', { sha256, size, ...(ticketId === undefined ? {} : { ticketId }) }),
      );
      // What came from the hub is there.
      if (answer.ok) await db.transfers.put({ sha256, state: 'sent', problem: '', at: now().toISOString() });
      return answer;
    } finally {
      this.#mine.delete(sha256);
      this.#show(sha256, null);
    }
  }

  #show(sha256: string, progress: { done: number; size: number } | null): void {
    this.view.setState(({ moving }) => {
      const { [sha256]: _gone, ...rest } = moving;
      return { moving: progress ? { ...rest, [sha256]: progress } : rest };
    });
  }

  async #loop(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      this.#again = false;
      let wait = LOOK_EVERY_MS;
      const failure = await this.#round().catch((error: unknown): Failure => {
        if (!this.#stop.signal.aborted) report(error, 'sending files', FILES_WAIT);
        return { kind: 'offline', code: 'fault', message: messageOf(error) };
      });
      if (!failure) forgetFault('sending files');
      failures = failure ? failures + 1 : 0;
      this.view.setState({ hubSays: ofTheStore(failure) });
      if (failure) {
        wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
        wait = Math.max(wait * (0.5 + this.#parts.random() / 2), (failure.retryAfterSeconds ?? 0) * 1000);
      }
      if (!this.#again) await this.#pause.wait(wait);
    }
  }

  async #mayNot(): Promise<TransferView['pausedBy']> {
    const { db, metered } = this.#parts;
    if ((await db.syncState.get(PAUSE))?.value === true) return 'hand';
    return metered() ? 'metered' : '';
  }

  /** What was sent and is here, and the hub does not have any more, is sent once more. */
  async #askOfSent(device: string): Promise<Failure | null> {
    const { db, bridge, asDevice, now } = this.#parts;
    const at = now().getTime();
    if (at - this.#sentAskedAt < SENT_EVERY_MS) return null;
    const files = await attachmentsByHash(db);
    const sent = (await db.transfers.where('state').equals('sent').primaryKeys()).filter((sha256) =>
      files.has(sha256),
    );
    for (let from = 0; from < sent.length; from += ASKED_AT_ONCE) {
      const here = await bridge.call('blob.here', { hashes: sent.slice(from, from + ASKED_AT_ONCE) });
      if (!here.ok) return here.failure;
      const hashes = here.value.here;
      if (hashes.length === 0) continue;
      const state = await asDevice(() => bridge.call('blob.state', { device, hashes }));
      if (!state.ok) return state.failure;
      const complete = new Set(state.value.complete);
      await db.transfers.bulkDelete(hashes.filter((sha256) => !complete.has(sha256)));
    }
    this.#sentAskedAt = at;
    return null;
  }

  /** Sends what is left. @returns what ended the round early; null where all that can be sent is */
  async #round(): Promise<Failure | null> {
    const { db, bridge, asDevice, now } = this.#parts;
    const device = (await db.device.get('device'))?.identity.deviceId;
    const pausedBy = await this.#mayNot();
    const lost = device && pausedBy === '' ? await this.#askOfSent(device) : null;
    const unsent = await unsentFiles(db);
    this.view.setState({ pausedBy: unsent.length > 0 ? pausedBy : '' });
    if (lost) return lost;
    if (!device || pausedBy !== '' || unsent.length === 0) return null;
    for (let from = 0; from < unsent.length; from += ASKED_AT_ONCE) {
      const hashes = unsent.slice(from, from + ASKED_AT_ONCE).map((file) => file.sha256);
      const state = await asDevice(() => bridge.call('blob.state', { device, hashes }));
      if (!state.ok) return state.failure;
      const at = now().toISOString();
      await db.transfers.bulkPut(
        state.value.complete.map((sha256): TransferRow => ({ sha256, state: 'sent', problem: '', at })),
      );
      const complete = new Set(state.value.complete);
      const here = await bridge.call('blob.here', { hashes });
      if (!here.ok) return here.failure;
      const mine = new Set(here.value.here);
      await this.#noteWaiting(here.value.here.filter((sha256) => !complete.has(sha256)));
      for (const file of unsent.slice(from, from + ASKED_AT_ONCE)) {
        if (complete.has(file.sha256) || !mine.has(file.sha256)) continue;
        const failure = await this.#send(device, file);
        if (failure) return failure;
        if ((await this.#mayNot()) !== '' || this.#stop.signal.aborted) return null;
      }
    }
    return null;
  }

  /** The hub was asked, and lacks these: only now is it known that they wait. */
  async #noteWaiting(hashes: readonly string[]): Promise<void> {
    const { db, now } = this.#parts;
    const at = now().toISOString();
    await db.transaction('rw', 'transfers', async () => {
      const known = await db.transfers.bulkGet([...hashes]);
      const missing = hashes.filter((_, index) => !known[index]);
      await db.transfers.bulkPut(
        missing.map((sha256): TransferRow => ({ sha256, state: 'waiting', problem: '', at })),
      );
    });
  }

  /** Sends one file. A refusal of this file is noted with it, and the next one is sent. */
  async #send(device: string, { sha256, size }: AttachmentRecord): Promise<Failure | null> {
    const { db, bridge, asDevice, now } = this.#parts;
    const before = await db.transfers.get(sha256);
    const recent = before && now().getTime() - Date.parse(before.at) < REFUSED_WAIT_MS;
    if (before?.state === 'refused' && recent) return null;
    this.#sending = sha256;
    this.#mine.add(sha256);
    this.#show(sha256, { done: 0, size });
    try {
      const answer = await asDevice(() => bridge.call('blob.send', { device, sha256 }));
      const at = now().toISOString();
      if (answer.ok) {
        await db.transfers.put({ sha256, state: 'sent', problem: '', at });
        return null;
      }
      const { failure } = answer;
      // Nothing is wrong with the file: somebody stopped it, or the console was locked meanwhile.
      if (failure.code === 'stopped' || failure.code === 'locked') return null;
      if (failure.kind !== 'refused') return failure;
      await db.transfers.put({ sha256, state: 'refused', problem: failure.message, at });
      return null;
    } finally {
      this.#sending = null;
      this.#mine.delete(sha256);
      this.#show(sha256, null);
    }
  }
}
