/** What a file is, by its first bytes and never by its name or what it says of itself (RD60). */
import { textOfUtf8, utf8 } from '../bag/bytes.ts';
import { isOfficeZip, knownByFirstBytes, type PictureFormat } from '../base/first-bytes.ts';

/** How a text's bytes are read and written again. `latin1`: one character a byte, for bytes that are no UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';
/** Archives that can be taken apart here. */
const takenApart = ['zip', 'gzip', 'tar'] as const;
export type ArchiveFormat = (typeof takenApart)[number];
const canTakeApart = (format: string): format is ArchiveFormat =>
  (takenApart as readonly string[]).includes(format);

export type Content =
  | { kind: 'text'; encoding: Encoding }
  | { kind: 'picture'; format: PictureFormat }
  | { kind: 'archive'; format: ArchiveFormat }
  /** Neither, as a person calls it: `a network capture`, `no text`. Nobody can look into it here. */
  | { kind: 'other'; what: string };

/** As many of the first bytes as the answer is made from. */
export const HEAD_BYTES = 65_536;

/** @param head the first bytes, up to {@link HEAD_BYTES} of them */
export function contentOf(head: Uint8Array): Content {
  const known = knownByFirstBytes(head);
  if (known?.kind === 'picture') return { kind: 'picture', format: known.format };
  if (known?.kind === 'archive' && canTakeApart(known.format))
    return known.format === 'zip' && isOfficeZip(head)
      ? { kind: 'other', what: 'an Office document' }
      : { kind: 'archive', format: known.format };
  if (known) return { kind: 'other', what: known.words };
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' && isPackedMail(head)) return { kind: 'other', what: 'a mail with packed parts' };
  return encoding ? { kind: 'text', encoding } : { kind: 'other', what: 'no text' };
}

/** A mail that carries parts in base64: what they say is not seen in its lines. */
function isPackedMail(head: Uint8Array): boolean {
  const start = String.fromCharCode(...head.subarray(0, 200));
  if (!/^(?:[A-Z][A-Za-z-]{1,40}: |From \S)/.test(start)) return false;
  const text = ofUnits(head.length, (at) => head[at] ?? 0);
  return (
    /^(?:From|Received|Return-Path|MIME-Version|Message-ID):/im.test(text) &&
    /^Content-Transfer-Encoding:[ \t]*base64/im.test(text)
  );
}

function encodingOf(head: Uint8Array): Encoding | null {
  // UTF-32, which nothing here reads: its mark begins as that of UTF-16 does.
  if (head[0] === 0xff && head[1] === 0xfe && head[2] === 0 && head[3] === 0) return null;
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
