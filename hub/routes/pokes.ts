/** Who listens for pokes: one PostgreSQL LISTEN a hub process, any number of devices behind it, each told only of its scopes. */
import pg from 'pg';
import { type Poke, poke } from '../../shared/sync/protocol.ts';

const MOST_LISTENERS = 5_000;

export class Pokes {
  readonly #url: string;
  readonly #listeners = new Map<symbol, { scopes: ReadonlySet<string>; tell: (poke: Poke) => void }>();
  #client: pg.Client | null = null;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  get count(): number {
    return this.#listeners.size;
  }

  /** Connects; when the line breaks, connects again every second. Devices pull by a timer too, so a lost poke only costs time. */
  async start(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => {
      const parsed = poke.safeParse(JSON.parse(payload ?? 'null'));
      if (!parsed.success) return;
      for (const { scopes, tell } of this.#listeners.values())
        if (scopes.has(parsed.data.scope)) tell(parsed.data);
    });
    client.on('end', () => {
      if (!this.#closed && this.#client === client)
        setTimeout(() => void this.start().catch(() => undefined), 1_000).unref();
    });
    this.#client = client;
    await client.connect();
    await client.query('LISTEN scope_changed');
  }

  /** @returns a function that ends it, or null where there are too many listeners */
  add(scopes: readonly string[], tell: (poke: Poke) => void): (() => void) | null {
    if (this.#listeners.size >= MOST_LISTENERS) return null;
    const id = Symbol('listener');
    this.#listeners.set(id, { scopes: new Set(scopes), tell });
    return () => this.#listeners.delete(id);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end().catch(() => undefined);
  }
}
