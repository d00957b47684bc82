/** Secrets that stand for secrets (RD12): what has a form of its own keeps it with its length, so that what reads the file still reads it. */
import type { Keyed } from './keyed.ts';
import { servicePrefix } from './secrets/shapes.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CRYPT64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LETTERS = 'abcdefghijkmnopqrstuvwxyz23456789';
/** What Cisco's type 7 is written with; known to everybody, as type 7 hides nothing. */
const TYPE7 = 'dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87';

/** The kept beginning of a hash: scheme, and its cost or rounds. */
const crypt = /^\$[A-Za-z0-9-]{1,24}\$(?:rounds=\d{1,9}\$|v=\d{1,3}\$m=[\d,tp=]{1,40}\$|\d\d\$)?(?=.)/;
const type7 = /^(?:0\d|1[0-5])(?:[0-9A-F]{2}){3,}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const hex = /^(?:0x)?[0-9A-Fa-f]{16,}$/;
/** The halves of a Windows hash. */
const pairs = /^[0-9A-Fa-f]{32}:[0-9A-Fa-f]{32}$/;
const jwt = /^ey[\w-]+={0,2}\.ey[\w/-]+={0,2}\.[\w/-]*$/;
const base64 = /^[A-Za-z0-9+/]{24,}={0,2}$/;
const url64 = /^[\w-]{32,}={0,2}$/;

/** Replaces each character of a class by the next of a stream. */
function drawn(text: string, from: RegExp, alphabet: string, stream: Uint8Array): string {
  let at = 0;
  return text.replace(from, () => alphabet.charAt((stream[at++ % stream.length] ?? 0) % alphabet.length));
}

/**
 * @param length of the readable part; more where two originals of a case came out alike (RD11)
 * @returns the token of a secret, from its text and the key alone: not from where it stood
 */
export function secretToken(keyed: Keyed, original: string, length: number): string {
  const stream = (text = original) =>
    keyed.stream('SECRET', length > 8 ? `${text}\0${length}` : text, Math.min(text.length, 65_536));
  if (original.includes('-----BEGIN ') || /[\n\r]/.test(original)) return armour(original, stream);
  const head = crypt.exec(original)?.[0];
  if (head !== undefined)
    return head + drawn(original.slice(head.length), /[A-Za-z0-9./]/g, CRYPT64, stream());
  if (jwt.test(original))
    return original
      .split('.')
      .map(
        (part, at) =>
          (at < 2 ? 'eyJ' : '') + drawn(part.slice(at < 2 ? 3 : 0), /[\w-]/g, URL64, stream(`${at}.${part}`)),
      )
      .join('.');
  const kept = servicePrefix(original);
  if (kept > 0) return original.slice(0, kept) + classes(original.slice(kept), stream());
  if (uuid.test(original) || pairs.test(original)) return classes(original, stream());
  if (type7.test(original)) return typeSeven(original, stream());
  if (hex.test(original)) {
    const marked = /^0x/i.test(original) ? 2 : 0;
    return original.slice(0, marked) + classes(original.slice(marked), stream());
  }
  const mixed = /[a-z]/.test(original) && /[A-Z]/.test(original) && /[0-9+/]/.test(original);
  if (mixed && base64.test(original)) return drawn(original, /[A-Za-z0-9+/]/g, BASE64, stream());
  if (mixed && url64.test(original)) return drawn(original, /[\w-]/g, URL64, stream());
  return `SECRET-${keyed.word('SECRET', original, length)}`;
}

/** Digits of a hexadecimal text where it is one, else letters and digits of the classes that it had. */
function classes(text: string, stream: Uint8Array): string {
  if (/^[0-9a-f:-]+$/.test(text)) return drawn(text, /[0-9a-f]/g, '0123456789abcdef', stream);
  if (/^[0-9A-F:-]+$/.test(text)) return drawn(text, /[0-9A-F]/g, '0123456789ABCDEF', stream);
  if (/^[0-9A-Fa-f:-]+$/.test(text)) return drawn(text, /[0-9A-Fa-f]/g, '0123456789abcdef', stream);
  if (/^[A-Z0-9-]+$/.test(text)) return drawn(text, /[A-Z0-9]/g, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', stream);
  return drawn(text, /[A-Za-z0-9]/g, BASE64.slice(0, 62), stream);
}

/** A password in type 7 that decodes to letters. */
function typeSeven(original: string, stream: Uint8Array): string {
  const seed = (stream[0] ?? 0) % 16;
  let out = seed.toString().padStart(2, '0');
  for (let at = 0; at < original.length / 2 - 1; at++) {
    const plain = LETTERS.charCodeAt((stream[(at + 1) % stream.length] ?? 0) % LETTERS.length);
    out += (plain ^ TYPE7.charCodeAt((seed + at) % TYPE7.length)).toString(16).padStart(2, '0').toUpperCase();
  }
  return out;
}

/** A block of lines: BEGIN, END and headers stay; the body is drawn by what it holds, however it was wrapped. */
function armour(original: string, stream: (text: string) => Uint8Array): string {
  const body = original.replace(/-----(?:BEGIN|END) [^\n-]*-----|^[A-Za-z-]+: .*$/gm, '');
  const bytes = stream(body.replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, ''));
  const digits = /^[0-9A-Fa-f\s]+$/.test(body);
  let at = 0;
  const next = (alphabet: string) => alphabet.charAt((bytes[at++ % bytes.length] ?? 0) % alphabet.length);
  return original.replace(
    /-----(?:BEGIN|END) [^\n-]*-----|^[A-Za-z-]+: .*$|\\[nrt]|[A-Za-z0-9+/]/gm,
    (found) =>
      found.length > 1
        ? found.replace(/(?<=^DEK-Info: [\w-]+,).*/, (iv) => classes(iv, bytes))
        : next(digits ? (body === body.toLowerCase() ? '0123456789abcdef' : '0123456789ABCDEF') : BASE64),
  );
}
