/** What the page and the search's worker tell each other. */
import type { Found } from '../../shared/search/search-index.ts';

export type ToSearch =
  /** Once, first. */
  | { kind: 'open'; database: string }
  /** @param within id of the document that is open; it comes first */
  | { kind: 'find'; n: number; question: string; within: string | null; most: number };

export type FromSearch =
  /** All was read; `size` documents can be found. */
  | { kind: 'ready'; size: number }
  | { kind: 'found'; n: number; found: readonly Found[] }
  /** As it was thrown: the page reports it. */
  | { kind: 'failed'; error: unknown };
