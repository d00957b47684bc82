/** `npm run hub -- backup|restore|verify`. See docs/operations/backup.md. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseWords } from '../store/database-words.ts';
import { VERSION } from '../version.ts';
import { SECRET } from './manifest.ts';
import { enterPlace } from './place.ts';
import { megabytes } from './progress.ts';
import { restoreBackup } from './restore.ts';
import { noteBackup, takeBackup } from './take.ts';
import { verifyBackup } from './verify.ts';

type Command = 'backup' | 'restore' | 'verify';

const USAGE = `npm run hub -- backup --to DIR [FLAGS]     takes a backup; the hub may run
npm run hub -- verify --from DIR            reads a backup whole and says whether it is sound
npm run hub -- restore --from DIR [FLAGS]   puts a backup into an empty database; no hub may run on it

  --data DIR       the hub's data folder (database, attachments, secret)
  --blobs DIR      the folder of the attachments, where it is not in the data folder (HUB_BLOBS)
  --without-blobs  backup: the attachments are kept elsewhere (S3) and have a backup of their own
  --previous DIR   backup: an earlier backup on the same disk, whose attachments are linked and not copied
  --with-secret    backup: the secret too. Whoever has such a backup can sign as the hub
  --replace        restore: throw away what the database holds

  DATABASE_URL     this PostgreSQL instead of the one in the data folder
  HUB_SECRET       the secret, where it is not in the data folder
`;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      to: { type: 'string' },
      from: { type: 'string' },
      data: { type: 'string' },
      blobs: { type: 'string' },
      previous: { type: 'string' },
      'without-blobs': { type: 'boolean', default: false },
      'with-secret': { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}
type Flags = ReturnType<typeof parse>;

const say = (line: string) => process.stderr.write(`${line}\n`);
const now = () => new Date();
const placeOf = (flags: Flags, use: 'read' | 'write') =>
  enterPlace(
    {
      data: flags.data ?? null,
      databaseUrl: process.env.DATABASE_URL || null,
      blobs: flags.blobs ?? (process.env.HUB_BLOBS || null),
      secret: process.env.HUB_SECRET || null,
    },
    use,
  );

function needed(value: string | undefined, flag: string): string {
  if (!value) throw new Error(`Say which folder: ${flag} DIR. See --help.`);
  return resolve(value);
}

async function backup(flags: Flags): Promise<string> {
  const to = needed(flags.to, '--to');
  const place = await placeOf(flags, 'read');
  try {
    if (place.blobs === null && !flags['without-blobs'])
      throw new Error('Say where the attachments are: --data DIR, --blobs DIR, or --without-blobs.');
    if (flags['with-secret'] && place.secret === null)
      throw new Error('There is no secret to put into the backup: give HUB_SECRET or --data DIR.');
    const made = await takeBackup({
      databaseUrl: place.databaseUrl,
      to,
      blobs: flags['without-blobs'] ? null : place.blobs,
      previous: flags.previous ? resolve(flags.previous) : null,
      secret: flags['with-secret'] ? place.secret : null,
      hubVersion: VERSION,
      now,
      say,
    });
    await noteBackup(place.databaseUrl, now());
    const rows = made.tables.reduce((sum, table) => sum + table.rows, 0);
    const blobs = made.blobs
      ? `${made.blobs.count} attachments (${megabytes(made.blobs.total)})`
      : 'no attachments';
    const secret = made.secret
      ? 'It holds the hub’s secret: keep it as safe as the hub.'
      : 'The hub’s secret is not in it: keep that apart, nothing opens the hub’s key without it.';
    return `Backup taken: ${to}, ${rows} rows, ${blobs}. ${secret}`;
  } finally {
    await place.leave();
  }
}

async function restore(flags: Flags): Promise<string> {
  const from = needed(flags.from, '--from');
  const place = await placeOf(flags, 'write');
  try {
    const told = await restoreBackup({
      databaseUrl: place.databaseUrl,
      from,
      replace: flags.replace,
      blobs: place.blobs,
      now,
      say,
    });
    const path = flags.data ? join(resolve(flags.data), SECRET) : null;
    if (told.secret && path && !existsSync(path))
      writeFileSync(path, readFileSync(join(from, SECRET)), { mode: 0o600, flag: 'wx' });
    const secret =
      place.secret === null && !told.secret
        ? ' Give the hub the secret it had (HUB_SECRET, or the file secret) before you start it.'
        : '';
    return `Restored: the hub as of ${told.takenAt}, with new epochs. Consoles send again what they had sent since. Computers and people that were ended since then count again: end them anew.${secret}`;
  } finally {
    await place.leave();
  }
}

async function verify(flags: Flags): Promise<string> {
  const from = needed(flags.from, '--from');
  const told = await verifyBackup(from, say);
  return `The backup is whole: taken ${told.takenAt} by hub ${told.hub}, ${told.tables.length} tables, ${told.blobs?.count ?? 0} attachments.`;
}

/** Runs a command to its end. @returns the exit code */
export async function runCommand(command: Command, args: string[]): Promise<number> {
  try {
    const flags = parse(args);
    if (flags.help) process.stdout.write(USAGE);
    else process.stdout.write(`${await { backup, restore, verify }[command](flags)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${databaseWords(error)}\n`);
    return 1;
  }
}
