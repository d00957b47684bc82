/** Takes a backup of a hub, running or not: one snapshot of its database, then the blobs that the snapshot names. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../store/database.ts';
import { quoted, type TableColumns, tablesInOrder } from './catalogue.ts';
import { BackupFile, copyChecked, hashOf, syncFolder, type Written, writeWhole } from './files.ts';
import {
  BACKUP_FORMAT,
  BLOB_LIST,
  type BlobLine,
  MANIFEST,
  MANIFEST_HASH,
  type Manifest,
  SECRET,
} from './manifest.ts';
import { megabytes, Progress } from './progress.ts';

/** Rows are fetched so that about this many bytes are in memory at once; a single row may be larger. */
const FETCH_BYTES = 4 * 1024 * 1024;
const MOST_ROWS = 2_000;
const FIRST_ROWS = 20;

export interface BackupOptions {
  databaseUrl: string;
  /** The folder that appears when the backup is whole. It must not be there. */
  to: string;
  /** The hub's blob folder; null where the blobs are kept elsewhere. */
  blobs: string | null;
  /** An earlier backup on the same disk, whose blobs are linked instead of copied. */
  previous: string | null;
  /** The hub's secret, where the backup is to hold it. */
  secret: string | null;
  hubVersion: string;
  now: () => Date;
  say: (line: string) => void;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    // Unreported: what cannot be looked at is written as if it were not there, and that says why it cannot.
    () => false,
  );
}

/**
 * @returns what the backup says of itself, once all of it is on the disk under its own name
 * @throws Error with one line; then nothing is at `to`
 */
export async function takeBackup(options: BackupOptions): Promise<Manifest> {
  const to = resolve(options.to);
  if (await exists(to))
    throw new Error(`${to} is there already. A backup never overwrites: choose another name.`);
  const temporary = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.unfinished`);
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: options.databaseUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const manifest = await write(client, options, temporary);
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const { sha256 } = await writeWhole(join(temporary, MANIFEST), text);
    await writeWhole(join(temporary, MANIFEST_HASH), `${sha256}  ${MANIFEST}\n`);
    await syncFolder(temporary);
    if (await exists(to)) throw new Error(`${to} has come to be meanwhile; nothing was overwritten.`);
    await rename(temporary, to);
    await syncFolder(dirname(to));
    return manifest;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  } finally {
    // Unreported: what was read is written or given up by now.
    await client.end().catch(() => undefined);
  }
}

async function write(client: pg.Client, options: BackupOptions, folder: string): Promise<Manifest> {
  const progress = new Progress(options.say);
  // One snapshot for all tables: what commits meanwhile is in the next backup.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const takenAt = options.now().toISOString();
  const migrations = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY name');
  const version = await client.query<{ server_version: string }>('SHOW server_version');
  const scopes = await client.query<Manifest['scopes'][number]>(
    'SELECT name, version, row_count AS count, hash FROM scopes ORDER BY name',
  );
  const tables: Manifest['tables'] = [];
  for (const table of await tablesInOrder(client)) {
    tables.push(await writeTable(client, table, join(folder, 'tables', `${table.name}.jsonl`), progress));
  }
  await syncFolder(join(folder, 'tables'));
  const blobs = await writeBlobs(client, options, folder, progress);
  await client.query('COMMIT');
  const secret = options.secret === null ? null : await writeWhole(join(folder, SECRET), options.secret);
  return {
    kind: 'partner-console-hub-backup',
    format: BACKUP_FORMAT,
    hub: options.hubVersion,
    postgres: version.rows[0]?.server_version ?? '',
    takenAt,
    migrations: migrations.rows.map((row) => row.name),
    scopes: scopes.rows.map((row) => ({ ...row, version: Number(row.version), count: Number(row.count) })),
    tables,
    blobs,
    secret,
  };
}

async function writeTable(
  client: pg.Client,
  { name, columns }: TableColumns,
  path: string,
  progress: Progress,
): Promise<Manifest['tables'][number]> {
  const file = await BackupFile.make(path);
  let rows = 0;
  let total = 0;
  try {
    await client.query(
      `DECLARE backup NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line
         FROM (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) AS t`,
    );
    for (let want = FIRST_ROWS; ; ) {
      const page = await client.query<{ line: string }>(`FETCH FORWARD ${want} FROM backup`);
      if (page.rows.length === 0) break;
      const bytes = Buffer.from(page.rows.map(({ line }) => `${line}\n`).join(''));
      await file.write(bytes);
      rows += page.rows.length;
      total += bytes.length;
      want = Math.max(1, Math.min(MOST_ROWS, Math.floor((FETCH_BYTES / bytes.length) * page.rows.length)));
      progress.at(() => `${name}: ${rows} rows, ${megabytes(total)}`);
    }
    await client.query('CLOSE backup');
    return { name, rows, ...(await file.done()) };
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

/** Every blob that the snapshot calls complete: it was fsynced before, and is never changed. */
async function writeBlobs(
  client: pg.Client,
  { blobs, previous }: BackupOptions,
  folder: string,
  progress: Progress,
): Promise<Manifest['blobs']> {
  if (blobs === null) return null;
  const list = await BackupFile.make(join(folder, BLOB_LIST));
  let count = 0;
  let total = 0;
  const folders = new Set<string>();
  try {
    await client.query(
      `DECLARE blobs NO SCROLL CURSOR FOR SELECT organisation_id AS organisation, sha256, size FROM blobs
        ORDER BY organisation_id, sha256`,
    );
    for (;;) {
      const page = await client.query<BlobLine>(`FETCH FORWARD ${MOST_ROWS} FROM blobs`);
      if (page.rows.length === 0) break;
      for (const { organisation, sha256, size } of page.rows) {
        const place = join('blobs', organisation, sha256);
        const expected = { bytes: Number(size), sha256 };
        await keepBlob(
          join(blobs, organisation, sha256),
          join(folder, place),
          previous && join(previous, place),
          expected,
        );
        folders.add(join(folder, 'blobs', organisation));
        count += 1;
        total += expected.bytes;
        await list.write(`${JSON.stringify({ organisation, sha256, size: expected.bytes })}\n`);
        progress.at(() => `attachments: ${count}, ${megabytes(total)}`);
      }
    }
    await client.query('CLOSE blobs');
    for (const each of folders) await syncFolder(each);
    return { count, total, ...(await list.done()) };
  } catch (error) {
    await list.abandon();
    throw error;
  }
}

async function keepBlob(from: string, to: string, earlier: string | null, expected: Written): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  if (earlier !== null) {
    // Unreported: what is not there, or not whole, is copied anew.
    const found = await hashOf(earlier).catch(() => null);
    if (found?.sha256 === expected.sha256 && found.bytes === expected.bytes) {
      const linked = await link(earlier, to).then(
        () => true,
        // Unreported: what cannot be linked is copied.
        () => false,
      );
      if (linked) return;
    }
  }
  try {
    await copyChecked(from, to, expected);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      `The attachment ${from} is in the database and not in the folder. Say where the attachments are with --blobs DIR.`,
    );
  }
}

/** Notes in the database that a backup of it was taken, so that its age can be watched. */
export async function noteBackup(databaseUrl: string, at: Date): Promise<void> {
  const database = openDatabase(databaseUrl, 1);
  try {
    await database.query(
      `INSERT INTO counters (name, value) VALUES ('last-backup', $1)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      [Math.floor(at.getTime() / 1000)],
    );
  } finally {
    await database.end();
  }
}
