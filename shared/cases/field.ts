/**
 * One field of a row, described once: what it may hold, how people know it, how it is entered, and what a row holds that was
 * written before there was such a field. Everything else is derived from it; see `describe.ts`.
 */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { date, instant, line, text, yesNo, zonedInstant } from '../base/values.ts';
import { provenance } from './provenance.ts';

export interface Choice {
  value: string;
  label: string;
}

/** Where the row lies that a field names by its id: in a table of the same case, or in the catalogue or the customer's list. */
export type Referred =
  | 'systems'
  | 'attachments'
  | 'steps'
  | 'consents'
  | 'comments'
  | 'examples'
  | 'products'
  | 'excludedSystems'
  | 'policyDocuments'
  | 'customers';

/** How a field is entered, and how its value reads. */
export type Input =
  | { kind: 'line' }
  | { kind: 'text' }
  | { kind: 'number'; unit?: 'bytes' }
  | { kind: 'flag' }
  | { kind: 'choice'; choices: readonly Choice[] }
  | { kind: 'choices'; choices: readonly Choice[] }
  /** A point in time with the zone it was captured in. */
  | { kind: 'zoned' }
  /** A point in time of which only the instant counts. */
  | { kind: 'instant' }
  /** A calendar day. */
  | { kind: 'day' }
  | { kind: 'reference'; to: Referred }
  | { kind: 'references'; to: Referred }
  | { kind: 'person' }
  | { kind: 'place' }
  | { kind: 'provenance' }
  | { kind: 'hash' }
  /** A drawn signature as SVG path data in a box of 600 by 200. */
  | { kind: 'drawing' }
  | { kind: 'estimate' }
  /** What the console itself keeps: ids and the like, which no person reads. */
  | { kind: 'internal' };

/** The field is asked only where another field of the same row holds one of these values. */
export interface When {
  field: string;
  is: readonly (string | number | null)[];
}

export interface Words {
  /** How people know the field: on its form, in conflicts, packets and history alike. */
  label: string;
  /** The part of the form and of the packet where it stands; the table's own where it is left out. */
  section?: string;
  /** The clause that asks for it. */
  clause?: string;
  /** The schema (S12) that brought the field: rows of before hold `before`, or what is empty. 1 where it was always there. */
  since?: number;
  /** What a row of before the field is taken to hold, where that is something else than no answer. */
  before?: unknown;
  when?: When;
  /** Why it is asked, where its label does not say so. */
  why?: string;
  /** Nothing is missing where it is empty: it is then left out, not said to be unanswered. */
  optional?: boolean;
  /** A remark about the row, no fact of the site: it renews neither the row's time of capture nor its provenance. */
  note?: boolean;
  /** In the typeface of what machines say. */
  mono?: boolean;
  /** Over the whole breadth of the form. */
  wide?: boolean;
  /** Why the packet's document does not show it. */
  leftOut?: string;
}

/** `given`: a row cannot be made without it. Otherwise `empty` is what it holds while nobody has answered. */
export interface Field<S extends z.ZodType = z.ZodType, G extends boolean = boolean> extends Words {
  readonly schema: S;
  readonly input: Input;
  readonly given: G;
  readonly empty: z.output<S> | null;
  readonly since: number;
}

/** A field that every row has from the beginning: its id, who made it, when. */
export function given<S extends z.ZodType>(schema: S, input: Input, words: Words): Field<S, true> {
  if ((words.since ?? 1) > 1)
    throw new RangeError(`${words.label}: a new field needs a value for older rows`);
  return { ...words, schema, input, given: true, empty: null, since: 1 };
}

/**
 * A field with a value for 'nobody has answered'. Where a later schema brought it, the schema takes a row without it and
 * fills that value in: what comes out is the same, so the type of the field is the one that was given.
 */
