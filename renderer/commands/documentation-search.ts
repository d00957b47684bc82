/** A search of the documentation becomes the step that the policy asks for (P-04, H19). */

import { cut } from '../../shared/base/cut.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { StepRecord } from '../../shared/cases/steps.ts';
import type { KnownProblem } from '../../shared/knowledge/known-problems.ts';
import type { Outcome } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { noteStep } from './steps.ts';

/**
 * Notes what was searched for, and what was opened of it.
 * @param opened in the order in which they were opened
 * @param searched the kinds of documentation that the device holds, all of which a search goes through
 */
export async function noteSearch(
  app: AppServices,
  record: CaseRecord,
  search: {
    query: string;
    found: number;
    opened: readonly KnownProblem[];
    searched: StepRecord['sources'];
  },
): Promise<Outcome> {
  const { query, found, opened, searched } = search;
  const showed =
    opened.length > 0
      ? `Opened ${opened.map(({ id, title }) => `${id} (${title})`).join('; ')}.`
      : found === 0
        ? 'Nothing was found.'
        : `${found} were found, none of them was opened.`;
  return noteStep(app, record, {
    kind: 'search-documentation',
    did: cut(`Searched known problems and bulletins for “${query}”.`, 1_000),
    showed: cut(showed, 4_000),
    sources: [...searched],
  });
}
