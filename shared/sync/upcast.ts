/**
 * Edits of older consoles, brought to the schema that the hub has now (S12), so that a console which was not updated for a
 * while can always empty its outbox.
 */
import { filledIn } from '../cases/contents.ts';
import { type Mutation, SCHEMA } from './protocol.ts';

export type Upcast = (edit: Mutation) => Mutation;

/**
 * By the schema that an edit is written in: what has to be written otherwise in the next one. Fields that a schema brought
 * stand with the field (`since`), and are no entry here. 1 to 2 had requests name their device, and conflicts be resolved by
 * edits, which no console of schema 1 makes. 4 to 5 has a case that ends say how: whoever closed one before said so by doing it.
 */
export const upcasts: Readonly<Record<number, Upcast>> = {
  4: (edit) =>
    edit.table === 'cases' && edit.op === 'patch' && edit.patch.state === 'closed'
      ? {
          ...edit,
          patch: {
            ...edit.patch,
            endedAs: edit.base.state === 'level2' ? 'solved-level2' : 'solved-level1',
            endReason: 'Closed by a console that did not ask for a reason yet.',
          },
          base: { ...edit.base, endedAs: null, endReason: '' },
        }
      : edit,
};

/**
 * The edit in the newest schema. A row that is made has the fields that came since, as not answered; so has one that was
 * written before its console was updated, and waited in the outbox. Number, id and hash stay those that the device knows it
 * by (S3).
 * @param schema the schema that the console speaks, from 1 to `to`
 */
export function upcastEdit(
  edit: Mutation,
  schema: number,
  steps: Readonly<Record<number, Upcast>> = upcasts,
  to = SCHEMA,
): Mutation {
  let now = edit;
  for (let at = schema; at < to; at++) now = steps[at]?.(now) ?? now;
  const patch = now.op === 'insert' ? filledIn(now.table, now.patch) : now.patch;
  const { n, id, hash } = edit;
  return { ...now, patch, n, id, hash };
}
