/**
 * What a file is by its bytes, whatever it is called: text, a picture, an archive, a capture, or other data; and of text whether
 * it reads as a log or as a configuration. See SPEC.md, K60 to K63.
 */
import { decode } from './decode.ts';

export type Content = 'text' | 'picture' | 'archive' | 'capture' | 'binary';

export interface FileContent {
  content: Content;
  /** What its text reads as; null for what is no text, and for text that is neither. */
  category: 'log' | 'configuration' | null;
  /** Where its text begins behind zero bytes, counted from the first byte given; null where no zero byte is in it. */
  textFrom: number | null;
}

/** First bytes by what they say; `decode` knows more of what is no text, but not whether it is a picture. */
const signatures: readonly [Content, readonly number[]][] = [
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x47, 0x49, 0x46, 0x38]],
  ['picture', [0x42, 0x4d]],
  ['archive', [0x50, 0x4b, 0x03, 0x04]],
  ['archive', [0x50, 0x4b, 0x05, 0x06]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['archive', [0x42, 0x5a, 0x68]],
  ['archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['capture', [0xd4, 0xc3, 0xb2, 0xa1]],
  ['capture', [0xa1, 0xb2, 0xc3, 0xd4]],
  ['capture', [0x0a, 0x0d, 0x0d, 0x0a]],
];
/** Where a tar says so. */
const TAR_AT = 257;
const TAR = 'ustar';
/** A picture of Windows is no text of two letters: its header has zeros. */
const BMP = 0x42;
/** Less text than this behind zero bytes may be anything. */
const LEAST_TEXT = 16;
/** Lines that tell what a text is. */
const LOOKED_AT = 400;
const LEAST_SIGNS = 3;

const stamp =
  /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{1,2}(?:\s+\d{4})?,? \d{2}:\d{2}:\d{2}|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}:\d{2}|^\W{0,3}\d{2}:\d{2}:\d{2}[.,]\d{3}/i;
const setting =
  /^\s*(?:[\w.\-/ ]{1,60}\s*[=:]\s*\S|\[[^\]]{1,80}\]\s*$|!\s*$|(?:hostname|interface|ip route|router|line|dial-peer|voice|snmp-server|username|enable|version|service|set|vlan|aaa)\s+\S|"[^"]{1,80}"=|<[A-Za-z][\w:.-]*[ >])/;

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte);
}

function signed(bytes: Uint8Array): Content | null {
  const tar = String.fromCharCode(...bytes.subarray(TAR_AT, TAR_AT + TAR.length)) === TAR;
  if (tar) return 'archive';
  const webp =
    startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && startsWith(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]);
  if (webp) return 'picture';
  const found = signatures.find(([, first]) => startsWith(bytes, first));
  if (!found) return null;
  return found[1][0] === BMP && found[1].length === 2 && !bytes.subarray(6, 10).every((byte) => byte === 0)
    ? null
    : found[0];
}

/** What a text reads as, by what its lines begin with or hold. */
export function categoryOfText(text: string): FileContent['category'] {
  const lines = text.split(/\r\n|\r|\n/, LOOKED_AT).filter((line) => line.trim() !== '');
  const stamped = lines.filter((line) => stamp.test(line)).length;
  const least = Math.min(LEAST_SIGNS, lines.length);
  if (least > 0 && stamped >= least && stamped * 4 >= lines.length) return 'log';
  const settings = lines.filter((line) => setting.test(line)).length;
  return least > 0 && settings >= least && settings * 2 >= lines.length ? 'configuration' : null;
}

/** Text of which every fourth byte alone says something: UTF-32 without the zeros, where it holds a Western language. */
function narrowed(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== 0);
}

/**
 * What these bytes are.
 * @param bytes the beginning of the file, as much as there is at hand; where the file begins with zero bytes, from the first
 *   other one on
 */
export function contentOf(bytes: Uint8Array): FileContent {
  const known = signed(bytes);
  if (known) return { content: known, category: null, textFrom: null };
  const whole = decode(bytes);
  if (whole.kind === 'text' && !whole.text.includes('\0'))
    return { content: 'text', category: categoryOfText(whole.text), textFrom: null };
  // A log that was cut while it was written (copytruncate), or lost its blocks in a crash: its text stands between zeros.
  const first = bytes.findIndex((byte) => byte !== 0);
  const rest = first === -1 ? bytes.subarray(0, 0) : narrowed(bytes.subarray(first));
  const text = rest.length < LEAST_TEXT ? null : decode(rest);
  if (text?.kind !== 'text' || text.text.includes('\0'))
    return { content: 'binary', category: null, textFrom: null };
  return { content: 'text', category: categoryOfText(text.text), textFrom: first };
}
