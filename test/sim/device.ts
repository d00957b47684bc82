/**
 * A device of a world: the real database code, sync engine, hub client and journal, over an IndexedDB in memory, a disk that
 * forgets and a line that fails. Window and shell are two processes, killed one by one or together.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Blobs } from '../../electron/services/blobs.ts';
import { dispatch } from '../../electron/services/dispatch.ts';
import { HubClient } from '../../electron/services/hub-client.ts';
import { Journal } from '../../electron/services/journal.ts';
import { Transfers as ShellTransfers } from '../../electron/services/transfers.ts';
import type { Changes } from '../../renderer/store/changes.ts';
import { type ConsoleDatabase, consoleDatabase } from '../../renderer/store/database.ts';
import type { Outcome } from '../../renderer/store/outcome.ts';
import { tidyAll } from '../../renderer/store/packs/tidy.ts';
import {
  JournalRetry,
  repairJournal,
  restoreUnsent,
  unsentOfLostDatabases,
} from '../../renderer/store/recovery.ts';
import { sealingOf } from '../../renderer/store/sealing.ts';
import { type Edit, write } from '../../renderer/store/write.ts';
import { keyPairOf, makeDeviceKeys, publicKeyOf, signEnrolment } from '../../renderer/sync/assertion.ts';
import { SyncEngine } from '../../renderer/sync/engine.ts';
import { wantCase } from '../../renderer/sync/fetch-case.ts';
import { retentionRound } from '../../renderer/sync/retention.ts';
import { Transfers } from '../../renderer/sync/transfers.ts';
import { uuidv7 } from '../../shared/base/ids.ts';
import type {
  Answer,
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  EventName,
  EventPayload,
  Handlers,
} from '../../shared/bridge/contract.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { pageKeys } from '../helpers/bridge.ts';
import { testFiles, testKeys } from '../helpers/test-keys.ts';
import { callInto, Gone } from './mailbox.ts';
import type { MemoryDisk } from './memory-disk.ts';
import { fetchOver, type Line } from './network.ts';
import type { Random } from './random.ts';
import { Process, type Scheduler } from './scheduler.ts';

const HUB_URL = 'http://127.0.0.1:4780';
const JOURNAL_FOLDER = '/journal';
/** Bytes: small, so that a history of minutes writes its journal anew now and then. */
const COMPACT_AFTER = 20_000;
/** Bytes: small, so that a file takes several requests. */
const CHUNK_BYTES = 4_000;

export interface DeviceWorld {
  scheduler: Scheduler;
  /** The line of this device; `seen` and the hubs are the world's. */
  line: Omit<Line, 'random' | 'connected' | 'schema'>;
  enrolmentCode: (personId: string) => Promise<string>;
  /** Every edit that a journal was asked to keep. */
  made: (edits: readonly Mutation[]) => void;
  /** What a screen called saved. */
  saved: (device: SimulatedDevice, edits: readonly Mutation[]) => void;
}

/** Edits after which a window tidies its packs. */
const TIDY_AFTER = 5;
/** So many short packs become one: a history has few rows of a table, and a console many. */
const SHORT_PACKS = 6;
/** By which the rows of every device are sealed, as those of a console are. */
const sealing = await sealingOf(pageKeys);

/** Screens that listen are not simulated. */
const nobodyLooks = {
  publish: () => undefined,
  publishAfter: () => undefined,
  listen: () => () => undefined,
  close: () => undefined,
} as unknown as Changes;

/** No two histories of one run share a database. */
let lives = 0;

/** One life of a device's shell: from its start to its end. */
class Shell {
  readonly process: Process;
  readonly handlers: Partial<Handlers>;
  #busy = false;

