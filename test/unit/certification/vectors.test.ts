import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { type IssuerJwk, importIssuerKey, thumbprintOf } from '../../../shared/certification/keys.ts';
import {
  bitOf,
  decodeBits,
  emptyBits,
  encodeBits,
  setBit,
} from '../../../shared/certification/status-list.ts';
import { keyRing, signToken, verifyToken } from '../../../shared/certification/token.ts';

/** RFC 7515, appendix A.3: the key and the JWS with ES256. */
const ES256 = {
  jwk: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
  jws: 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
} as const satisfies { jwk: IssuerJwk; jws: string };

/** RFC 8037, appendices A.1 to A.4: the key, its thumbprint, and the JWS with EdDSA. */
const ED25519 = {
  jwk: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  thumbprint: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  jws: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
} as const satisfies { jwk: IssuerJwk; [name: string]: unknown };

/** RFC 7638, section 3.1. */
const RSA = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
  alg: 'RS256',
  kid: '2011-04-29',
};

/** Bitstring Status List 1.0, the example of a status list credential: 131,072 entries, none of them set. */
const W3C_LIST = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA';

describe('published vectors', () => {
  test('RFC 7515 A.3: ES256 verifies with a key that was imported as an issuer’s', async () => {
    const { payload } = await compactVerify(ES256.jws, await importIssuerKey(ES256.jwk), {
      algorithms: ['ES256'],
    });
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ iss: 'joe' });
    const broken = ES256.jws.replace('.DtE', '.DtF');
    await expect(compactVerify(broken, await importIssuerKey(ES256.jwk))).rejects.toThrow();
  });
  test('RFC 8037 A.4: EdDSA verifies', async () => {
    const { payload } = await compactVerify(ED25519.jws, await importIssuerKey(ED25519.jwk), {
      algorithms: ['EdDSA'],
    });
    expect(new TextDecoder().decode(payload)).toBe('Example of Ed25519 signing');
  });
  test('RFC 8037 A.4: EdDSA is deterministic, so a token that we sign is the one that anybody signs', async () => {
    const privateKey = await importJWK({ ...ED25519.jwk, d: ED25519.d }, 'EdDSA');
    if (privateKey instanceof Uint8Array) throw new Error('a secret');
    const kid = 'https://example.com/keys#1';
    const [one, two] = await Promise.all(
      [1, 2].map(() => signToken({ a: 1 }, { kid, alg: 'EdDSA', privateKey })),
    );
    expect(one).toBe(two);
    const key = {
      id: ED25519.thumbprint,
      kid,
      issuer: 'https://example.com',
      jwk: ED25519.jwk,
      notBefore: '2026-01-01T00:00:00Z',
      notAfter: null,
      revokedAt: null,
      revokedBecause: '',
    };
    const ring = await keyRing([key]);
    expect((await verifyToken(one ?? '', ring, 1_000)).kind).toBe('verified');
  });
  test('RFC 7638 3.1 and RFC 8037 A.3: thumbprints', async () => {
    expect(await calculateJwkThumbprint(RSA)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    expect(await thumbprintOf(ED25519.jwk)).toBe(ED25519.thumbprint);
  });
  test('Bitstring Status List 1.0: the example’s list has 131,072 entries and none set', () => {
    const answer = decodeBits(W3C_LIST);
    if (!answer.ok) throw new Error(answer.message);
    expect(answer.bits.length * 8).toBe(131_072);
    expect(answer.bits.every((byte) => byte === 0)).toBe(true);
  });
  test('Bitstring Status List 1.0, section 3.2: index 0 is the most significant bit of the first byte', () => {
    const bits = emptyBits();
    setBit(bits, 0, true);
    setBit(bits, 9, true);
    setBit(bits, 131_071, true);
    expect([bits[0], bits[1], bits.at(-1)]).toEqual([0x80, 0x40, 0x01]);
    expect([0, 1, 9, 131_071].map((index) => bitOf(bits, index))).toEqual([true, false, true, true]);
    for (const index of [-1, 131_072, 0.5, Number.NaN]) expect(bitOf(bits, index)).toBeNull();
    const again = decodeBits(encodeBits(bits));
    expect(again).toEqual({ ok: true, bits });
    setBit(bits, 9, false);
    expect(bitOf(bits, 9)).toBe(false);
  });
});
