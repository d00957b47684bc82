/** The issuer of credentials: its address, and its keys as they are made, rotated and withdrawn (C7). */
import { kidOf, type SigningAlgorithm } from '../../shared/certification/keys.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { addAudit } from './audit.ts';
import { addKey, type Issuer, issuerKeys, keyRows, signerOf, wholeSecond } from './issuer-keys.ts';
import { scopeIn } from './registry.ts';
import { takeNewSecret } from './secrets.ts';
import { signLists } from './status-lists.ts';

/** Puts the keys where every device gets them. The caller has locked the catalogue. */
async function publishKeys(client: Transaction, issuer: Issuer, catalogue: ScopeBatch): Promise<void> {
  const keys = await issuerKeys(client, issuer);
  await catalogue.load(keys.map(({ id }) => ({ table: 'issuerKeys', key: id })));
  for (const key of keys) catalogue.put('issuerKeys', key.id, key, null);
}

/** What changes with the keys: where devices get them, and where admins see what was done. */
async function lockedScopes(client: Transaction): Promise<{ catalogue: ScopeBatch; registry: ScopeBatch }> {
  const scopes = await ScopeBatch.lock(client, ['catalogue', 'registry']);
  return { catalogue: scopeIn(scopes, 'catalogue'), registry: scopeIn(scopes, 'registry') };
}

/**
 * The issuer of this hub, made the first time with its first key and its first lists.
 * @param url where the hub is reached; taken the first time, and kept for good
 */
export async function loadIssuer(
  database: Database,
  secret: string,
  { url, name, now }: { url: string; name: string; now: Date },
): Promise<Issuer> {
  return transaction(database, async (client) => {
    const { catalogue, registry } = await lockedScopes(client);
    await client.query('INSERT INTO issuer (url, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      url.replace(/\/+$/, ''),
      name,
    ]);
    const { rows } = await client.query<{ url: string; name: string }>('SELECT url, name FROM issuer');
    const issuer: Issuer = { url, name, secret, ...rows[0] };
    if ((await keyRows(client)).length === 0) {
      const id = await addKey(client, issuer, 'ES256', now);
      await audit(client, registry, 'issuer-key-made', id, '');
      await publishKeys(client, issuer, catalogue);
    }
    // A secret that does not open it would be found out when somebody issues.
    await signerOf(client, issuer);
    const { rowCount } = await client.query('SELECT 1 FROM status_lists LIMIT 1');
    if (!rowCount) await signLists(client, issuer, catalogue, [1], now);
    await catalogue.save();
    await registry.save();
    return issuer;
  });
}

/** The issuer as an earlier start made it. @throws where no hub was started on this database yet */
export async function loadIssuerThatIs(database: Database, secret: string): Promise<Issuer> {
  const { rows } = await database.query<{ url: string; name: string }>('SELECT url, name FROM issuer');
  if (!rows[0]) throw new Error('There is no issuer yet: start the hub once, with HUB_PUBLIC_URL.');
  return { ...rows[0], secret };
}

/** The operator's, by a command or by starting the hub. */
function audit(client: Transaction, registry: ScopeBatch, action: string, subject: string, reason: string) {
  return addAudit(client, registry, { by: null, action, subject, reason, detail: {} });
}

async function listNumbers(client: Transaction): Promise<number[]> {
  const { rows } = await client.query<{ list: number }>(
    'SELECT DISTINCT list FROM status_lists ORDER BY list',
  );
  return rows.map(({ list }) => list);
}

/**
 * Makes a new key that signs from now on. The one before is retired: what it signed is still believed. All lists are signed anew.
 * @returns the new key's `kid`
 */
export async function rotateKey(
  database: Database,
  issuer: Issuer,
  {
    alg,
    reason,
    newSecret,
    now,
  }: {
    alg: SigningAlgorithm;
    reason: string;
    /** The issuer's secret takes the place of one that is lost. */
    newSecret: boolean;
    now: Date;
  },
): Promise<string> {
  return transaction(database, async (client) => {
    const { catalogue, registry } = await lockedScopes(client);
    if (newSecret) await takeNewSecret(client, issuer.secret);
    await client.query(
      'UPDATE issuer_keys SET not_after = $1 WHERE not_after IS NULL AND revoked_at IS NULL',
      [wholeSecond(now)],
    );
    const id = await addKey(client, issuer, alg, now);
    await audit(client, registry, 'issuer-key-rotated', id, reason);
    await publishKeys(client, issuer, catalogue);
    await signLists(client, issuer, catalogue, await listNumbers(client), now);
    await catalogue.save();
    await registry.save();
    return kidOf(issuer.url, id);
  });
}

