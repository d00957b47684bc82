/** The ways in which a case ends, and what each has to say. See SPEC.md, CS2 and CS10. */
import { filled, isName, isSentence } from '../base/spoken.ts';

export const caseEndWords = {
  'solved-level1': 'Solved at Level 1',
  'solved-level2': 'Solved at Level 2',
  'not-ours': 'Not ours: outside what is supported',
  withdrawn: 'Withdrawn',
  declined: 'Declined by Level 3',
  answered: 'Answered by Level 3, and verified',
} as const;
export type CaseEnd = keyof typeof caseEndWords;

/** The ends that a partner makes; the others follow from what Level 3 says. */
export const partnerEnds = ['solved-level1', 'solved-level2', 'not-ours', 'withdrawn'] as const;
export type PartnerEnd = (typeof partnerEnds)[number];

/** The clauses by which work is not Level 3's: a partner ends a case by them, and the desk declines by them. */
export const outsideClauses = {
  'P-15': 'Work outside maintenance (P-15)',
  'P-22': 'Damage by the customer, its environment or negligence (P-22)',
  'P-23': 'A system that is not troubleshot (P-23)',
  'P-39': 'A modification or extension (P-39)',
} as const;

/** What an end is asked to say. Empty texts and null are not answered. */
export interface EndRecord {
  endedAs: CaseEnd | null;
  endClause: string;
  endSentTo: string;
  endReason: string;
  level1Summary: string;
  level2Summary: string;
}

/** A step, as far as an end looks at it. */
export interface EndStep {
  level: 1 | 2;
  kind: string;
  ramifications: string;
}

/**
 * Why a partner's case cannot end so, in words; null where it can.
 * @param steps as they stand; null where they are not known here, and only the record is asked
 */
export function validateEnd(record: EndRecord, steps: readonly EndStep[] | null): string | null {
  switch (record.endedAs) {
    case 'solved-level1':
      return isSentence(record.level1Summary) || isSentence(record.endReason)
        ? null
        : 'Write in a sentence what Level 1 found and what solved it; then the case can be closed.';
    case 'solved-level2':
      if (steps && !steps.some(isDocumentedFix))
        return 'Add the fix or work-around of Level 2 as a step, with its ramifications (P-07); then the case can be closed.';
      return isSentence(record.level2Summary) || isSentence(record.endReason)
        ? null
        : 'Write in a sentence what Level 2 found and what solved it; then the case can be closed.';
    case 'not-ours':
      if (!Object.hasOwn(outsideClauses, record.endClause))
        return 'Choose by which clause it is not ours; then the case can be closed.';
      if (!isName(record.endSentTo)) return 'Write to whom it was sent; then the case can be closed.';
      return reasonOf(record);
    case 'withdrawn':
      return reasonOf(record);
    case 'declined':
    case 'answered':
    case null:
      return 'Say how the case ended; then it can be closed.';
  }
}

function reasonOf({ endReason }: EndRecord): string | null {
  return isSentence(endReason) ? null : 'Write why in a sentence; then the case can be closed.';
}

/** A fix or work-around of Level 2 that says what it brings with it (P-05, P-07). */
function isDocumentedFix({ level, kind, ramifications }: EndStep): boolean {
  return level === 2 && (kind === 'fix' || kind === 'work-around') && filled(ramifications);
}
