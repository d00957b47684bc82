/** Rows by scope: reading what a batch touches, writing it back under one new version. */
import './native-hash.ts';
import { canonicalJson, EMPTY_SCOPE_HASH, rowHashOf, updatedScopeHash } from '../../shared/base/hash.ts';
import { filledIn } from '../../shared/cases/contents.ts';
import type { Poke } from '../../shared/sync/protocol.ts';
import type { TableName } from '../../shared/sync/tables.ts';
import type { Database, Transaction } from './database.ts';

export interface StoredRow {
  table: string;
  key: string;
  version: number;
  deleted: boolean;
  data: Record<string, unknown> | null;
  hash: string;
  lastDevice: string | null;
  /** Of a row that this batch wrote: when it was changed, as the edit says. */
  changedAt?: string | null;
  /** What a deleted row held; null for a living one. */
  deletedData: Record<string, unknown> | null;
}

/**
 * A packet that is judged beside all other requests: the rules read each of its texts many times, and need some milliseconds for a
 * kilobyte that was written to cost them much. A larger one has a thread, an approval of it too, which is small itself.
 */
export const SMALL_PACKET_BYTES = 48 * 1024;

/** What a batch may read of stored rows. Where it is more, the batch is taken back: it is not for the thread that it runs in. */
export class Allowance {
  #left: number;

  /** @param bytes of rows as JSON, over all scopes of the batch */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws TooHeavy where it is more than is left */
  take(bytes: number): void {
    if (bytes > this.#left) throw new TooHeavy('the batch reads more than it may');
    this.#left -= bytes;
  }
}

/** A batch would read more than its allowance; nothing was changed. */
export class TooHeavy extends Error {}

/** Rows as canonical JSON, by their data: a packet goes to two scopes, and is 30 MB. What is put is never changed in place. */
const texts = new WeakMap<Record<string, unknown>, string>();

function textOf(data: Record<string, unknown>): string {
  const text = texts.get(data) ?? canonicalJson(data);
  texts.set(data, text);
  return text;
}

interface ScopeHead {
  name: string;
  epoch: string;
  version: number;
  row_count: number;
  hash: string;
}

/** Makes the scope if it is not there. */
export async function ensureScope(client: Transaction, name: string, epoch: string): Promise<void> {
  await client.query('INSERT INTO scopes (name, epoch, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    name,
    epoch,
    EMPTY_SCOPE_HASH,
  ]);
}

/** What stands in a table of the catalogue now. */
export async function catalogueRows(client: Transaction, table: TableName): Promise<unknown[]> {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = 'catalogue' AND tbl = $1 AND NOT deleted",
    [table],
  );
  return rows.map(({ data }) => data);
}

/** Where scopes stand; those that are not there are left out. */
export async function scopeVersions(database: Database, names: readonly string[]): Promise<Poke[]> {
  const { rows } = await database.query<Poke>(
    'SELECT name AS scope, version FROM scopes WHERE name = ANY($1)',
    [names],
  );
  return rows;
}

/**
 * One scope inside a transaction that holds its row lock. Rows are read once, changed in memory, and written together:
 * one version for the batch, an index for each row (S4).
 */
export class ScopeBatch {
  readonly head: ScopeHead;
  readonly #client: Transaction;
  readonly #rows = new Map<string, StoredRow | null>();
  readonly #before = new Map<string, StoredRow | null>();
  readonly #touched = new Set<string>();
  /** Written without having been looked at: what the hub makes of something else. Whether they are there is asked when they are saved. */
  readonly #unseen = new Map<string, { table: string; key: string }>();
  readonly #allowance: Allowance;
  /** When what is put from now on was changed, ISO 8601: of the edit that is being applied; null where nothing says so. */
  changedAt: string | null = null;

  private constructor(client: Transaction, head: ScopeHead, allowance: Allowance) {
    this.#client = client;
    this.head = head;
    this.#allowance = allowance;
  }

  /**
   * Locks the scopes in the order of their names, so that two batches never wait for each other.
   * @param allowance of what they read together; any number of bytes where it is left out
   */
  static async lock(
    client: Transaction,
    names: readonly string[],
    allowance = new Allowance(Number.POSITIVE_INFINITY),
  ): Promise<Map<string, ScopeBatch>> {
    const { rows } = await client.query<ScopeHead>(
      'SELECT name, epoch, version, row_count, hash FROM scopes WHERE name = ANY($1) ORDER BY name FOR UPDATE',
      [names],
    );
    return new Map(rows.map((head) => [head.name, new ScopeBatch(client, head, allowance)]));
  }

  get version(): number {
    return this.head.version + 1;
  }

