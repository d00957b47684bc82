/** A hub process of a world: the real server and its real handlers, over the world's database. */
import type pg from 'pg';
import type { BlobStore } from '../../hub/blobs/store.ts';
import { Uploads } from '../../hub/blobs/uploads.ts';
import type { Issuer } from '../../hub/issuing/issuer-keys.ts';
import type { HubKey } from '../../hub/issuing/keys.ts';
import { defaultLimits } from '../../hub/routes/bounds.ts';
import type { Pokes } from '../../hub/routes/pokes.ts';
import { buildServer } from '../../hub/server.ts';
import { outsideSettings } from '../../hub/webhooks/start.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import { lockPool, lockTime, storeSeenBy, type UploadLocks } from './blobs.ts';
import type { HttpAnswer, HttpRequest } from './network.ts';
import type { Random } from './random.ts';
import { Process, type Scheduler } from './scheduler.ts';
import { type Locks, SimulatedDatabase } from './sql.ts';

export interface HubWorld {
  scheduler: Scheduler;
  pool: pg.Pool;
  locks: Locks;
  random: Random;
  blobs: BlobStore;
  uploadLocks: UploadLocks;
  key: HubKey;
  committed: () => void;
}

/** Who issues the credentials of the simulation's people. */
export const ISSUER: Issuer = {
  url: 'https://hub.simulation.example',
  name: 'The simulation',
  secret: 'the secret of the simulation',
};

export const OPERATOR_TOKEN = 'the-operator-of-the-simulation';

/** Nobody listens to a simulated hub: the world pokes devices after a commit, or forgets to. */
const noPokes = { add: () => () => undefined, count: 0 } as unknown as Pokes;

/**
 * Requests of which the hub answers one after the other, by the line that they wait in. Of pages each device has one turn, and so it has of
 * tokens; health is asked once for all, and so are the keys of devices that ask for tokens. A wait for another's answer that is missing
 * here hangs the history: `test/unit/sim/waits.test.ts` holds the list to the hub.
 */
const lines: ReadonlyMap<string, string> = new Map([
  [hubPaths.health, 'health'],
  [hubPaths.token, 'tokens'],
  [hubPaths.pull, 'pages'],
  [hubPaths.compare, 'pages'],
  [hubPaths.rows, 'pages'],
]);

export class SimulatedHub {
  readonly process: Process;
  readonly #database: SimulatedDatabase;
  readonly #app: ReturnType<typeof buildServer>;
  readonly #scheduler: Scheduler;
  /** Lines in which a request is being answered. */
  readonly #busy = new Set<string>();

  /** @param skew milliseconds by which this hub's clock differs from the others' */
  constructor(world: HubWorld, name: string, skew: number) {
    this.process = new Process(name);
    this.#scheduler = world.scheduler;
    this.#database = new SimulatedDatabase({ ...world, process: this.process });
    this.#app = buildServer({
      database: this.#database.asDatabase(),
      key: world.key,
      issuer: ISSUER,
      pokes: noPokes,
      uploads: new Uploads(
        this.#database.asDatabase(),
        storeSeenBy(world.blobs, world.scheduler, this.process),
        lockPool(this.process, world.uploadLocks),
        null,
        lockTime(world.scheduler, this.process),
      ),
      outside: {
        database: this.#database.asDatabase(),
        addresses: outsideSettings({}).addresses,
        secret: 'the secret of the simulation',
        now: () => new Date(world.scheduler.now + skew),
      },
      operatorToken: OPERATOR_TOKEN,
      trustedProxies: [],
      // A refusal that is held back would stand still in real time.
      limits: { ...defaultLimits, wrongMs: 0, overBudgetMs: 0 },
      now: () => new Date(world.scheduler.now + skew),
    });
  }

  /**
   * Answers a request. Where the hub lets one request wait for another's, the scheduler has to know of it: whoever would wait
   * inside waits here, in virtual time.
   */
  async handle(request: HttpRequest): Promise<HttpAnswer> {
    const [path = ''] = request.path.split('?');
    const line = lines.get(path);
    if (line === undefined) return this.#answer(request);
    const free = () => !this.#busy.has(line);
    while (!free()) await this.#scheduler.until(this.process, `turn at ${line}`, free);
    this.#busy.add(line);
    try {
      return await this.#answer(request);
    } finally {
      this.#busy.delete(line);
    }
  }

  async #answer(request: HttpRequest): Promise<HttpAnswer> {
    const { method, path: url, headers, body } = request;
    const answer = await this.#app.inject({
      method,
      url,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      ),
      body: answer.headers['content-type'] === 'application/octet-stream' ? answer.rawPayload : answer.body,
    };
  }

  /** `kill -9`: what it was doing is rolled back by PostgreSQL. */
  async kill(scheduler: Scheduler): Promise<void> {
    scheduler.kill(this.process);
    await this.#database.cut();
  }
}
