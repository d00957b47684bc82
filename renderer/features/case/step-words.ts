import type { StepKind } from '../../../shared/diagnostics/schema.ts';

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
