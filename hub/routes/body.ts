/** What comes in a request's body, checked against its schema before it is used. Its bytes are bounded before: `json-bounds.ts`. */
import { z } from 'zod';
import { PROTOCOL, SCHEMA } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';

const LONGEST_MESSAGE = 500;

/** NUL and half characters (lone surrogates): PostgreSQL stores neither, canonical JSON not the second. */
const UNSTORABLE = /[\p{Surrogate}]|\0/u;

/** Whether a text anywhere in the value holds what cannot be stored; names of members count. The depth is bounded. */
export function holdsUnstorable(value: unknown, pattern: RegExp = UNSTORABLE): boolean {
  if (typeof value === 'string') return pattern.test(value);
  if (Array.isArray(value)) return value.some((each) => holdsUnstorable(each, pattern));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(
      ([name, member]) => pattern.test(name) || holdsUnstorable(member, pattern),
    );
  return false;
}

const anyHandshake = z.looseObject({ protocol: z.number(), schema: z.number() });

/**
 * Parses a body, or refuses it with the place that does not fit. A console newer than the hub is told so, and not that its
 * request is malformed (S12).
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const shake = anyHandshake.safeParse(body);
  if (shake.success) {
    if (shake.data.protocol > PROTOCOL || shake.data.schema > SCHEMA) {
      throw new Refusal(
        426,
        'hub-outdated',
        'This console is newer than the hub. Its edits stay on the computer until the hub is updated.',
      );
    }
    if (shake.data.protocol < 1 || shake.data.schema < 1)
      throw new Refusal(400, 'malformed', 'There is no such version of the protocol.');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join('.') || 'its top';
    throw new Refusal(
      400,
      'malformed',
      `The request does not fit at ${place}: ${issue?.message}.`.slice(0, LONGEST_MESSAGE),
    );
  }
  if (holdsUnstorable(parsed.data, /[\p{Surrogate}]/u))
    throw new Refusal(400, 'malformed', 'The request holds half a character (a lone surrogate).');
  return parsed.data;
}

/** As `parseBody`, for requests whose texts all reach the database as they are. */
export function parseStorable<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const value = parseBody(schema, body);
  if (holdsUnstorable(value))
    throw new Refusal(400, 'malformed', 'The request holds a character that cannot be stored.');
  return value;
}
