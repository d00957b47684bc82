/** The words of everything that is chosen from a few: in its own form, in conflicts and in refused changes alike. */

import type { StepKind } from '../../shared/cases/records.ts';
import { type CaseState, caseStates } from '../../shared/cases/schema.ts';
import { stateWords } from '../../shared/cases/states.ts';
import { workTypeWords } from '../../shared/policy/entitlement.ts';

export interface Choice {
  value: string;
  label: string;
}

/** Yes and no, as fields offer them. */
export const yesNoChoices: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

/** How the kinds of steps are called, and the key that chooses each (with Alt). */
export const stepKindWords: Readonly<Record<StepKind, { words: string; key: string }>> = {
  gather: { words: 'Gathered data', key: 'g' },
  investigate: { words: 'Investigated', key: 'i' },
  isolate: { words: 'Isolated', key: 's' },
  test: { words: 'Tested', key: 't' },
  'search-documentation': { words: 'Searched documentation', key: 'd' },
  correlate: { words: 'Correlated with other issues', key: 'c' },
  reproduce: { words: 'Reproduced', key: 'r' },
  'examine-logs': { words: 'Examined logs', key: 'l' },
  'examine-schematics': { words: 'Examined schematics', key: 'm' },
  'work-around': { words: 'Work-around', key: 'w' },
  fix: { words: 'Fix', key: 'f' },
  other: { words: 'Other', key: 'o' },
};

export const sourceWords = {
  manuals: 'Manuals',
  'technical-bulletins': 'Technical bulletins',
  'support-bulletins': 'Support bulletins',
  'problem-report-lists': 'Problem report lists',
} as const;

/** By field: what a person chooses from. */
export const choices = {
  frequency: [
    { value: 'constant', label: 'Constantly' },
    { value: 'intermittent', label: 'Now and then' },
    { value: 'once', label: 'It happened once' },
  ],
  priority: ['P1', 'P2', 'P3', 'P4'].map((value) => ({ value, label: value })),
  notifiedBy: [
    { value: 'telephone', label: 'By telephone' },
    { value: 'web-ticket', label: 'By a ticket on the website' },
  ],
  level1Outcome: [
    { value: 'solved', label: 'Solved' },
    { value: 'not-solved', label: 'Not solved' },
  ],
  escalationReason: [
    { value: 'technical-nature', label: 'The technical nature of the problem' },
    { value: 'proprietary-information', label: 'Proprietary information is needed' },
  ],
  maintenance: [
    { value: 'current', label: 'Current' },
    { value: 'lapsed', label: 'Lapsed' },
    { value: 'never', label: 'Never had maintenance' },
  ],
  renewalAnswer: [
    { value: 'renews', label: 'Signs or renews' },
    { value: 'declines', label: 'Declines' },
    { value: 'undecided', label: 'Undecided' },
  ],
  workType: Object.entries(workTypeWords).map(([value, label]) => ({ value, label })),
  role: [
    { value: 'affected', label: 'Affected' },
    { value: 'dependent', label: 'Depends on it' },
    { value: 'context', label: 'Context' },
  ],
  platform: [
    { value: 'hardware', label: 'Hardware' },
    { value: 'virtual', label: 'Virtual' },
  ],
  category: [
    { value: 'log', label: 'Log' },
    { value: 'configuration', label: 'Configuration' },
    { value: 'screenshot', label: 'Screenshot' },
    { value: 'other', label: 'Other' },
  ],
} as const satisfies Record<string, readonly Choice[]>;

/** What the field is chosen from; null for a field that is written. */
export function choicesOf(field: string): readonly Choice[] | null {
  return Object.hasOwn(choices, field) ? choices[field as keyof typeof choices] : null;
}

/** The word of a value that was chosen; the value itself where the field is not one of these. */
export function choiceWord(field: string, value: string): string {
  const chosen = choicesOf(field)?.find((each) => each.value === value)?.label;
  if (chosen) return chosen;
  if (field === 'state' || field === 'from' || field === 'to')
    return caseStates.includes(value as CaseState) ? stateWords[value as CaseState] : value;
  if (field === 'kind' && Object.hasOwn(stepKindWords, value)) return stepKindWords[value as StepKind].words;
  if (field === 'sources' && Object.hasOwn(sourceWords, value))
    return sourceWords[value as keyof typeof sourceWords];
  return value;
}
