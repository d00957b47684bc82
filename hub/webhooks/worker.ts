/**
 * Posts what the outbox holds. Any number of hubs work on one outbox: a delivery is claimed by its row's lock, which is held while
 * it is posted, and goes with the connection of a hub that dies.
 */

import { waitAfter } from '../../shared/webhooks/retry.ts';
import { unseal } from '../issuing/sealing.ts';
import { report } from '../log.ts';
import { type Database, transaction } from '../store/database.ts';
import type { Posted } from './post.ts';
import { signedHeaders } from './signature.ts';

/** Posts at once in this process, and of these to one system: one that hangs leaves places for the others. */
export const MOST_POSTS = 6;
const MOST_PER_SYSTEM = 2;
const LOOK_EVERY_MS = 1_000;
/** Days for which it is kept that something was delivered, and for which ids of messages are known again. */
const KEEP_DELIVERED_DAYS = 30;
const KEEP_MESSAGES_DAYS = 1;

export interface WorkerParts {
  /** Connections for claims alone: each is held for as long as a post takes. */
  database: Database;
  secret: string;
  /** The wait after the first failure, in milliseconds. */
  firstRetryMs: number;
  post: (url: string, headers: Record<string, string>, text: string, stopped: AbortSignal) => Promise<Posted>;
  now: () => Date;
  random: () => number;
}

interface Claimed {
  id: string;
  webhook_id: string;
  body: string;
  tries: number;
  url: string;
  sealed: string;
}

/** The next delivery that is due: of a ticket and a system the first that waits (O4). */
const CLAIM = `
  SELECT d.id, d.webhook_id, d.body, d.tries, w.url, w.sealed
    FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
   WHERE d.state = 'waiting' AND d.next_at <= $1 AND w.removed_at IS NULL AND d.webhook_id <> ALL($2::uuid[])
     AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.state = 'waiting' AND e.webhook_id = d.webhook_id
                        AND e.ticket_id = d.ticket_id AND e.seq < d.seq)
   ORDER BY d.next_at, d.seq LIMIT 1 FOR UPDATE OF d SKIP LOCKED`;

export class DeliveryWorker {
  readonly #parts: WorkerParts;
  /** Posts that run in this process, by system. */
  readonly #running = new Map<string, number>();
  readonly #work = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  readonly #closing = new AbortController();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Looks every second, and at once when it is woken. */
  start(): void {
    this.#timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.wake();
  }

  /** Something may be due. */
  wake(): void {
    if (this.#closing.signal.aborted || this.#work.size >= MOST_POSTS) return;
    const work: Promise<void> = this.#goOn()
      .catch((error: unknown) => {
        // The database is away; the timer comes back to it.
        report(error, 'Deliveries to outside systems wait');
      })
      .finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #goOn(): Promise<void> {
    while (!this.#closing.signal.aborted && (await this.deliverOne())) this.wake();
  }

  /** Posts one delivery that is due, and notes what came of it. @returns false where none is */
  async deliverOne(): Promise<boolean> {
    const { database, now } = this.#parts;
    return transaction(database, async (client) => {
      const busy = [...this.#running].filter(([, count]) => count >= MOST_PER_SYSTEM).map(([id]) => id);
      const { rows } = await client.query<Claimed>(CLAIM, [now(), busy]);
      const [claimed] = rows;
      if (!claimed) return false;
      const { id, webhook_id: system, body, tries } = claimed;
      this.#running.set(system, (this.#running.get(system) ?? 0) + 1);
      try {
        const posted = await this.#post(claimed);
        // Broken off because the hub stops: the try does not count.
        if (!posted.ok && this.#closing.signal.aborted) return false;
        const wait = posted.ok ? null : this.#waitAfter(tries + 1, posted.retryAfterMs);
        await client.query(
          `UPDATE deliveries SET tries = tries + 1, state = $2, problem = $3, next_at = $4, body = $5, ended_at = $6
            WHERE id = $1`,
          [
            id,
            posted.ok ? 'delivered' : wait === null ? 'dead' : 'waiting',
            posted.ok ? '' : posted.problem,
            new Date(now().getTime() + (wait ?? 0)),
            posted.ok ? '' : body,
            wait === null ? now() : null,
          ],
        );
      } finally {
        const left = (this.#running.get(system) ?? 1) - 1;
        if (left === 0) this.#running.delete(system);
        else this.#running.set(system, left);
      }
      return true;
    });
  }

  async #post({ id, url, sealed, body }: Claimed): Promise<Posted> {
    const { secret, post, now } = this.#parts;
    let key: string;
    try {
      key = unseal(sealed, secret);
    } catch {
      // Unreported: the delivery says that the secret cannot be opened.
      return { ok: false, problem: 'The hub cannot open the secret of this system.', retryAfterMs: 0 };
    }
    return post(url, signedHeaders(key, id, now(), body), body, this.#closing.signal);
  }

  #waitAfter(tries: number, asked: number): number | null {
    return waitAfter(tries, this.#parts.firstRetryMs, this.#parts.random(), asked);
  }

  /** Forgets what is long delivered, and ids of messages that are too old to be taken again. */
  async tidy(): Promise<void> {
    const { database, now } = this.#parts;
    const before = (days: number) => new Date(now().getTime() - days * 86_400_000);
    await database.query("DELETE FROM deliveries WHERE state = 'delivered' AND ended_at < $1", [
      before(KEEP_DELIVERED_DAYS),
    ]);
    await database.query('DELETE FROM outside_messages WHERE at < $1', [before(KEEP_MESSAGES_DAYS)]);
  }

  /** Ends; a post that runs is broken off, and is posted again by another hub or after the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#timer) clearInterval(this.#timer);
    await Promise.all(this.#work);
  }
}
