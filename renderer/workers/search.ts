import { type Calling, callWorker } from './calls.ts';
import type { SearchService } from './search-service.ts';

export function openSearch(): Calling<SearchService> {
  return callWorker<SearchService>(
    () => new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'search' }),
  );
}
