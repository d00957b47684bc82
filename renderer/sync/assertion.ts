/**
 * The device's key and what it signs (C5). Made in WebCrypto, wrapped there by the ring's key, and used as one that cannot be taken
 * out: no script of the page ever has its bytes.
 */

import { type PublicJwk, publicJwk } from '../../shared/base/public-key.ts';
import type { Signer } from '../../shared/handoff/signature.ts';
import { ASSERTION_AUDIENCE, ENROLMENT_PROOF_TYPE, enrolmentProof } from '../../shared/sync/protocol.ts';
import type { DeviceKeys, WrappedKeys } from '../store/device-rows.ts';
import type { Sealing } from '../store/sealing.ts';

const ASSERTION_SECONDS = 60;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const NONCE_BYTES = 12;
const ABOUT = new TextEncoder().encode('partner-console device key 1');

/** @param sealing null where nothing wraps it: then it stays WebCrypto's own */
export async function makeDeviceKeys(): Promise<CryptoKeyPair>;
export async function makeDeviceKeys(sealing: Pick<Sealing, 'deviceKey'> | null): Promise<DeviceKeys>;
export async function makeDeviceKeys(sealing: Pick<Sealing, 'deviceKey'> | null = null): Promise<DeviceKeys> {
  const by = sealing?.deviceKey;
  if (!by) return crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const way = { name: 'AES-GCM', iv, additionalData: ABOUT };
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('pkcs8', privateKey, by, way));
  return {
    wrapped: btoa(String.fromCharCode(...iv, ...wrapped)),
    publicKey: await publicJwkOf(publicKey),
  };
}

/** Whether the key is one of before the ring, which lies in the profile as Chromium keeps it. */
export function isUnwrapped(keys: DeviceKeys): keys is CryptoKeyPair {
  return !('wrapped' in keys);
}

/** The pair to sign with; its private half cannot be taken out. */
export async function keyPairOf(
  keys: DeviceKeys,
  sealing: Pick<Sealing, 'deviceKey'> | null,
): Promise<Pick<CryptoKeyPair, 'privateKey' | 'publicKey'>> {
  if (isUnwrapped(keys)) return keys;
  if (!sealing?.deviceKey) throw new Error('the key of this device is wrapped, and nothing opens it');
  return unwrapped(keys, sealing.deviceKey);
}

/** What signs with this device's key, which never leaves the browser's store (C5). */
export async function signerOf(
  keys: DeviceKeys,
  sealing: Pick<Sealing, 'deviceKey'> | null,
): Promise<Signer> {
  const { privateKey } = await keyPairOf(keys, sealing);
  return async (input) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, input));
}

async function unwrapped({ wrapped, publicKey }: WrappedKeys, by: CryptoKey) {
  const bytes = Uint8Array.from(atob(wrapped), (each) => each.charCodeAt(0));
  const way = { name: 'AES-GCM', iv: bytes.subarray(0, NONCE_BYTES), additionalData: ABOUT };
  const [own, shown] = await Promise.all([
    crypto.subtle.unwrapKey('pkcs8', bytes.subarray(NONCE_BYTES), by, way, ALGORITHM, false, ['sign']),
    crypto.subtle.importKey('jwk', publicKey, ALGORITHM, true, ['verify']),
  ]);
  return { privateKey: own, publicKey: shown };
}

async function publicJwkOf(key: CryptoKey): Promise<PublicJwk> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return publicJwk.parse({ kty, crv, x, y });
}

/** The public half, as the hub keeps it. */
export async function publicKeyOf(keys: DeviceKeys): Promise<PublicJwk> {
  return isUnwrapped(keys) ? publicJwkOf(keys.publicKey) : keys.publicKey;
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

type SigningKeys = Pick<CryptoKeyPair, 'privateKey'>;

/** A compact JWS (ES256) by the device's key. @param payload as it is signed */
async function signJws(keys: SigningKeys, typ: string, payload: string): Promise<string> {
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
  keys: SigningKeys,
  enrolling: { code: string; deviceName: string },
): Promise<string> {
  return signJws(keys, ENROLMENT_PROOF_TYPE, enrolmentProof(enrolling));
}

/** An RFC 7523 assertion: a compact JWS (ES256) by which the device says who it is, for one use within a minute. */
export async function signAssertion(
  keys: SigningKeys,
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