  constructor(device: SimulatedDevice, world: DeviceWorld) {
    const { scheduler } = world;
    const shell = new Process(`${device.name}’s shell`);
    this.process = shell;
    const disk = device.disk.seenBy((label) => scheduler.point(shell, label));
    const journal = new Journal(JOURNAL_FOLDER, testKeys, disk.functions(), COMPACT_AFTER);
    const line: Line = {
      ...world.line,
      random: device.random,
      connected: () => device.connected,
      schema: () => device.schema,
    };
    const request = fetchOver(line, shell);
    const client = new HubClient(HUB_URL, request);
    const blobs = new Blobs(join(device.folder, 'blobs'), testFiles, () => scheduler.now);
    const pieces = { first: CHUNK_BYTES, least: CHUNK_BYTES, most: CHUNK_BYTES };
    const transfers = new ShellTransfers(blobs, client, join(device.folder, 'transfers'), () => undefined, {
      request,
      pieces,
    });
    // The journal works off one call after the other here: its own queue has tests of its own.
    const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
      await scheduler.until(shell, 'turn at the journal', () => !this.#busy);
      this.#busy = true;
      try {
        return await work();
      } finally {
        this.#busy = false;
      }
    };
    this.handlers = {
      'device.enrol': (input) => client.enrol(input),
      'device.authenticate': (input) => client.authenticate(input),
      'device.use': async ({ deviceId }) => {
        client.use(deviceId);
        return { ok: true, value: {} };
      },
      'hub.push': (input) => client.push(input),
      'hub.pull': (input) => client.pull(input),
      'hub.compare': (input) => client.compare(input),
      'hub.rows': (input) => client.rows(input),
      'hub.certify': (input) => client.certify(input),
      'hub.reach': (input) => client.reach(input),
      'blob.begin': (input) => blobs.begin(input),
      'blob.append': (input) => blobs.append(input),
      'blob.finish': (input) => blobs.finish(input),
      'blob.cancel': (input) => blobs.cancel(input),
      'blob.here': (input) => blobs.here(input),
      'blob.remove': (input) => blobs.remove(input),
      'blob.state': (input) => client.blobState(input),
      'blob.send': (input) => transfers.send(input),
      'blob.fetch': (input) => transfers.fetch(input),
      'hub.listen': async () => ({ ok: true, value: {} }),
      'journal.append': (input) => inTurn(() => journal.append(input)),
      'journal.acknowledge': (input) => inTurn(() => journal.acknowledge(input)),
      'journal.read': (input) => inTurn(() => journal.read(input)),
    };
  }
}

export class SimulatedDevice {
  readonly name: string;
  readonly person: { id: string; name: string };
  readonly random: Random;
  readonly disk: MemoryDisk;
  readonly #world: DeviceWorld;
  /** Milliseconds by which its clock is off: for display only (S2). */
  readonly skew: number;
  connected = true;
  /** What its console speaks in place of this product's schema (S12). */
  schema: number | null = null;
  readonly #sizes: { push: number; page: number };
  shell: Shell;
  window: Process;
  db!: ConsoleDatabase;
  engine: SyncEngine | null = null;
  transfers: Transfers | null = null;
  #journalRetry: JournalRetry | null = null;
  /** Where the shell keeps attachments: real files, which no power cut touches. */
  readonly folder = mkdtempSync(join(tmpdir(), 'partner-console-simulated-device-'));
  #engines: SyncEngine[] = [];
  /** Who leads, by what is led. */
  readonly #leading = new Set<string>();
  #locked = false;
  #databases = 0;
  readonly #life = ++lives;
  #ids = 0;
  #writes = 0;
  #listeners = new Map<EventName, Set<(payload: never) => void>>();

