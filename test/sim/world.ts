/** One history: hubs, devices, people and misfortune from a seed; then calm; then everything is looked at. */
import type pg from 'pg';
import type { BlobStore } from '../../hub/blobs/store.ts';
import { makeEnrolmentCode } from '../../hub/issuing/devices.ts';
import { loadIssuer } from '../../hub/issuing/issuer.ts';
import { certifySample } from '../../hub/issuing/sample.ts';
import { transaction } from '../../hub/store/database.ts';
import { addOrganisation, ensureFixedScopes } from '../../hub/store/organisations.ts';
import { unsentFiles } from '../../renderer/sync/transfers.ts';
import { updatedScopeHash } from '../../shared/base/hash.ts';
import type { Mutation } from '../../shared/sync/protocol.ts';
import { hubPaths, pullResponse, SCHEMA } from '../../shared/sync/protocol.ts';
import { restoreSnapshot, takeSnapshot } from './backup.ts';
import type { UploadLocks } from './blobs.ts';
import { SimulatedDevice } from './device.ts';
import { ISSUER, SimulatedHub } from './hub.ts';
import { checkEnd, checkScreen } from './invariants.ts';
import { Ledger } from './ledger.ts';
import { MemoryDisk } from './memory-disk.ts';
import type { HttpAnswer, HttpRequest } from './network.ts';
import { actAsPerson, endSomeCase, openSomeCase } from './people.ts';
import { Random } from './random.ts';
import { Process, Scheduler } from './scheduler.ts';
import type { SimulatorDatabase } from './server.ts';
import { Locks } from './sql.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const STORM = 4 * MINUTE;
const LOOK_EVERY_STEPS = 40;
const YEAR = 365 * 24 * 60 * MINUTE;
/** PostgreSQL's code for a lock that was not had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** How much happens. A history that fails is told again with less, as long as it fails. */
export interface Size {
  devices: number;
  hubs: number;
  /** Edits by people, each device. */
  actions: number;
  /** Chance of a fault, a request. */
  faulty: number;
  /** Crashes, power cuts and partitions. */
  misfortunes: number;
  /** Chance that the hub is restored from a backup. */
  restored: number;
  /** Devices of the Level 3 desk, beside the partners'. */
  desks?: number;
  /** How often a console is locked, and opened again some time later. */
  locks?: number;
  /** How often a case ends, leaves devices, or is wanted back. */
  retention?: number;
}

export const fullSize: Size = {
  devices: 4,
  hubs: 2,
  actions: 12,
  faulty: 0.12,
  misfortunes: 8,
  restored: 0.25,
};

/**
 * The size of a seed's history, drawn from the seed. Leaving things out finds what a full history hides: with few devices one
 * mistake is not mended by the next, and without faults an order stays as it was (swarm testing).
 */
export function drawnSize(seed: number): Size {
  const random = new Random(seed + 0x5153);
  return {
    devices: random.pick([2, 3, 4]),
    hubs: random.pick([1, 2, 2]),
    actions: random.pick([6, 9, 12]),
    faulty: random.pick([0, 0.06, 0.12, 0.2]),
    misfortunes: random.pick([2, 5, 8, 8]),
    restored: random.pick([0, 0.25, 0.5]),
    desks: random.pick([0, 0, 0, 1, 0, 0, 0, 2]),
    locks: random.pick([0, 0, 3]),
    retention: random.pick([0, 0, 12, 30]),
  };
}

interface Event {
  /** Milliseconds from the start. */
  at: number;
  happen: () => Promise<void>;
}

export interface Outcome {
  problems: string[];
  /** What happened, for the report. */
  log: string[];
  saved: number;
  steps: number;
}

const organisations = [
  '01900000-0000-7000-8000-0000000000a1',
  '01900000-0000-7000-8000-0000000000a2',
] as const;
const DESK = '01900000-0000-7000-8000-0000000000a3';

const OUTSIDE_SYSTEM = '01900000-0000-7000-8000-0000000000b1';

function personId(organisation: number, index: number): string {
  return `01900000-0000-7000-8000-0000000${organisation}0${index.toString().padStart(3, '0')}`;
}

