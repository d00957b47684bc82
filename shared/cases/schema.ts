/** The rows that tell a case's history; the case itself is described in `case.ts`. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { instant, text, zonedInstant } from '../base/values.ts';
import { caseState } from './states.ts';

export { type CaseRecord, caseRecord } from './case.ts';
export { type CaseState, caseState, caseStates } from './states.ts';

/** A transition of a case, or another thing worth telling: who, when, from where to where, why. Only ever added. */
export const caseEvent = z.strictObject({
  id: uuid,
  caseId: uuid,
  kind: z.enum([
    'opened',
    'transition',
    'imported',
    /** The case was given to a colleague, whom the reason names (CS12). */
    'assigned',
    'handed-off',
    'approved',
    'received',
    'refused',
  ]),
  at: zonedInstant,
  /** Nobody, where the hub itself acted. */
  by: personRef.nullable(),
  from: caseState.nullable(),
  to: caseState.nullable(),
  reason: text,
});
export type CaseEvent = z.infer<typeof caseEvent>;

/** The hub's receipt for one packet (S10). Written by the hub only. */
export const receipt = z.strictObject({
  id: uuid,
  caseId: uuid,
  packetId: uuid,
  revision: z.number().int().min(1),
  /** `T-1042`. */
  ticket: z.string().regex(/^T-\d{1,12}$/),
  receivedAt: instant,
  ruleSetVersion: z.string().max(40),
});
export type Receipt = z.infer<typeof receipt>;
