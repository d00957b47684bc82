/** Search over known problems, without a network. See SPEC.md, N11 to N13. */
import MiniSearch, { type SearchOptions, type SearchResult } from 'minisearch';
import { compareVersionTexts } from '../collect/findings/versions.ts';
import type { KnownProblem } from './known-problems.ts';
import { isName, tokensOf } from './tokens.ts';

export interface ProblemQuery {
  text: string;
  /** Products of the case, by their ids; what is about another comes later. */
  products: readonly string[];
  /** Versions that stand in the case; a problem of none of them comes later. */
  versions: readonly string[];
}

export interface ProblemHit {
  id: string;
  /** Why it matches: the words, and where they stand. */
  why: string;
  /** Whether all names of the query, such as a serial number or a version, stand in it. */
  exact: boolean;
  score: number;
}

const fields = ['id', 'title', 'symptom', 'signature', 'workaround', 'body'] as const;
const fieldWords: Readonly<Record<string, string>> = {
  id: 'number',
  title: 'title',
  symptom: 'symptom',
  signature: 'signature',
  workaround: 'work-around',
  body: 'text',
};
const boost = { id: 8, title: 4, symptom: 4, signature: 3, workaround: 1.5, body: 1 };

/** A word in more of the problems than this share tells nothing beside one that is in fewer; among few problems every word does. */
const COMMON_SHARE = 0.1;
const FEW_PROBLEMS = 500;

type Row = Pick<KnownProblem, (typeof fields)[number] | 'products' | 'from' | 'below'>;

export class ProblemIndex {
  #index = emptyIndex(tokensOf);
  #rows = new Map<string, Row>();
  /** In how many fields of problems each word stands. */
  #counts = new Map<string, number>();

  /** Takes these problems in the place of all that were there. */
  load(problems: readonly KnownProblem[]): void {
    const counts = new Map<string, number>();
    this.#counts = counts;
    this.#index = emptyIndex((text) => {
      const tokens = tokensOf(text);
      for (const token of new Set(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
      return tokens;
    });
    this.#rows = new Map(problems.map((each) => [each.id, each]));
    this.#index.addAll(problems);
  }

  /** Words of the query by which it is searched: those that nearly all problems have are left out where others find something. */
  #telling(words: readonly string[]): readonly string[] {
    const most = Math.max(FEW_PROBLEMS, this.#rows.size * COMMON_SHARE);
    const telling = words.filter((word) => (this.#counts.get(word) ?? 0) <= most);
    return telling.length === 0 ? words : telling;
  }

  /** The closest first. */
  search({ text, products, versions }: ProblemQuery, limit: number): ProblemHit[] {
    const words = [...new Set(tokensOf(text))];
    if (words.length === 0) return [];
    const names = words.filter(isName);
    const telling = this.#telling(words);
    const options: SearchOptions = {
      boost,
      // A name is meant as it stands; a word may be unfinished, or have a letter wrong.
      prefix: (word) => !isName(word) && word.length >= 3,
      fuzzy: (word) => (isName(word) || word.length < 5 ? false : 0.2),
      // Where the case says nothing of products and versions, none fits better than another.
      ...(products.length + versions.length > 0 && {
        boostDocument: remembered((id) => this.#fit(id, products, versions)),
      }),
    };
    const wordsAreTokens = { ...options, tokenize: (joined: string) => joined.split(' ') };
    const few = telling.length < words.length ? this.#index.search(telling.join(' '), wordsAreTokens) : [];
    const found = few.length > 0 ? few : this.#index.search(text, options);
    const isExact = ({ terms }: SearchResult) => names.every((name) => terms.includes(name));
    const exact = names.length > 0 ? closest(found.filter(isExact), limit) : [];
    const others = names.length > 0 ? found.filter((hit) => !isExact(hit)) : found;
    const written = wordsOf(text);
    return [...exact, ...closest(others, limit - exact.length)].map((hit, at) => ({
      ...hitOf(hit, written),
      exact: at < exact.length,
    }));
  }

  #fit(id: string, products: readonly string[], versions: readonly string[]): number {
    const row = this.#rows.get(id);
    if (!row) return 1;
    const ofProduct =
      row.products.length === 0 || products.length === 0
        ? 1
        : row.products.some((each) => products.includes(each))
          ? 1.6
          : 0.6;
    const inRange = versions.some((version) => isInRange(version, row.from, row.below));
    const known = versions.length > 0 && (row.from !== '' || row.below !== '');
    return ofProduct * (known ? (inRange ? 1.2 : 0.7) : 1);
  }
}

/** The first so many by their score, of equal ones by their number; a common word is in nearly all, of which few are shown. */
function closest(sorted: readonly SearchResult[], limit: number): SearchResult[] {
  if (limit <= 0) return [];
  const least = sorted[limit - 1]?.score ?? 0;
  return sorted
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}

/** A problem is asked for once for each word and field that is in it. */
function remembered(weigh: (id: string) => number): (id: unknown) => number {
  const known = new Map<string, number>();
  return (id) => {
    const key = String(id);
    let value = known.get(key);
    if (value === undefined) {
      value = weigh(key);
      known.set(key, value);
    }
    return value;
  };
}

/** Whether a version lies in a range; an empty end is open. */
function isInRange(version: string, from: string, below: string): boolean {
  const low = from === '' ? 0 : compareVersionTexts(version, from);
  const high = below === '' ? -1 : compareVersionTexts(version, below);
  return low !== null && high !== null && low >= 0 && high < 0;
}

function emptyIndex(tokenize: (text: string) => string[]): MiniSearch<Row> {
  return new MiniSearch<Row>({
    fields: [...fields],
    tokenize,
    processTerm: (term) => term,
    searchOptions: { tokenize: tokensOf, processTerm: (term) => term },
  });
}

/** The words of a query as they were typed, by the token that they became. */
function wordsOf(text: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const word of text.split(/[\s,;:“”"]+/)) {
    // Without the full stop, the bracket or the question mark beside it.
    const bare = word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    const parts = bare.split(/[^\p{L}\p{N}]+/u);
    // Of a word that is made of several, the one that was found: the others may stand nowhere.
    for (const token of tokensOf(word))
      words.set(token, parts.find((part) => tokensOf(part).includes(token)) ?? bare);
  }
  return words;
}

function hitOf(
  { id, score, match }: SearchResult,
  written: ReadonlyMap<string, string>,
): Omit<ProblemHit, 'exact'> {
  const why = Object.entries(match)
    .slice(0, 5)
    .map(
      ([term, where]) =>
        `${written.get(term) ?? term} in the ${where.map((each) => fieldWords[each] ?? each).join(' and the ')}`,
    );
  return { id: String(id), score, why: why.join('; ') };
}
