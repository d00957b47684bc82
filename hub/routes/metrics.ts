/** What the hub counts, in the Prometheus text format; nothing of a customer's is in it. One registry a hub: tests have several. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../store/database.ts';

/** Seconds; most requests take a few milliseconds, a large push a few seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const EDIT_OUTCOMES = ['applied', 'merged', 'conflict', 'rejected'] as const;

export interface Gauges {
  listeners: number;
  requests: number;
  pool: number;
  waiting: number;
  store: { state: string; free: number | null } | null;
  /** Seconds that the hub's clock is ahead of its database's; null where nobody looks. */
  clockOff: number | null;
}

interface Counts {
  files: number;
  bytes: number;
  deliveries: number;
  unacknowledged: number;
  /** Seconds; null where none was taken from this database. */
  backup_age: number | null;
}

/** What only the database knows. */
const COUNTS = `
SELECT (SELECT count(*) FROM blobs) AS files,
       (SELECT coalesce(sum(size), 0)::bigint FROM blobs) AS bytes,
       (SELECT count(*) FROM deliveries WHERE ended_at IS NULL) AS deliveries,
       (SELECT count(*) FROM rows
         WHERE scope = 'level3' AND tbl = 'tickets' AND NOT deleted AND data ->> 'state' = 'received') AS unacknowledged,
       (SELECT extract(epoch FROM now()) - value FROM counters WHERE name = 'last-backup')::float AS backup_age`;

export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'route' | 'status'>;
  readonly #seconds: Histogram<'route'>;
  readonly #edits: Counter<'outcome'>;
  readonly #gauges: Record<string, Gauge> = {};

  /** @param version of the program */
  constructor(version: string) {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'hub_requests_total',
      help: 'Requests by route and status.',
      labelNames: ['route', 'status'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'hub_request_seconds',
      help: 'How long requests took, by route.',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
    });
    this.#edits = new Counter({
      name: 'hub_edits_total',
      help: 'Edits by what became of them; one that is sent again counts again.',
      labelNames: ['outcome'],
      registers,
    });
    // There before the first one: an alarm on what is missing would never ring.
    for (const outcome of EDIT_OUTCOMES) this.#edits.inc({ outcome }, 0);
    new Gauge({ name: 'hub_info', help: 'The version of the hub.', labelNames: ['version'], registers }).set(
      { version },
      1,
    );
    new Gauge({
      name: 'hub_start_time_seconds',
      help: 'When this process started, in seconds since 1970.',
      registers,
    }).set(Math.round(Date.now() / 1000 - process.uptime()));
  }

  request(route: string, status: number, milliseconds: number): void {
    this.#requests.inc({ route, status: String(status) });
    this.#seconds.observe({ route }, milliseconds / 1000);
  }

  edit(outcome: string): void {
    this.#edits.inc({ outcome });
  }

  #set(name: string, help: string, value: number | null): void {
    if (value === null) return;
    this.#gauges[name] ??= new Gauge({ name, help, registers: [this.#registry] });
    this.#gauges[name].set(value);
  }

  async text(database: Database, gauges: Gauges): Promise<string> {
    const { rows } = await database.query<Counts>(COUNTS);
    const [counts] = rows;
    this.#set('hub_listeners', 'Consoles that listen for changes.', gauges.listeners);
    this.#set('hub_requests_at_once', 'Requests being worked on.', gauges.requests);
    this.#set('hub_database_connections', 'Connections to PostgreSQL.', gauges.pool);
    this.#set('hub_database_waiting', 'Requests that wait for a connection.', gauges.waiting);
    this.#set(
      'hub_clock_offset_seconds',
      'How far the hub’s clock is ahead of its database’s.',
      gauges.clockOff,
    );
    const { store } = gauges;
    if (store) {
      const writable = store.state === 'usable' ? 1 : 0;
      this.#set(
        'hub_blob_store_writable',
        'Whether the store for attachments is the hub’s own and has room.',
        writable,
      );
      this.#set('hub_blob_store_free_bytes', 'Free in the store for attachments.', store.free);
    }
    if (counts) {
      this.#set('hub_blob_store_files', 'Attachments that are complete.', counts.files);
      this.#set('hub_blob_store_bytes', 'Bytes of complete attachments.', counts.bytes);
      this.#set('hub_deliveries_waiting', 'Posts to outside systems that are not done.', counts.deliveries);
      this.#set(
        'hub_tickets_unacknowledged',
        'Tickets that Level 3 has received and not acknowledged.',
        counts.unacknowledged,
      );
      this.#set('hub_backup_age_seconds', 'Age of the last backup.', counts.backup_age);
    }
    return this.#registry.metrics();
  }
}
