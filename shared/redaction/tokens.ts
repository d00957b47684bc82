/** What stands in the place of an original (RD10 to RD17): from its text and the key of the case, the same on every device. */
import { addressTokens } from './address-tokens.ts';
import { everybodysUsers, serviceLabels } from './common-words.ts';
import { type Keyed, keyed } from './keyed.ts';
import type { Kind } from './kinds.ts';
import { secretToken } from './secret-tokens.ts';

/** Characters of a token's readable part: 40 bits. */
const SHORT = 8;
const LONG = 16;
/** Domains of countries under which names are registered one level deeper. */
const secondLevel = /\.(?:co|com|net|org|gov|edu|ac|ne|or|go|gob|gouv|ltd|plc)\.[a-z]{2}$/;

export interface TokenOptions {
  /** Digits at the end of a telephone number that stay, 0 to 4. */
  telephoneDigits: number;
}

export interface Tokens {
  of(kind: Kind, original: string): string;
}

/** The text by which two spellings of one original are known to be one. */
export function canonical(kind: Kind, original: string): string {
  if (kind === 'SECRET' || kind === 'TEL') return original;
  if (kind === 'MAC') return original.replace(/[^0-9A-Fa-f]/g, '').toLowerCase();
  return original.toLowerCase();
}

/**
 * @param key of the case, 32 bytes and more
 * @param collided canonical originals, with their kind before them, that came out as another did: they get longer tokens (RD11)
 */
export function tokens(
  key: Uint8Array,
  options: TokenOptions,
  collided: ReadonlySet<string> = new Set(),
): Tokens {
  const hash = keyed(key);
  const addresses = addressTokens(hash);
  const made = new Map<string, string>();
  const length = (kind: string, text: string) => (collided.has(`${kind} ${text}`) ? LONG : SHORT);
  const host = (label: string) => {
    const lower = label.toLowerCase();
    return serviceLabels.has(lower) ? label : `HOST-${hash.word('HOST', lower, length('HOST', lower))}`;
  };
  const domain = (name: string) => {
    const lower = name.toLowerCase().replace(/\.$/, '');
    const labels = lower.split('.');
    if (labels.length === 1) return `DOM-${hash.word('DOMAIN', lower, length('DOMAIN', lower))}`;
    const own = labels.slice(secondLevel.test(lower) ? -3 : -2).join('.');
    const before = labels.slice(0, labels.length - own.split('.').length).map(host);
    return [...before, `DOM-${hash.word('DOMAIN', own, length('DOMAIN', own))}.invalid`].join('.');
  };
  const user = (name: string) => {
    const lower = name.toLowerCase();
    return everybodysUsers.has(lower) ? name : `USER-${hash.word('USER', lower, length('USER', lower))}`;
  };
  const make = (kind: Kind, original: string): string => {
    switch (kind) {
      case 'SECRET':
        return secretToken(hash, original, length('SECRET', original));
      case 'HOST':
        return host(original);
      case 'DOMAIN':
        return domain(original);
      case 'USER':
        return user(original);
      case 'MAIL': {
        const at = original.lastIndexOf('@');
        return `${user(original.slice(0, at))}@${domain(original.slice(at + 1))}`;
      }
      case 'TEL':
        return telephone(hash, original, options.telephoneDigits);
      case 'IPV4':
        return addresses.v4(original);
      case 'IPV6':
        return addresses.v6(original);
      case 'MAC':
        return addresses.mac(original);
    }
  };
  return {
    of(kind, original) {
      const name = `${kind} ${original}`;
      const known = made.get(name);
      if (known !== undefined) return known;
      const token = make(kind, original);
      if (made.size > 500_000) made.clear();
      made.set(name, token);
      return token;
    },
  };
}

/** The number with other digits in its places; by a network of eight rounds, so that no two of one length become one (RD17). */
function telephone(hash: Keyed, original: string, kept: number): string {
  const digits = original.replace(/\D/g, '');
  const tail = Math.min(Math.max(0, kept), 4, digits.length - 1);
  // No country's code begins with another digit than it does.
  const first = original.startsWith('+') ? 1 : 0;
  const head = digits.slice(first, digits.length - tail);
  let left = head.slice(0, head.length >> 1);
  let right = head.slice(head.length >> 1);
  for (let round = 0; round < 8; round++) {
    const size = left.length;
    const bytes = hash.bytes('TEL', `${round} ${size} ${right}`);
    let added = 0;
    for (let at = 0; at < 6; at++) added = added * 256 + (bytes[at] ?? 0);
    const sum = size === 0 ? '' : ((Number(left || '0') + added) % 10 ** size).toString().padStart(size, '0');
    left = right;
    right = sum;
  }
  const other = digits.slice(0, first) + left + right + digits.slice(digits.length - tail);
  let at = 0;
  return original.replace(/\d/g, () => other.charAt(at++));
}

/**
 * Originals whose tokens would be another's: of each two that came out alike both, so that neither depends on which was found first.
 * @returns them as `tokens` takes them
 */
export function collisions(
  originals: Iterable<{ kind: Kind; text: string }>,
  key: Uint8Array,
  options: TokenOptions,
): Set<string> {
  const plain = tokens(key, options);
  const first = new Map<string, string>();
  const collided = new Set<string>();
  for (const { kind, text } of originals) {
    if (kind !== 'SECRET' && kind !== 'HOST' && kind !== 'USER' && kind !== 'DOMAIN') continue;
    const own = canonical(kind, text);
    const name = `${kind} ${own}`;
    const token = plain.of(kind, own);
    const other = first.get(token);
    if (other === undefined) first.set(token, name);
    else if (other !== name) {
      collided.add(name);
      collided.add(other);
    }
  }
  return collided;
}
