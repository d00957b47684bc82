/** One PostgreSQL for the simulator, and a fresh hub database in it for each worker. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { FolderStore } from '../../hub/blobs/folder-store.ts';
import type { BlobStore } from '../../hub/blobs/store.ts';
import { type HubKey, loadHubKey } from '../../hub/issuing/keys.ts';
import { migrate, openDatabase } from '../../hub/store/database.ts';
import { startEmbeddedDatabase } from '../../hub/store/embedded.ts';

export interface SimulatorServer {
  url: string;
  stop: () => Promise<void>;
}

export async function startServer(): Promise<SimulatorServer> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-simulator-'));
  const server = await startEmbeddedDatabase(folder);
  const kill = () => {
    try {
      process.kill(server.pid, 'SIGINT');
    } catch {
      // It was stopped in order.
    }
  };
  process.once('exit', kill);
  return {
    url: server.url,
    stop: async () => {
      process.off('exit', kill);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface SimulatorDatabase {
  pool: pg.Pool;
  key: HubKey;
  /** Attachments, in files as a hub has them. */
  blobs: BlobStore;
  /** As after the migrations, for the next history. */
  empty: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * A database with the hub's own tables. Commits do not wait for the disk: no history cuts the server's power, and what a
 * killed hub leaves is the same.
 */
export async function makeDatabase(serverUrl: string): Promise<SimulatorDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-simulator-blobs-'));
  const name = `sim_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = serverUrl.replace(/\/[^/]*$/, `/${name}`);
  const migrating = openDatabase(url);
  await migrate(migrating);
  const key = await loadHubKey(migrating, 'the secret of the simulation');
  await migrating.end();
  const pool = new pg.Pool({
    connectionString: url,
    max: 40,
    // A statement that would wait for a lock is one that forgot to take it: told as an error, once a machine that is busy would have got to it.
    options: '-c synchronous_commit=off -c lock_timeout=5s',
  });
  // The server ends before the last idle connection does.
  pool.on('error', () => undefined);
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
      WHERE schemaname = 'public' AND tablename NOT IN ('migrations', 'audit', 'hub_keys', 'counters')`,
  );
  // A history leaves some hundred rows: to truncate would make each table's files anew. No trigger looks at rows that all go.
  const emptied = [
    'BEGIN; SET LOCAL session_replication_role = replica',
    ...tables.map(({ name }) => `DELETE FROM ${name}`),
    'COMMIT',
  ].join('; ');
  return {
    pool,
    key,
    blobs: new FolderStore(folder),
    empty: async () => {
      await pool.query(emptied);
      for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
        if (name.isFile()) rmSync(join(name.parentPath, name.name));
      await pool.query("UPDATE counters SET value = 1000 WHERE name = 'ticket'");
    },
    close: async () => {
      await pool.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
