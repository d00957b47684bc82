/** Captures of `test/fixtures/collect`, written by hand after the formats of the real outputs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectOptions, collect } from '../../shared/collect/collect.ts';
import type { Collected, SystemField } from '../../shared/collect/collected.ts';

export const captureText = (name: string) =>
  readFileSync(join(import.meta.dirname, '../fixtures/collect', name), 'utf8');

export function collected(names: string | readonly string[], options: CollectOptions = {}): Collected {
  const all = typeof names === 'string' ? [names] : names;
  return collect(
    all.map((name) => ({ name, text: captureText(name), notes: [] })),
    options,
  );
}

/** A text as if it were a file. */
export const collectedText = (text: string, options: CollectOptions = {}) =>
  collect([{ name: 'pasted', text, notes: [] }], options);

/** Values of the fields that a system has, by their names. */
export function fieldsOf(from: Collected, at = 0): Partial<Record<SystemField, string>> {
  const system = from.systems[at];
  if (!system) return {};
  return Object.fromEntries(
    Object.entries(system).flatMap(([name, value]) =>
      typeof value === 'object' && 'value' in value ? [[name, value.value]] : [],
    ),
  );
}

export const entriesOf = (from: Collected, section: string) =>
  from.configuration.filter((each) => each.section === section).map(({ key, value }) => `${key}: ${value}`);

export const revisionsOf = (from: Collected) =>
  from.revisions.map(({ component, value, state }) => `${component} ${value}${state ? ` ${state}` : ''}`);
