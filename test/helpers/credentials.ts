/** Issuers, credentials and status lists for tests. Everything in them is made up. */
import { exportJWK, generateKeyPair } from 'jose';
import { type CredentialFacts, signCredential } from '../../shared/certification/credential.ts';
import {
  type IssuerKey,
  issuerJwk,
  kidOf,
  type Signer,
  thumbprintOf,
} from '../../shared/certification/keys.ts';
import {
  emptyBits,
  type StatusPurpose,
  setBit,
  signStatusList,
} from '../../shared/certification/status-list.ts';
import { idOf } from './builders.ts';

export const ISSUER = 'https://certification.example.com';
/** A Wednesday in November 2026: when the credentials of tests were made. */
export const ISSUED_AT = '2026-11-18T12:00:00.000Z';
export const HOLDER = { id: idOf(0xe1), name: 'Sample Engineer One' };

/** For a server whose issuer no test asks. */
export const anyIssuer = { url: ISSUER, name: 'Example Certification', secret: 'a secret of no issuer' };

export interface TestIssuer {
  key: IssuerKey;
  signer: Signer;
}

export async function anIssuer(
  alg: 'ES256' | 'EdDSA' = 'ES256',
  change: Partial<IssuerKey> = {},
): Promise<TestIssuer> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const { kty, crv, x, y } = await exportJWK(pair.publicKey);
  const jwk = issuerJwk.parse(alg === 'ES256' ? { kty, crv, x, y } : { kty, crv, x });
  const id = await thumbprintOf(jwk);
  const issuer = change.issuer ?? ISSUER;
  const key: IssuerKey = {
    id,
    kid: kidOf(issuer, id),
    issuer,
    jwk,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: null,
    revokedAt: null,
    revokedBecause: '',
    ...change,
  };
  return { key, signer: { kid: key.kid, alg, privateKey: pair.privateKey } };
}

export const listUrl = (purpose: StatusPurpose, issuer = ISSUER) => `${issuer}/v1/status/${purpose}-1`;

export function facts(change: Partial<CredentialFacts> = {}): CredentialFacts {
  return {
    id: idOf(0xc1),
    issuer: { id: ISSUER, name: 'Example Certification' },
    person: HOLDER,
    achievement: {
      id: idOf(0xa1),
      name: 'Paging and recording (sample)',
      description: 'Knows the sample products.',
      criteria: 'Pass the exam.',
    },
    coverage: [{ product: 'sample-paging-server', levels: [1, 2] }],
    validFrom: ISSUED_AT,
    validUntil: '2027-11-18T12:00:00.000Z',
    status: {
      index: 4_711,
      revocationList: listUrl('revocation'),
      suspensionList: listUrl('suspension'),
    },
    ...change,
  };
}

export function aCredential(issuer: TestIssuer, change: Partial<CredentialFacts> = {}): Promise<string> {
  return signCredential(facts(change), issuer.signer, new Date(change.validFrom ?? ISSUED_AT));
}

/** Both lists, with these indices set. */
export function statusLists(
  issuer: TestIssuer,
  set: { revoked?: readonly number[]; suspended?: readonly number[]; at?: string; days?: number } = {},
): Promise<string[]> {
  const validFrom = set.at ?? ISSUED_AT;
  const sign = (purpose: StatusPurpose, indices: readonly number[] = []) => {
    const bits = emptyBits();
    for (const index of indices) setBit(bits, index, true);
    return signStatusList(
      {
        url: listUrl(purpose, issuer.key.issuer),
        issuer: issuer.key.issuer,
        purpose,
        bits,
        validFrom,
        validUntil: new Date(Date.parse(validFrom) + (set.days ?? 7) * 86_400_000).toISOString(),
        ttlMs: 3_600_000,
      },
      issuer.signer,
    );
  };
  return Promise.all([sign('revocation', set.revoked), sign('suspension', set.suspended)]);
}
