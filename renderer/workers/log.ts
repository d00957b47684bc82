import { type Calling, callWorker } from './calls.ts';
import type { LogService } from './log-service.ts';

/** Begins to look into a log; `end` lets it go. */
export function openLog(): Calling<LogService> {
  return callWorker<LogService>(
    () => new Worker(new URL('./log.worker.ts', import.meta.url), { type: 'module', name: 'log' }),
  );
}
