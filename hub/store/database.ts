/** The connection pool, transactions and migrations. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { assertUsable } from './server-check.ts';

/** bigint columns are counters below 2^53: read them as numbers. */
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`a counter beyond 2^53: ${value}`);
  return number;
});

export type Database = pg.Pool;
export type Transaction = pg.PoolClient;

/** Opens a pool. `size` connections at the most; a query that runs longer than 30 s is ended by the server. */
export function openDatabase(url: string, size = 20): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So would one that breaks in a transaction, between two queries: the next query says it, and the pool takes it out.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `work` in one transaction; commits when it answers, rolls back when it throws. */
export async function transaction<T>(
  database: Database,
  work: (client: Transaction) => Promise<T>,
  begin: 'BEGIN' | 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' = 'BEGIN',
): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Any number: it only has to be the same in every hub on one database. */
export const MIGRATION_LOCK = 7_426_135;

const FOLDER = new URL('./migrations/', import.meta.url);

/** Names of the migrations that this hub has, in the order in which they apply. */
export function migrationNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort();
}

export async function makeMigrationsTable(client: pg.ClientBase): Promise<void> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())',
  );
}

/** Applies one migration and notes it; the caller has begun a transaction. */
export async function applyMigration(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(readFileSync(new URL(name, FOLDER), 'utf8'));
  await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
}

/**
 * Applies the migrations that the database does not have, in the order of their numbers, each in its own transaction.
 * Several hubs may start at once: one migrates, the others wait.
 * @throws where the server cannot be used, or the database was migrated by a newer hub
 */
export async function migrate(database: Database): Promise<void> {
  const files = migrationNames();
  const client = await database.connect();
  try {
    await assertUsable(client);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await makeMigrationsTable(client);
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    const applied = new Set(rows.map((row) => row.name));
    const unknown = [...applied].find((name) => !files.includes(name));
    if (unknown)
      throw new Error(`The database was made by a newer hub (it has ${unknown}). Update this hub.`);
    for (const name of files.filter((each) => !applied.has(each))) {
      await client.query('BEGIN');
      await applyMigration(client, name);
      await client.query('COMMIT');
    }
  } catch (error) {
    // Unreported: the error that led here is thrown.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    // Unreported: the lock ends with the connection.
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}
