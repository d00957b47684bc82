/**
 * The code by which a protected console is opened when nothing else opens it: 160 random bits in Crockford's base 32, with four
 * characters that tell a slip of the pen from a wrong code. For people: nine groups of four, letters as they come.
 */
import { CROCKFORD } from './ids.ts';

/** Random bytes of a code. */
export const RECOVERY_BYTES = 20;
const CHARACTERS = 32;
const CHECK = 4;
const GROUP = 4;
/** Groups that a code is written in. */
export const RECOVERY_GROUPS = (CHARACTERS + CHECK) / GROUP;

/**
 * @param random `RECOVERY_BYTES` random bytes
 * @param digest SHA-256 of bytes
 */
export function recoveryCode(random: Uint8Array, digest: (bytes: Uint8Array) => Uint8Array): string {
  if (random.length !== RECOVERY_BYTES) throw new RangeError('a recovery code has 160 bits');
  const text = inBase32(random) + inBase32(digest(random).subarray(0, RECOVERY_BYTES)).slice(0, CHECK);
  return recoveryGroups(text).join('-');
}

/** The groups of a code as they are written down and typed back. */
export function recoveryGroups(code: string): string[] {
  return plainCode(code).match(/.{1,4}/g) ?? [];
}

/**
 * The bits of a code as a person typed it: spaces, hyphens and case do not count, and O, I and L are what they were taken for.
 * @returns null where it is no code: too short, another letter, or the check says that one was mistyped
 */
export function readRecoveryCode(
  typed: string,
  digest: (bytes: Uint8Array) => Uint8Array,
): Uint8Array | null {
  const text = plainCode(typed);
  if (text.length !== CHARACTERS + CHECK) return null;
  const bytes = new Uint8Array(RECOVERY_BYTES);
  let [bits, held, at] = [0, 0, 0];
  for (const letter of text.slice(0, CHARACTERS)) {
    const value = CROCKFORD.indexOf(letter);
    if (value < 0) return null;
    bits = ((bits << 5) | value) & 0xffff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return plainCode(recoveryCode(bytes, digest)) === text ? bytes : null;
}

function plainCode(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function inBase32(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffff;
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += CROCKFORD.charAt((bits >> held) & 31);
    }
  }
  return text;
}
