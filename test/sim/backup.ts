/** A backup of a world's hub and its way back: the database as it was, and what a real restore changes in it. */
import type pg from 'pg';
import { quoted, tablesInOrder } from '../../hub/backup/catalogue.ts';
import { beginAnew } from '../../hub/backup/restore.ts';

const SCHEMA = 'backup';

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await work(client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** The audit log only grows, and no history reads it. */
async function keptTables(client: pg.PoolClient): Promise<{ name: string; columns: string }[]> {
  const tables = (await tablesInOrder(client)).filter(({ name }) => name !== 'audit');
  return tables.map(({ name, columns }) => ({ name, columns: columns.map(quoted).join(', ') }));
}

/** One snapshot of everything that is committed, beside hubs that work. */
export function takeSnapshot(pool: pg.Pool): Promise<void> {
  return inTransaction(pool, async (client) => {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    await client.query(`CREATE SCHEMA ${SCHEMA}`);
    for (const { name, columns } of await keptTables(client))
      await client.query(`CREATE TABLE ${SCHEMA}.${name} AS SELECT ${columns} FROM public.${name}`);
  });
}

/** Puts the snapshot back, with new epochs. Every hub is stopped before. */
export function restoreSnapshot(pool: pg.Pool, takenAt: string): Promise<void> {
  return inTransaction(pool, async (client) => {
    const tables = await keptTables(client);
    await client.query(`TRUNCATE ${tables.map(({ name }) => `public.${name}`).join(', ')}`);
    for (const { name, columns } of tables)
      await client.query(
        `INSERT INTO public.${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${SCHEMA}.${name}`,
      );
    await beginAnew(client, { takenAt, hub: 'the simulation' });
  });
}
