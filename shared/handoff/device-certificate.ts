/** The hub's statement that a key is a person's device (C5), read with the hub's keys and nothing else. */
import { compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { textOfUtf8 } from '../bag/bytes.ts';
import { uuid } from '../base/ids.ts';
import { type PublicJwk, publicJwk } from '../base/public-key.ts';
import { strictBytes, strictObject } from '../certification/strict.ts';
import type { HubPublicKey } from './trust.ts';

/** The issuer that a hub writes into what it signs. */
export const HUB_NAME = 'partner-console-hub';

const LONGEST = 8_000;

const header = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal('device+jwt'),
  kid: z.string().max(200),
});
/** Claims that a later hub adds are no harm. */
const claims = z.object({
  iss: z.literal(HUB_NAME),
  sub: uuid,
  person: uuid,
  /** Absent from certificates that hubs made before packets were signed. */
  organisation: uuid.optional(),
  iat: z.number().int(),
  cnf: z.strictObject({ jwk: publicJwk }),
});

export interface DeviceCertificate {
  deviceId: string;
  personId: string;
  organisationId: string | null;
  publicJwk: PublicJwk;
  /** ISO 8601 in UTC. */
  issuedAt: string;
}

export type CertificateAnswer = { ok: true; certificate: DeviceCertificate } | { ok: false; words: string };

const not = (words: string): CertificateAnswer => ({ ok: false, words });

function json(part: string): Record<string, unknown> | null {
  const bytes = strictBytes(part);
  const text = bytes && textOfUtf8(bytes);
  return text === null ? null : strictObject(text);
}

/**
 * Verifies a device certificate.
 * @param token compact JWS of type `device+jwt`
 * @param keys of the hub; found by `kid`
 */
export async function readDeviceCertificate(
  token: string,
  keys: readonly HubPublicKey[],
): Promise<CertificateAnswer> {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  if (token.length > LONGEST || more.length > 0 || strictBytes(signature)?.length !== 64)
    return not('The device certificate is no compact JWS in strict base64url.');
  const parsedHeader = header.safeParse(json(head));
  const parsedClaims = claims.safeParse(json(payload));
  if (!parsedHeader.success) return not('The device certificate is of another type or algorithm.');
  if (!parsedClaims.success) return not('The device certificate does not say what one has to say.');
  const key = keys.find(({ kid }) => kid === parsedHeader.data.kid);
  if (!key) return not('The device certificate is signed with a key that is not known here.');
  const { kty, crv, x, y } = key;
  try {
    await compactVerify(token, await importJWK({ kty, crv, x, y }, 'ES256'), { algorithms: ['ES256'] });
  } catch {
    return not('The device certificate is not signed by the hub.');
  }
  const { sub, person, organisation, iat, cnf } = parsedClaims.data;
  const issued = new Date(iat * 1_000);
  if (Number.isNaN(issued.getTime())) return not('The device certificate does not say what one has to say.');
  return {
    ok: true,
    certificate: {
      deviceId: sub,
      personId: person,
      organisationId: organisation ?? null,
      publicJwk: cnf.jwk,
      issuedAt: issued.toISOString(),
    },
  };
}
