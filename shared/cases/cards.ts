/** The tables of a case whose rows are cards on its form, and what a card that is added begins with. */
import { type CaseContents, type CaseTable, caseTables, descriptions } from './contents.ts';
import type { Cards, Description } from './describe.ts';
import type { Field, Input } from './field.ts';

type Row = Readonly<Record<string, unknown>> & { id: string };

/** What a card can ask for. */
export const cardInputs: readonly Input['kind'][] = [
  'internal',
  'line',
  'text',
  'number',
  'choice',
  'zoned',
  'day',
  'reference',
];

/** How the table's rows stand as cards; undefined for a table that has a place of its own. */
export function cardsOf(table: CaseTable): Cards<Row> | undefined {
  const { cards }: Description = descriptions[table];
  return cards as Cards<Row> | undefined;
}

export const cardTables: readonly CaseTable[] = caseTables.filter((table) => cardsOf(table) !== undefined);

/** The fields of the table that a person fills in. */
export function cardFields(table: CaseTable): [name: string, field: Field][] {
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  return Object.entries(fields).filter(([, { input }]) => input.kind !== 'internal');
}

/**
 * A card on which nobody has answered anything yet. What it cannot be without is taken from the case: the first choice, and of rows
 * that it names one after the other, so that a link is between two systems.
 * @returns null where the case has too few of those
 */
export function newCard(table: CaseTable, id: string, contents: CaseContents): Row | null {
  const start: Record<string, unknown> = { id, caseId: contents.case.id };
  const named = new Map<CaseTable, number>();
  for (const [name, { given, input }] of cardFields(table)) {
    if (!given) continue;
    if (input.kind === 'choice') start[name] = input.choices[0]?.value;
    const to = input.kind === 'reference' ? caseTables.find((each) => each === input.to) : undefined;
    if (to === undefined) continue;
    const at = named.get(to) ?? 0;
    const row = contents[to][at];
    if (!row) return null;
    named.set(to, at + 1);
    start[name] = row.id;
  }
  const description: Description = descriptions[table];
  return description.empty(start as never) as Row;
}
