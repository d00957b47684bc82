/** `npm run hub -- check-blobs`: compares the database's list of attachments with what the store holds. */

import { parseArgs } from 'node:util';
import { enterPlace } from '../backup/place.ts';
import { type Database, migrate, openDatabase } from '../store/database.ts';
import { databaseWords } from '../store/database-words.ts';
import { blobSettings, openBlobs } from './open.ts';
import type { BlobStore } from './store.ts';
import { hubName } from './store-watch.ts';

const USAGE = `npm run hub -- check-blobs [FLAGS]   names the attachments that the database lists and the store does not hold; the hub may run

  --forget         take them off the list: the consoles that have them send them again, within an hour
  --adopt          with a store that does not bear this hub's marker, because it was lost or copied: it is this hub's from now on
  --data DIR       the hub's data folder; or, on a PostgreSQL of yours, DATABASE_URL
  --help           this text

  HUB_BLOBS, HUB_S3_BUCKET ...   where attachments lie, as for the hub itself
`;
const AT_ONCE = 500;

interface Listed {
  organisation: string;
  organisation_id: string;
  sha256: string;
  size: number;
  location: string;
}

/** Goes through the whole list, a part at a time. */
async function missing(database: Database, store: BlobStore): Promise<{ all: number; gone: Listed[] }> {
  const gone: Listed[] = [];
  let all = 0;
  let after = { organisation_id: '00000000-0000-0000-0000-000000000000', sha256: '' };
  for (;;) {
    const { rows } = await database.query<Listed>(
      `SELECT o.name AS organisation, b.organisation_id, b.sha256, b.size, b.location
         FROM blobs b JOIN organisations o ON o.id = b.organisation_id
        WHERE (b.organisation_id, b.sha256) > ($1::uuid, $2) ORDER BY b.organisation_id, b.sha256 LIMIT $3`,
      [after.organisation_id, after.sha256, AT_ONCE],
    );
    for (const row of rows) if (!(await store.has(row.location))) gone.push(row);
    all += rows.length;
    const last = rows.at(-1);
    if (!last) return { all, gone };
    after = last;
  }
}

/** @returns how many rows are off the list; one that was sent anew meanwhile stays */
async function forget(database: Database, store: BlobStore, gone: readonly Listed[]): Promise<number> {
  let forgotten = 0;
  for (const { organisation_id, sha256, location } of gone) {
    if (await store.has(location)) continue;
    const { rowCount } = await database.query(
      'DELETE FROM blobs WHERE organisation_id = $1 AND sha256 = $2 AND location = $3',
      [organisation_id, sha256, location],
    );
    forgotten += rowCount ?? 0;
  }
  return forgotten;
}

const files = (count: number) => (count === 1 ? '1 attachment' : `${count} attachments`);

async function check(
  database: Database,
  store: BlobStore,
  asked: { forget: boolean; adopt: boolean },
): Promise<string> {
  const name = await hubName(database);
  const own = (await store.marker()) === name;
  if (!own && asked.forget && !asked.adopt)
    throw new Error(
      `The store, ${store.place}, does not bear this hub’s marker: is it mounted? Nothing was changed. Where it is this hub’s, say --adopt too.`,
    );
  const { all, gone } = await missing(database, store);
  const lines = gone.map(({ organisation, sha256, size }) => `${sha256}  ${size} bytes  ${organisation}`);
  if (!own)
    lines.push(
      `The store, ${store.place}, does not bear this hub’s marker${asked.adopt ? '; it does now.' : ': is it mounted?'}`,
    );
  if (asked.adopt && !own) await store.mark(name);
  lines.push(`${files(all)} on the list, ${gone.length} of them not in the store.`);
  if (gone.length > 0)
    lines.push(
      asked.forget
        ? `${files(await forget(database, store, gone))} taken off the list: the consoles that have them send them again.`
        : 'Nothing was changed. To take them off the list, so that consoles send them again: --forget',
    );
  return lines.join('\n');
}

/** Runs the command to its end. @returns the exit code: 1 too where something is missing and was left so */
export async function runCheckBlobs(args: string[]): Promise<number> {
  let leave: () => Promise<void> = async () => undefined;
  let database: Database | null = null;
  try {
    const { values: flags } = parseArgs({
      args,
      options: {
        forget: { type: 'boolean', default: false },
        adopt: { type: 'boolean', default: false },
        data: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (flags.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    const place = await enterPlace(
      {
        data: flags.data ?? null,
        databaseUrl: process.env.DATABASE_URL || null,
        blobs: process.env.HUB_BLOBS || null,
        secret: null,
      },
      'read',
    );
    leave = () => place.leave();
    const settings =
      blobSettings(process.env) ?? (place.blobs && ({ kind: 'folder', folder: place.blobs } as const));
    if (!settings)
      throw new Error('Say where attachments lie: HUB_BLOBS names a folder, HUB_S3_BUCKET a bucket.');
    database = openDatabase(place.databaseUrl, 2);
    await migrate(database);
    const said = await check(database, await openBlobs(settings, 'look'), flags);
    process.stdout.write(`${said}\n`);
    return /Nothing was changed|is it mounted/.test(said) ? 1 : 0;
  } catch (error) {
    process.stderr.write(`${databaseWords(error)}\n`);
    return 1;
  } finally {
    await database?.end();
    await leave();
  }
}
