import { type Calling, callWorker } from './calls.ts';
import type { ProblemSearchService } from './problem-search-service.ts';

export function openProblemSearch(): Calling<ProblemSearchService> {
  return callWorker<ProblemSearchService>(
    () =>
      new Worker(new URL('./problem-search.worker.ts', import.meta.url), {
        type: 'module',
        name: 'problem-search',
      }),
  );
}
