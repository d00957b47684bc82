/**
 * The parts of a case as they stand on its form, and the order of the form: by it a finding leads to a part, F8 goes down the page,
 * and the next three things are the next three. Pure; the screen draws the parts, and nothing of them is stored.
 */
import type { Place } from '../base/place.ts';
import { cardsOf } from '../cases/cards.ts';
import { type CaseSection, cases } from '../cases/case.ts';
import { type CaseContents, type CaseTable, caseTables } from '../cases/contents.ts';
import { type OutlinePart, outlineParts } from '../cases/outline-parts.ts';
import { stepKinds } from '../cases/steps.ts';
import { systems } from '../cases/systems.ts';
import type { Finding } from './schema.ts';

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

/** Of tables that have a place of their own on the form; the others say it with their description. */
const ofOwnPlace: Readonly<Partial<Record<CaseTable, OutlinePart>>> = {
  systems: 'systems',
  configuration: 'configuration',
  revisions: 'revisions',
  steps: 'steps',
  attachments: 'files',
  redactions: 'files',
  consents: 'cover',
};
const ofTable: Readonly<Record<string, OutlinePart | undefined>> = Object.fromEntries(
  caseTables.map((table) => [table, cardsOf(table)?.part ?? ofOwnPlace[table]]),
);

const caseFields: Readonly<Record<string, { section?: string }>> = cases.fields;

/** The part on which the fields of a section of the case stand. */
export function outlinePartOfSection(section: CaseSection): OutlinePart {
  return ofSection[section];
}

/** The part on which the rows of a table of the case stand. */
export function outlinePartOfTable(table: string): OutlinePart {
  return ofTable[table] ?? 'problem';
}

/** The part on which a place is drawn; the problem for what nobody knows, which is where a case begins. */
export function outlinePartOf({ table, field }: Pick<Place, 'table' | 'field'>): OutlinePart {
  // What is signed stands with what it is about: that there is no backup, with the backup.
  if (table === 'consents' && field === 'no-backup') return 'people';
  if (table !== 'cases') return outlinePartOfTable(table);
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

type Listed = Pick<CaseContents, 'systems' | 'steps' | 'attachments'>;

/** Where a place stands on the form, as numbers to be compared one after the other. */
function rankOn(contents: Listed): (place: Place) => readonly number[] {
  const rows = new Map<string, number>();
  for (const list of [contents.systems, contents.steps, contents.attachments])
    for (const [at, { id }] of list.entries()) rows.set(id, at);
  return (place) => {
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
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const [own, other] = [a[at] ?? 0, b[at] ?? 0];
    if (own !== other) return own - other;
  }
  return 0;
}

/** How places of one case stand below each other. Rows stand as they are listed; what is to be added stands below them. */
export function formOrder(contents: Listed): (a: Place, b: Place) => number {
  const rank = rankOn(contents);
  return (a, b) => compareRanks(rank(a), rank(b));
}

/** Findings in the order of the form; those of one place stay as they were. */
export function inFormOrder(contents: Listed, findings: readonly Finding[]): Finding[] {
  const rank = rankOn(contents);
  // Each is ranked once, and not at each comparison.
  return findings
    .map((finding) => ({ finding, rank: rank(finding.where) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ finding }) => finding);
}
