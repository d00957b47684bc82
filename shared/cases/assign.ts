/** To whom a case may be given. See SPEC.md, CS12. */
import type { PersonRef } from '../base/people.ts';
import { may, type Role } from '../certification/access.ts';
import type { CaseRecord } from './case.ts';
import { isEditable, stateWords } from './states.ts';

/** A colleague as the organisation's list has them. */
export interface Colleague extends PersonRef {
  roles: readonly Role[];
}

/**
 * Why the case cannot be given to this person; null where it can. Whether they are certified for its products is not asked: who
 * is not yet may be by the handoff, and H33 asks it then.
 * @param to null where nobody of the organisation has this id, or they left
 */
export function validateAssignment(
  record: Pick<CaseRecord, 'state' | 'engineer'>,
  to: Colleague | null,
): string | null {
  if (!isEditable(record.state))
    return `The case is ${stateWords[record.state]}, and stays ${record.engineer.name}’s until it is open again.`;
  if (to === null) return 'The case can be given to somebody of your own organisation who works there now.';
  if (to.id === record.engineer.id) return `The case is ${to.name}’s already.`;
  return may(to, 'sign-packets') ? null : `${to.name} is no engineer, and could not hand the case off.`;
}
