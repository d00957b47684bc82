/** Steps already taken (P-03), and how they stand now that some were corrected. */
import { z } from 'zod';
import { instant } from '../base/values.ts';
import { describe } from './describe.ts';
import { field, given, ownIds } from './field.ts';

/** The kinds of steps (P-02, P-04, P-06, P-07), as people call them. */
export const stepKindWords = {
  gather: 'Gathered data',
  investigate: 'Investigated',
  isolate: 'Isolated',
  test: 'Tested',
  'search-documentation': 'Searched documentation',
  correlate: 'Correlated with other issues',
  reproduce: 'Reproduced',
  'specification-error': 'Found an error in, or misreading of, the specification',
  'localise-defect': 'Localised the defect',
  'examine-logs': 'Examined logs',
  'examine-schematics': 'Examined schematics',
  'work-around': 'Work-around',
  fix: 'Fix',
  other: 'Other',
} as const;
export type StepKind = keyof typeof stepKindWords;
export const stepKinds = Object.keys(stepKindWords) as StepKind[];
export const stepKind = z.enum(stepKinds);

/** The documentation that P-04 names. */
export const sourceWords = {
  manuals: 'Manuals',
  'technical-bulletins': 'Technical bulletins',
  'support-bulletins': 'Support bulletins',
  'problem-report-lists': 'Problem report lists',
} as const;
export type DocumentationSource = keyof typeof sourceWords;
export const documentationSources = Object.keys(sourceWords) as DocumentationSource[];
export const documentationSource = z.enum(documentationSources);

const corrected =
  'only steps as they stand now are shown; one that was corrected is marked, and the history has the others';

/**
 * A problem resolution step already taken. Only ever added (S5): a correction is a new row that names the one it
 * corrects, a withdrawal is a correction with `withdrawn`; the first stays readable.
 */
export const steps = describe({
  ...ownIds,
  kind: field.kindOf(stepKindWords, { label: 'Kind', clause: 'P-04' }),
  level: given(
    z.union([z.literal(1), z.literal(2)]),
    {
      kind: 'choice',
      choices: [
        { value: '1', label: 'Level 1' },
        { value: '2', label: 'Level 2' },
      ],
    },
    { label: 'Level' },
  ),
  /** When it was done; null only where a file or an import did not say, which H24 asks for. */
  at: field.zoned({ label: 'When it was done' }),
  by: field.person({ label: 'By whom' }),
  /** The customer, the night shift, an earlier engineer: nobody of whom a credential is known (H50). */
  byOther: field.line({ label: 'Done by somebody else: name and organisation', since: 5, optional: true }),
  systemId: field.reference('systems', { label: 'System', optional: true }),
  did: field.text({ label: 'What was done' }),
  showed: field.text({ label: 'What it showed' }),
  result: field.choice(
    {
      helped: 'It helped',
      'no-change': 'No change',
      worse: 'It got worse',
      'not-applicable': 'Not applicable',
    },
    { label: 'Result', since: 5, optional: true },
  ),
  sources: field.someOf(sourceWords, {
    label: 'Which documentation',
    clause: 'P-04',
    when: { field: 'kind', is: ['search-documentation'] },
  }),
  notAvailable: field.someOf(sourceWords, {
    label: 'Which documentation is not available',
    clause: 'P-04',
    since: 5,
    optional: true,
    when: { field: 'kind', is: ['search-documentation'] },
  }),
  /** What the fix or work-around brings with it (P-07, H23). */
  ramifications: field.text({
    label: 'Its ramifications',
    clause: 'P-07',
    when: { field: 'kind', is: ['fix', 'work-around'] },
  }),
  /** Attachments of the same case. */
  evidence: field.references('attachments', 50, { label: 'Evidence', optional: true }),
  noEvidenceWhy: field.text({
    label: 'Why there is no file of it',
    clause: 'P-06',
    since: 5,
    optional: true,
    when: { field: 'kind', is: ['examine-logs', 'examine-schematics'] },
  }),
  corrects: field.reference('steps', { label: 'The step that it corrects', leftOut: corrected }),
  withdrawn: field.flag({ label: 'Withdrawn', leftOut: corrected }),
  recordedAt: given(instant, { kind: 'instant' }, { label: 'When it was written down' }),
});

export const stepRecord = steps.schema;
export type StepRecord = z.infer<typeof stepRecord>;

export interface StepWithHistory {
  current: StepRecord;
  /** Earlier versions, newest first. */
  earlier: StepRecord[];
}

/** The steps of a case as they stand now, in the order in which they were done. See `collapseSteps`. */
export function currentSteps(rows: readonly StepRecord[]): StepWithHistory[] {
  return collapseSteps(rows).sort(inOrder);
}

/**
 * Collapses corrections: each chain of `corrects` gives its last row, with the ones before it. Withdrawn steps are left out.
 * Where two rows correct the same one, the later of them is shown and the other stands in the history. A row that corrects
 * one that is not there counts as a step of its own; a ring of corrections, which no console writes, shows its latest row.
 * @param rows in the order in which they count (S2)
 */
export function collapseSteps(rows: readonly StepRecord[]): StepWithHistory[] {
  // Most cases correct nothing, and are collapsed with every key.
  if (
    rows.every(({ corrects }) => corrects === null) &&
    new Set(rows.map(({ id }) => id)).size === rows.length
  )
    return rows.flatMap((current) => (current.withdrawn ? [] : [{ current, earlier: [] }]));
  const roots = rootsOf(rows);
  const chains = new Map<string, StepRecord[]>();
  for (const row of rows) {
    const root = roots.get(row.id) ?? row.id;
    const chain = chains.get(root);
    if (chain) chain.push(row);
    else chains.set(root, [row]);
  }
  const result: StepWithHistory[] = [];
  for (const chain of chains.values()) {
    if (chain.length > 1) {
      const corrected = new Set(chain.map((row) => row.corrects));
      // Stable: within each half the later row comes first.
      chain.reverse().sort((a, b) => Number(corrected.has(a.id)) - Number(corrected.has(b.id)));
    }
    const [current, ...earlier] = chain;
    if (current && !current.withdrawn) result.push({ current, earlier });
  }
  return result;
}

/**
 * The first row of each row's chain, by id. Each row is walked over once, however long the chain: whoever sends a packet
 * chooses its length. All rows of a ring, and those that hang on it, have one root.
 */
function rootsOf(rows: readonly StepRecord[]): Map<string, string> {
  const corrects = new Map(rows.map((row) => [row.id, row.corrects]));
  const roots = new Map<string, string>();
  for (const id of corrects.keys()) {
    const walked = new Set<string>();
    let at = id;
    let root = roots.get(at);
    while (root === undefined) {
      walked.add(at);
      const before = corrects.get(at) ?? null;
      if (before === null || !corrects.has(before) || walked.has(before)) root = at;
      else {
        at = before;
        root = roots.get(at);
      }
    }
    for (const each of walked) roots.set(each, root);
  }
  return roots;
}

function inOrder(a: StepWithHistory, b: StepWithHistory): number {
  const [first, second] = [
    a.current.at?.at ?? a.current.recordedAt,
    b.current.at?.at ?? b.current.recordedAt,
  ];
  return first < second ? -1 : first > second ? 1 : 0;
}
