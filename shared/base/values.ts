/** The small values that every record is made of, each with its bound. Bounds are counted in UTF-16 units. */
import { z } from 'zod';

/** NUL and half characters (lone surrogates): no database stores them, and no canonical JSON holds the second. */
const UNSTORABLE = /[\p{Surrogate}]|\0/u;

/** The text without the characters that cannot be stored; each becomes the replacement character, so that its place shows. */
export function storable(value: string): string {
  return UNSTORABLE.test(value) ? value.replace(/[\p{Surrogate}]|\0/gu, '\u{fffd}') : value;
}

const bounded = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !UNSTORABLE.test(value), 'holds a character that cannot be stored');

/** One line: a name, a version, a host name. */
export const line = bounded(300);
/** A paragraph or a few: what was done, what it showed. */
export const text = bounded(20_000);
/** An instant, ISO 8601 in UTC with milliseconds optional: `2026-11-23T13:00:00.000Z`. Display and rules only, never order of sync. */
export const instant = z.iso.datetime({ offset: false });
/** An instant with the IANA zone it was captured in. `at` is UTC; `zone` says which wall clock the person looked at. */
export const zonedInstant = z.strictObject({ at: instant, zone: z.string().min(1).max(60) });
/** A calendar day without a zone, `2026-11-25`: what an agreement or a signature is dated with. */
export const date = z.iso.date();
/** An answer that was asked for; `null` in a record means that nobody has answered yet. */
export const yesNo = z.enum(['yes', 'no']);
/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal');

export type ZonedInstant = z.infer<typeof zonedInstant>;

/** Closes a switch over a union: the compiler refuses a kind that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
