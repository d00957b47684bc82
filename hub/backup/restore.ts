/**
 * Puts a backup into a database: all of it, with a new epoch for every scope (S7), in one transaction. What devices know
 * beyond the backup comes back from them: docs/operations/backup.md.
 */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { applyMigration, MIGRATION_LOCK, makeMigrationsTable, migrationNames } from '../store/database.ts';
import { assertUsable } from '../store/server-check.ts';
import { quoted, type TableColumns, tablesInOrder } from './catalogue.ts';
import { copyChecked, hashOf, linesOf, syncFolder, valueOfLine } from './files.ts';
import { BLOB_LIST, blobLine, type Manifest } from './manifest.ts';
import { megabytes, Progress } from './progress.ts';
import { readManifest, tablePath, verifyBackup } from './verify.ts';

/** Bytes of rows in one INSERT; a single row may be larger. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ROWS = 2_000;
/** Tickets that the lost time may have given out are never given again: numbers go on this far behind the last known. */
const TICKET_GAP = 10_000;

export interface RestoreOptions {
  databaseUrl: string;
  from: string;
  /** Throws away what the database holds. */
  replace: boolean;
  /** Where the attachments go; null leaves them. */
  blobs: string | null;
  now: () => Date;
  say: (line: string) => void;
}

/**
 * @returns the manifest of what was restored
 * @throws Error with one line; then the database is as it was
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { from, say } = options;
  const known = migrationNames();
  const first = await readManifest(from);
  const newer = first.migrations.find((name) => !known.includes(name));
  if (newer)
    throw new Error(`${from} was taken by a newer hub (${first.hub}, with ${newer}). Update this hub.`);
  if (first.blobs && first.blobs.count > 0 && options.blobs === null)
    throw new Error('The backup holds attachments. Say where they go: --data DIR or --blobs DIR.');
  const told = await verifyBackup(from, say);
  const client = new pg.Client({ connectionString: options.databaseUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await assertUsable(client);
    await client.query('BEGIN');
    await takeOver(client, options.replace);
    if (told.blobs && options.blobs !== null)
      await restoreBlobs(from, told.blobs, options.blobs, new Progress(say));
    await fill(client, from, told, new Progress(say));
    await beginAnew(client, told);
    for (const name of known.filter((each) => !told.migrations.includes(each))) {
      await applyMigration(client, name);
      say(`migrated: ${name}`);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return told;
  } catch (error) {
    // Unreported: the error that led here is thrown.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    // Unreported: the restore is committed or rolled back by now.
    await client.end().catch(() => undefined);
  }
}

/** An empty schema that nobody else uses, or a reason why not. */
async function takeOver(client: pg.Client, replace: boolean): Promise<void> {
  // A hub that starts now waits for this lock before it makes its tables.
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const others = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  if (Number(others.rows[0]?.count) > 0)
    throw new Error('The database is in use. Stop every hub and tool on it, then restore.');
  const tables = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  if (Number(tables.rows[0]?.count) === 0) return;
  if (!replace)
    throw new Error(
      'The database is not empty. Restore into an empty one, or give --replace, which throws away what it holds.',
    );
  await client.query('DROP SCHEMA public CASCADE');
  await client.query('CREATE SCHEMA public');
}

async function fill(client: pg.Client, from: string, told: Manifest, progress: Progress): Promise<void> {
  await makeMigrationsTable(client);
  for (const name of told.migrations) await applyMigration(client, name);
  const tables = await tablesInOrder(client);
  const files = new Map(told.tables.map((each) => [each.name, each]));
  const strange = [...files.keys()].find((name) => !tables.some((table) => table.name === name));
  if (strange) throw new Error(`The backup has a table ${strange} that its migrations do not make.`);
  // Migrations fill some tables; the backup has their rows too.
  for (const table of [...tables].reverse()) await client.query(`DELETE FROM ${quoted(table.name)}`);
  for (const table of tables) {
    const file = files.get(table.name);
    if (!file) throw new Error(`The backup lacks the table ${table.name}.`);
    let rows = 0;
    for await (const batch of batches(linesOf(tablePath(from, table.name), file))) {
      await insert(client, table, batch);
      rows += batch.length;
      progress.at(() => `${table.name}: ${rows} of ${file.rows} rows written`);
    }
    if (rows !== file.rows)
      throw new Error(`${table.name} has another number of rows than the manifest says.`);
    for (const column of table.identities) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(column)}), 0) + 1, false) FROM ${quoted(table.name)}`,
        [quoted(table.name), column],
      );
    }
  }
}

async function* batches(lines: AsyncGenerator<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    batch.push(line);
    bytes += line.length;
    if (batch.length >= BATCH_ROWS || bytes >= BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

async function insert(client: pg.Client, { name, columns }: TableColumns, lines: string[]): Promise<void> {
  const list = columns.map(quoted).join(', ');
  await client.query(
    `INSERT INTO ${quoted(name)} (${list}) OVERRIDING SYSTEM VALUE
       SELECT ${list} FROM json_populate_recordset(NULL::${quoted(name)}, $1::json)`,
    [`[${lines.join(',')}]`],
  );
}

/** What must not be as it was: epochs, ticket numbers, and codes that may have been used since. */
export async function beginAnew(
  client: pg.ClientBase,
  told: Pick<Manifest, 'takenAt' | 'hub'>,
): Promise<void> {
  await client.query('UPDATE scopes SET epoch = gen_random_uuid()');
  // What was on its way is not in a backup: devices begin those uploads again.
  await client.query('DELETE FROM uploads');
  await client.query("UPDATE counters SET value = value + $1 WHERE name = 'ticket'", [TICKET_GAP]);
  await client.query('UPDATE enrolment_codes SET used_at = now() WHERE used_at IS NULL');
  await client.query("INSERT INTO audit (action, subject, detail) VALUES ('restored', 'hub', $1)", [
    { takenAt: told.takenAt, hub: told.hub },
  ]);
}

/** Attachments are there before the rows that name them are. Those that are there already, and whole, stay. */
async function restoreBlobs(
  from: string,
  told: NonNullable<Manifest['blobs']>,
  folder: string,
  progress: Progress,
): Promise<void> {
  let count = 0;
  let total = 0;
  const folders = new Set<string>();
  for await (const line of linesOf(join(from, BLOB_LIST), told)) {
    const { organisation, sha256, size } = valueOfLine(blobLine, line, join(from, BLOB_LIST));
    const to = join(folder, organisation, sha256);
    // Unreported: what is not there, or not whole, is copied.
    const found = await hashOf(to).catch(() => null);
    if (found?.sha256 !== sha256 || found.bytes !== size) {
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await copyChecked(join(from, 'blobs', organisation, sha256), to, { sha256, bytes: size });
      folders.add(dirname(to));
    }
    count += 1;
    total += size;
    progress.at(() => `attachments: ${count} of ${told.count} in place, ${megabytes(total)}`);
  }
  for (const each of folders) await syncFolder(each);
}
