/**
 * PostgreSQL as a simulated hub reaches it: the real server, one statement at a time, in an order that chance gives. A row
 * lock that would wait is waited for here, so that the order stays the seed's and no statement ever blocks in the server.
 */
import type pg from 'pg';
import type { Database } from '../../hub/store/database.ts';
import type { Random } from './random.ts';
import type { Process, Scheduler } from './scheduler.ts';

type Client = pg.PoolClient;

/** Which rows the statement locks until its transaction ends. */
function locksOf(text: string, values: readonly unknown[]): string[] {
  // The second of two that insert the same key waits for the first.
  if (/INSERT INTO blobs/.test(text)) return [`blob ${String(values[0])} ${String(values[1])}`];
  if (!/FOR (NO KEY )?UPDATE/.test(text)) return [];
  if (/FROM scopes/.test(text)) return (values[0] as string[]).map((name) => `scope ${name}`);
  if (/FROM organisations/.test(text)) return [`organisation ${String(values[0])}`];
  if (/FROM devices/.test(text)) return [`device ${String(values[0])}`];
  return [];
}

/** Locks that open transactions hold, over all hubs of a world. */
export class Locks {
  readonly #held = new Map<string, SimulatedClient>();

  free(keys: readonly string[], by: SimulatedClient): boolean {
    return keys.every((key) => (this.#held.get(key) ?? by) === by);
  }

  take(keys: readonly string[], by: SimulatedClient): void {
    for (const key of keys) this.#held.set(key, by);
  }

  release(by: SimulatedClient): void {
    for (const [key, holder] of this.#held) if (holder === by) this.#held.delete(key);
  }
}

export interface SqlParts {
  pool: pg.Pool;
  scheduler: Scheduler;
  locks: Locks;
  process: Process;
  random: Random;
  /** Told after each commit that told listeners of a new version. */
  committed: () => void;
}

/** A statement takes its time, and now and then a disk or a collector makes it wait. */
function think({ scheduler, process, random }: SqlParts, text: string): Promise<void> {
  const ms = random.chance(0.01) ? random.int(100, 4_000) : random.int(0, 25);
  return scheduler.sleep(process, `SQL ${text.slice(0, 40)}`, ms);
}

class SimulatedClient {
  readonly #parts: SqlParts;
  readonly #client: Client;
  readonly #gone: (client: SimulatedClient) => void;
  #notified = false;

  constructor(parts: SqlParts, client: Client, gone: (client: SimulatedClient) => void) {
    this.#parts = parts;
    this.#client = client;
    this.#gone = gone;
  }

  async query(text: string, values: unknown[] = []): Promise<unknown> {
    const { scheduler, locks, process, committed } = this.#parts;
    await think(this.#parts, text);
    const wanted = locksOf(text, values);
    if (wanted.length > 0) {
      await scheduler.until(process, `lock ${wanted.join()}`, () => locks.free(wanted, this));
      locks.take(wanted, this);
    }
    if (text.includes('pg_notify')) this.#notified = true;
    try {
      return await this.#client.query(text, values);
    } finally {
      if (text === 'COMMIT' || text === 'ROLLBACK') {
        locks.release(this);
        if (text === 'COMMIT') {
          if (this.#notified) committed();
          await scheduler.point(process, 'after COMMIT');
        }
        this.#notified = false;
      }
    }
  }

  release(broken?: Error): void {
    this.#gone(this);
    this.#client.release(broken);
  }

  /** The process behind it was killed: PostgreSQL rolls back. */
  async cut(): Promise<void> {
    await this.#client.query('ROLLBACK');
    this.#parts.locks.release(this);
    this.#client.release();
  }
}

/** The pool of one simulated hub process. */
export class SimulatedDatabase {
  readonly #parts: SqlParts;
  readonly #open = new Set<SimulatedClient>();

  constructor(parts: SqlParts) {
    this.#parts = parts;
  }

  get totalCount(): number {
    return this.#open.size;
  }

  get waitingCount(): number {
    return 0;
  }

  async query(text: string, values: unknown[] = []): Promise<unknown> {
    // What an upload brought is noted behind its answer: no thread of the history waits for that.
    if (!text.startsWith('UPDATE uploads SET received')) await think(this.#parts, text);
    return this.#parts.pool.query(text, values);
  }

  async connect(): Promise<SimulatedClient> {
    const client = new SimulatedClient(this.#parts, await this.#parts.pool.connect(), (each) =>
      this.#open.delete(each),
    );
    this.#open.add(client);
    return client;
  }

  async cut(): Promise<void> {
    for (const client of this.#open) await client.cut();
    this.#open.clear();
  }

  asDatabase(): Database {
    return this as unknown as Database;
  }
}
