/**
 * The index over all that can be found. Words are found by their beginning and with a typing error, terms that hold a number only as
 * they stand, or as they begin: `10.20.8.4` finds `10.20.8.41`, and never `10.20.8.14`. All terms of a question have to be there.
 */
import MiniSearch, { type Query } from 'minisearch';
import type { FoundKind, SearchDocument, SearchPart } from './documents.ts';
import { isExact, plain, termsOfQuestion, termsOfText } from './terms.ts';

export interface Found {
  id: string;
  kind: FoundKind;
  title: string;
  subtitle: string;
  /** Where the question was found, best first; empty where the title says it. */
  places: readonly SearchPart[];
  score: number;
}

interface Indexed {
  id: string;
  title: string;
  subtitle: string;
  text: string;
}

/** Below this length a number means itself: `47` is not `4711`. */
const SHORT_NUMBER = 3;
/** Below this length the beginning of a word stands in half of all texts: it is looked for in titles, and in texts as a word. */
const SHORT_WORD = 3;
/** Words of this length and longer may hold an error. */
const FORGIVEN = 5;
const MOST_PLACES = 4;
const EXCERPT = 160;

/** The text around the first term that it holds. */
function excerpt(text: string, terms: readonly string[]): string {
  if (text.length <= EXCERPT) return text;
  const low = plain(text);
  const at = Math.max(
    0,
    Math.min(...terms.map((term) => low.indexOf(term)).map((found) => (found === -1 ? Infinity : found))),
  );
  const from = Number.isFinite(at) ? Math.max(0, at - 40) : 0;
  return `${from > 0 ? '…' : ''}${text.slice(from, from + EXCERPT)}${from + EXCERPT < text.length ? '…' : ''}`;
}

export class SearchIndex {
  readonly #documents = new Map<string, SearchDocument>();
  readonly #index = new MiniSearch<Indexed>({
    fields: ['title', 'subtitle', 'text'],
    tokenize: termsOfText,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: termsOfQuestion,
      processTerm: (term) => term,
      combineWith: 'AND',
      boost: { title: 3, subtitle: 2 },
      prefix: (term) => !(isExact(term) && term.length < SHORT_NUMBER),
      fuzzy: (term) => (isExact(term) || term.length < FORGIVEN ? false : 0.2),
      weights: { prefix: 0.6, fuzzy: 0.25 },
    },
    autoVacuum: true,
  });

  get size(): number {
    return this.#documents.size;
  }

  /** Adds a document, or puts it in the place of the one that had its id. */
  put(document: SearchDocument): void {
    this.remove(document.id);
    this.#documents.set(document.id, document);
    this.#index.add(this.#indexed(document));
  }

  remove(id: string): void {
    const before = this.#documents.get(id);
    if (!before) return;
    this.#index.remove(this.#indexed(before));
    this.#documents.delete(id);
  }

  #indexed({ id, title, subtitle, parts }: SearchDocument): Indexed {
    return { id, title, subtitle, text: parts.map(({ text }) => text).join('\n') };
  }

  /**
   * What fits the question, best first.
   * @param within id of a document that is open: it comes first, where it fits
   */
  search(question: string, most: number, within: string | null = null): Found[] {
    const terms = termsOfQuestion(question);
    if (terms.length === 0) return [];
    const results = this.#index.search({ combineWith: 'AND', queries: terms.map(queryOf) });
    const open = within === null ? -1 : results.findIndex(({ id }) => id === within);
    const [first] = open > 0 ? results.splice(open, 1) : [];
    return [...(first ? [first] : []), ...results.slice(0, most)].slice(0, most).flatMap((result) => {
      const document = this.#documents.get(String(result.id));
      if (!document) return [];
      const { id, kind, title, subtitle } = document;
      const matched = [...new Set([...terms, ...result.terms])];
      return [{ id, kind, title, subtitle, places: placesOf(document, terms, matched), score: result.score }];
    });
  }
}

function queryOf(term: string): Query {
  if (term.length >= SHORT_WORD || isExact(term)) return term;
  return {
    combineWith: 'OR',
    queries: [
      { queries: [term], fields: ['title', 'subtitle'] },
      { queries: [term], prefix: false },
    ],
  };
}

/** Where the terms stand: parts that hold most of them, those that hold what was typed before those that hold what was meant. */
function placesOf(
  { title, parts }: SearchDocument,
  typed: readonly string[],
  matched: readonly string[],
): SearchPart[] {
  const inTitle = plain(title);
  if (typed.every((term) => inTitle.includes(term))) return [];
  const scored: { part: SearchPart; score: number }[] = [];
  for (const part of parts) {
    if (part.table === 'cases' && part.field === 'title') continue;
    const low = plain(part.text);
    let score = 0;
    for (const term of typed) if (low.includes(term)) score += low === term ? 12 : 10;
    if (score === 0) for (const term of matched) if (low.includes(term)) score += 1;
    if (score > 0) scored.push({ part, score });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_PLACES)
    .map(({ part }) => ({ ...part, text: excerpt(part.text, matched) }));
}
