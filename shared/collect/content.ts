/**
 * What a file is by its bytes, whatever it is called: text, a picture, an archive, a capture, or other data; and of text whether
 * it reads as a log or as a configuration. See SPEC.md, K60 to K63.
 */
import { type Known, knownByFirstBytes } from '../base/first-bytes.ts';
import { decode } from './decode.ts';

export type Content = 'text' | 'picture' | 'archive' | 'capture' | 'binary';

export interface FileContent {
  content: Content;
  /** What its text reads as; null for what is no text, and for text that is neither. */
  category: 'log' | 'configuration' | null;
  /** Where its text begins behind zero bytes, counted from the first byte given; null where no zero byte is in it. */
  textFrom: number | null;
}

const contentOfKind: Readonly<Record<Known['kind'], Content>> = {
  picture: 'picture',
  archive: 'archive',
  capture: 'capture',
  document: 'binary',
  program: 'binary',
  data: 'binary',
};
/** Less text than this behind zero bytes may be anything. */
const LEAST_TEXT = 16;
/** Lines that tell what a text is. */
const LOOKED_AT = 400;
const LEAST_SIGNS = 3;

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
/** How lines of logs begin or hold a time: of servers, phones, kernels, web servers, and in seconds since 1970. */
const stamp = new RegExp(
  [
    String.raw`\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}`,
    String.raw`\b${MONTH}\s+\d{1,2}(?:,?\s+\d{4})?,? \d{1,2}:\d{2}:\d{2}`,
    String.raw`\b\d{1,2}/${MONTH}/\d{4}:\d{2}:\d{2}:\d{2}`,
    String.raw`\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d{2}:\d{2}`,
    String.raw`^.{0,40}?\b\d{2}:\d{2}:\d{2}[.,]\d{3}`,
    String.raw`^\[\s*\d{1,8}\.\d{6}\] `,
    String.raw`^\[?1\d{9}(?:\.\d{1,9}|\d{3})?\]?\s`,
  ].join('|'),
  'i',
);
/** Settings as files of Windows and Linux have them, of network devices, of Junos in braces, and of JSON. */
const setting = new RegExp(
  [
    String.raw`^\s*(?:[\w.\-/ ]{1,60}\s*[=:]\s*\S`,
    String.raw`\[[^\]]{1,80}\]\s*$`,
    String.raw`!\s*$`,
    String.raw`(?:hostname|interface|ip route|router|line|dial-peer|voice|snmp-server|username|enable|version|service|set|unset|vlan|aaa|config|edit)\s+\S`,
    String.raw`(?:next|end|exit)\s*$`,
    String.raw`[\w-]+(?: [\w"./:*-]+){0,8} ?[{;]\s*$`,
    String.raw`[{}[\],;]+\s*$`,
    String.raw`"[^"]{1,80}"\s*[=:]`,
    String.raw`<[A-Za-z][\w:.-]*[ >])`,
  ].join('|'),
);

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
  const known = knownByFirstBytes(bytes);
  if (known) return { content: contentOfKind[known.kind], category: null, textFrom: null };
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
