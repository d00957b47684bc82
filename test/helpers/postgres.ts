/** One real PostgreSQL for each test file, started when first asked for; each caller gets a fresh database in it. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../hub/store/embedded.ts';

let server: Promise<EmbeddedDatabase & { folder: string }> | null = null;

async function start(): Promise<EmbeddedDatabase & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-postgres-'));
  chmodSync(folder, 0o711);
  const database = await startEmbeddedDatabase(folder);
  // A test run that is cut off must not leave a server behind.
  process.once('exit', () => {
    try {
      process.kill(database.pid, 'SIGINT');
    } catch {
      // It was stopped in order.
    }
  });
  return { ...database, folder };
}

/** A connection string of a fresh, empty database. */
export async function freshDatabase(): Promise<string> {
  server ??= start();
  const { url } = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/\/[^/]*$/, `/${name}`);
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

afterAll(async () => {
  const running = await server?.catch(() => null);
  server = null;
  if (!running) return;
  await running.stop();
  rmSync(running.folder, { recursive: true, force: true });
});
