/**
 * The case list, read by index: the keys in order once, then only the lines that are on screen. No index has titles or customers in clear
 * (security 29): in their order all lines are read, in pages, and sorted here.
 */
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { pagesOf } from '../store/slices.ts';

export interface CaseQuery {
  sort: 'number' | 'title' | 'customer' | 'state' | 'priority' | 'missing' | 'updatedAt' | 'nextDue';
  descending: boolean;
  /** Words that number, title, customer, site, ticket or engineer hold; empty for all. */
  text: string;
  state: Summary['state'] | null;
  priority: Summary['priority'] | null;
  waitingOnly: boolean;
  /** Of this engineer. */
  engineerId?: string | null;
  /** Neither closed nor, where `closed`, anything else. */
  ended?: 'open' | 'closed' | null;
  /** P1 and P2. */
  urgentOnly?: boolean;
  /** A clock of it is due. */
  dueOnly?: boolean;
}

function isFiltered(query: CaseQuery): boolean {
  return (
    query.text.trim() !== '' ||
    query.state !== null ||
    query.priority !== null ||
    query.waitingOnly ||
    (query.engineerId ?? null) !== null ||
    (query.ended ?? null) !== null ||
    query.urgentOnly === true ||
    query.dueOnly === true
  );
}

function fits(line: Summary, query: CaseQuery, words: readonly string[]): boolean {
  if (query.state !== null && line.state !== query.state) return false;
  if (query.priority !== null && line.priority !== query.priority) return false;
  if (query.waitingOnly && line.waiting === 0) return false;
  if (query.ended === 'open' && line.state === 'closed') return false;
  if (query.ended === 'closed' && line.state !== 'closed') return false;
  if (query.urgentOnly && line.priority !== 'P1' && line.priority !== 'P2') return false;
  if (query.dueOnly && line.nextDueKind === null) return false;
  if ((query.engineerId ?? null) !== null && line.engineer?.id !== query.engineerId) return false;
  const all =
    `${line.number} ${line.title} ${line.customer} ${line.site} ${line.ticket} ${line.engineer?.name ?? ''}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

const WORDS: readonly CaseQuery['sort'][] = ['title', 'customer'];
/** Lines that are opened in one task. */
const PAGE = 100;

/** Lines that fit, in the order of their words; as an index would have them, by the letters' numbers and then by id. */
async function linesByWords(db: ConsoleDatabase, query: CaseQuery): Promise<Summary[]> {
  const words = query.text.trim().toLowerCase().split(/\s+/);
  const all = isFiltered(query);
  const found: Summary[] = [];
  for await (const page of pagesOf(db.summaries, PAGE))
    found.push(...(all ? page.filter((line) => fits(line, query, words)) : page));
  const field = query.sort;
  found.sort((a, b) => {
    if (a[field] !== b[field]) return a[field] < b[field] ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
  return query.descending ? found.reverse() : found;
}

/** The ids of the cases that fit, in order. Without a filter the index alone answers. */
export async function caseIds(db: ConsoleDatabase, query: CaseQuery): Promise<string[]> {
  if (WORDS.includes(query.sort)) return (await linesByWords(db, query)).map(({ id }) => id);
  const ordered = db.summaries.orderBy(query.sort);
  const collection = query.descending ? ordered.reverse() : ordered;
  if (!isFiltered(query)) return collection.primaryKeys();
  const words = query.text.trim().toLowerCase().split(/\s+/);
  const found = await collection.filter((line) => fits(line, query, words)).toArray();
  return found.map((line) => line.id);
}

/** How many cases there are, and how many of them fit. */
export async function countCases(db: ConsoleDatabase, query: CaseQuery) {
  return { all: await db.summaries.count(), found: (await caseIds(db, query)).length };
}

/** The lines of these cases, by id; what is gone is left out. @param ids parted by blanks */
export async function linesOf(db: ConsoleDatabase, ids: string): Promise<ReadonlyMap<string, Summary>> {
  const found = await db.summaries.bulkGet(ids === '' ? [] : ids.split(' '));
  return new Map(found.flatMap((line) => (line ? [[line.id, line] as const] : [])));
}

/** The first lines, before all ids are known: what the person sees first. */
export async function firstLines(db: ConsoleDatabase, query: CaseQuery, count: number): Promise<Summary[]> {
  if (WORDS.includes(query.sort)) return (await linesByWords(db, query)).slice(0, count);
  const ordered = db.summaries.orderBy(query.sort);
  const words = query.text.trim().toLowerCase().split(/\s+/);
  const collection = query.descending ? ordered.reverse() : ordered;
  return (isFiltered(query) ? collection.filter((line) => fits(line, query, words)) : collection)
    .limit(count)
    .toArray();
}

/** Lines by which a list's columns are measured. */
const SAMPLE = 60;

/** Some lines of all that there are, the cases opened last: the same whatever is filtered, and however it is sorted. */
export function sampleLines(db: ConsoleDatabase): Promise<Summary[]> {
  return db.summaries.reverse().limit(SAMPLE).toArray();
}

/** The cases that were changed last, the last first. */
export function lastChanged(db: ConsoleDatabase, most: number): Promise<Summary[]> {
  return most === 0 ? Promise.resolve([]) : db.summaries.orderBy('updatedAt').reverse().limit(most).toArray();
}
