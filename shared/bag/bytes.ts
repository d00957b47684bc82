/** Bytes and text, without a platform: UTF-8 strictly, and what reading and writing is asked of the edge. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { joinPieces, type Pause } from '../base/json-pieces.ts';

// Node and Chromium both have it; the library of types that this folder compiles with has not.
declare const TextDecoder: new (
  label: 'utf-8' | 'utf-16le' | 'utf-16be',
  options: { fatal: true; ignoreBOM?: true },
) => { decode(bytes: Uint8Array): string };

export type ByteStream = AsyncIterable<Uint8Array>;

export const utf8 = utf8ToBytes;

/** The text of UTF-8 bytes, a byte order mark kept; null where they are no UTF-8. */
export function textOfUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The text of bytes in ISO-8859-1, each of which is the character of its number. */
export function textOfLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return text;
}

/** The text of bytes in UTF-16, by their byte order mark and without one big-endian (RFC 2781); null where they are none. */
export function textOfUtf16(bytes: Uint8Array): string | null {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(little ? 'utf-16le' : 'utf-16be', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** All bytes of a stream; null where there are more than `most`. @param pause lets others go on while many are put together */
export async function gather(
  stream: ByteStream,
  most: number,
  pause: Pause = async () => undefined,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk.slice());
  }
  return joinPieces(chunks, pause);
}

/** A stream of bytes that are in memory already. */
export async function* streamOf(bytes: Uint8Array): ByteStream {
  yield bytes;
}

/** An incremental hash. `update` has read the bytes when it returns. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  /** Lower-case hexadecimal digits; once. */
  digest(): string;
}

/** What the edge gives: hashes, and where the work stands. Kept small, so that Node's own fast ones fit in. */
export interface Platform {
  hasher(algorithm: HashAlgorithm): Hasher;
  /** CRC-32 as zip has it, continued from `seed`. */
  crc32(bytes: Uint8Array, seed: number): number;
  /** Raw deflate, decompressed as it is read; throws on what is no deflate. */
  inflate(compressed: ByteStream): ByteStream;
  /** Lets whatever else waits on this thread go on; where it is left out, nothing does. */
  pause?(): Promise<void>;
}

/** The algorithms of manifests that are known here, and the digits of each. */
export const hashDigits = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 } as const;
export type HashAlgorithm = keyof typeof hashDigits;

/** Narrows the name out of `manifest-NAME.txt`. */
export function isHashAlgorithm(name: string): name is HashAlgorithm {
  return Object.hasOwn(hashDigits, name);
}

/** Tells how far the work is, and may stop it. */
export interface Control {
  /** Bytes so far, and in all. */
  progress?(done: number, total: number): void;
  cancelled?(): boolean;
}

/** The work was stopped by who asked for it. */
export class Cancelled extends Error {
  constructor() {
    super('stopped');
  }
}
