/** Records by the names of their values, of one template or of several over the same text. See SPEC.md, T67 and T68. */
import type { Field } from './record.ts';
import type { Parsed } from './run.ts';
import type { Template } from './template.ts';

export type Entry = Record<string, Field>;

export function entriesOf({ header, records }: Pick<Parsed, 'header' | 'records'>): Entry[] {
  return records.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
}

/** Names of the Key values. */
export function keysOf({ values }: Template): string[] {
  return values.filter(({ options }) => options.includes('Key')).map(({ name }) => name);
}

/**
 * Adds a further template's columns to the rows whose keys are the same; without keys, row by row.
 * @param keys of the first template
 */
export function extend(first: readonly Entry[], further: Parsed, keys: readonly string[]): Entry[] {
  const known = new Set(Object.keys(first[0] ?? {}));
  const added = further.header.filter((name) => !known.has(name));
  const rows = entriesOf(further);
  return first.map((row, at) => {
    const other =
      keys.length === 0
        ? rows[at]
        : rows.find((each) => keys.every((key) => JSON.stringify(each[key]) === JSON.stringify(row[key])));
    return { ...row, ...Object.fromEntries(added.map((name) => [name, other?.[name] ?? ''])) };
  });
}
