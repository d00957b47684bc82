import type { ArchiveService } from './archive-service.ts';
import { type Calling, callWorker } from './calls.ts';

/** Begins to take archives apart; `end` gives up what is under way. */
export function openArchive(): Calling<ArchiveService> {
  return callWorker<ArchiveService>(
    () => new Worker(new URL('./archive.worker.ts', import.meta.url), { type: 'module', name: 'archive' }),
  );
}
