/** What the hub asks of an edit that may only add a row (S5): entries of the desk, replies, signatures, decisions. */
import type { z } from 'zod';
import { sameValue } from '../../shared/base/hash.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { holdsUnstorable } from '../routes/body.ts';
import type { ScopeBatch } from '../store/rows.ts';
import type { EditContext } from './batch.ts';
import { refused } from './edit.ts';
import { schemaRejection } from './row-checks.ts';

/** A row that may only be added, or what is wrong with it. */
export type Added<T> = { ok: true; row: T } | { ok: false; rejection: Rejection };

/**
 * Reads the row of an edit, which has to fit, and to have the edit's key as its id.
 * @param what the row, such as `The entry`
 * @param validateFirst what else has to hold before its content is looked at
 */
export function readAdded<T extends { id: string }>(
  edit: Mutation,
  schema: z.ZodType<T>,
  what: string,
  validateFirst: () => Rejection | null = () => null,
): Added<T> {
  const not = (code: Rejection['code'], message: string): Added<T> => ({
    ok: false,
    rejection: { code, message },
  });
  if (edit.op !== 'insert')
    return not('not-changeable', `${what} is kept as it was made, and never changed. Make another one.`);
  if (holdsUnstorable(edit.patch)) return not('invalid', `${what} holds a character that cannot be stored.`);
  const problem = validateFirst();
  if (problem) return { ok: false, rejection: problem };
  const parsed = schema.safeParse(edit.patch);
  if (!parsed.success) return { ok: false, rejection: schemaRejection(parsed.error, what) };
  return parsed.data.id === edit.key
    ? { ok: true, row: parsed.data }
    : not('invalid', 'The row’s id is not its key.');
}

/**
 * The very row that is there already is applied; another one under its id is refused; null where there is none.
 * @param other a scope that the row is carried over to
 */
export function repeated(
  context: EditContext,
  edit: Mutation,
  other: ScopeBatch | null = null,
): PushResult | null {
  const here = context.scope.get(edit.table, edit.key);
  if (here?.data && sameValue(here.data, edit.patch))
    return { n: edit.n, outcome: 'applied', version: context.scope.head.version };
  if (!here && !other?.get(edit.table, edit.key)) return null;
  return refused(edit, {
    code: 'duplicate-key',
    message: 'A row with this id is there, with another content.',
  });
}
