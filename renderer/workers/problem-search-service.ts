/** Search over known problems, off the window's thread: building the index takes longer than a key may. */
import type { KnownProblem } from '../../shared/knowledge/known-problems.ts';
import { type ProblemHit, ProblemIndex, type ProblemQuery } from '../../shared/knowledge/search.ts';

export type ProblemSearchService = {
  load(problems: readonly KnownProblem[]): Promise<number>;
  search(input: { query: ProblemQuery; limit: number }): Promise<ProblemHit[]>;
};

export function problemSearchService(): ProblemSearchService {
  const index = new ProblemIndex();
  return {
    load: async (problems) => {
      index.load(problems);
      return problems.length;
    },
    search: async ({ query, limit }) => index.search(query, limit),
  };
}
