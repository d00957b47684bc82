/** The keys of an issuer: which there are, since when and until when each is trusted (C7), and how they are published. */
import { type CryptoKey, calculateJwkThumbprint, importJWK } from 'jose';
import { z } from 'zod';
import { later } from '../base/later.ts';
import { instant } from '../base/values.ts';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** The public half of an issuer's key (RFC 7517): P-256 signs with ES256, Ed25519 (RFC 8037) with EdDSA. */
export const issuerJwk = later(() =>
  z.discriminatedUnion('kty', [
    z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
    z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
  ]),
);
export type IssuerJwk = z.infer<typeof issuerJwk>;

/** https anywhere, http on one's own computer; no more than an address. */
export const address = z.url({ protocol: /^https?$/ }).max(300);

/**
 * A key with the time for which it is trusted. `id` is its RFC 7638 thumbprint, and `kid` a URL that ends in it.
 * What the key signed before `notBefore` or after `notAfter` is not believed; of a revoked key nothing is.
 */
export const issuerKey = later(() =>
  z.strictObject({
    id: coordinate,
    kid: address,
    issuer: address,
    jwk: issuerJwk,
    notBefore: instant,
    notAfter: instant.nullable(),
    revokedAt: instant.nullable(),
    revokedBecause: z.string().max(300),
    /** The set says no issuer: it is whoever names itself by an address above the key’s. */
    byKid: z.literal(true).optional(),
  }),
);
export type IssuerKey = z.infer<typeof issuerKey>;

/** Whether the key is this issuer's: it says so, or its `kid` lies below the issuer's address (`https://issuer.example/keys#...`). */
export function isKeyOf({ issuer, kid, byKid }: IssuerKey, address: string): boolean {
  if (!byKid) return issuer === address;
  const above = address.replace(/\/+$/, '');
  return kid.startsWith(above) && /^[/#]/.test(kid.slice(above.length));
}

export type SigningAlgorithm = 'ES256' | 'EdDSA';
/** What signs: the private key, and what the header says of it. */
export interface Signer {
  kid: string;
  alg: SigningAlgorithm;
  privateKey: CryptoKey;
}

/** The one algorithm of a key (C3): a token never chooses another. */
export function algorithmOf(jwk: IssuerJwk): SigningAlgorithm {
  return jwk.kty === 'EC' ? 'ES256' : 'EdDSA';
}

/** RFC 7638, SHA-256, base64url. */
export function thumbprintOf(jwk: IssuerJwk): Promise<string> {
  return calculateJwkThumbprint(jwk);
}

/** Where the issuer publishes its keys, below its address. */
const JWKS_PATH = '/.well-known/jwks.json';

/** The `kid` of a key: its place in the published set. */
export function kidOf(issuer: string, thumbprint: string): string {
  return `${issuer}${JWKS_PATH}#${thumbprint}`;
}

/** @throws where the runtime does not know the curve: Ed25519 is younger than some browsers */
export async function importIssuerKey(jwk: IssuerJwk): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithmOf(jwk));
  if (key instanceof Uint8Array) throw new TypeError('the key is a secret and not half of a pair');
  return key;
}

const seconds = z.number().int().min(0).max(253_402_300_799);
/** A key of a published set: RFC 7517, with the times of OpenID Federation's historical keys, in seconds. */
const publishedKey = z.looseObject({
  kty: z.string(),
  kid: z.string(),
  alg: z.string().optional(),
  iss: z.string().optional(),
  nbf: seconds.optional(),
  exp: seconds.optional(),
  revoked: z.looseObject({ revoked_at: seconds, reason: z.string().max(300).optional() }).optional(),
});
const jwks = z.looseObject({ keys: z.array(publishedKey).max(100) });

const secondsOf = (at: string) => Math.floor(Date.parse(at) / 1000);
const instantOf = (at: number) => new Date(at * 1000).toISOString();

/** The set as it is published. */
export function jwksOf(keys: readonly IssuerKey[]): z.infer<typeof jwks> {
  return {
    keys: keys.map(({ kid, issuer, jwk, notBefore, notAfter, revokedAt, revokedBecause }) => ({
      ...jwk,
      kid,
      use: 'sig',
      alg: algorithmOf(jwk),
      iss: issuer,
      nbf: secondsOf(notBefore),
      ...(notAfter === null ? {} : { exp: secondsOf(notAfter) }),
      ...(revokedAt === null
        ? {}
        : { revoked: { revoked_at: secondsOf(revokedAt), reason: revokedBecause || 'unspecified' } }),
    })),
  };
}

/**
 * Reads a published set. Keys that this console cannot use are left out, as RFC 7517 (section 5) asks.
 * @param value a JWKS; where a key does not say its issuer, it is the part of its `kid` before the set's path, or any address above the `kid`
 * @throws Error with one line where it is no set
 */
export function parseJwks(value: unknown): IssuerKey[] {
  const parsed = jwks.safeParse(value);
  if (!parsed.success)
    throw new Error('It is no set of keys (JWKS): it has no list "keys" of keys with a kid.');
  return parsed.data.keys.flatMap((each) => {
    const { kty, crv, x, y } = each as Record<string, unknown>;
    const jwk = issuerJwk.safeParse(kty === 'EC' ? { kty, crv, x, y } : { kty, crv, x });
    const kid = address.safeParse(each.kid);
    if (!jwk.success || !kid.success) return [];
    if (each.alg !== undefined && each.alg !== algorithmOf(jwk.data)) return [];
    const [, thumbprint] = /([A-Za-z0-9_-]{43})$/.exec(kid.data) ?? [];
    const [above = '', published] = kid.data.split('/.well-known/');
    const byKid = each.iss === undefined && published === undefined;
    const issuer = address.safeParse(each.iss ?? (byKid ? kid.data.split('#')[0] : above));
    if (thumbprint === undefined || !issuer.success) return [];
    return [
      {
        id: thumbprint,
        kid: kid.data,
        issuer: issuer.data,
        jwk: jwk.data,
        notBefore: instantOf(each.nbf ?? 0),
        notAfter: each.exp === undefined ? null : instantOf(each.exp),
        revokedAt: each.revoked === undefined ? null : instantOf(each.revoked.revoked_at),
        revokedBecause: each.revoked?.reason ?? '',
        ...(byKid && { byKid }),
      },
    ];
  });
}
