/** `npm run hub -- people|organisations|codes|devices|files|limits|catalogue|contracts`: what an operator does, on the hub's database, beside a running hub. */
import { messageOf } from '../../shared/base/fault.ts';
import { enterPlace, type Place } from '../backup/place.ts';
import { loadIssuerThatIs } from '../issuing/issuer.ts';
import { proveSecret } from '../issuing/secrets.ts';
import { type Database, migrate, openDatabase } from '../store/database.ts';
import { ensureFixedScopes } from '../store/organisations.ts';
import { catalogue } from './catalogue.ts';
import { codes } from './codes.ts';
import { contracts } from './contracts.ts';
import { devices } from './devices.ts';
import { files } from './files.ts';
import { Given, UsageError } from './given.ts';
import type { Group, GroupName } from './group.ts';
import { limits } from './limits.ts';
import { organisations } from './organisations.ts';
import { people } from './people.ts';

const groups: Readonly<Record<GroupName, Group>> = {
  people,
  organisations,
  codes,
  devices,
  files,
  limits,
  catalogue,
  contracts,
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
        blobs: null,
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
    process.stdout.write(`${await work({ database, now: new Date(), issuer })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    if (error instanceof UsageError)
      process.stderr.write(`See: npm run hub -- ${name} ${command ? `${asked} ` : ''}--help\n`);
    return 1;
  } finally {
    await database?.end();
    await place?.leave();
  }
}
