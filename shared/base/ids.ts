/**
 * Ids are UUID version 7 (RFC 9562, section 5.7), made on the device, so that they need no hub to be unique and lie together
 * in an index. They are no clock: what comes before what is said by the hub's order (S2, base/order.ts).
 */
import { z } from 'zod';
import { sha256OfText } from './hash.ts';

/** The lower-case text form of any UUID; 36 characters. */
export const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'not an id');

/**
 * A UUIDv7.
 * @param now milliseconds since 1970-01-01 UTC, 0 to 2^48-1
 * @param random ten random bytes; the version and variant bits are overwritten
 */
export function uuidv7(now: number, random: Uint8Array): string {
  if (random.length < 10) throw new RangeError('uuidv7 needs ten random bytes');
  const time = Math.floor(now).toString(16).padStart(12, '0');
  const tail = Array.from(random.subarray(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((Number.parseInt(tail[4] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${tail.slice(1, 4)}-${variant}${tail.slice(5, 8)}-${tail.slice(8, 20)}`;
}

/** The 12 bits behind the time, in which ids of one millisecond are counted (RFC 9562, section 6.2, method 1). */
const MOST_A_MILLISECOND = 0xfff;

/**
 * A source of ids, each after the one before it: within a millisecond they are counted, and a clock that goes back does not take
 * them back.
 * @param clock milliseconds since 1970-01-01 UTC
 * @param random that many random bytes
 */
export function idSource(clock: () => number, random: (bytes: number) => Uint8Array): () => string {
  let time = 0;
  let count = 0;
  return () => {
    const now = Math.floor(clock());
    if (now > time) {
      time = now;
      // A random beginning, low enough that thousands may follow.
      count = (random(1)[0] ?? 0) & 0x7f;
    } else if (count < MOST_A_MILLISECOND) count += 1;
    else {
      time += 1;
      count = 0;
    }
    const id = uuidv7(time, random(10));
    return `${id.slice(0, 15)}${count.toString(16).padStart(3, '0')}${id.slice(18)}`;
  };
}

/**
 * The id of what follows from something else, such as a history entry from a packet: made twice, as after a restore, it is the
 * same row (UUID version 8, RFC 9562, section 5.8).
 * @param about ids and words that tell it from all else
 */
export function derivedId(...about: readonly string[]): string {
  const hash = sha256OfText(about.join(' '));
  const variant = ((Number.parseInt(hash[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Crockford's base 32: no letter that is taken for a digit or for another. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The short number by which people speak of a case, `C-7K2M-9QXA`: 40 random bits of its id in Crockford's base 32,
 * so that two consoles without a network never give the same one in practice. It is for people; the id is the key.
 */
export function caseNumber(id: string): string {
  let bits = BigInt(`0x${id.replaceAll('-', '').slice(-10)}`);
  let text = '';
  for (let i = 0; i < 8; i++) {
    text = CROCKFORD.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return `C-${text.slice(0, 4)}-${text.slice(4)}`;
}
