/** How much of what public parsers read out of the samples in `../shared/samples` is read here, and what is not, and why. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { collect } from '../../shared/collect/collect.ts';
import type { Collected } from '../../shared/collect/collected.ts';
import { decode } from '../../shared/collect/decode.ts';

export interface Missing {
  field: string;
  value: string;
  why: string;
}

export interface Measured {
  sample: string;
  kind: string;
  certainty: number;
  expected: number;
  read: number;
  missing: Missing[];
  /** The share of facts that stay with an unknown line put in, the worst of the places tried; from 0 to 1. */
  withUnknownLine: number;
}

/** Each value of the expected records with the field that it stands in; blank ones are none. */
function leaves(value: unknown, field = ''): [string, string | number | boolean][] {
  if (value === null || value === '') return [];
  if (Array.isArray(value)) return value.flatMap((each) => leaves(each, field));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, each]) =>
      leaves(each, field === '' ? name : `${field}.${name}`),
    );
  return [[field, value as string | number | boolean]];
}

/** All texts that a reading gives. */
export function texts(collected: Collected): string[] {
  const { systems, links, configuration, revisions } = collected;
  return leaves([systems, links, configuration, revisions])
    .filter(([field]) => !/(?:^|\.)(?:file|line|id|system)$/.test(field))
    .map(([, value]) => `${value}`);
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

function isRead(
  value: string | number | boolean,
  found: ReadonlySet<string>,
  all: readonly string[],
): boolean {
  const text = plain(`${value}`);
  if (found.has(text)) return true;
  // `2,047 MB` of the output is the number 2047 of the parser.
  if (typeof value === 'number')
    return all.some((each) =>
      each
        .replace(/[,.](?=\d{3}\b)/g, '')
        .split(/\D+/)
        .includes(text),
    );
  if (typeof value === 'boolean') return all.some((each) => /^(?:yes|no|enabled|disabled)$/i.test(each));
  return all.some((each) => each.includes(text) && text.length > 3);
}

function reasonOf(sample: string, field: string, value: string | number | boolean): string {
  if (/epoch|_iso$/.test(field)) return 'derived by the other parser from a date that is read as it stands';
  if (/rpm-qai/.test(sample)) return 'of installed packages only those that a profile names become facts';
  if (/dmidecode/.test(sample))
    return 'of slots, ports, caches and devices the hardware has hundreds; those of them that say nothing of the fault are passed over';
  if (/uptime_/.test(field)) return 'a part of the uptime, which is read as one text';
  if (typeof value === 'boolean') return 'a yes or no that the output does not print as one';
  return 'not read';
}

const UNKNOWN = '%SYS-5-UNKNOWN: a line that no reader knows';

function read(name: string, text: string): Collected {
  return collect([{ name, text, notes: [] }]);
}

/** Facts without the lines that they stand in, which a further line moves. */
const factsOf = (collected: Collected) => texts(collected).sort();

function worstWithUnknownLine(name: string, text: string): number {
  const lines = text.split('\n');
  const before = factsOf(read(name, text));
  const step = Math.max(1, Math.floor(lines.length / 40));
  let worst = 1;
  for (let at = 0; at < lines.length; at += step) {
    const after = factsOf(read(name, lines.toSpliced(at, 0, UNKNOWN).join('\n')));
    const left = new Map<string, number>();
    for (const fact of after) left.set(fact, (left.get(fact) ?? 0) + 1);
    let kept = 0;
    for (const fact of before) {
      const count = left.get(fact) ?? 0;
      if (count > 0) {
        kept++;
        left.set(fact, count - 1);
      }
    }
    worst = Math.min(worst, before.length === 0 ? 0 : kept / before.length);
  }
  return worst;
}

export function measureSamples(folder: string): Measured[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => {
      const sample = name.replace(/\.txt$/, '');
      const decoded = decode(readFileSync(join(folder, name)));
      const text = decoded.kind === 'text' ? decoded.text : '';
      const expectedFile = readdirSync(folder).find((each) => each.startsWith(`${sample}.expected.`)) ?? '';
      const wanted: unknown = parse(readFileSync(join(folder, expectedFile), 'utf8'));
      const values = leaves(
        typeof wanted === 'object' && wanted !== null && 'parsed_sample' in wanted
          ? wanted.parsed_sample
          : wanted,
      );
      const collected = read(name, text);
      const all = texts(collected).map(plain);
      const found = new Set(all);
      const missing = values
        .filter(([, value]) => !isRead(value, found, all))
        .map(([field, value]) => ({ field, value: `${value}`, why: reasonOf(sample, field, value) }));
      return {
        sample,
        kind: collected.kind,
        certainty: collected.certainty,
        expected: values.length,
        read: values.length - missing.length,
        missing,
        withUnknownLine: worstWithUnknownLine(name, text),
      };
    });
}
