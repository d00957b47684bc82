/**
 * Edits of older consoles, brought to the schema that the hub has now (S12), so that a console which was not updated for a
 * while can always empty its outbox. One entry for each schema that a console may still speak: what changed after it.
 */
import { type Mutation, SCHEMA } from './protocol.ts';
import { filledIn } from './tables.ts';

export type Upcast = (edit: Mutation) => Mutation;

/**
 * By the schema that an edit is written in: how to write it in the next one.
 * 1 to 2: rows stayed as they were; requests name their device, and conflicts are resolved by edits, which no console of
 * schema 1 makes.
 * 2 to 3: cases got the questions of entitlement and scope; a case made without them has not answered any.
 */
export const upcasts: Readonly<Record<number, Upcast>> = {
  1: (edit) => edit,
  2: (edit) => (edit.op === 'insert' ? { ...edit, patch: filledIn(edit.table, edit.patch) } : edit),
};

/**
 * The edit in the newest schema. Number, id and hash stay those that the device knows it by (S3).
 * @param schema the schema that the console speaks, from 1 to `to`
 * @throws RangeError where no way leads from that schema
 */
export function upcastEdit(
  edit: Mutation,
  schema: number,
  steps: Readonly<Record<number, Upcast>> = upcasts,
  to = SCHEMA,
): Mutation {
  let now = edit;
  for (let at = schema; at < to; at++) {
    const step = steps[at];
    if (!step) throw new RangeError(`no way from schema ${at}`);
    const { n, id, hash } = now;
    now = { ...step(now), n, id, hash };
  }
  return now;
}
