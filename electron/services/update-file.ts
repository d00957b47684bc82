/**
 * The signed file of an update (security 23): a JWS in compact form by the publisher's Ed25519 key. Node's own crypto proves it,
 * which is there in every Electron; what was signed counts only after that.
 */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { partsOfSigned, textToSign, type UpdateManifest } from '../../shared/sync/releases.ts';

const KEY_BYTES = 32;

/** @param text 32 bytes, base64url, as the publisher's configuration names them; null where it is no such key */
export function updateKey(text: string): KeyObject | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64url') !== text) return null;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text }, format: 'jwk' });
}

/** What the publisher's tool writes beside an installer. */
export function signUpdate(manifest: UpdateManifest, key: KeyObject): string {
  const text = textToSign(manifest);
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}\n`;
}

/** What the publisher signed; null where they did not, whatever the text is. */
export function readUpdate(text: string, key: KeyObject): UpdateManifest | null {
  const parts = partsOfSigned(text);
  if (!parts) return null;
  return verify(null, Buffer.from(parts.signed), key, parts.signature) ? parts.manifest : null;
}
