/** Rows drawn at random from the description of the case: a field that is added there is drawn from the same day on. */
import fc from 'fast-check';
import { sha256OfText } from '../../shared/base/hash.ts';
import { type DescribedTable, descriptions } from '../../shared/cases/contents.ts';
import type { Field, Referred } from '../../shared/cases/field.ts';

/** What the rows drawn have to choose from; few, so that they meet. */
export interface Pool {
  /** Instants, ISO 8601 in UTC. */
  times: readonly string[];
  texts: readonly string[];
  ids: Readonly<Partial<Record<Referred, readonly string[]>>>;
  /** Strings of the table's own that mean something to a rule, by field name: components, versions. */
  words?: Readonly<Record<string, readonly string[]>>;
}

const people = [
  { id: '01900000-0000-7000-8000-00000000e001', name: 'Sample Engineer One' },
  { id: '01900000-0000-7000-8000-00000000e002', name: 'Sample Engineer Two' },
];
const nobody = '01990000-0000-7000-8000-0000000000ff';

/** A value of the field, one that its schema takes. */
export function drawnValue(name: string, field: Field, pool: Pool): fc.Arbitrary<unknown> {
  const time = fc.constantFrom(...pool.times);
  const zoned = time.map((at) => ({ at, zone: 'America/Chicago' }));
  const idsOf = (to: Referred) => fc.constantFrom(...(pool.ids[to] ?? []), nobody);
  const orEmpty = (drawn: fc.Arbitrary<unknown>) =>
    field.given ? drawn : fc.oneof({ weight: 3, arbitrary: drawn }, fc.constant(field.empty));
  const { input } = field;
  switch (input.kind) {
    case 'line':
    case 'text':
      return orEmpty(fc.constantFrom(...(pool.words?.[name] ?? pool.texts)));
    case 'number':
      return orEmpty(fc.nat(4));
    case 'flag':
      return fc.boolean();
    case 'choice': {
      const values = input.choices.map(({ value }) => (name === 'level' ? Number(value) : value));
      return orEmpty(fc.constantFrom(...values));
    }
    case 'choices':
      return fc.subarray(input.choices.map(({ value }) => value));
    case 'zoned':
      return orEmpty(zoned);
    case 'instant':
      return orEmpty(time);
    case 'day':
      return orEmpty(time.map((at) => at.slice(0, 10)));
    case 'reference':
      return orEmpty(idsOf(input.to));
    case 'references':
      return fc.uniqueArray(idsOf(input.to), { maxLength: 3 });
    case 'person':
      return fc.constantFrom(...people);
    case 'provenance':
      return fc.record({ kind: fc.constant('typed'), by: fc.constantFrom(...people), at: time });
    case 'hash':
      return fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32));
    case 'place':
      return fc.constantFrom(
        ...['unmodified', 'observed'].map((at) => ({
          table: 'cases',
          id: pool.ids.steps?.[0] ?? null,
          field: at,
        })),
        ...(pool.ids.attachments ?? []).map((id) => ({ table: 'attachments', id, field: 'redaction' })),
      );
    case 'drawing':
      return fc.constantFrom('', 'M1 1L20 20');
    case 'estimate':
      return fc.constantFrom(null, {
        ...{ rateId: nobody, remoteHours: 4, remoteDays: 0, onSiteDays: 0, totalCents: 260_000 },
      });
    case 'internal':
      return fc.constant(nobody);
  }
}

/** What has to fit together in a row, whatever was drawn. */
const together: Partial<Record<DescribedTable, (row: Record<string, unknown>) => Record<string, unknown>>> = {
  consents: (row) => ({
    ...row,
    textShown: row.textShown || 'The text',
    textSha256: sha256OfText(String(row.textShown || 'The text')),
    drawing: row.method === 'drawn' ? 'M1 1L20 20' : '',
  }),
  waivers: (row) => ({ ...row, rule: row.rule === 'H5' ? 'H5' : 'H12', reason: row.reason || 'Seen' }),
};

/** A few fields of a row of the table with values: what one edit changes. The row's own ids are not among them. */
export function fieldsOf(table: DescribedTable, pool: Pool): fc.Arbitrary<Record<string, unknown>> {
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  const names = Object.keys(fields).filter((name) => fields[name]?.input.kind !== 'internal');
  return fc.subarray(names, { minLength: 1, maxLength: 3 }).chain((some) =>
    fc.record(
      Object.fromEntries(
        some.flatMap((name) => {
          const field = fields[name];
          return field ? [[name, drawnValue(name, field, pool)]] : [];
        }),
      ),
    ),
  );
}

/** A whole row of the table. @param own its ids */
export function rowOf(
  table: DescribedTable,
  own: Record<string, unknown>,
  pool: Pool,
): fc.Arbitrary<Record<string, unknown>> {
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  const drawn = Object.entries(fields).filter(([name]) => !Object.hasOwn(own, name));
  return fc
    .record(Object.fromEntries(drawn.map(([name, field]) => [name, drawnValue(name, field, pool)])))
    .map((row) => {
      const whole = { ...row, ...own };
      return together[table]?.(whole) ?? whole;
    });
}
