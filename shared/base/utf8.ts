/** Bytes as text, or not at all: nothing is put in the place of what is no UTF-8. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { strFromU8 } from 'fflate';

/** The text of UTF-8 bytes, a byte order mark included; null where they are no UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = `${marked ? '\u{feff}' : ''}${strFromU8(marked ? bytes.subarray(3) : bytes)}`;
  // A decoder puts this character where bytes fit nothing; where it stands in the text itself, the bytes come back.
  if (!text.includes('\u{fffd}')) return text;
  const again = utf8ToBytes(text);
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]) ? text : null;
}
