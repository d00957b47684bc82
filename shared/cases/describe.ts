/** A table of a case out of its fields: the row's schema, the row on which nothing is answered, and the filling-in of older rows. */
import { z } from 'zod';
import type { Field } from './field.ts';

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

export interface Description<F extends Fields = Fields> {
  readonly fields: F;
  readonly schema: z.ZodObject<Shape<F>, z.core.$strict>;
  /** A row on which nothing is answered but what is said here. */
  empty(start: Start<F>): Described<F>;
  /** The fields that a later schema brought. */
  readonly sinceFirst: readonly string[];
  /** What rows of before them lack, as not answered, or not asked. */
  additions(): Record<string, unknown>;
}

export function describe<const F extends Fields>(fields: F): Description<F> {
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
