/**
 * One writer an upload, over all hubs: locks of PostgreSQL's that go with their connection, so that a killed hub holds none.
 * A hub's locks share one connection, however many uploads stand still. tus-node-server's own locks are per process.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';
import type pg from 'pg';
import { OneAtATime } from '../store/one-at-a-time.ts';

/** How long a request waits for another that writes the same upload. */
const PATIENCE_MS = 15_000;
const ASK_EVERY_MS = 100;

/** By which time whoever waits for a lock does so, in milliseconds. */
export interface WaitingTime {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

const realTime: WaitingTime = { now: () => Date.now(), wait };

export class DatabaseLocker implements Locker {
  readonly #line: SharedConnection;
  readonly #time: WaitingTime;
  /**
   * What this process holds or tries to hold, with what asks the holder to let go: its client is back over another connection.
   * PostgreSQL would give one connection the same lock twice.
   */
  readonly #holders = new Map<string, RequestRelease>();

  /** @param pool gives one connection, for as long as this hub holds a lock */
  constructor(pool: pg.Pool, time: WaitingTime = realTime) {
    this.#time = time;
    this.#line = new SharedConnection(pool, () => {
      // The locks went with the connection: who wrote under one stops.
      for (const letGo of this.#holders.values()) void letGo();
    });
  }

  newLock(id: string): Lock {
    return {
      lock: async (signal, cancelRequest) => {
        const end = this.#time.now() + PATIENCE_MS;
        for (;;) {
          const holder = this.#holders.get(id);
          if (holder) await holder();
          else if (await this.#try(id, cancelRequest)) return;
          if (signal.aborted || this.#time.now() > end) throw ERRORS.ERR_LOCK_TIMEOUT;
          await this.#time.wait(ASK_EVERY_MS);
        }
      },
      unlock: async () => {
        try {
          // Where the connection is gone, so is the lock.
          await this.#line
            .ask('SELECT pg_advisory_unlock(hashtextextended($1, 0))', id)
            // Unreported: where the connection is gone, so is the lock.
            .catch(() => undefined);
        } finally {
          this.#holders.delete(id);
          this.#line.leave();
        }
      },
    };
  }

  /** Whether the lock is this process's now; then the shared connection is used until `unlock`. */
  async #try(id: string, cancelRequest: RequestRelease): Promise<boolean> {
    this.#holders.set(id, cancelRequest);
    this.#line.use();
    let got = false;
    try {
      got = await this.#line.ask('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got', id);
      return got;
    } finally {
      if (!got) {
        this.#holders.delete(id);
        this.#line.leave();
      }
    }
  }
}

/** A connection that is taken at the first use, and given back when nobody uses it any more. */
class SharedConnection {
  readonly #pool: pg.Pool;
  readonly #lost: () => void;
  #users = 0;
  #client: Promise<pg.PoolClient> | null = null;
  /** Uploads ask side by side, and the connection takes one question at a time. */
  readonly #turns = new WeakMap<Promise<pg.PoolClient>, OneAtATime>();
  /** What listens to a connection while it is used. */
  readonly #broke = new WeakMap<pg.PoolClient, () => void>();

  /** @param lost called where it breaks while it is used */
  constructor(pool: pg.Pool, lost: () => void) {
    this.#pool = pool;
    this.#lost = lost;
  }

  use(): void {
    this.#users += 1;
  }

  leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    const client = this.#client;
    this.#client = null;
    void client?.then(
      (held) => {
        // The pool gives the same connection out again: what listens here must not stay on it, use after use.
        const broke = this.#broke.get(held);
        if (broke) held.off('error', broke);
        held.release();
      },
      // Unreported: who asked for a connection was told that there is none.
      () => undefined,
    );
  }

  /** Asks a question whose answer may be a `got`. */
  async ask(query: string, id: string): Promise<boolean> {
    this.#client ??= this.#connect();
    const connecting = this.#client;
    try {
      const client = await connecting;
      const turns = this.#turns.get(connecting) ?? new OneAtATime();
      this.#turns.set(connecting, turns);
      const { rows } = await turns.take(() => client.query<{ got?: boolean }>(query, [id]));
      return rows[0]?.got ?? false;
    } catch (error) {
      this.#drop(connecting);
      throw error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const client = await this.#pool.connect();
    const connecting = this.#client;
    const broke = () => connecting && this.#drop(connecting);
    this.#broke.set(client, broke);
    client.once('error', broke);
    return client;
  }

  /** Gives a broken connection back, once, and says that its locks are gone. */
  #drop(broken: Promise<pg.PoolClient>): void {
    if (this.#client !== broken) return;
    this.#client = null;
    void broken.then(
      (client) => client.release(true),
      // Unreported: as above.
      () => undefined,
    );
    this.#lost();
  }
}
