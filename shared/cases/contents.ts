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

/**
 * The tables whose rows belong to a case and go with it into a packet, a file and a review's comparison: `of` describes them, `most` is
 * how many rows there can be. `since` is the schema that brought the table: packets and files of before it have none of its rows.
 */
const ofCase = {
  systems: { of: systems, most: 5_000, since: 1 },
  configuration: { of: configuration, most: 50_000, since: 1 },
  revisions: { of: revisions, most: 50_000, since: 1 },
  steps: { of: steps, most: 20_000, since: 1 },
  attachments: { of: attachments, most: 5_000, since: 1 },
  /** Signatures of the customer. */
  consents: { of: { ...consents, schema: consent }, most: 200, since: 3 },
  /** What the engineer says of files (H12), and what leads let pass. */
  redactions: { of: redactions, most: 10_000, since: 3 },
  waivers: { of: waivers, most: 200, since: 3 },
  /** Occurrences of the fault, and what talks to what. */
  examples: { of: examples, most: 200, since: 5 },
  links: { of: links, most: 5_000, since: 5 },
} as const;

export type CaseTable = keyof typeof ofCase;
type DescribedBy<T extends CaseTable> = (typeof ofCase)[T]['of'];
type RowOf<T extends CaseTable> = z.output<DescribedBy<T>['schema']>;

export const caseTables = Object.keys(ofCase) as CaseTable[];

function ofEach<V>(value: (table: CaseTable) => V): Record<CaseTable, V> {
  return Object.fromEntries(caseTables.map((table) => [table, value(table)])) as Record<CaseTable, V>;
}

/** The schema that each table came with (S12). */
export const tableSince = ofEach((table): number => ofCase[table].since);

/** The tables that are described field by field. */
export const descriptions = {
  cases,
  ...(ofEach((table) => ofCase[table].of) as { [T in CaseTable]: DescribedBy<T> }),
  comments,
} as const;
export type DescribedTable = keyof typeof descriptions;

/** The newest schema that a table or a field of a case came with (S12). */
export const NEWEST_SINCE = Math.max(
  ...Object.values(tableSince),
  ...Object.values(descriptions).flatMap(({ fields }) =>
    Object.values(fields as Readonly<Record<string, Field>>).map(({ since }) => since),
  ),
);

function rowsSchema(table: CaseTable): z.ZodType<readonly unknown[]> {
  const { of, most, since } = ofCase[table];
  const rows = z.array<z.ZodType>(of.schema).max(most);
  return since === 1 ? rows : rows.default([]);
}

/** Everything that the rules look at, as one value: also what a packet freezes and what a case file holds. */
export const caseContents = z.strictObject({
  case: caseRecord,
  ...(ofEach(rowsSchema) as unknown as { [T in CaseTable]: z.ZodType<RowOf<T>[]> }),
});

export type CaseContents = z.infer<typeof caseContents>;

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
  return {
    case: filledIn('cases', contents.case),
    ...rowsOf(contents, (table, row) => filledIn(table, row)),
  };
}

/** A case that has no row of any table. */
export function noRows(): Omit<CaseContents, 'case'> {
  return Object.fromEntries(caseTables.map((table) => [table, []])) as unknown as Omit<CaseContents, 'case'>;
}

/** The rows of every table of the case, each as `change` makes it; a table that contents of before it lack has none. */
export function rowsOf(
  contents: CaseContents,
  change: <R extends Record<string, unknown> & { id: string }>(table: CaseTable, row: R) => R,
): Omit<CaseContents, 'case'> {
  const rows = caseTables.map((table) => {
    const list: readonly (Record<string, unknown> & { id: string })[] = contents[table] ?? [];
    return [table, list.map((row) => change(table, row))];
  });
  return Object.fromEntries(rows) as unknown as Omit<CaseContents, 'case'>;
}
