/** The keyed hash behind all tokens (RD10): HMAC-SHA-256 with the key of the case. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** The key's length in bytes. */
export const KEY_BYTES = 32;

/** Crockford's base 32: no letter that is taken for a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Keyed {
  /** 32 bytes for what is told apart by its label. */
  bytes(label: string, text: string): Uint8Array;
  /** As many bytes as are asked for, the same ones each time. */
  stream(label: string, text: string, length: number): Uint8Array;
  /** Characters of Crockford's base 32, at most 51. */
  word(label: string, text: string, length: number): string;
}

/** @throws RangeError where the key is shorter than {@link KEY_BYTES} */
export function keyed(key: Uint8Array): Keyed {
  if (key.length < KEY_BYTES) throw new RangeError(`A key of tokens has ${KEY_BYTES} bytes or more.`);
  const begun = hmac.create(sha256, key);
  const bytes = (label: string, text: string) =>
    begun
      .clone()
      .update(utf8ToBytes(`${label}\0${text}`))
      .digest();
  return {
    bytes,
    stream(label, text, length) {
      const first = bytes(label, text);
      if (length <= first.length) return first.subarray(0, length);
      const all = new Uint8Array(Math.ceil(length / 32) * 32);
      const counted = new Uint8Array(36);
      counted.set(first);
      for (let block = 0; block * 32 < length; block++) {
        counted[32] = block & 0xff;
        counted[33] = (block >> 8) & 0xff;
        counted[34] = (block >> 16) & 0xff;
        all.set(block === 0 ? first : begun.clone().update(counted).digest(), block * 32);
      }
      return all.subarray(0, length);
    },
    word(label, text, length) {
      const hash = bytes(label, text);
      let word = '';
      let held = 0;
      let bits = 0;
      for (const byte of hash) {
        held = ((held << 8) | byte) & 0xffff;
        bits += 8;
        while (bits >= 5 && word.length < length) {
          bits -= 5;
          word += ALPHABET.charAt((held >> bits) & 31);
        }
      }
      return word;
    },
  };
}
