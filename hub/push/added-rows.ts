/** What the hub asks of an edit that may only add a row (S5): entries of the desk, replies, signatures, decisions. */
import { sameValue } from '../../shared/base/hash.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { holdsUnstorable } from '../routes/body.ts';
import type { ScopeBatch } from '../store/rows.ts';
import type { EditContext } from './batch.ts';
import { refused } from './edit.ts';

/** What is wrong with an edit before its content is looked at; null where nothing is. @param what the row, such as `The entry` */
export function validateAdded(edit: Mutation, what: string): Rejection | null {
  if (edit.op !== 'insert')
    return {
      code: 'not-changeable',
      message: `${what} is kept as it was made, and never changed. Make another one.`,
    };
  return holdsUnstorable(edit.patch)
    ? { code: 'invalid', message: `${what} holds a character that cannot be stored.` }
    : null;
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