/**
 * Gives the issuer another address, as long as nobody holds a credential that names the one before. Keys get their names anew, and
 * all lists are signed anew.
 * @returns the address as it is kept
 */
export async function setAddress(
  database: Database,
  issuer: Issuer,
  { url, reason, now }: { url: string; reason: string; now: Date },
): Promise<string> {
  const address = url.replace(/\/+$/, '');
  return transaction(database, async (client) => {
    const { catalogue, registry } = await lockedScopes(client);
    const { rows } = await client.query<{ count: number }>('SELECT count(*) AS count FROM credentials');
    const issued = rows[0]?.count ?? 0;
    if (issued > 0)
      throw new Error(
        `Credentials were issued (${issued}), and name ${issuer.url} for good. The address stays; let that name lead to the hub.`,
      );
    await client.query('UPDATE issuer SET url = $1', [address]);
    for (const { id } of await keyRows(client))
      await client.query('UPDATE issuer_keys SET kid = $2 WHERE id = $1', [id, kidOf(address, id)]);
    const moved = { ...issuer, url: address };
    await audit(client, registry, 'issuer-address-set', address, reason);
    await publishKeys(client, moved, catalogue);
    await signLists(client, moved, catalogue, await listNumbers(client), now);
    await catalogue.save();
    await registry.save();
    return address;
  });
}

/** What is to be said of an address that was given at this start, or not; null where all is well. */
export async function addressWarning(
  database: Database,
  issuer: Issuer,
  given: string | null,
): Promise<string | null> {
  const { rows } = await database.query<{ count: number }>('SELECT count(*) AS count FROM credentials');
  const issued = rows[0]?.count ?? 0;
  const asked = given?.replace(/\/+$/, '') ?? null;
  if (asked === issuer.url) return null;
  const change =
    issued > 0
      ? `Credentials were issued (${issued}) and name it for good.`
      : `Nothing was issued yet: npm run hub -- keys address ${asked ?? 'https://hub.example.com'} --reason TEXT changes it.`;
  if (asked !== null)
    return `HUB_PUBLIC_URL is ${asked}, and credentials name ${issuer.url}, which stays. ${change}`;
  return /^http:\/\/127\.0\.0\.1(:|$)/.test(issuer.url)
    ? `HUB_PUBLIC_URL is not set: credentials name ${issuer.url}, which no other computer reaches. ${change}`
    : null;
}

/**
 * Withdraws a key that may be in other hands: nothing that it ever signed is believed. A key that still signs is rotated first.
 * @returns how many credentials have to be issued anew
 */
export async function revokeKey(
  database: Database,
  issuer: Issuer,
  { id, reason, now }: { id: string; reason: string; now: Date },
): Promise<number> {
  return transaction(database, async (client) => {
    const { catalogue, registry } = await lockedScopes(client);
    const key = (await keyRows(client)).find((each) => each.id === id || each.kid === id);
    if (!key) throw new Error(`There is no key ${id}. See: npm run hub -- keys list`);
    if (key.revoked_at !== null) throw new Error(`The key ${key.id} was withdrawn already.`);
    if (key.not_after === null) throw new Error('This key still signs. Rotate first, then withdraw it.');
    await client.query('UPDATE issuer_keys SET revoked_at = $2, revoked_because = $3 WHERE id = $1', [
      key.id,
      wholeSecond(now),
      reason,
    ]);
    await audit(client, registry, 'issuer-key-revoked', key.id, reason);
    await publishKeys(client, issuer, catalogue);
    await signLists(client, issuer, catalogue, await listNumbers(client), now);
    await catalogue.save();
    await registry.save();
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*) AS count FROM credentials
        WHERE issued_at >= $1 AND issued_at <= $2 AND valid_until > $3 AND state <> 'revoked'`,
      [key.not_before, key.not_after, now],
    );
    return rows[0]?.count ?? 0;
  });
}
