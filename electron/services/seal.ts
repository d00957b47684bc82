/**
 * AES-256-GCM by Node, for whatever the shell keeps on its disk. Every sealing has a nonce of its own, drawn at random: a record may be
 * written again under the same key and the same place, and no nonce serves twice.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a sealed piece is longer than its plain bytes. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const options = { authTagLength: TAG_BYTES };

/** What was read is not what this console wrote there: it was changed, cut, moved from elsewhere, or has another key. */
export class NotAuthentic extends Error {}

/** A key that serves one thing alone. @param salt of that thing, if it has one */
export function subkey(key: Uint8Array, info: string | Buffer, salt: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, KEY_BYTES));
}

/**
 * Nonce, sealed bytes and tag, which lie behind each other and are not joined here: a large piece is not copied.
 * @param about what the piece is and where it belongs: it opens there and nowhere else
 */
export function sealInParts(key: Uint8Array, about: Uint8Array, plain: Uint8Array): [Buffer, Buffer, Buffer] {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, options).setAAD(about);
  const sealed = cipher.update(plain);
  // Of this cipher the end gives no bytes, only the tag.
  cipher.final();
  return [nonce, sealed, cipher.getAuthTag()];
}

export function seal(key: Uint8Array, about: Uint8Array, plain: Uint8Array): Buffer {
  return Buffer.concat(sealInParts(key, about, plain));
}

/** @throws NotAuthentic; nothing of what does not authenticate is given out */
export function unseal(key: Uint8Array, about: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < SEAL_BYTES) throw new NotAuthentic('it is too short to be sealed');
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), options)
    .setAAD(about)
    .setAuthTag(sealed.subarray(end));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, end));
  try {
    decipher.final();
  } catch (cause) {
    throw new NotAuthentic('it does not authenticate', { cause });
  }
  return plain;
}
