/** Whether a template reads an output as its expected records say, as the tests of ntc-templates compare them. */
import { pythonRepr } from './python-text.ts';
import type { Entry } from './table.ts';

/**
 * The first difference in one sentence; null where they are the same.
 * @param expected what the pair's file holds under `parsed_sample`
 */
export function pairDifference(entries: readonly Entry[], expected: unknown): string | null {
  if (!Array.isArray(expected)) return 'The expected records are no list.';
  if (entries.length !== expected.length)
    return `${entries.length} records were read, ${expected.length} are expected.`;
  for (const [at, entry] of entries.entries()) {
    const wanted: unknown = expected[at];
    if (typeof wanted !== 'object' || wanted === null) return `Expected record ${at + 1} is no mapping.`;
    const got = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), value]));
    const want = new Map<string, unknown>(Object.entries(wanted));
    const missing = [...want.keys()].find((name) => !got.has(name));
    if (missing !== undefined) return `Record ${at + 1} has no ${missing}.`;
    for (const [name, value] of got) {
      if (!want.has(name)) return `Record ${at + 1} has ${name}, which is not expected.`;
      if (!same(value, want.get(name)))
        return `Record ${at + 1}, ${name}: ${JSON.stringify(value)} was read, ${JSON.stringify(want.get(name))} is expected.`;
    }
  }
  return null;
}

/** Items of a list may be written as Python's `str` makes them, which older tables of TextFSM did to them. */
function same(value: Entry[string], wanted: unknown): boolean {
  if (typeof value === 'string') return value === wanted;
  if (!Array.isArray(wanted) || wanted.length !== value.length) return false;
  return value.every((item, at) => {
    const other: unknown = wanted[at];
    if (typeof item === 'string') return item === other;
    if (other === pythonRepr(item)) return true;
    if (item === null || typeof other !== 'object' || other === null) return item === other;
    const pairs = Object.entries(other);
    return (
      pairs.length === Object.keys(item).length &&
      pairs.every(([name, each]) => (item[name] ?? null) === each)
    );
  });
}
