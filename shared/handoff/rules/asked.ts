/** Of which systems all is asked, and what rows of theirs tell of when they were read. */

import { hasCome } from '../answers.ts';
import { type CaseFacts, oldest, type SystemFacts } from '../rule.ts';

/** Whether all is asked of the system: the fault shows in it, or is thought to lie in it. */
export function isAsked({ system }: SystemFacts, facts: CaseFacts): boolean {
  return system.role === 'affected' || facts.suspectedId === system.id;
}

/** The oldest of the rows that was captured at a time which has not come; null where none was. */
export function aheadOf<R extends { id: string; capturedAt: string | null }>(
  rows: Iterable<R>,
  facts: CaseFacts,
): (R & { capturedAt: string }) | null {
  const { now } = facts;
  const isAhead = (row: R): row is R & { capturedAt: string } =>
    row.capturedAt !== null && !hasCome({ now }, row.capturedAt);
  return oldest([...rows].filter(isAhead)) ?? null;
}
