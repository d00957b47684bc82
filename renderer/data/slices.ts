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
