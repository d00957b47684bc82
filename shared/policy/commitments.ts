/** The table of P-30, and what each of its columns is. */

import type { Commitment } from './clock-schema.ts';
import type { Priority } from './priority.ts';

/** `less-than-hours`: met only before. `business-days`: at 18:00 Central. `or-more`: no latest day. */
export type Term =
  | { kind: 'less-than-hours'; hours: number }
  | { kind: 'business-days'; days: number }
  | { kind: 'business-days-or-more'; days: number }
  | { kind: 'next-release' };

const table: Readonly<Record<Priority, Readonly<Record<Commitment, Term>>>> = {
  P1: {
    'level1-response': { kind: 'less-than-hours', hours: 2 },
    'level2-response': { kind: 'less-than-hours', hours: 2 },
    'action-plan': { kind: 'business-days', days: 3 },
    patch: { kind: 'business-days-or-more', days: 10 },
  },
  P2: {
    'level1-response': { kind: 'less-than-hours', hours: 6 },
    'level2-response': { kind: 'less-than-hours', hours: 6 },
    'action-plan': { kind: 'business-days', days: 5 },
    patch: { kind: 'business-days-or-more', days: 20 },
  },
  P3: {
    'level1-response': { kind: 'less-than-hours', hours: 24 },
    'level2-response': { kind: 'less-than-hours', hours: 24 },
    'action-plan': { kind: 'business-days', days: 20 },
    patch: { kind: 'next-release' },
  },
  P4: {
    'level1-response': { kind: 'less-than-hours', hours: 24 },
    'level2-response': { kind: 'less-than-hours', hours: 24 },
    'action-plan': { kind: 'business-days', days: 20 },
    patch: { kind: 'next-release' },
  },
};

/** What P-30 says of a commitment at a priority. */
export function termOf(priority: Priority, commitment: Commitment): Term {
  return table[priority][commitment];
}

/** The clauses that a clock rests on; a void one cites P-33, too. */
export const commitmentClauses: Readonly<Record<Commitment, readonly string[]>> = {
  'level1-response': ['P-30', 'P-31', 'P-32', 'P-37'],
  'level2-response': ['P-30', 'P-31', 'P-32', 'P-37'],
  'action-plan': ['P-30', 'P-31', 'P-32', 'P-25', 'P-34'],
  patch: ['P-30', 'P-31', 'P-32', 'P-25', 'P-36'],
};

/** How screens name the commitments. */
export const commitmentWords: Readonly<Record<Commitment, string>> = {
  'level1-response': 'Level 1 response',
  'level2-response': 'Level 2 response',
  'action-plan': 'Action plan',
  patch: 'Patch or work-around',
};
