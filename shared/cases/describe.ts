/** A table of a case out of its fields: the row's schema, the row on which nothing is answered, and the filling-in of older rows. */
import { z } from 'zod';
import type { Field, Referred } from './field.ts';
import type { OutlinePart } from './outline-parts.ts';

export type Fields = Readonly<Record<string, Field>>;

type Shape<F extends Fields> = { -readonly [K in keyof F]: F[K]['schema'] };
/** What a row of these fields holds. */
export type Described<F extends Fields> = z.output<z.ZodObject<Shape<F>, z.core.$strict>>;
type GivenKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<z.ZodType, true> ? K : never;
}[keyof F];
/** What has to be there to make a row: its ids, who, when; everything else may be answered later. */
export type Start<F extends Fields> = Pick<Described<F>, GivenKeys<F> & keyof Described<F>> &
  Partial<Described<F>>;

/**
 * How a table of a case stands on screens and in packets where nothing about it is particular: its rows are cards at the end of
 * their part of the form, and records of a section of the packet's document.
 */
export interface Cards<R> {
  part: OutlinePart;
  /** The heading of its section in the packet's document. */
  title: string;
  /** What that section says where there is no row; it is left out where nothing is said. */
  none?: string;
  /** The heading of a row's record. */
  called(row: R, at: number, nameOf: (to: Referred, id: string) => string | null): string;
  /** The field that a reader's remark on a row is about. */
  remarkOn: string;
}

export interface Description<F extends Fields = Fields> {
  readonly fields: F;
  readonly schema: z.ZodObject<Shape<F>, z.core.$strict>;
  /** A row on which nothing is answered but what is said here. */
  empty(start: Start<F>): Described<F>;
  /** The fields that a later schema brought. */
  readonly sinceFirst: readonly string[];
  /** What rows of before them lack, as not answered, or not asked. */
  additions(): Record<string, unknown>;
  /** Undefined where screens and the packet's document have a place of their own for the table. */
  readonly cards: Cards<Described<F>> | undefined;
}

export function describe<const F extends Fields>(fields: F, cards?: Cards<Described<F>>): Description<F> {
  const entries = Object.entries(fields);
  const shape = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])) as Shape<F>;
  const unanswered = Object.fromEntries(
    entries.flatMap(([name, { given, empty }]) => (given ? [] : [[name, empty]])),
  );
  const sinceFirst = entries.flatMap(([name, { since }]) => (since > 1 ? [name] : []));
  return {
    fields,
    schema: z.strictObject(shape),
    empty: (start) => ({ ...fresh(unanswered), ...start }) as Described<F>,
    cards,
    sinceFirst,
    additions: () =>
      fresh(Object.fromEntries(sinceFirst.map((name) => [name, fields[name]?.before ?? unanswered[name]]))),
  };
}

/** Lists anew for each row, so that two rows never share one. */
function fresh(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]),
  );
}
