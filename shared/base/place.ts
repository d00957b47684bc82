/** A field of a case, as findings, comments and changes point at it. */
import { z } from 'zod';
import { uuid } from './ids.ts';

/** Table, record (null: the place where one is added) and field (null: the record as a whole). */
export const place = z.strictObject({
  table: z.string().max(40),
  id: uuid.nullable(),
  field: z.string().max(60).nullable(),
});
export type Place = z.infer<typeof place>;

/** Whether two places are one. */
export function samePlace(a: Place, b: Place): boolean {
  return a.table === b.table && a.id === b.id && a.field === b.field;
}

/** A place as a key: the same text for the same place. */
export function placeKey({ table, id, field }: Place): string {
  return `${table} ${id ?? ''} ${field ?? ''}`;
}
