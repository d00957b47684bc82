/** Fresh databases on the real PostgreSQL of the run (one-postgres.ts), and SQL in them. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { copyCluster } from './one-postgres.ts';

/** The address of this worker's server. */
export function serverOfRun(): string {
  const servers = inject('postgres');
  const url = servers[Number(process.env.VITEST_POOL_ID ?? 0) % servers.length];
  if (url === undefined) throw new Error('the run has no PostgreSQL');
  return url;
}

/** A connection string of a fresh, empty database. */
export async function freshDatabase(): Promise<string> {
  const url = serverOfRun();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
}

/**
 * Shifts a database's clock: what `now()` says in it from the next connection on. In SQL of migrations it is bound when these
 * run, so that a database that is to be shifted is so before its first hub.
 */
export async function shiftDatabase(databaseUrl: string, shiftMs: number): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await sql(databaseUrl, `ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await sql(
    databaseUrl,
    `CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE
       AS $$ SELECT pg_catalog.now() + interval '${Math.round(shiftMs)} milliseconds' $$`,
  );
}

/** Puts a whole, empty cluster into a hub's data folder, as its first start would make it. */
export function freshCluster(data: string): void {
  copyCluster(inject('cluster'), data);
}

/** Runs SQL in a database, for what tests look at or arrange behind the hub's back. */
export async function sql<R extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
