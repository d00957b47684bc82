/** A backup of a world's hub and its way back: the database as it was, and what a real restore changes in it. */
import type pg from 'pg';
import { tablesInOrder } from '../../hub/backup/catalogue.ts';
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
async function tableNames(client: pg.PoolClient): Promise<string[]> {
  return (await tablesInOrder(client)).map(({ name }) => name).filter((name) => name !== 'audit');
}

/** One snapshot of everything that is committed, beside hubs that work. */
export function takeSnapshot(pool: pg.Pool): Promise<void> {
  return inTransaction(pool, async (client) => {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`);
    await client.query(`CREATE SCHEMA ${SCHEMA}`);
    for (const name of await tableNames(client))
      await client.query(`CREATE TABLE ${SCHEMA}.${name} AS TABLE public.${name}`);
  });
}

/** Puts the snapshot back, with new epochs. Every hub is stopped before. */
export function restoreSnapshot(pool: pg.Pool, takenAt: string): Promise<void> {
  return inTransaction(pool, async (client) => {
    const names = await tableNames(client);
    await client.query(`TRUNCATE ${names.map((name) => `public.${name}`).join(', ')}`);
    for (const name of names)
      await client.query(
        `INSERT INTO public.${name} OVERRIDING SYSTEM VALUE SELECT * FROM ${SCHEMA}.${name}`,
      );
    await beginAnew(client, { takenAt, hub: 'the simulation' });
  });
}
