import { type Calling, callWorker } from './calls.ts';
import type { OutputsService } from './outputs-service.ts';

/** Begins to hold what is dropped; `end` lets all of it go. */
export function openOutputs(): Calling<OutputsService> {
  return callWorker<OutputsService>(
    () => new Worker(new URL('./outputs.worker.ts', import.meta.url), { type: 'module', name: 'outputs' }),
  );
}
