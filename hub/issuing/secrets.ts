/** What an operator chooses and nobody may guess: the hub's secret and the operator's token; and whether a secret is the hub's. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Database, Transaction } from '../store/database.ts';
import { seal, unseal } from './sealing.ts';

/** What to do where a secret does not open what the hub sealed. */
export const OTHER_SECRET =
  'Look for the right one; only where it is lost for good: npm run hub -- keys rotate --new-secret --reason TEXT (docs/operations/keys.md).';

/** As long as 24 random bytes in base64 are. */
const SHORTEST_SECRET = 32;

/** @throws Error in one line where it is shorter than nobody guesses */
export function assertLong(
  name: 'HUB_SECRET' | 'HUB_OPERATOR_TOKEN' | 'HUB_METRICS_TOKEN',
  value: string,
): void {
  if (value.length >= SHORTEST_SECRET) return;
  throw new Error(
    `${name} has ${value.length} characters. Give ${SHORTEST_SECRET} or more, such as: openssl rand -base64 32`,
  );
}

/** The hub's newest key of its own, sealed; null before the first start. */
async function newestKey(client: Database | Transaction): Promise<string | null> {
  const { rows } = await client.query<{ sealed: string }>(
    "SELECT sealed FROM hub_keys WHERE purpose = 'device' ORDER BY created_at DESC LIMIT 1",
  );
  return rows[0]?.sealed ?? null;
}

/** Whether something is sealed in the database already, so that a new secret would not open it. */
export async function hasSealed(database: Database): Promise<boolean> {
  return (await newestKey(database)) !== null;
}

/**
 * Proves that this is the secret of the hub, before a command writes anything that only it opens.
 * @throws Error in one line where it is another, or the hub was never started
 */
export async function proveSecret(database: Database, secret: string): Promise<void> {
  const sealed = await newestKey(database);
  if (sealed === null) throw new Error('There is no key of the hub yet: start it once.');
  try {
    unseal(sealed, secret);
  } catch {
    throw new Error(
      `HUB_SECRET is not the one that the hub’s keys are sealed with. Nothing was changed. ${OTHER_SECRET}`,
    );
  }
}

/**
 * Takes a new secret where the one before is lost: a new key of the hub's own is made, sealed with it. What the key before signed
 * stays verifiable, because its public half is kept; devices get new access tokens by themselves.
 */
export async function takeNewSecret(client: Transaction, secret: string): Promise<void> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const publicJwk: JWK = await exportJWK(pair.publicKey);
  await client.query(
    "INSERT INTO hub_keys (kid, purpose, public_key, sealed, created_at) VALUES ($1, 'device', $2, $3, clock_timestamp())",
    [
      await calculateJwkThumbprint(publicJwk),
      publicJwk,
      seal(JSON.stringify(await exportJWK(pair.privateKey)), secret),
    ],
  );
}
