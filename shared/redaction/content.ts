/** What a file is, by its first bytes and never by its name or what it says of itself (RD60). */
import { textOfUtf8, utf8 } from '../bag/bytes.ts';

/** How a text's bytes are read and written again. `latin1`: one character a byte, for bytes that are no UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';
export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp';
/** Archives that can be taken apart here. */
export type ArchiveFormat = 'zip' | 'gzip' | 'tar';

export type Content =
  | { kind: 'text'; encoding: Encoding }
  | { kind: 'picture'; format: PictureFormat }
  | { kind: 'archive'; format: ArchiveFormat }
  /** Neither, as a person calls it: `a network capture`, `no text`. Nobody can look into it here. */
  | { kind: 'other'; what: string };

/** As many of the first bytes as the answer is made from. */
export const HEAD_BYTES = 65_536;

const others: readonly (readonly [string, string])[] = [
  ['377abcaf271c', 'a 7z archive'],
  ['526172211a07', 'a rar archive'],
  ['fd377a585a00', 'an xz archive'],
  ['425a68', 'a bzip2 archive'],
  ['28b52ffd', 'a zstd archive'],
  ['25504446', 'a PDF'],
  ['d4c3b2a1', 'a network capture'],
  ['a1b2c3d4', 'a network capture'],
  ['4d3cb2a1', 'a network capture'],
  ['a1b23c4d', 'a network capture'],
  ['0a0d0d0a', 'a network capture'],
  ['d0cf11e0', 'an Office document'],
  ['456c6646696c65', 'a Windows event log'],
  ['53514c69746520', 'a database'],
];
const pictures: readonly (readonly [RegExp, PictureFormat])[] = [
  [/^89504e470d0a1a0a/, 'png'],
  [/^ffd8ff/, 'jpeg'],
  [/^47494638(37|39)61/, 'gif'],
  [/^52494646[0-9a-f]{8}57454250/, 'webp'],
  [/^424d[0-9a-f]{8}00000000/, 'bmp'],
];

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const latin = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** @param head the first bytes, up to {@link HEAD_BYTES} of them */
export function contentOf(head: Uint8Array): Content {
  const begins = hexOf(head.subarray(0, 16));
  const picture = pictures.find(([form]) => form.test(begins));
  if (picture) return { kind: 'picture', format: picture[1] };
  // A document of an office program is a zip, and of no use once it is taken apart.
  if (/^504b0(304|506)/.test(begins))
    return /^\[Content_Types\]\.xml|^mimetypeapplication\/vnd\.oasis/.test(latin(head.subarray(30, 80)))
      ? { kind: 'other', what: 'an Office document' }
      : { kind: 'archive', format: 'zip' };
  if (begins.startsWith('1f8b')) return { kind: 'archive', format: 'gzip' };
  if (latin(head.subarray(257, 262)) === 'ustar') return { kind: 'archive', format: 'tar' };
  const known = others.find(([magic]) => begins.startsWith(magic));
  if (known) return { kind: 'other', what: known[1] };
  const encoding = encodingOf(head);
  return encoding ? { kind: 'text', encoding } : { kind: 'other', what: 'no text' };
}

function encodingOf(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (!head.includes(0)) return 'utf-8';
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even < head.length / 50) return 'utf-16le';
  if (even > head.length / 4 && odd < head.length / 50) return 'utf-16be';
  return null;
}

/** The whole text, and how its bytes are really to be read: what is no UTF-8 after all is read byte by byte. */
export function textOf(bytes: Uint8Array, encoding: Encoding): { text: string; encoding: Encoding } {
  if (encoding === 'utf-8') {
    const text = textOfUtf8(bytes);
    if (text !== null) return { text, encoding };
  } else if (encoding !== 'latin1' && bytes.length % 2 === 0) {
    const [first, second] = encoding === 'utf-16le' ? [0, 1] : [1, 0];
    const unit = (at: number) => (bytes[at + first] ?? 0) | ((bytes[at + second] ?? 0) << 8);
    return { text: ofUnits(bytes.length / 2, (at) => unit(2 * at)), encoding };
  }
  return { text: ofUnits(bytes.length, (at) => bytes[at] ?? 0), encoding: 'latin1' };
}

function ofUnits(length: number, unit: (at: number) => number): string {
  const parts: string[] = [];
  for (let from = 0; from < length; from += 8_192) {
    const units = Array.from({ length: Math.min(8_192, length - from) }, (_, at) => unit(from + at));
    parts.push(String.fromCharCode(...units));
  }
  return parts.join('');
}

/** The bytes of a text, as its original was written. */
export function bytesOf(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf-8') return new Uint8Array(utf8(text));
  const wide = encoding !== 'latin1';
  const bytes = new Uint8Array(text.length * (wide ? 2 : 1));
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!wide) bytes[at] = unit;
    else {
      bytes[2 * at] = encoding === 'utf-16le' ? unit & 0xff : unit >> 8;
      bytes[2 * at + 1] = encoding === 'utf-16le' ? unit >> 8 : unit & 0xff;
    }
  }
  return bytes;
}
