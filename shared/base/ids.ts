/**
 * Ids are UUID version 7 (RFC 9562, section 5.7), made on the device, so that they sort by the time of capture
 * and need no hub to be unique.
 */
import { z } from 'zod';

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

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

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
