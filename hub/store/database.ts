/** The connection pool, transactions and migrations. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { spanned } from '../tracing.ts';
import { assertDatabaseUrl } from './database-words.ts';
import { assertUsable } from './server-check.ts';
import { SharedPool } from './shares.ts';

/** bigint columns are counters below 2^53: read them as numbers. */
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`a counter beyond 2^53: ${value}`);
  return number;
});

export type Database = pg.Pool;
export type Transaction = pg.PoolClient;

/** How long the server works on one statement. */
const STATEMENT_MS = 30_000;
/** Later than the server would say that a statement took too long: from then on it is taken for one that does not answer at all. */
const ANSWER_MS = 35_000;
/** A migration is many statements in one query, each bounded by the server. */
const MIGRATION_MS = 86_400_000;

/**
 * Opens a pool. A query that runs longer than 30 s is ended by the server. One that gets no answer fails, and its connection is given up:
 * a line may be dead without saying so, and others wait for the same answer, or for the turn of whoever asked.
 * @param size connections at the most
 * @param answerMs how long an answer may take to come
 * @throws Error with one line where it is no address of a PostgreSQL
 */
export function openDatabase(url: string, size = 20, answerMs = ANSWER_MS): Database {
  assertDatabaseUrl(url);
  const pool = new SharedPool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_MS,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  // So would one that breaks in a transaction, between two queries: the next query says it, and the pool takes it out.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Whether no answer came in time, as `pg` says it: by words alone. */
function isUnanswered(error: unknown): error is Error {
  return error instanceof Error && error.message === 'Query read timeout';
}

/** Runs `work` in one transaction; commits when it answers, rolls back when it throws. */
export function transaction<T>(
  database: Database,
  work: (client: Transaction) => Promise<T>,
  begin: 'BEGIN' | 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' = 'BEGIN',
): Promise<T> {
  return spanned('transaction', { 'db.system.name': 'postgresql' }, () => untraced(database, work, begin));
}

async function untraced<T>(
  database: Database,
  work: (client: Transaction) => Promise<T>,
  begin: string,
): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // On a connection that does not answer nothing more is asked: PostgreSQL rolls back when it ends.
    if (isUnanswered(error)) broken = error;
    else
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
  // The types of `pg` do not know that one query may have a time of its own.
  const statements = { text: readFileSync(new URL(name, FOLDER), 'utf8'), query_timeout: MIGRATION_MS };
  await client.query(statements);
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