  /**
   * Reads rows that the batch will look at, in one query.
   * @throws TooHeavy where they are more than the batch may read; then none is read
   */
  async load(wanted: readonly { table: string; key: string }[]): Promise<void> {
    const missing = wanted.filter(({ table, key }) => !this.#rows.has(name(table, key)));
    if (missing.length === 0) return;
    for (const { table, key } of missing) this.#rows.set(name(table, key), null);
    const { rows } = await this.#client.query<{
      tbl: string;
      key: string;
      version: number;
      deleted: boolean;
      data: Record<string, unknown> | null;
      hash: string;
      last_device: string | null;
      deleted_data: Record<string, unknown> | null;
      total: number;
    }>(
      `SELECT tbl, key, version, deleted, hash, last_device, total,
              CASE WHEN total <= $4 THEN data END AS data, CASE WHEN total <= $4 THEN deleted_data END AS deleted_data
         FROM (SELECT r.*, sum(r.bytes) OVER () AS total
                 FROM unnest($2::text[], $3::text[]) AS wanted (tbl, key) JOIN rows r USING (tbl, key)
                WHERE r.scope = $1) AS found`,
      [
        this.head.name,
        missing.map((row) => row.table),
        missing.map((row) => row.key),
        Math.min(this.#allowance.left, Number.MAX_SAFE_INTEGER),
      ],
    );
    this.#allowance.take(rows[0]?.total ?? 0);
    for (const row of rows) {
      const { tbl: table, key, version, deleted, hash } = row;
      // Its hash stays that of what is stored, until it is written anew.
      const data = row.data && filledIn(table, row.data);
      const { last_device: lastDevice, deleted_data: deletedData } = row;
      this.#rows.set(name(table, key), { table, key, version, deleted, data, hash, lastDevice, deletedData });
    }
  }

  /** The row as the batch has it by now. It must have been loaded, or written by this batch. */
  get(table: string, key: string): StoredRow | null {
    const row = this.#rows.get(name(table, key));
    if (row === undefined) throw new Error(`${table} ${key} was not loaded`);
    return row;
  }

  put(table: string, key: string, data: Record<string, unknown> | null, device: string | null): void {
    const id = name(table, key);
    const before = this.#rows.get(id) ?? null;
    if (!this.#rows.has(id)) this.#unseen.set(id, { table, key });
    if (!this.#before.has(id)) this.#before.set(id, before);
    this.#rows.set(id, {
      table,
      key,
      version: this.version,
      deleted: data === null,
      data,
      // Once for all that a batch does to the row, when it is saved.
      hash: '',
      lastDevice: device,
      changedAt: this.changedAt,
      deletedData: data === null ? (before?.data ?? before?.deletedData ?? null) : null,
    });
    this.#touched.add(id);
  }

  /**
   * What is stored under keys that nobody looked at. An id that the hub derives can be computed by whoever knows what it is derived
   * from, so that a row may lie there: it is replaced, and counted as replaced (S8).
   */
  async #stored(
    places: readonly { table: string; key: string }[],
  ): Promise<{ hash: string; deleted: boolean }[]> {
    if (places.length === 0) return [];
    const { rows } = await this.#client.query<{ hash: string; deleted: boolean }>(
      `SELECT r.hash, r.deleted FROM unnest($2::text[], $3::text[]) AS wanted (tbl, key) JOIN rows r USING (tbl, key)
        WHERE r.scope = $1`,
      [this.head.name, places.map(({ table }) => table), places.map(({ key }) => key)],
    );
    return rows;
  }

  /** Living rows of a table that this batch has written, and not saved yet. */
  written(table: string): Record<string, unknown>[] {
    return [...this.#touched].flatMap((id) => {
      const row = this.#rows.get(id);
      return row?.table === table && row.data ? [row.data] : [];
    });
  }

  /** How many living rows of a table this batch has written, and how many characters they hold. */
  weighed(table: string): { rows: number; bytes: number } {
    const rows = this.written(table);
    return { rows: rows.length, bytes: rows.reduce((sum, data) => sum + textOf(data).length, 0) };
  }

  get changed(): boolean {
    return this.#touched.size > 0;
  }

  /** Writes what changed, moves the scope's version, count and hash, and wakes who listens once this commits. */
  async save(): Promise<void> {
    if (!this.changed) return;
    const rows = [...this.#touched].flatMap((id) => {
      const row = this.#rows.get(id);
      return row ? [{ ...row, hash: row.data === null ? '' : rowHashOf(row, textOf(row.data)) }] : [];
    });
    const before = [
      ...[...this.#touched].flatMap((id) => this.#before.get(id) ?? []),
      ...(await this.#stored([...this.#unseen.values()])),
    ].filter((row) => !row.deleted);
    await this.#client.query(
      `INSERT INTO rows (scope, tbl, key, version, idx, deleted, data, hash, last_device, deleted_data, changed_at)
         SELECT $1, t.tbl, t.key, $2, t.idx, t.deleted, t.data::jsonb, t.hash, t.device, t.deleted_data::jsonb, t.changed_at
           FROM unnest($3::text[], $4::text[], $5::int[], $6::bool[], $7::text[], $8::text[], $9::uuid[], $10::text[], $11::timestamptz[])
             AS t (tbl, key, idx, deleted, data, hash, device, deleted_data, changed_at)
       ON CONFLICT (scope, tbl, key) DO UPDATE SET version = excluded.version, idx = excluded.idx,
         deleted = excluded.deleted, data = excluded.data, hash = excluded.hash, last_device = excluded.last_device,
         deleted_data = excluded.deleted_data, changed_at = excluded.changed_at`,
      [
        this.head.name,
        this.version,
        rows.map((row) => row.table),
        rows.map((row) => row.key),
        rows.map((_, index) => index),
        rows.map((row) => row.deleted),
        rows.map((row) => (row.data === null ? null : textOf(row.data))),
        rows.map((row) => row.hash),
        rows.map((row) => row.lastDevice),
        rows.map((row) => (row.deletedData === null ? null : JSON.stringify(row.deletedData))),
        rows.map((row) => row.changedAt ?? null),
      ],
    );
    const living = rows.filter((row) => !row.deleted);
    const hash = updatedScopeHash(this.head.hash, {
      add: living.map((row) => row.hash),
      remove: before.map((row) => row.hash),
    });
    await this.#client.query(
      'UPDATE scopes SET version = $2, row_count = row_count + $3, hash = $4 WHERE name = $1',
      [this.head.name, this.version, living.length - before.length, hash],
    );
    await this.#client.query("SELECT pg_notify('scope_changed', $1)", [
      JSON.stringify({ scope: this.head.name, version: this.version }),
    ]);
  }
}

function name(table: string, key: string): string {
  return `${table}\u0000${key}`;
}
