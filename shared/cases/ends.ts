/** The ways in which a case ends, and what each has to say. See SPEC.md, CS2. */

export const caseEndWords = {
  'solved-level1': 'Solved at Level 1',
  'solved-level2': 'Solved at Level 2',
  'not-ours': 'Not ours: outside what is supported',
  withdrawn: 'Withdrawn',
  declined: 'Declined by Level 3',
  answered: 'Answered by Level 3, and verified',
} as const;
export type CaseEnd = keyof typeof caseEndWords;
