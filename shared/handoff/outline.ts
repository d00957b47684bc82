/**
 * The parts of a case as they stand on its form, and the order of the form: by it a finding leads to a part, F8 goes down the page,
 * and the next three things are the next three. Pure; the screen draws the parts, and nothing of them is stored.
 */
import type { Place } from '../base/place.ts';
import { type CaseSection, cases } from '../cases/case.ts';
import type { CaseContents } from '../cases/contents.ts';
import { stepKinds } from '../cases/steps.ts';
import { systems } from '../cases/systems.ts';
import type { Finding } from './schema.ts';

/** In the order of the form. */
export const outlineParts = [
  'problem',
  'systems',
  'configuration',
  'revisions',
  'steps',
  'files',
  'cause',
  'cover',
  'people',
  'request',
] as const;
export type OutlinePart = (typeof outlineParts)[number];

/** Questions of one part: how many of them are answered, waived ones among them, and how many are not. */
export interface PartProgress {
  answered: number;
  open: number;
}
export type Progress = Readonly<Record<OutlinePart, PartProgress>>;

const ofSection: Readonly<Record<CaseSection, OutlinePart>> = {
  case: 'problem',
  problem: 'problem',
  escalation: 'request',
  scope: 'cause',
  changes: 'configuration',
  level1: 'steps',
  end: 'steps',
  entitlement: 'cover',
  offer: 'cover',
  estimate: 'cover',
  people: 'people',
};

const ofTable: Readonly<Record<string, OutlinePart>> = {
  examples: 'problem',
  systems: 'systems',
  links: 'systems',
  configuration: 'configuration',
  revisions: 'revisions',
  steps: 'steps',
  attachments: 'files',
  redactions: 'files',
  consents: 'cover',
};

const caseFields: Readonly<Record<string, { section?: string }>> = cases.fields;

/** The part on which a place is drawn; the problem for what nobody knows, which is where a case begins. */
export function outlinePartOf({ table, field }: Pick<Place, 'table' | 'field'>): OutlinePart {
  // What is signed stands with what it is about: that there is no backup, with the backup.
  if (table === 'consents' && field === 'no-backup') return 'people';
  if (table !== 'cases') return ofTable[table] ?? 'problem';
  const section = caseFields[field ?? '']?.section;
  return ofSection[section as CaseSection] ?? 'problem';
}

/** Fields of the case by their place on the form; the end of Level 1 is a button below its time. */
const caseOrder = new Map(
  Object.keys(cases.fields).map((name, at) => [name, name === 'level1Outcome' ? at + 2.5 : at]),
);
const systemOrder = new Map(Object.keys(systems.fields).map((name, at) => [name, at]));
const stepOrder = new Map<string, number>(stepKinds.map((kind, at) => [kind, at]));
const LAST = 100_000;

/** Fields of the case stand before the rows of their part, but below the steps, which come before the end of Level 1. */
function groupOf({ table, id }: Place): number {
  if (table === 'steps') return id === null ? 1 : 0;
  if (table === 'cases') return 2;
  return 3;
}

/** How places of one case stand below each other. Rows stand as they are listed; what is to be added stands below them. */
export function formOrder(
  contents: Pick<CaseContents, 'systems' | 'steps' | 'attachments'>,
): (a: Place, b: Place) => number {
  const rows = new Map<string, number>();
  for (const list of [contents.systems, contents.steps, contents.attachments])
    for (const [at, { id }] of list.entries()) rows.set(id, at);
  const rank = (place: Place): number[] => {
    const { table, id, field } = place;
    const row = table === 'cases' ? 0 : ((id === null ? undefined : rows.get(id)) ?? LAST);
    const within =
      table === 'cases'
        ? caseOrder.get(field ?? '')
        : table === 'systems'
          ? systemOrder.get(field ?? '')
          : table === 'consents'
            ? Number(field === 'policy')
            : stepOrder.get(field ?? '');
    return [outlineParts.indexOf(outlinePartOf(place)), groupOf(place), row, within ?? 0];
  };
  return (a, b) => {
    const [ranksOfA, ranksOfB] = [rank(a), rank(b)];
    for (const [at, own] of ranksOfA.entries()) {
      const other = ranksOfB[at] ?? 0;
      if (own !== other) return own - other;
    }
    return 0;
  };
}

/** Findings in the order of the form; those of one place stay as they were. */
export function inFormOrder(
  contents: Pick<CaseContents, 'systems' | 'steps' | 'attachments'>,
  findings: readonly Finding[],
): Finding[] {
  const order = formOrder(contents);
  return [...findings].sort((a, b) => order(a.where, b.where));
}
