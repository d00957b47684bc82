/** The device's key and what it signs: made in WebCrypto, not extractable, kept as it is in IndexedDB (C5). */
import { type PublicJwk, publicJwk } from '../../shared/base/public-key.ts';
import { ASSERTION_AUDIENCE, ENROLMENT_PROOF_TYPE, enrolmentProof } from '../../shared/sync/protocol.ts';

const ASSERTION_SECONDS = 60;

export function makeDeviceKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}

/** The public half, as the hub keeps it. */
export async function publicKeyOf(keys: CryptoKeyPair): Promise<PublicJwk> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return publicJwk.parse({ kty, crv, x, y });
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A compact JWS (ES256) by the device's key. @param payload as it is signed */
async function signJws(keys: CryptoKeyPair, typ: string, payload: string): Promise<string> {
  const encode = (text: string) => base64url(new TextEncoder().encode(text));
  const input = `${encode(JSON.stringify({ alg: 'ES256', typ }))}.${encode(payload)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keys.privateKey,
    new TextEncoder().encode(input),
  );
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/** That this computer holds the key that it enrols, for this code. */
export function signEnrolment(
  keys: CryptoKeyPair,
  enrolling: { code: string; deviceName: string },
): Promise<string> {
  return signJws(keys, ENROLMENT_PROOF_TYPE, enrolmentProof(enrolling));
}

/** An RFC 7523 assertion: a compact JWS (ES256) by which the device says who it is, for one use within a minute. */
export async function signAssertion(
  keys: CryptoKeyPair,
  deviceId: string,
  now: Date,
  jti: string,
): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: deviceId,
    sub: deviceId,
    aud: ASSERTION_AUDIENCE,
    iat,
    exp: iat + ASSERTION_SECONDS,
    jti,
  };
  return signJws(keys, 'JWT', JSON.stringify(claims));
}
