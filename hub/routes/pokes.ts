/**
 * Who listens for pokes: one PostgreSQL LISTEN a hub process, any number of devices behind it, each told only of its scopes. The
 * stream of a device that is ended ends with it, at whichever hub it was ended.
 */

import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Poke, poke } from '../../shared/sync/protocol.ts';
import { databaseBack, report } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { OneAtATime } from '../store/one-at-a-time.ts';

const MOST_LISTENERS = 5_000;
const MOST_PER_DEVICE = 4;
const RECONNECT_MS = 1_000;
/** A line that no longer carries anything, and does not say so either, is found out by asking. */
const HEARTBEAT = { everyMs: 15_000, answerMs: 10_000 };

interface Listener {
  device: string;
  scopes: ReadonlySet<string>;
  tell: (poke: Poke) => void;
  end: () => void;
}

export class Pokes {
  readonly #url: string;
  readonly #heartbeat: typeof HEARTBEAT;
  readonly #deviceEnded: () => void;
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  /** The line's heartbeat and what is asked over it share it. */
  #turns = new OneAtATime();

  /** @param deviceEnded called when a device was ended, at any hub, and when one may have been while nobody listened */
  constructor(url: string, heartbeat = HEARTBEAT, deviceEnded: () => void = () => undefined) {
    this.#url = url;
    this.#heartbeat = heartbeat;
    this.#deviceEnded = deviceEnded;
  }

  get count(): number {
    return this.#listeners.size;
  }

  /** Connects. When the line breaks, connects again every second; devices pull by a timer too, so a lost poke only costs time. */
  async start(): Promise<void> {
    void this.#keep(await this.#listen());
  }

  /** @returns the line's end, in an object: a promise in a promise would be waited for */
  async #listen(): Promise<{ ended: Promise<void> }> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: 'partner-console-hub pokes',
      query_timeout: this.#heartbeat.answerMs,
    });
    const turns = new OneAtATime();
    const ended = new Promise<void>((done) => client.once('end', () => done()));
    const heartbeat = setInterval(
      // Unreported: a line that does not answer is cut and made again.
      () => turns.take(() => client.query('SELECT 1')).catch(() => cut(client)),
      this.#heartbeat.everyMs,
    );
    void ended.then(() => clearInterval(heartbeat));
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'device_ended') this.#end(new Set([payload ?? '']));
      else this.#take(payload ?? '');
    });
    try {
      await turns.take(() => client.connect());
      await turns.take(() => client.query('LISTEN scope_changed; LISTEN device_ended'));
    } catch (error) {
      clearInterval(heartbeat);
      cut(client);
      throw error;
    }
    this.#client = client;
    this.#turns = turns;
    return { ended };
  }

  async #keep(first: { ended: Promise<void> }): Promise<void> {
    let line = first;
    while (!this.#closing.signal.aborted) {
      await line.ended;
      try {
        await wait(RECONNECT_MS, undefined, { signal: this.#closing.signal });
        line = await this.#listen();
        databaseBack();
        // Not told of what was missed is as bad as not listening: the line is made again.
        await this.#tellAll().catch((error: unknown) => {
          if (this.#client) cut(this.#client);
          throw error;
        });
      } catch (error) {
        // The database is away, or the hub closes; the loop finds out which.
        if (!this.#closing.signal.aborted) report(error, 'not listening for changes');
      }
    }
  }

  #take(payload: string): void {
    let value: unknown;
    try {
      value = JSON.parse(payload);
    } catch {
      // Unreported: what is no poke is passed over.
      return;
    }
    const parsed = poke.safeParse(value);
    if (!parsed.success) return;
    for (const { scopes, tell } of this.#listeners) if (scopes.has(parsed.data.scope)) tell(parsed.data);
  }

  #end(devices: ReadonlySet<string>): void {
    for (const { device, end } of this.#listeners) if (devices.has(device)) end();
    this.#deviceEnded();
  }

  /** What was missed while the line was down: which devices were ended, and where every scope stands. */
  async #tellAll(): Promise<void> {
    const listening = [...this.#listeners].map(({ device }) => device);
    const client = this.#client;
    if (client === null) return;
    const ended = await this.#turns.take(() =>
      client.query<{ id: string }>(
        'SELECT id FROM devices WHERE id::text = ANY($1) AND revoked_at IS NOT NULL',
        [listening],
      ),
    );
    this.#end(new Set(ended.rows.map(({ id }) => id)));
    const { rows } = await this.#turns.take(() =>
      client.query<Poke>('SELECT name AS scope, version FROM scopes'),
    );
    for (const each of rows)
      for (const { scopes, tell } of this.#listeners) if (scopes.has(each.scope)) tell(each);
  }

  /**
   * @param end called where the device was ended
   * @returns a function that ends it
   * @throws Refusal 429 where there are too many listeners
   */
  add(
    device: string,
    scopes: readonly string[],
    tell: (poke: Poke) => void,
    end: () => void = () => undefined,
  ): () => void {
    let own = 0;
    for (const listener of this.#listeners) if (listener.device === device) own += 1;
    if (this.#listeners.size >= MOST_LISTENERS || own >= MOST_PER_DEVICE)
      throw new Refusal(429, 'busy', 'Too many consoles listen. The console pulls by its timer.', 60);
    const listener = { device, scopes: new Set(scopes), tell, end };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    // Unreported: the connection is given up.
    await this.#client?.end().catch(() => undefined);
  }
}

/** Ends a line at once: one that is dead in the middle would wait long for a farewell. */
function cut(client: pg.Client): void {
  client.connection.stream.destroy();
}