  constructor(
    world: DeviceWorld,
    options: {
      name: string;
      person: { id: string; name: string };
      random: Random;
      disk: MemoryDisk;
      skew: number;
    },
  ) {
    this.name = options.name;
    this.person = options.person;
    this.random = options.random;
    this.disk = options.disk;
    this.skew = options.skew;
    this.#sizes = options.random.pick([
      { push: 3, page: 7 },
      { push: 50, page: 60 },
      { push: 200, page: 1_000 },
    ]);
    this.#world = world;
    this.shell = new Shell(this, world);
    this.window = new Process(`${this.name}’s window`);
    this.#openDatabase();
  }

  #openDatabase(): void {
    this.db = consoleDatabase(`${this.#life}-${this.#databases}`, sealing.another());
  }

  now(): Date {
    return new Date(this.#world.scheduler.now + this.skew);
  }

  newId = (): string => {
    this.#ids += 1;
    return uuidv7(this.now().getTime(), this.random.bytes(10));
  };

  here(): { at: string; zone: string } {
    return { at: this.now().toISOString(), zone: 'UTC' };
  }

  /** The bridge as a window of this life has it. */
  #bridge(window: Process): Bridge {
    const { scheduler, made } = this.#world;
    return {
      call: async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
        await scheduler.point(window, `bridge ${name}`);
        const { shell } = this;
        if (name === 'journal.append') made((input as CallInput<'journal.append'>).entries);
        return callInto(scheduler, window, shell.process, name, () =>
          dispatch(shell.handlers as Handlers, name, input),
        ) as Promise<CallOutput<N>>;
      },
      on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => {
        const all = this.#listeners.get(name) ?? new Set();
        all.add(listener as (payload: never) => void);
        this.#listeners.set(name, all);
        return () => all.delete(listener as (payload: never) => void);
      },
    };
  }

  get bridge(): Bridge {
    return this.#bridge(this.window);
  }

  get parts() {
    const { db, newId } = this;
    return { db, bridge: this.bridge, changes: nobodyLooks, now: () => this.now(), newId };
  }

  /** What the screens of conflicts and refused edits work with. */
  get desk() {
    return {
      db: this.db,
      bridge: this.bridge,
      newId: this.newId,
      now: () => this.now(),
      here: () => this.here(),
      person: async () => this.person,
      write: (edits: readonly Edit[]) => this.write(edits),
    };
  }

  /** The hub says that something is new. */
  poke(): void {
    for (const listener of this.#listeners.get('hub.poke') ?? []) listener({} as never);
  }

  /** Enrols, as the first screen does; tries until the line lets it. */
  async enrol(): Promise<void> {
    const keys = await makeDeviceKeys(this.db.sealing);
    const pair = await keyPairOf(keys, this.db.sealing);
    const publicKey = await publicKeyOf(keys);
    for (;;) {
      const code = await this.#world.enrolmentCode(this.person.id);
      const proof = await signEnrolment(pair, { code, deviceName: this.name });
      const input = { code, deviceName: this.name, hub: null, publicKey, proof };
      const answer = await this.bridge.call('device.enrol', input).catch((error: unknown) => {
        if (error instanceof Gone) return null;
        throw error;
      });
      if (!answer?.ok) {
        await this.#world.scheduler.sleep(this.window, 'enrol again', 5_000);
        continue;
      }
      const { identity, certificate, hub, hubTime } = answer.value;
      const row = { id: 'device' as const, identity, certificate, hub, keys, nextN: 1, lastHubTime: hubTime };
      await this.db.device.put(row);
      return;
    }
  }

  /** Opens the window: repairs the journal, syncs, and gets back what a lost database had not sent. */
  async open(windows = 1): Promise<void> {
    const { scheduler } = this.#world;
    await scheduler.until(this.window, 'the keys', () => !this.#locked);
    if (!(await this.db.device.get('device'))) await this.enrol();
    const { window } = this;
    const timer = (ms: number, fire: () => Promise<void>) =>
      scheduler.spawn(window, 'the journal again', async () => {
        await scheduler.sleep(window, 'the journal again', ms);
        await fire();
      });
    this.#journalRetry = new JournalRetry({ ...this.parts, timer });
    if (!(await repairJournal(this.parts))) this.#journalRetry.begin();
    for (let count = 0; count < windows; count++) this.#startEngine();
    await this.#restore();
    await scheduler.point(this.window, 'opened');
  }

  #startEngine(): void {
    const { scheduler } = this.#world;
    const { window } = this;
    const lead = (what: string) => async (work: () => Promise<void>) => {
      scheduler.spawn(window, what, async () => {
        await scheduler.until(window, `the lead of ${what}`, () => !this.#leading.has(what));
        this.#leading.add(what);
        await work();
      });
    };
    const runConcurrently = (work: () => Promise<void>) => {
      let running: Promise<void> | undefined;
      let ended = false;
      scheduler.spawn(window, 'beside', async () => {
        running = work();
        await running.catch(() => undefined);
        ended = true;
      });
      return async () => {
        await scheduler.until(window, 'what runs beside', () => ended);
        await running;
      };
    };
    const parts = {
      ...this.parts,
      random: () => this.random.next(),
      timer: (ms: number, fire: () => void) => scheduler.timer(window, ms, fire),
    };
    const engine = new SyncEngine({ ...parts, sizes: this.#sizes, lead: lead('sync'), runConcurrently });
    const transfers = new Transfers({
      ...parts,
      lead: lead('transfers'),
      asDevice: (call) => engine.asDevice(call),
      metered: () => false,
    });
    this.#engines.push(engine);
    this.engine = engine;
    this.transfers = transfers;
    engine.start();
    transfers.start();
  }

  async #restore(): Promise<void> {
    const { scheduler } = this.#world;
    const lost = await unsentOfLostDatabases(this.parts).catch((error: unknown) => {
      if (error instanceof Gone) return [];
      throw error;
    });
    if (lost.length === 0) return;
    // What the hub has comes first: edits of rows that are there are edits, not new rows.
    let pulled = false;
    while (!pulled) {
      await scheduler.sleep(this.window, 'first pull after a loss', 2_000);
      pulled = (await this.db.cursors.toArray()).some((cursor) => cursor.scope !== 'catalogue');
    }
    for (const each of lost) {
      const parts = { ...this.parts, write: (edits: readonly Edit[]) => this.write(edits) };
      await restoreUnsent(parts, each).catch((error: unknown) => {
        if (!(error instanceof Gone)) throw error;
      });
    }
  }

  /** Saves as a screen does, and tells the ledger what the screen called saved. */
  async write(edits: readonly Edit[]): Promise<Outcome> {
    const kept: Mutation[] = [];
    const { bridge } = this;
    const listening: Bridge = {
      ...bridge,
      call: (name, input) => {
        if (name === 'journal.append') kept.push(...(input as CallInput<'journal.append'>).entries);
        return bridge.call(name, input);
      },
    };
    const result = await write({ ...this.parts, bridge: listening }, edits);
    if (result.kind === 'saved') this.#world.saved(this, kept);
    if (result.kind === 'saved' && result.journal === 'behind') this.#journalRetry?.begin();
    this.engine?.wake();
    if (edits.some((edit) => edit.table === 'attachments')) this.transfers?.wake();
    this.#writes += 1;
    if (this.#writes % TIDY_AFTER === 0) this.#tidy();
    return result;
  }

  /** As a window does in its spare time; killed with it. */
  #tidy(): void {
    const { db, window } = this;
    const { scheduler } = this.#world;
    scheduler.spawn(window, 'tidying', () =>
      tidyAll(
        db,
        () => scheduler.point(window, 'tidying'),
        () => !window.alive,
        SHORT_PACKS,
      ).catch((error: unknown) => {
        if (window.alive) throw error;
      }),
    );
  }

  /** Ended cases leave, as if their days were over. @returns how many did */
  async retire(): Promise<number> {
    const { engine, window } = this;
    const { scheduler } = this.#world;
    if (!engine) return 0;
    const parts = {
      ...this.parts,
      asDevice: <T>(call: () => Promise<Answer<T>>) => engine.asDevice(call),
      publish: () => undefined,
      unlessOpen: async (_caseId: string, work: () => Promise<void>) => {
        await work();
        return true;
      },
      pause: () => scheduler.point(window, 'retention'),
      stopped: () => !window.alive,
    };
    return retentionRound(parts, { files: 0, rows: 0 });
  }

  /** Somebody wants a case back that has left. */
  async wantBack(): Promise<string> {
    const left = await this.db.departed.where('state').equals('left').primaryKeys();
    if (left.length === 0) return '';
    const caseId = this.random.pick(left);
    await wantCase(this.db, caseId);
    this.engine?.wake();
    return caseId;
  }

  killWindow(): void {
    this.#world.scheduler.kill(this.window);
    for (const listeners of this.#listeners.values()) listeners.clear();
    this.#leading.clear();
    this.#engines = [];
    this.engine = null;
    this.transfers = null;
    this.db.close();
    this.window = new Process(`${this.name}’s window`);
    this.#openDatabase();
  }

  /** The windows forget the keys and all that they show; whoever opens one waits until the console is unlocked. */
  lock(): void {
    this.#locked = true;
    this.killWindow();
  }

  unlock(): void {
    this.#locked = false;
  }

  /** Which of these files are on this device. */
  filesHere(hashes: readonly string[]): string[] {
    return hashes.filter((hash) => {
      const name = testFiles.nameOf(hash);
      return existsSync(join(this.folder, 'blobs/sealed', name.slice(0, 2), name));
    });
  }

  /** Removes what the device has on the real disk. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  killShell(): void {
    this.#world.scheduler.kill(this.shell.process);
    this.shell = new Shell(this, this.#world);
  }

  cutPower(): void {
    this.killWindow();
    this.killShell();
    this.disk.cutPower(this.random);
  }

  /** Chromium resets the database; the disk beside it is whole. */
  loseDatabase(): void {
    this.killWindow();
    this.db.close();
    this.#databases += 1;
    this.#openDatabase();
  }
}
