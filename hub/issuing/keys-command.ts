/** `npm run hub -- keys list|rotate|revoke|backup|restore`: the issuer's keys of a hub. See docs/operations/keys.md. */

import { open, readFile, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { counted } from '../../shared/base/counted.ts';
import { enterPlace, type Place } from '../backup/place.ts';
import { type Database, migrate, openDatabase, transaction } from '../store/database.ts';
import { databaseWords } from '../store/database-words.ts';
import { addOwnAudit } from './audit.ts';
import { loadIssuerThatIs, revokeKey, rotateKey, setAddress } from './issuer.ts';
import { type Issuer, issuerKeys, keptKey, resealKeys, sealedKeys } from './issuer-keys.ts';
import { readPublicUrl } from './public-url.ts';
import { sealWithPassphrase, unseal, unsealWithPassphrase } from './sealing.ts';
import { assertLong, proveSecret, takeNewSecret } from './secrets.ts';

const USAGE = `npm run hub -- keys list [FLAGS]                            the issuer's keys, the newest first
npm run hub -- keys rotate --reason TEXT [FLAGS]            a new key signs; the one before is retired and still believed
npm run hub -- keys revoke ID --reason TEXT [FLAGS]         nothing that this key signed is believed any more
npm run hub -- keys backup --to FILE [FLAGS]                the private keys, sealed with KEY_PASSPHRASE
npm run hub -- keys restore --from FILE --reason TEXT [FLAGS]  seals the keys of a backup with this hub's secret
npm run hub -- keys address URL --reason TEXT [FLAGS]       the address that credentials name, as long as none was issued

  --data DIR       the hub's data folder; the hub may run
  --alg ALG        rotate: ES256 (default) or EdDSA
  --new-secret     rotate, restore: the secret before is lost for good, and the one given now takes its place

  DATABASE_URL     this PostgreSQL instead of the one in the data folder
  HUB_SECRET       the secret, where it is not in the data folder
  KEY_PASSPHRASE   backup, restore: at least 12 characters; keep it apart from the file
`;

const SHORTEST = 12;
/** A backup of a thousand keys is smaller. */
const MOST_BYTES = 1024 * 1024;

/** The id of a key is 43 characters of base64url, and one in 64 begins with a dash. */
const DASHED_ID = /^-[A-Za-z0-9_-]{42}$/;

function parse(args: string[]) {
  const ids = args.filter((each) => DASHED_ID.test(each));
  const others = args.filter((each) => !DASHED_ID.test(each));
  return parseArgs({
    args: ids.length > 0 ? [...others, '--', ...ids] : others,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      to: { type: 'string' },
      from: { type: 'string' },
      reason: { type: 'string' },
      alg: { type: 'string', default: 'ES256' },
      'new-secret': { type: 'boolean', default: false },
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
  const newSecret = parsed.values['new-secret'];
  const kid = await rotateKey(database, issuer, {
    alg,
    reason: reasonOf(parsed),
    newSecret,
    now: new Date(),
  });
  return `${kid} signs from now on. Devices get it with their next sync. Take a backup of the keys.`;
}

async function revoke(database: Database, issuer: Issuer, parsed: Parsed): Promise<string> {
  const [, id, ...more] = parsed.positionals;
  if (!id || more.length > 0) throw new Error('Say which key: keys revoke ID --reason TEXT. See: keys list.');
  const count = await revokeKey(database, issuer, { id, reason: reasonOf(parsed), now: new Date() });
  return `${id} is withdrawn. It may have signed ${counted(count, 'credential')}, which no longer count: renew them.`;
}

function passphraseGiven(): string {
  const passphrase = process.env.KEY_PASSPHRASE ?? '';
  if (passphrase.length < SHORTEST)
    throw new Error(`Give a passphrase of at least ${SHORTEST} characters in KEY_PASSPHRASE.`);
  return passphrase;
}

/** Writes the keys under a passphrase, so that they open without the hub's secret; reads the file again before it says so. */
async function backup(database: Database, issuer: Issuer, { values }: Parsed): Promise<string> {
  if (!values.to) throw new Error('Say which file: --to FILE.');
  const passphrase = passphraseGiven();
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
    // A backup that nobody can know of is none that may be there.
    await transaction(database, (client) =>
      addOwnAudit(client, {
        action: 'issuer-keys-backed-up',
        subject: issuer.url,
        detail: { keys: keys.length },
      }),
    );
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  await file.close();
  return `${keys.length === 1 ? '1 key' : `${keys.length} keys`} written to ${path}. Whoever has the file and the passphrase can issue as this hub.`;
}

const keptKeys = z.strictObject({ issuer: z.string(), keys: z.array(keptKey).min(1).max(1_000) });

/** Where the secret is another by now: the keys of a backup are sealed with the one that the hub has. */
async function restore(database: Database, issuer: Issuer, parsed: Parsed): Promise<string> {
  const { from } = parsed.values;
  if (!from) throw new Error('Say which file: --from FILE.');
  const reason = reasonOf(parsed);
  const passphrase = passphraseGiven();
  const path = resolve(from);
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${error.code}).`);
  });
  if (size > MOST_BYTES) throw new Error(`${path} is larger than a backup of keys can be.`);
  const text = await unsealWithPassphrase(await readFile(path, 'utf8'), passphrase);
  if (text === null)
    throw new Error(
      `${path} does not open: the passphrase is another, or it is no backup of keys. Nothing was changed.`,
    );
  const kept = keptKeys.safeParse(JSON.parse(text));
  if (!kept.success) throw new Error(`${path} opens, but holds no keys. Nothing was changed.`);
  if (kept.data.issuer !== issuer.url)
    throw new Error(
      `${path} holds the keys of ${kept.data.issuer}; this hub is ${issuer.url}. Nothing was changed.`,
    );
  const { restored, unknown } = await transaction(database, async (client) => {
    if (parsed.values['new-secret']) await takeNewSecret(client, issuer.secret);
    const done = await resealKeys(client, issuer, kept.data.keys);
    await addOwnAudit(client, {
      action: 'issuer-keys-restored',
      subject: issuer.url,
      reason,
      detail: { keys: done.restored },
    });
    return done;
  });
  const others =
    unknown.length > 0 ? ` ${unknown.length} in the file this hub never had; they were left out.` : '';
  return `Sealed with the hub’s secret again: ${counted(restored, 'key')}.${others} Start the hub again if it runs.`;
}

async function address(database: Database, issuer: Issuer, parsed: Parsed): Promise<string> {
  const [, given, ...more] = parsed.positionals;
  if (given === undefined || more.length > 0)
    throw new Error('Say the address: keys address https://hub.example.com --reason TEXT.');
  const url = readPublicUrl(given);
  const reason = reasonOf(parsed);
  const kept = await setAddress(database, issuer, { url, reason, now: new Date() });
  return `Credentials name ${kept} from now on. Start every hub again, with HUB_PUBLIC_URL=${kept}.`;
}

const commands = { list, rotate, revoke, backup, restore, address };
const isCommand = (name: string | undefined): name is keyof typeof commands =>
  name !== undefined && Object.hasOwn(commands, name);

/** Nothing is written under a secret that nobody proved: a mistyped one would seal what the hub cannot open. */
async function provenSecret(database: Database, secret: string, parsed: Parsed): Promise<void> {
  if (!parsed.values['new-secret']) return proveSecret(database, secret);
  const [command = ''] = parsed.positionals;
  if (command !== 'rotate' && command !== 'restore')
    throw new Error('--new-secret is for rotate and restore only.');
  assertLong('HUB_SECRET', secret);
  const isNew = await proveSecret(database, secret).then(
    () => false,
    // Unreported: that it is not the one that the hub has is what is asked.
    () => true,
  );
  if (!isNew) throw new Error('This is the secret that the hub has. Leave --new-secret out.');
}

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
    if (place.secret === null)
      throw new Error(
        'Say the hub’s secret: HUB_SECRET, or --data DIR where the file secret is in that folder.',
      );
    database = openDatabase(place.databaseUrl, 2);
    await migrate(database);
    const issuer = await loadIssuerThatIs(database, place.secret);
    if (command !== 'list') await provenSecret(database, place.secret, parsed);
    process.stdout.write(`${await work(database, issuer, parsed)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${databaseWords(error)}\n`);
    return 1;
  } finally {
    await database?.end();
    await place?.leave();
  }
}