export function answer<S extends z.ZodType>(
  schema: S,
  empty: z.output<S>,
  input: Input,
  words: Words,
): Field<S, false> {
  const since = words.since ?? 1;
  const older = words.before ?? empty;
  const filling =
    since === 1
      ? schema
      : (z._default(
          schema as z.ZodType<NonNullable<unknown>>,
          () => older as NonNullable<unknown>,
        ) as unknown as S);
  return { ...words, schema: filling, input, given: false, empty, since };
}

/** What rows of before a question hold: nobody was asked, which is no answer, and no fault of whoever wrote the row. */
export const NOT_ASKED = 'not-asked';

const yesNoChoices: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

type Named = Readonly<Record<string, string>>;

function choicesOf(words: Named): Choice[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function oneOf<const W extends Named>(words: W) {
  return z.enum(Object.keys(words) as (keyof W & string)[]);
}

export const field = {
  line: (words: Words) => answer(line, '', { kind: 'line' }, words),
  text: (words: Words) => answer(text, '', { kind: 'text' }, { wide: true, ...words }),
  /** A text of which nobody needs to know anything: null is 'not known', which is not the empty value. */
  textOrUnknown: (words: Words) => answer(text.nullable(), null, { kind: 'text' }, words),
  yesNo: (words: Words) => answer(yesNo.nullable(), null, { kind: 'choice', choices: yesNoChoices }, words),
  /** A yes or no that blocks where nobody answered it: in rows of before it was never asked, which the rules let pass in a warning. */
  yesNoSince: (words: Words & { since: number }) =>
    answer(
      z.enum(['yes', 'no', NOT_ASKED]).nullable(),
      null,
      { kind: 'choice', choices: yesNoChoices },
      { before: NOT_ASKED, ...words },
    ),
  /** @param chosen the values, each with its word */
  choice: <const W extends Named>(chosen: W, words: Words) =>
    answer(oneOf(chosen).nullable(), null, { kind: 'choice', choices: choicesOf(chosen) }, words),
  /** One of these from the beginning on: there is no 'not answered'. */
  kindOf: <const W extends Named>(chosen: W, words: Words) =>
    given(oneOf(chosen), { kind: 'choice', choices: choicesOf(chosen) }, words),
  someOf: <const W extends Named>(chosen: W, words: Words) =>
    answer(
      z.array(oneOf(chosen)).max(Object.keys(chosen).length),
      [],
      { kind: 'choices', choices: choicesOf(chosen) },
      words,
    ),
  /** A whole number from 0. */
  count: (most: number, words: Words) =>
    answer(z.number().int().min(0).max(most).nullable(), null, { kind: 'number' }, words),
  flag: (words: Words) => answer(z.boolean(), false, { kind: 'flag' }, words),
  zoned: (words: Words) => answer(zonedInstant.nullable(), null, { kind: 'zoned' }, words),
  instant: (words: Words) => answer(instant.nullable(), null, { kind: 'instant' }, words),
  day: (words: Words) => answer(date.nullable(), null, { kind: 'day' }, words),
  reference: (to: Referred, words: Words) => answer(uuid.nullable(), null, { kind: 'reference', to }, words),
  references: (to: Referred, most: number, words: Words) =>
    answer(z.array(uuid).max(most), [], { kind: 'references', to }, words),
  /** The system or file that a row is about, where it cannot be without one. */
  belongsTo: (to: Referred, words: Words) => given(uuid, { kind: 'reference', to }, words),
  person: (words: Words) => given(personRef, { kind: 'person' }, words),
  madeAt: (words: Words) => given(zonedInstant, { kind: 'zoned' }, words),
  provenance: () => given(provenance, { kind: 'provenance' }, { label: 'Where it comes from' }),
  internal: <S extends z.ZodType>(schema: S, words: Words) => given(schema, { kind: 'internal' }, words),
} as const;

/** What every row of a case begins with. */
export const ownIds = {
  id: field.internal(uuid, { label: 'Id', leftOut: 'a key of the console, which no person reads' }),
  caseId: field.internal(uuid, { label: 'Case', leftOut: 'the case is the packet’s own' }),
} as const;
