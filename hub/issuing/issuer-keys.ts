/** The keys of this hub's issuer, as the database holds them: sealed with the hub's secret. */
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import {
  algorithmOf,
  type IssuerJwk,
  type IssuerKey,
  issuerJwk,
  issuerKey,
  kidOf,
  type Signer,
  type SigningAlgorithm,
  thumbprintOf,
} from '../../shared/certification/keys.ts';
import type { Database, Transaction } from '../store/database.ts';
import { seal, unseal } from './sealing.ts';
import { OTHER_SECRET } from './secrets.ts';

export interface Issuer {
  /** An address without a slash at its end; keys and lists lie below it. */
  url: string;
  name: string;
  /** Opens the private keys. */
  secret: string;
}

interface KeyRow {
  id: string;
  kid: string;
  jwk: IssuerJwk;
  sealed: string;
  not_before: Date;
  not_after: Date | null;
  revoked_at: Date | null;
  revoked_because: string;
}

function recordOf(issuer: Pick<Issuer, 'url'>, row: KeyRow): IssuerKey {
  return issuerKey.parse({
    id: row.id,
    kid: row.kid,
    issuer: issuer.url,
    jwk: row.jwk,
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBecause: row.revoked_because,
  });
}

/** As they are stored, the newest first. */
export async function keyRows(client: Transaction | Database): Promise<KeyRow[]> {
  const { rows } = await client.query<KeyRow>('SELECT * FROM issuer_keys ORDER BY not_before DESC, id');
  return rows;
}

/** All keys that ever signed, the newest first. */
export async function issuerKeys(
  client: Transaction | Database,
  issuer: Pick<Issuer, 'url'>,
): Promise<IssuerKey[]> {
  return (await keyRows(client)).map((row) => recordOf(issuer, row));
}

/** The key that signs now, opened. Read each time: another hub, or the operator's command, may have rotated it. */
export async function signerOf(client: Transaction, issuer: Issuer): Promise<Signer> {
  const { rows } = await client.query<{ url: string }>('SELECT url FROM issuer');
  if (rows[0] && rows[0].url !== issuer.url)
    throw new Error('The issuer’s address was changed. Start this hub again.');
  const row = (await keyRows(client)).find((each) => each.not_after === null && each.revoked_at === null);
  if (!row) throw new Error('the issuer has no key that signs');
  let opened: JWK;
  try {
    opened = JSON.parse(unseal(row.sealed, issuer.secret)) as JWK;
  } catch {
    throw new Error(
      `The issuer’s key cannot be opened: HUB_SECRET is not the one it was sealed with. ${OTHER_SECRET}`,
    );
  }
  const alg = algorithmOf(row.jwk);
  const privateKey = await importJWK(opened, alg);
  if (privateKey instanceof Uint8Array) throw new Error('the issuer’s key is no half of a pair');
  return { kid: row.kid, alg, privateKey };
}

/** Instants of keys are whole seconds, as they are published. */
export const wholeSecond = (now: Date) => new Date(Math.floor(now.getTime() / 1000) * 1000);

/** Makes a key that signs; the caller has retired the one before. @returns its thumbprint */
export async function addKey(
  client: Transaction,
  issuer: Issuer,
  alg: SigningAlgorithm,
  now: Date,
): Promise<string> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const { kty, crv, x, y } = await exportJWK(pair.publicKey);
  const jwk = issuerJwk.parse(alg === 'ES256' ? { kty, crv, x, y } : { kty, crv, x });
  const id = await thumbprintOf(jwk);
  await client.query(
    'INSERT INTO issuer_keys (id, kid, jwk, sealed, not_before) VALUES ($1, $2, $3, $4, $5)',
    [
      id,
      kidOf(issuer.url, id),
      jwk,
      seal(JSON.stringify(await exportJWK(pair.privateKey)), issuer.secret),
      wholeSecond(now),
    ],
  );
  return id;
}

/** The private keys as they are stored, sealed, for a backup. */
export async function sealedKeys(database: Database): Promise<{ kid: string; sealed: string }[]> {
  return (await keyRows(database)).map(({ kid, sealed }) => ({ kid, sealed }));
}

/** What a backup holds of a key: its private half. */
export const keptKey = z.looseObject({
  kty: z.string(),
  crv: z.string(),
  d: z.string().max(100),
  kid: z.string().max(400),
});
export type KeptKey = z.infer<typeof keptKey>;

/**
 * Seals keys of a backup with this hub's secret, in the place of what is stored of them. What they are and since when they are
 * trusted stays as it is.
 * @returns how many were sealed anew, and the `kid` of each that this hub never had
 */
export async function resealKeys(
  client: Transaction,
  issuer: Issuer,
  kept: readonly KeptKey[],
): Promise<{ restored: number; unknown: string[] }> {
  const known = new Map((await keyRows(client)).map((row) => [row.kid, row]));
  const unknown: string[] = [];
  for (const { kid, ...jwk } of kept) {
    const row = known.get(kid);
    if (!row) {
      unknown.push(kid);
      continue;
    }
    const { kty, crv, x, y } = jwk;
    const half = issuerJwk.safeParse(kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x });
    if (!half.success || (await thumbprintOf(half.data)) !== row.id)
      throw new Error(`The key ${kid} of the backup is not the one that this hub has under this name.`);
    await client.query('UPDATE issuer_keys SET sealed = $2 WHERE id = $1', [
      row.id,
      seal(JSON.stringify(jwk), issuer.secret),
    ]);
  }
  return { restored: kept.length - unknown.length, unknown };
}
