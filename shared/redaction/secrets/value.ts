/** Values as they stand in texts: quoted, bare, to the end of a line; and which are none. */

/** Longer than any secret on one line; what is longer is cut there and the rest taken by the window after (RD5). */
export const MOST_VALUE = 65_536;

/** Longer than a value is read of which it is not known yet whether it is a secret: so much is read again at each name in it. */
export const FIRST_READ = 256;

export interface Range {
  start: number;
  end: number;
}

/** The name that a value is given, and where it stands. */
export interface Name extends Range {
  text: string;
}

const placeholders =
  /^(?:\*+|x{3,}|\.{3,}|•+|-+|_+|#+|[?=:!]+|<[^<>]{0,60}>|\[[A-Za-z *_-]{0,40}\]|\$\{?[A-Za-z_][\w.:-]*\}?|\$\(.*|%[A-Za-z_]\w*%|%s|%\([A-Za-z_]\w{0,40}\)s|%env\([^()]{1,60}\)%|["']?\$\{?[A-Za-z_]\w{0,60}\}?["']?|(?:your|my)[_-](?:\w{1,16}[_-]){0,2}(?:password|passphrase|secret|token|key|psk)(?:[_-]here)?|YOUR_[A-Z_]{0,30}(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|KEY|PSK)(?:_HERE)?|\{\{[^{}]*\}\}?|\{[A-Za-z_]\w{0,39}\}|@\{.*|#\{.*)$/;
const nothings = new Set(
  `true false yes no on off none null nil undefined empty enabled disabled required optional unset n/a na default not 0 1 enable disable auto
  encrypted hidden redacted removed masked present absent secret-data-removed str string int bool any void object self`
    .trim()
    .split(/\s+/),
);

/** What kind a key is of, as in `host key type = ed25519`, and not which. */
const algorithm =
  /^(?:ssh-)?(?:rsa|dsa|dss|ecdsa|ed25519|ed448|x25519|curve25519|ecdh|nistp\d{3}|secp\d{3}[kr]1)(?:-(?:\d{3,5}|sha2|sha-?(?:1|256|384|512)|nistp\d{3}|cert-v\d\d))*$|^(?:hmac-)?(?:md5|sha-?(?:1|224|256|384|512))$|^(?:bcrypt|scrypt|argon2(?:id|i|d)?|pbkdf2)$/i;

/** Whether a value says that there is none, names a kind of key, or is a variable or a mask that was put there before. */
export function isPlaceholder(value: string): boolean {
  return (
    value === '' || placeholders.test(value) || nothings.has(value.toLowerCase()) || algorithm.test(value)
  );
}

/** Whether a value is one of our own tokens (RD10): those are not tokens of tokens. */
export function isToken(value: string): boolean {
  return /^(?:SECRET|HOST|DOM|USER)-[0-9A-HJKMNP-TV-Z]{8,16}(?:\.invalid)?$/i.test(value);
}

/** Whether a value looks like something that a machine or a careful person made up: long, and of several classes. */
export function looksRandom(value: string): boolean {
  if (value.length < 10 || /\s/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (!/[0-9]/.test(value) && !/(?:[^A-Za-z0-9\s.,:/_-].{0,12}){3}/.test(value)) return false;
  if (/^[\w.-]+\.(?:txt|log|pem|crt|cer|key|json|ya?ml|xml|conf|cfg|py|js|ts|sh|bin|jks|p12)$/i.test(value))
    return false;
  if (/^(?:ssh-|ecdsa-|sha\d|aes-)/i.test(value)) return false;
  if (/^(?:https?|ftp|file):\/\//.test(value)) return false;
  // A path; not base64 that begins so, which has both cases and figures and no short parts.
  if (/^[/~.]|^[A-Z]:\\/.test(value) && !/^\/(?=.{0,60}\d)[A-Za-z0-9+/]{43,}={0,2}$/.test(value))
    return false;
  return entropy(value) >= 3;
}

const counts = new Uint8Array(128);

/** Shannon's bits a character, of the first 64. */
function entropy(value: string): number {
  const length = Math.min(value.length, 64);
  counts.fill(0);
  for (let at = 0; at < length; at++) {
    const code = value.charCodeAt(at) & 0x7f;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** The end of a quoted text that opens at `open`; null where the line or `limit` ends first. */
export function closing(text: string, open: number, limit: number): number | null {
  const quote = text.charCodeAt(open);
  const most = Math.min(text.length, limit);
  for (let at = open + 1; at < most; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === quote) return at;
    else if (code === 0x0a || code === 0x0d) return null;
  }
  return null;
}

const isBlank = (code: number) =>
  code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || Number.isNaN(code);

/**
 * A bare value that begins at `start`: to white space, or to a `,`, `;` or `&` behind which the next member begins, a quote that closes
 * what began before, or an end tag; to `longest` characters at the most.
 */
export function bare(text: string, start: number, longest: number): Range {
  const most = Math.min(text.length, start + longest);
  let end = start;
  for (; end < most; end++) {
    const code = text.charCodeAt(end);
    if (isBlank(code)) break;
    if (code === 0x3c && text.charCodeAt(end + 1) === 0x2f) break;
    if ((code === 0x2c || code === 0x3b || code === 0x26) && beginsMember(text, end + 1)) break;
    if ((code === 0x22 || code === 0x27 || code === 0x60) && /^[\s,;)}\]>|]?$/.test(text.charAt(end + 1)))
      break;
    // An escaped quote or line break, in a text within a text.
    if (code === 0x5c && /["'nr]/.test(text.charAt(end + 1))) break;
  }
  return { start, end: trimmed(text, start, end) };
}

/** Whether the next member of a list begins here, after its separator. */
function beginsMember(text: string, at: number): boolean {
  return (
    isBlank(text.charCodeAt(at)) || /^["']?[A-Za-z_][\w .-]{0,40}["']?\s?[=:]/.test(text.slice(at, at + 48))
  );
}

/** Without punctuation at the end that belongs to the sentence or the structure. */
export function trimmed(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1 && ';,.)]}>'.includes(text.charAt(last - 1))) {
    const open = { ')': '(', ']': '[', '}': '{', '>': '<' }[text.charAt(last - 1)];
    if (open && text.slice(start, last - 1).includes(open)) break;
    last -= 1;
  }
  return last;
}
