/** The hub's own signing key: ES256, sealed at rest with the hub's secret. Signs device certificates and access tokens. */
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { PublicJwk } from '../../shared/base/public-key.ts';
import { type HubPublicKey, MOST_ENDED } from '../../shared/handoff/trust.ts';
import type { Database } from '../store/database.ts';
import { seal, unseal } from './sealing.ts';
import { OTHER_SECRET } from './secrets.ts';

export type HubKey = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey };

async function imported(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'ES256');
  if (key instanceof Uint8Array) throw new Error('the hub key is no EC key');
  return key;
}

/** The public halves of all keys that device certificates were ever signed with, the newest first. */
export async function publicDeviceKeys(database: Database): Promise<HubPublicKey[]> {
  const { rows } = await database.query<{ kid: string; public_key: PublicJwk }>(
    "SELECT kid, public_key FROM hub_keys WHERE purpose = 'device' ORDER BY created_at DESC LIMIT 50",
  );
  return rows.map(({ kid, public_key: { kty, crv, x, y } }) => ({ kty, crv, x, y, kid }));
}

/** Loads the hub's key, making it the first time. Hubs that start at once agree on one: the row's `purpose` decides. */
export async function loadHubKey(database: Database, secret: string): Promise<HubKey> {
  const client = await database.connect();
  try {
    await client.query('BEGIN');
    await client.query('LOCK TABLE hub_keys IN EXCLUSIVE MODE');
    const { rows } = await client.query<{ kid: string; public_key: JWK; sealed: string }>(
      "SELECT kid, public_key, sealed FROM hub_keys WHERE purpose = 'device' ORDER BY created_at DESC LIMIT 1",
    );
    let row = rows[0];
    if (!row) {
      const pair = await generateKeyPair('ES256', { extractable: true });
      const publicJwk = await exportJWK(pair.publicKey);
      const kid = await calculateJwkThumbprint(publicJwk);
      row = {
        kid,
        public_key: publicJwk,
        sealed: seal(JSON.stringify(await exportJWK(pair.privateKey)), secret),
      };
      await client.query(
        "INSERT INTO hub_keys (kid, purpose, public_key, sealed) VALUES ($1, 'device', $2, $3)",
        [kid, row.public_key, row.sealed],
      );
    }
    await client.query('COMMIT');
    let opened: JWK;
    try {
      opened = JSON.parse(unseal(row.sealed, secret)) as JWK;
    } catch {
      throw new Error(
        `The hub’s signing key cannot be opened: HUB_SECRET is not the one it was sealed with. ${OTHER_SECRET}`,
      );
    }
    return { kid: row.kid, privateKey: await imported(opened), publicKey: await imported(row.public_key) };
  } catch (error) {
    // Unreported: the error that led here is thrown.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** The computers that were ended, the last ones: random ids, which say nothing of whose they were. */
export async function endedDevices(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM devices WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, id LIMIT $1',
    [MOST_ENDED],
  );
  return rows.map(({ id }) => id);
}
