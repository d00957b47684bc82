/** Long work in short tasks: typing and scrolling go on between them. */
import type { Table } from 'dexie';

/** What one task may take; a frame has 16 ms. */
const SLICE_MS = 6;

function nextTask(): Promise<void> {
  return new Promise((resume) => setTimeout(resume));
}

/** Calls `work` for each item, and lets the window do other things after each slice. @param stopped ends it early */
export async function inSlices<T>(
  items: Iterable<T>,
  work: (item: T) => void,
  stopped: () => boolean,
): Promise<void> {
  let until = performance.now() + SLICE_MS;
  for (const item of items) {
    work(item);
    if (performance.now() < until) continue;
    await nextTask();
    if (stopped()) return;
    until = performance.now() + SLICE_MS;
  }
}

const RUN = 500;

/** Sorted, in short tasks. The same order as `sort` gives. */
export async function sortedInSlices<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  stopped: () => boolean,
): Promise<T[]> {
  let sorted: T[] = [];
  function* work(): Generator<void> {
    sorted = yield* sortedInParts(items, compare);
  }
  await inSlices(work(), () => undefined, stopped);
  return sorted;
}

/** Sorts, a part at each step: runs of a few hundred are sorted, then merged two by two. */
export function* sortedInParts<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<void, T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      const run: T[] = [];
      for (const part of mergedParts(runs[at] ?? [], runs[at + 1] ?? [], compare)) {
        run.push(...part);
        yield;
      }
      merged.push(run);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

/** Two runs as one, part by part: the last merge goes over all that there is. */
function* mergedParts<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Generator<T[]> {
  let [first, second] = [0, 0];
  while (first < a.length && second < b.length) {
    const part: T[] = [];
    while (part.length < RUN && first < a.length && second < b.length)
      part.push(compare(a[first] as T, b[second] as T) <= 0 ? (a[first++] as T) : (b[second++] as T));
    yield part;
  }
  for (const [rest, from] of [
    [a, first],
    [b, second],
  ] as const)
    for (let at = from; at < rest.length; at += RUN) yield rest.slice(at, at + RUN);
}

/** Pages of a table in the order of its keys, so that no answer of the database is one long task. */
export async function* pagesOf<T extends { id: string }>(
  table: Table<T, string>,
  size: number,
): AsyncGenerator<T[]> {
  let last = '';
  for (;;) {
    const page = await table.where('id').above(last).limit(size).toArray();
    if (page.length > 0) yield page;
    if (page.length < size) return;
    last = page.at(-1)?.id ?? last;
  }
}