const misfortunes = [
  'hub',
  'hub',
  'window',
  'window',
  'shell',
  'power',
  'partition',
  'partition',
  'rot',
  'newer console',
] as const;
/** A device that lost its database enrols anew. */
const losses = ['database', 'disaster', 'offline disaster'] as const;

export class World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly ledger = new Ledger();
  readonly devices: SimulatedDevice[] = [];
  readonly log: string[] = [];
  readonly problems: string[] = [];
  readonly #database: SimulatorDatabase;
  readonly #locks = new Locks();
  readonly #uploadLocks: UploadLocks = new Map();
  readonly #size: Size;
  readonly #weather = new Process('the world');
  #hubs: SimulatedHub[] = [];
  #calm = false;
  #restored = false;
  #replaying = false;

  constructor(database: SimulatorDatabase, seed: number, size: Size) {
    this.#database = database;
    this.#size = size;
    this.random = new Random(seed);
    this.scheduler = new Scheduler(this.random.fork(), START);
  }

  get pool(): pg.Pool {
    return this.#database.pool;
  }

  get blobs(): BlobStore {
    return this.#database.blobs;
  }

  tell(text: string): void {
    this.log.push(`${((this.scheduler.now - START) / 1000).toFixed(1)} s: ${text}`);
  }

  #startHub(index: number): void {
    const world = {
      scheduler: this.scheduler,
      pool: this.pool,
      locks: this.#locks,
      random: this.random,
      blobs: this.#database.blobs,
      uploadLocks: this.#uploadLocks,
      key: this.#database.key,
      committed: () => this.#pokeSome(),
    };
    this.#hubs[index] = new SimulatedHub(world, `hub ${index}`, index * 2_000);
  }

  #pokeSome(): void {
    for (const device of this.devices) {
      if (!device.connected || this.random.chance(0.3)) continue;
      this.scheduler.spawn(this.#weather, 'poke', async () => {
        await this.scheduler.sleep(this.#weather, 'poke', this.random.int(1, 500));
        device.poke();
      });
    }
  }

  /** Nothing of another organisation is ever in an answer (S13), and the hub's own faults are none of a client's doing. */
  #look(device: SimulatedDevice, request: HttpRequest, answer: HttpAnswer | null): void {
    if (answer?.status === 503 && String(answer.body).includes('"code":"failed"'))
      this.problems.push(`${device.name} met a fault of the hub at ${request.path}`);
    if (request.path === hubPaths.compare && !this.mayDiffer)
      this.problems.push(
        `${device.name} and the hub differed although nothing was damaged: a hole before a cursor`,
      );
    if (request.path !== hubPaths.pull || answer?.status !== 200) return;
    const page = pullResponse.parse(JSON.parse(String(answer.body)));
    const asked = String((JSON.parse(String(request.body ?? '{}')) as { scope?: unknown }).scope);
    const own = this.organisationOf(device);
    if (asked === 'catalogue' || own === DESK) return;
    for (const { table, data } of page.rows) {
      const row = data as { organisationId?: string; caseId?: string } | null;
      const owner = row?.organisationId ?? (row?.caseId ? this.caseOwners.get(row.caseId) : undefined);
      if (owner !== undefined && owner !== own)
        this.problems.push(`${device.name} was given a row of ${table} of another organisation`);
    }
  }

  /** Whether something was done to a device after which it and the hub have to find a difference. */
  mayDiffer = false;

  /** Which organisation each case is of, as its maker said. */
  readonly caseOwners = new Map<string, string>();

  organisationOf(device: SimulatedDevice): string {
    return organisations[Number(device.person.id.at(-5))] ?? DESK;
  }

  get desks(): boolean {
    return (this.#size.desks ?? 0) > 0;
  }

  /** Where a device's edits go: the desk's are Level 3's. */
  homeOf(organisation: string): string {
    return organisation === DESK ? 'level3' : `org:${organisation}`;
  }

  #made(device: SimulatedDevice, edits: readonly Mutation[]): void {
    for (const edit of edits)
      if (edit.table === 'cases' && edit.op === 'insert')
        this.caseOwners.set(edit.key, this.organisationOf(device));
    this.ledger.made(edits);
  }

  async #people(): Promise<void> {
    await ensureFixedScopes(this.pool);
    await transaction(this.pool, async (client) => {
      // Nothing posts here: what is looked at is the outbox.
      await client.query(
        "INSERT INTO webhooks (id, name, url, sealed, created_at) VALUES ($1, 'Tickets', 'https://tickets.example.com/', '', now())",
        [OUTSIDE_SYSTEM],
      );
      for (const [index, id] of organisations.entries()) {
        const people = Array.from({ length: 4 }, (_, at) => ({
          id: personId(index, at),
          name: `Person ${index}-${at}`,
          email: `person-${index}-${at}@example.com`,
          roles: at === 1 ? ['lead'] : at === 3 ? ['engineer', 'lead'] : ['engineer'],
        }));
        await addOrganisation(client, { id, name: `Organisation ${index}`, sample: true }, people);
      }
      const desk = Array.from({ length: this.#size.desks ?? 0 }, (_, at) => ({
        id: personId(2, at),
        name: `Person 2-${at}`,
        email: `person-2-${at}@example.com`,
        roles: ['level3'],
      }));
      if (desk.length > 0) await addOrganisation(client, { id: DESK, name: 'Desk', sample: true }, desk);
    });
    const now = new Date(START);
    await loadIssuer(this.pool, ISSUER.secret, { ...ISSUER, now });
    for (const [index, id] of organisations.entries()) {
      const engineers = [0, 2, 3].map((at) => personId(index, at));
      await certifySample(this.pool, ISSUER, id, engineers, now);
    }
  }

  #addDevice(index: number): void {
    // Most are of one organisation, so that they meet.
    const organisation = index === 2 ? 1 : 0;
    this.#makeDevice(`device ${index}`, organisation, organisation === 1 ? 0 : index);
  }

  #makeDevice(name: string, organisation: number, at: number): void {
    const { scheduler, random } = this;
    const device: SimulatedDevice = new SimulatedDevice(
      {
        scheduler,
        line: {
          scheduler,
          faulty: () => (this.#calm ? 0 : this.#size.faulty),
          // Not below one handoff packet: that one cannot be sent in parts.
          most: random.pick([20_000, 60_000, 32 * 1024 * 1024]),
          hub: () => this.#anyHub(),
          seen: (request, answer) => this.#look(device, request, answer),
        },
        enrolmentCode: (person) => this.#enrolmentCode(person, device.window),
        made: (edits) => this.#made(device, edits),
        saved: (_device, edits) => this.ledger.save(this.organisationOf(device), edits),
      },
      {
        name,
        person: { id: personId(organisation, at), name: `Person ${organisation}-${at}` },
        random: random.fork(),
        disk: new MemoryDisk(async () => undefined),
        skew: random.pick([0, 0, 40_000, -YEAR, YEAR]),
      },
    );
    // Some consoles are one schema behind (S12).
    if (random.chance(0.2)) device.schema = SCHEMA - 1;
    this.devices.push(device);
    this.#openDevice(device);
  }

  /** The operator's command is no process of the simulation: where it would wait for a lock of one, it is given again. */
  async #enrolmentCode(person: string, waiting: Process): Promise<string> {
    for (;;) {
      try {
        return (await makeEnrolmentCode(this.pool, person)).code;
      } catch (error) {
        if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
        await this.scheduler.sleep(waiting, 'the operator', 500);
      }
    }
  }

  #anyHub() {
    const up = this.#hubs.filter((hub) => hub.process.alive);
    if (up.length === 0) return null;
    const hub = this.random.pick(up);
    return { process: hub.process, handle: (request: HttpRequest) => hub.handle(request) };
  }

  #openDevice(device: SimulatedDevice): void {
    const windows = this.random.chance(0.2) ? 2 : 1;
    this.scheduler.spawn(device.window, 'opening', async () => {
      await device.open(windows);
      await this.#person(device);
    });
  }

  /** A person at the device, until they have done what they came for. */
  async #person(device: SimulatedDevice): Promise<void> {
    const { window } = device;
    while (!this.#calm && (this.#done.get(device) ?? 0) < this.#size.actions) {
      await this.scheduler.sleep(window, 'thinking', device.random.int(200, 20_000));
      this.#done.set(device, (this.#done.get(device) ?? 0) + 1);
      const what = await actAsPerson(this, device);
      // Who found nothing to do looks again.
      if (what === '') this.#done.set(device, (this.#done.get(device) ?? 1) - 1);
      else this.tell(`${device.name}: ${what}`);
    }
  }

  readonly #done = new Map<SimulatedDevice, number>();

  /** Something goes wrong. Threads only stand still here, so that a crash falls between two steps. */
  async #misfortune(): Promise<void> {
    const device = this.random.pick(this.devices);
    const kind = this.random.pick(this.#restored ? misfortunes : [...misfortunes, ...losses]);
    this.tell(`misfortune: ${kind} (${device.name})`);
    switch (kind) {
      case 'hub': {
        const index = this.random.int(0, this.#hubs.length - 1);
        await this.#hubs[index]?.kill(this.scheduler);
        this.#later(this.random.int(0, 40_000), () => this.#startHub(index));
        break;
      }
      case 'window':
        device.killWindow();
        this.#openDevice(device);
        break;
      case 'shell':
        device.killShell();
        break;
      case 'power':
        device.cutPower();
        this.#openDevice(device);
        break;
      case 'database':
        device.loseDatabase();
        this.#openDevice(device);
        break;
      case 'disaster':
        // The power fails on a full disk, and Chromium resets the database at the next start.
        device.cutPower();
        device.loseDatabase();
        this.#openDevice(device);
        break;
      case 'offline disaster':
        // The same after some work without a network, with edits that nobody else has.
        device.connected = false;
        this.#later(this.random.int(10_000, 60_000), () => {
          device.cutPower();
          device.loseDatabase();
          device.connected = true;
          this.#openDevice(device);
        });
        break;
      case 'rot':
        this.mayDiffer = true;
        this.#rot(device);
        break;
      case 'newer console': {
        // It was updated before the hub was; then the hub is, too.
        device.schema = SCHEMA + 1;
        this.#later(this.random.int(10_000, 60_000), () => {
          device.schema = null;
        });
        break;
      }
      case 'partition':
        device.connected = false;
        this.#later(this.random.int(1_000, 120_000), () => {
          device.connected = true;
        });
        break;
    }
  }

  /** Somebody locks a console: its windows forget all, and open with the keys again later. */
  #lock(chances: Random): void {
    const device = chances.pick(this.devices);
    this.tell(`locked (${device.name})`);
    device.lock();
    this.#openDevice(device);
    this.#later(chances.int(2_000, 60_000), () => device.unlock());
  }

  /** Cases end, leave a device once it agrees with the hub, are asked for again, or opened again by a lead. */
  #retention(chances: Random): void {
    const device = chances.pick(this.devices);
    const what = chances.next();
    this.scheduler.spawn(device.window, 'retention', async () => {
      if (!(await device.db.device.get('device'))) return;
      if (what < 0.3) await endSomeCase(device, (text) => this.tell(`${device.name}: ${text}`));
      else if (what < 0.75) {
        const left = await device.retire();
        if (left > 0) this.tell(`${device.name}: ${left} ended cases leave`);
      } else if (what < 0.85) {
        const id = await device.wantBack();
        if (id !== '') this.tell(`${device.name}: wants ${id} back`);
      } else await openSomeCase(device, (text) => this.tell(`${device.name}: ${text}`));
    });
  }

  /** A row that was synced is gone from the device, or was never told of: what S8 is there to find. */
  #rot(device: SimulatedDevice): void {
    this.scheduler.spawn(this.#weather, 'rot', async () => {
      const { db, random } = device;
      const ids = await db.synced.toCollection().primaryKeys();
      if (ids.length === 0) return;
      const id = random.pick(ids);
      const row = await db.synced.get(id);
      const [table = '', key = ''] = id.split(' ');
      if (!row || (await db.outbox.where('[table+key]').equals([table, key]).count()) > 0) return;
      await db.transaction('rw', [db.table(table), db.synced, db.cursors], async () => {
        await db.table(table).delete(key);
        await db.synced.delete(id);
        const cursor = await db.cursors.get(row.scope);
        if (cursor) {
          const hash = updatedScopeHash(cursor.hash, { remove: [row.hash] });
          await db.cursors.update(row.scope, { count: cursor.count - 1, hash });
        }
      });
    });
  }

  #later(ms: number, work: () => void): void {
    this.scheduler.spawn(this.#weather, 'later', async () => {
      await this.scheduler.sleep(this.#weather, 'later', ms);
      work();
    });
  }

  /** A backup is taken, and at some later time the hub is restored from it: what came between is gone there. */
  #planRestore(): Event[] {
    const { random, scheduler } = this;
    if (!random.chance(this.#size.restored)) return [];
    this.#restored = true;
    const taken = random.int(STORM / 4, STORM / 2);
    let takenAt = '';
    const backup = async () => {
      // Who enrols after a backup enrols again after its restore: a person does that, and no history.
      for (const device of this.devices) if (!(await device.db.device.get('device'))) return;
      takenAt = new Date(scheduler.now).toISOString();
      await takeSnapshot(this.pool);
      this.tell('a backup is taken');
    };
    const restore = async () => {
      if (takenAt === '') return;
      for (const hub of this.#hubs) await hub.kill(scheduler);
      await restoreSnapshot(this.pool, takenAt);
      this.#replaying = true;
      this.tell('the hub is restored from the backup');
      for (const index of this.#hubs.keys()) this.#later(random.int(0, 30_000), () => this.#startHub(index));
    };
    return [
      { at: taken, happen: backup },
      { at: random.int(taken, STORM), happen: restore },
    ];
  }

  /** Steps until the virtual time, with what is to happen at its time on the way. */
  async #live(ms: number, events: readonly Event[]): Promise<void> {
    const end = this.scheduler.now + ms;
    const due = [...events].sort((a, b) => a.at - b.at);
    while (await this.scheduler.step(end)) {
      if (this.scheduler.steps % LOOK_EVERY_STEPS === 0)
        await this.#lookAtScreen(this.random.pick(this.devices));
      if (due[0] !== undefined && this.scheduler.now - START >= due[0].at) await due.shift()?.happen();
      if (this.scheduler.now >= end) break;
    }
  }

  /** After a restore, edits go again whose outcome a screen shows already. */
  async #lookAtScreen(device: SimulatedDevice): Promise<void> {
    if (this.#replaying) return;
    for (const problem of await checkScreen(device)) {
      this.problems.push(problem);
      this.tell(problem);
    }
  }

  async run(): Promise<Outcome> {
    const { scheduler, random } = this;
    await this.#people();
    for (let index = 0; index < this.#size.hubs; index++) this.#startHub(index);
    for (let index = 0; index < this.#size.devices; index++) this.#addDevice(index);
    for (let at = 0; at < (this.#size.desks ?? 0); at++) this.#makeDevice(`desk ${at}`, 2, at);
    const events = this.#planRestore();
    // By chances of their own: a history with locks is otherwise the one without.
    const locks = new Random(this.#size.locks ?? 0);
    for (let count = 0; count < (this.#size.locks ?? 0); count++)
      events.push({ at: locks.int(1_000, STORM), happen: async () => this.#lock(locks) });
    for (let count = 0; count < this.#size.misfortunes; count++)
      events.push({ at: random.int(1_000, STORM), happen: () => this.#misfortune() });
    const ends = new Random(this.#size.retention ?? 0);
    for (let count = 0; count < (this.#size.retention ?? 0); count++)
      events.push({ at: ends.int(10_000, STORM), happen: async () => this.#retention(ends) });
    await this.#live(STORM, events);

    this.#calm = true;
    this.tell('calm');
    for (const device of this.devices) device.connected = true;
    for (const [index, hub] of this.#hubs.entries()) if (!hub.process.alive) this.#startHub(index);
    let agreed = false;
    for (let rounds = 0; rounds < 8 && !agreed; rounds++) {
      await this.#live(2 * MINUTE, []);
      agreed = await this.#agrees();
    }
    if (agreed && (this.#size.retention ?? 0) > 0) agreed = await this.#retireInCalm(ends);
    if (!agreed) this.problems.push(`no agreement after 16 calm minutes: ${await this.#whoDiffers()}`);
    this.problems.push(...scheduler.failures.map(({ label, error }) => `${label}: ${String(error)}`));
    this.problems.push(...(await checkEnd(this)));
    await this.#end();
    return { problems: this.problems, log: this.log, saved: this.ledger.saved, steps: scheduler.steps };
  }

  /**
   * Devices agree mostly when it is calm: then most cases leave, while a window is still killed, and some come back. One device keeps its cases,
   * so that a lead at it can open one that the others no longer have.
   */
  async #retireInCalm(chances: Random): Promise<boolean> {
    const leads: SimulatedDevice[] = [];
    for (const device of this.devices)
      if ((await device.db.device.get('device'))?.identity.roles.includes('lead')) leads.push(device);
    const keeper = leads.length > 0 ? chances.pick(leads) : null;
    for (const device of this.devices.filter((each) => each !== keeper))
      this.scheduler.spawn(device.window, 'retention', async () => {
        const left = await device.retire();
        this.tell(`${device.name}: ${left} ended cases leave in the calm`);
      });
    const killed = chances.pick(this.devices);
    const events = [
      {
        at: this.scheduler.now - START + chances.int(1, 300),
        happen: async () => {
          killed.killWindow();
          this.#openDevice(killed);
        },
      },
    ];
    for (let count = 0; count < 4; count++)
      events.push({
        at: this.scheduler.now - START + chances.int(MINUTE / 2, 2 * MINUTE),
        happen: async () => {
          if (keeper && chances.chance(0.5))
            this.scheduler.spawn(keeper.window, 'opening again', () =>
              openSomeCase(keeper, (text) => this.tell(`${keeper.name}: ${text}`)),
            );
          else this.#retention(chances);
        },
      });
    await this.#live(3 * MINUTE, events);
    let agreed = false;
    for (let rounds = 0; rounds < 4 && !agreed; rounds++) {
      await this.#live(2 * MINUTE, []);
      agreed = await this.#agrees();
    }
    return agreed;
  }

  async #differing(): Promise<string[]> {
    const heads = new Map(
      (await this.pool.query('SELECT name, epoch, hash, version, row_count FROM scopes')).rows.map((row) => [
        row.name,
        row,
      ]),
    );
    const who: string[] = [];
    for (const device of this.devices) {
      const enrolled = await device.db.device.get('device');
      if (!enrolled) {
        who.push(`${device.name} is not enrolled`);
        continue;
      }
      const files = await unsentFiles(device.db);
      const here = await device.filesHere(files.map((file) => file.sha256));
      if (here.length > 0) who.push(`${device.name} has ${here.length} files left`);
      const left = await device.db.outbox.count();
      if (left > 0) who.push(`${device.name} has ${left} edits left`);
      for (const scope of enrolled.identity.scopes) {
        const cursor = await device.db.cursors.get(scope);
        const head = heads.get(scope);
        // By chance a device may stand where a restored hub begins, and not know yet that it was restored.
        if (cursor?.epoch !== head?.epoch || cursor?.hash !== head?.hash || cursor?.count !== head?.row_count)
          who.push(`${device.name} differs in ${scope} (${cursor?.version} of ${head?.version})`);
      }
    }
    return who;
  }

  async #agrees(): Promise<boolean> {
    return (await this.#differing()).length === 0;
  }

  async #whoDiffers(): Promise<string> {
    const states = await Promise.all(
      this.devices.map(async (device) => JSON.stringify((await device.db.syncState.get('sync'))?.value)),
    );
    return [...(await this.#differing()), ...states].join('; ');
  }

  async #end(): Promise<void> {
    for (const hub of this.#hubs) await hub.kill(this.scheduler);
    for (const device of this.devices) {
      this.scheduler.kill(device.window);
      this.scheduler.kill(device.shell.process);
      device.db.close();
      await device.db.delete();
      device.remove();
    }
    this.scheduler.kill(this.#weather);
  }
}
