/** `npm run hub -- people|organisations|codes|devices|handed-over|files|limits|device-rules|catalogue|contracts|releases`: what an operator does, on the hub's database, beside a running hub. */
import { enterPlace, type Place } from '../backup/place.ts';
import { blobSettings, openBlobs } from '../blobs/open.ts';
import type { BlobStore } from '../blobs/store.ts';
import { hubName } from '../blobs/store-watch.ts';
import { loadIssuerThatIs } from '../issuing/issuer.ts';
import { proveSecret } from '../issuing/secrets.ts';
import { type Database, migrate, openDatabase } from '../store/database.ts';
import { databaseWords } from '../store/database-words.ts';
import { ensureFixedScopes } from '../store/organisations.ts';
import { catalogue } from './catalogue.ts';
import { codes } from './codes.ts';
import { contracts } from './contracts.ts';
import { deviceRules } from './device-rules.ts';
import { devices } from './devices.ts';
import { files } from './files.ts';
import { Given, UsageError } from './given.ts';
import type { Group, GroupName } from './group.ts';
import { handedOver } from './handed-over.ts';
import { limits } from './limits.ts';
import { organisations } from './organisations.ts';
import { people } from './people.ts';
import { releases } from './releases.ts';

const groups: Readonly<Record<GroupName, Group>> = {
  people,
  organisations,
  codes,
  devices,
  'handed-over': handedOver,
  files,
  limits,
  'device-rules': deviceRules,
  catalogue,
  contracts,
  releases,
};

const PLACE = `  --data DIR       the hub's data folder; the hub may run. Or, on a PostgreSQL of yours, DATABASE_URL
  --help           this text
`;

function usage(name: string, { about, commands }: Group, only: string | null): string {
  const lines = Object.entries(commands)
    .filter(([each]) => only === null || each === only)
    .map(
      ([each, { form, says }]) => `npm run hub -- ${[name, each, form].join(' ').trimEnd()}\n    ${says}\n`,
    );
  return `${lines.join('')}\n${about.trim()}\n\n${PLACE}`;
}

/** @param folder in the hub's data folder, where nothing else is named */
async function hubStore(database: Database, folder: string | null): Promise<BlobStore> {
  const settings = blobSettings(process.env) ?? (folder && ({ kind: 'folder', folder } as const));
  if (!settings)
    throw new Error('Say where the hub’s files lie: HUB_BLOBS names a folder, HUB_S3_BUCKET a bucket.');
  const store = await openBlobs(settings, 'look');
  if ((await store.marker()) !== (await hubName(database)))
    throw new Error(
      `The store, ${store.place}, does not bear this hub’s marker: is it mounted? Nothing was changed.`,
    );
  return store;
}

/** Runs a command to its end. @returns the exit code */
export async function runOperatorCommand(name: GroupName, args: string[]): Promise<number> {
  const group = groups[name];
  let place: Place | null = null;
  let database: Database | null = null;
  const [asked = ''] = args;
  const command = Object.hasOwn(group.commands, asked) ? group.commands[asked] : undefined;
  try {
    if (args.includes('--help')) {
      process.stdout.write(usage(name, group, command ? asked : null));
      return 0;
    }
    if (!command && asked !== '' && !asked.startsWith('-'))
      throw new UsageError(
        `There is no command "${name} ${asked}". Commands are ${Object.keys(group.commands).join(', ')}.`,
      );
    if (!command) {
      process.stderr.write(usage(name, group, null));
      return 1;
    }
    const given = new Given(args.slice(1));
    given.assertOnly([...command.flags, 'data']);
    const work = command.prepare(given);
    place = await enterPlace(
      {
        data: given.optional('data'),
        databaseUrl: process.env.DATABASE_URL || null,
        blobs: process.env.HUB_BLOBS || null,
        secret: process.env.HUB_SECRET || null,
      },
      'read',
    );
    const { secret, databaseUrl } = place;
    database = openDatabase(databaseUrl, 2);
    await migrate(database);
    await ensureFixedScopes(database);
    const opened = database;
    const issuer = () => {
      if (secret === null)
        throw new Error('Credentials change: say the hub’s secret too, HUB_SECRET or --data DIR.');
      return proveSecret(opened, secret).then(() => loadIssuerThatIs(opened, secret));
    };
    const folder = place.blobs;
    const blobs = () => hubStore(opened, folder);
    process.stdout.write(`${await work({ database, now: new Date(), issuer, blobs })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${databaseWords(error)}\n`);
    if (error instanceof UsageError)
      process.stderr.write(`See: npm run hub -- ${name} ${command ? `${asked} ` : ''}--help\n`);
    return 1;
  } finally {
    await database?.end();
    await place?.leave();
  }
}
