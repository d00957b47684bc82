/** Bytes of an output as text, whatever wrote them: UTF-8, UTF-16 with or without a mark, or Windows' own. See SPEC.md, K1 to K3. */

import { knownByFirstBytes } from '../base/first-bytes.ts';

// Node and Chromium both have it; the library of types that this folder compiles with has not.
declare const TextDecoder: new (
  label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252',
  options?: { fatal?: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const utf8 = new TextDecoder('utf-8');
/** Bytes as UTF-8, with a sign in the place of what is none. */
export const utf8Text = (bytes: Uint8Array): string => utf8.decode(bytes);
const toUtf8 = new TextEncoder();
export const utf8Bytes = (text: string): Uint8Array => toUtf8.encode(text);

export type Decoded =
  | { kind: 'text'; text: string; encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' }
  /** No text: what it is by its first bytes, in words. */
  | { kind: 'binary'; what: string };

/** How much of the beginning tells what the bytes are. */
const SAMPLE = 8_192;

export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes.subarray(2), 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes.subarray(2), 'utf-16be');
  const known = knownByFirstBytes(bytes);
  if (known) return { kind: 'binary', what: known.words };
  const wide = wideWithoutMark(bytes.subarray(0, SAMPLE));
  if (wide) return decoded(bytes, wide);
  if (controls(bytes.subarray(0, SAMPLE)) > 0.1) return { kind: 'binary', what: 'binary data' };
  // Cut in the middle of a character, the last bytes are no text yet.
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut++) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return { kind: 'text', text, encoding: 'utf-8' };
    } catch {
      // Another one is tried.
    }
  }
  return decoded(bytes, 'windows-1252');
}

function decoded(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be' | 'windows-1252'): Decoded {
  return { kind: 'text', text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** Text of a Western language in UTF-16 has a zero in every second byte, and hardly one elsewhere. */
function wideWithoutMark(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros: [number, number] = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[(at % 2) as 0 | 1]++;
  const half = Math.floor(sample.length / 2);
  if (half < 4) return null;
  if (zeros[1] > half * 0.6 && zeros[0] < half * 0.05) return 'utf-16le';
  if (zeros[0] > half * 0.6 && zeros[1] < half * 0.05) return 'utf-16be';
  return null;
}

/** The share of bytes that no terminal log holds. */
function controls(sample: Uint8Array): number {
  let count = 0;
  for (const byte of sample)
    if (byte < 32 && !(byte >= 7 && byte <= 13) && byte !== 0x1b && byte !== 0x1a) count++;
  return sample.length === 0 ? 0 : count / sample.length;
}
