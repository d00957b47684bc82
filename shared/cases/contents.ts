/** Everything of one case as one value. */
import { z } from 'zod';
import { attachments } from './attachments.ts';
import { caseRecord, cases } from './case.ts';
import { comments } from './comments.ts';
import { configuration } from './configuration.ts';
import { consent, consents } from './consents.ts';
import type { Description } from './describe.ts';
import { examples } from './examples.ts';
import type { Field } from './field.ts';
import { links } from './links.ts';
import { revisions } from './revisions.ts';
import { redactions, waivers } from './statements.ts';
import { steps } from './steps.ts';
import { systems } from './systems.ts';

/** The tables that are described field by field. */
export const descriptions = {
  cases,
  systems,
  links,
  examples,
  configuration,
  revisions,
  steps,
  attachments,
  consents,
  redactions,
  waivers,
  comments,
} as const;
export type DescribedTable = keyof typeof descriptions;

/** Everything that the rules look at, as one value: also what a packet freezes and what a case file holds. */
export const caseContents = z.strictObject({
  case: caseRecord,
  systems: z.array(systems.schema).max(5_000),
  configuration: z.array(configuration.schema).max(50_000),
  revisions: z.array(revisions.schema).max(50_000),
  steps: z.array(steps.schema).max(20_000),
  attachments: z.array(attachments.schema).max(5_000),
  /** Signatures of the customer; packets and files of before schema 3 have none. */
  consents: z.array(consent).max(200).default([]),
  /** What the engineer says of files (H12), and what leads let pass; those of before schema 3 have neither. */
  redactions: z.array(redactions.schema).max(10_000).default([]),
  waivers: z.array(waivers.schema).max(200).default([]),
  /** Occurrences of the fault and what talks to what; packets and files of before schema 5 have neither. */
  examples: z.array(examples.schema).max(200).default([]),
  links: z.array(links.schema).max(5_000).default([]),
});

export type CaseContents = z.infer<typeof caseContents>;

/** The tables whose rows belong to a case, and go with it into a packet or a file. */
export const caseTables = [
  'systems',
  'configuration',
  'revisions',
  'steps',
  'attachments',
  'consents',
  'redactions',
  'waivers',
  'examples',
  'links',
] as const satisfies readonly Exclude<keyof CaseContents, 'case'>[];

function isDescribed(table: string): table is DescribedTable {
  return Object.hasOwn(descriptions, table);
}

/** The description of a table's field; null for a table that is not of a case, and for a field of a newer schema. */
export function fieldOf(table: string, name: string): Field | null {
  if (!isDescribed(table)) return null;
  const { fields }: Description = descriptions[table];
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/**
 * The row with the fields that its table got since it was written, as not answered: the one way for device and hub, so that
 * merges see one row. A row of a newer schema keeps what it has besides.
 */
export function filledIn<R extends Record<string, unknown>>(table: string, row: R): R {
  if (!isDescribed(table)) return row;
  const description: Description = descriptions[table];
  return description.sinceFirst.every((name) => Object.hasOwn(row, name))
    ? row
    : { ...description.additions(), ...row };
}

/**
 * Contents as they were frozen or exported, each row filled in. For reading only: a digest is over what was frozen, never
 * over what was filled in.
 */
export function filledContents(contents: CaseContents): CaseContents {
  const rows = <R extends Record<string, unknown>>(table: string, list: readonly R[] | undefined): R[] =>
    (list ?? []).map((row) => filledIn(table, row));
  return {
    case: filledIn('cases', contents.case),
    systems: rows('systems', contents.systems),
    configuration: rows('configuration', contents.configuration),
    revisions: rows('revisions', contents.revisions),
    steps: rows('steps', contents.steps),
    attachments: rows('attachments', contents.attachments),
    consents: rows('consents', contents.consents),
    redactions: rows('redactions', contents.redactions),
    waivers: rows('waivers', contents.waivers),
    examples: rows('examples', contents.examples),
    links: rows('links', contents.links),
  };
}
