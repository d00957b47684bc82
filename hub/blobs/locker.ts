/**
 * One writer an upload, over all hubs: a lock of PostgreSQL's that goes with its connection, so that a killed hub holds
 * none. tus-node-server's own locks are per process.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';
import type pg from 'pg';

const PATIENCE_MS = 15_000;
const ASK_EVERY_MS = 100;

export class DatabaseLocker implements Locker {
  readonly #pool: pg.Pool;
  /** What asks the holder in this process to let go: its client is back over another connection. */
  readonly #holders = new Map<string, RequestRelease>();

  /** @param pool connections for locks alone: an upload holds one for as long as a chunk takes */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  newLock(id: string): Lock {
    let client: pg.PoolClient | null = null;
    const release = async () => {
      const held = client;
      client = null;
      if (!held) return;
      try {
        await held.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [id]);
        held.release();
      } catch {
        // Closing the connection frees the lock as well.
        held.release(true);
      }
    };
    return {
      lock: async (signal, cancelRequest) => {
        const end = Date.now() + PATIENCE_MS;
        await this.#holders.get(id)?.();
        client = await this.#pool.connect();
        for (;;) {
          const { rows } = await client.query<{ got: boolean }>(
            'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got',
            [id],
          );
          if (rows[0]?.got) break;
          if (signal.aborted || Date.now() > end) {
            client.release();
            client = null;
            throw ERRORS.ERR_LOCK_TIMEOUT;
          }
          await this.#holders.get(id)?.();
          await wait(ASK_EVERY_MS);
        }
        this.#holders.set(id, cancelRequest);
      },
      unlock: async () => {
        this.#holders.delete(id);
        await release();
      },
    };
  }
}
