/** `npm run hub -- keys list|rotate|revoke|backup`: the issuer's keys of a hub. See docs/operations/keys.md. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { enterPlace, type Place } from '../backup/place.ts';
import { type Database, migrate, openDatabase } from '../store/database.ts';
import { loadIssuerThatIs, revokeKey, rotateKey } from './issuer.ts';
import { type Issuer, issuerKeys, sealedKeys } from './issuer-keys.ts';
import { sealWithPassphrase, unseal } from './sealing.ts';

const USAGE = `npm run hub -- keys list [FLAGS]                            the issuer's keys, the newest first
npm run hub -- keys rotate --reason TEXT [FLAGS]            a new key signs; the one before is retired and still believed
npm run hub -- keys revoke ID --reason TEXT [FLAGS]         nothing that this key signed is believed any more
npm run hub -- keys backup --to FILE [FLAGS]                the private keys, sealed with KEY_PASSPHRASE

  --data DIR       the hub's data folder; the hub may run
  --alg ALG        rotate: ES256 (default) or EdDSA

  DATABASE_URL     this PostgreSQL instead of the one in the data folder
  HUB_SECRET       the secret, where it is not in the data folder
  KEY_PASSPHRASE   backup: at least 12 characters; keep it apart from the file
`;

const SHORTEST = 12;

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      to: { type: 'string' },
      reason: { type: 'string' },
      alg: { type: 'string', default: 'ES256' },
      help: { type: 'boolean', default: false },
    },
  });
}
type Parsed = ReturnType<typeof parse>;

function reasonOf({ values }: Parsed): string {
  const reason = values.reason?.trim() ?? '';
  if (reason === '' || reason.length > 300) throw new Error('Say why: --reason TEXT, up to 300 characters.');
  return reason;
}

async function list(database: Database, issuer: Issuer): Promise<string> {
  const keys = await issuerKeys(database, issuer);
  const lines = keys.map(({ id, jwk, notBefore, notAfter, revokedAt, revokedBecause }) => {
    const state = revokedAt
      ? `withdrawn ${revokedAt} (${revokedBecause})`
      : notAfter
        ? `retired ${notAfter}`
        : 'signs';
    return `${id}  ${jwk.crv.padEnd(7)}  from ${notBefore}  ${state}`;
  });
  return [`Issuer ${issuer.url}`, ...lines].join('\n');
}

async function rotate(database: Database, issuer: Issuer, parsed: Parsed): Promise<string> {
  const { alg } = parsed.values;
  if (alg !== 'ES256' && alg !== 'EdDSA') throw new Error('--alg is ES256 or EdDSA.');
  const kid = await rotateKey(database, issuer, { alg, reason: reasonOf(parsed), now: new Date() });
  return `${kid} signs from now on. Devices get it with their next sync. Take a backup of the keys.`;
}

async function revoke(database: Database, issuer: Issuer, parsed: Parsed): Promise<string> {
  const [, id, ...more] = parsed.positionals;
  if (!id || more.length > 0) throw new Error('Say which key: keys revoke ID --reason TEXT. See: keys list.');
  const count = await revokeKey(database, issuer, { id, reason: reasonOf(parsed), now: new Date() });
  return `${id} is withdrawn. ${count} credentials that it may have signed no longer count: renew them.`;
}

/** Writes the keys under a passphrase, so that they open without the hub's secret; reads the file again before it says so. */
async function backup(database: Database, issuer: Issuer, { values }: Parsed): Promise<string> {
  if (!values.to) throw new Error('Say which file: --to FILE.');
  const passphrase = process.env.KEY_PASSPHRASE ?? '';
  if (passphrase.length < SHORTEST)
    throw new Error(`Give a passphrase of at least ${SHORTEST} characters in KEY_PASSPHRASE.`);
  const keys = (await sealedKeys(database)).map(({ kid, sealed }) => {
    try {
      return { ...(JSON.parse(unseal(sealed, issuer.secret)) as object), kid };
    } catch {
      throw new Error('The keys cannot be opened: HUB_SECRET is not the one they were sealed with.');
    }
  });
  const text = await sealWithPassphrase(JSON.stringify({ issuer: issuer.url, keys }), passphrase);
  const path = resolve(values.to);
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'EEXIST'
        ? `${path} is there already. A backup never overwrites: choose another name.`
        : `${path} cannot be written (${error.code}).`,
    );
  });
  try {
    await file.writeFile(`${text}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return `${keys.length} keys written to ${path}. Whoever has the file and the passphrase can issue as this hub.`;
}

const commands = { list, rotate, revoke, backup };
const isCommand = (name: string | undefined): name is keyof typeof commands =>
  name !== undefined && Object.hasOwn(commands, name);

/** Runs a command to its end. @returns the exit code */
export async function runKeysCommand(args: string[]): Promise<number> {
  let place: Place | null = null;
  let database: Database | null = null;
  try {
    const parsed = parse(args);
    const [command] = parsed.positionals;
    const work = isCommand(command) ? commands[command] : undefined;
    if (parsed.values.help || !work) {
      (parsed.values.help ? process.stdout : process.stderr).write(USAGE);
      return parsed.values.help ? 0 : 1;
    }
    place = await enterPlace(
      {
        data: parsed.values.data ?? null,
        databaseUrl: process.env.DATABASE_URL || null,
        blobs: null,
        secret: process.env.HUB_SECRET || null,
      },
      'read',
    );
    if (place.secret === null) throw new Error('Say the hub’s secret: HUB_SECRET, or --data DIR.');
    database = openDatabase(place.databaseUrl, 2);
    await migrate(database);
    const issuer = await loadIssuerThatIs(database, place.secret);
    process.stdout.write(`${await work(database, issuer, parsed)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await database?.end();
    await place?.leave();
  }
}
