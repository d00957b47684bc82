/**
 * Connections to the database by whom they are for. The edits of one organisation go one after the other, under a lock that their
 * connection waits for: without a share, few computers that send side by side would hold every connection there is, and the other
 * organisations would wait for none of their own.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { once } from '../once.ts';
import { Refusal } from '../refusal.ts';

/** Connections that one organisation has at once, of the 20 of a hub. */
const MOST_EACH = 6;
/** What waits for one of these; more than an organisation may ask at once are those that nobody waits for any more. */
const MOST_WAITING = 100;
/** As long as for a connection of the pool itself. */
const PATIENCE_MS = 10_000;

interface Work {
  owner: string;
  /** Connections that this work has: one that it needs besides is given at once, since it would wait for itself. */
  held: number;
}

interface Line {
  held: number;
  waiting: Set<() => void>;
}

const working = new AsyncLocalStorage<Work>();

/** Does work that an organisation asked for: what it needs of the database comes out of that organisation's share. */
export function workFor<T>(owner: string, work: () => T): T {
  return working.run({ owner, held: 0 }, work);
}

const busy = () =>
  new Refusal(
    429,
    'busy',
    'The hub has much of your organisation to do already. The console tries again by itself.',
    2,
  );

class Shares {
  readonly #lines = new Map<string, Line>();

  /** @returns what gives the place back @throws Refusal 429 where it is not the owner's turn for too long */
  async take(owner: string): Promise<() => void> {
    const line = this.#lines.get(owner) ?? { held: 0, waiting: new Set() };
    this.#lines.set(owner, line);
    if (line.held < MOST_EACH) line.held += 1;
    else {
      if (line.waiting.size >= MOST_WAITING) throw busy();
      await this.#turn(line);
    }
    return once(() => this.#leave(owner, line));
  }

  #turn({ waiting }: Line): Promise<void> {
    return new Promise((done, failed) => {
      const go = () => {
        clearTimeout(patience);
        waiting.delete(go);
        done();
      };
      const patience = setTimeout(() => {
        waiting.delete(go);
        failed(busy());
      }, PATIENCE_MS);
      // The server's end does not wait for it.
      patience.unref();
      waiting.add(go);
    });
  }

  #leave(owner: string, line: Line): void {
    // A place is handed on, so that nobody who comes meanwhile gets it first.
    const [next] = line.waiting;
    if (next) {
      next();
      return;
    }
    line.held -= 1;
    if (line.held === 0) this.#lines.delete(owner);
  }
}

type Connected = (
  error: Error | undefined,
  client?: pg.PoolClient,
  release?: (error?: Error) => void,
) => void;

/** A pool of which each organisation has a share; work for nobody in particular has all of it. */
export class SharedPool extends pg.Pool {
  readonly #shares = new Shares();

  override connect(): Promise<pg.PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<pg.PoolClient> | undefined {
    const work = working.getStore();
    const taken = work === undefined || work.held > 0 ? super.connect() : this.#connectFor(work);
    if (!connected) return taken;
    taken.then(
      (client) => connected(undefined, client, (error) => client.release(error)),
      (error: Error) => connected(error),
    );
    return undefined;
  }

  async #connectFor(work: Work): Promise<pg.PoolClient> {
    const leave = await this.#shares.take(work.owner);
    const client = await super.connect().catch((error: unknown) => {
      leave();
      throw error;
    });
    work.held += 1;
    const release = client.release.bind(client);
    client.release = (error) => {
      work.held -= 1;
      leave();
      release(error);
    };
    return client;
  }
}
