/** A clash that the hub could not merge (S5): the hub's value stands, the other is kept here until a person resolves it. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { json } from '../base/json.ts';
import { personRef } from '../base/people.ts';
import { instant } from '../base/values.ts';

export const conflict = z.strictObject({
  id: uuid,
  caseId: uuid,
  table: z.string().max(40),
  key: z.string().max(300),
  kind: z.enum(['field', 'edit-of-deleted', 'delete-of-edited']),
  /** Null for a clash of a whole row. */
  field: z.string().max(60).nullable(),
  base: json,
  theirs: json,
  mine: json,
  deviceId: uuid,
  /** Who made the edit that is kept in `mine`; the hub did not note it before schema 2. */
  by: personRef.nullable().default(null),
  at: instant,
  resolvedAt: instant.nullable(),
  resolvedBy: uuid.nullable(),
  /** What a person decided: the hub's value, the other, or a third. */
  resolution: z.enum(['theirs', 'mine', 'third']).nullable().default(null),
});
export type Conflict = z.infer<typeof conflict>;
