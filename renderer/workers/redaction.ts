import { type Calling, callWorker } from './calls.ts';
import type { RedactionService } from './redaction-service.ts';

export type RedactionWorker = Calling<RedactionService>;

/** Begins to redact a case; `end` lets its originals go. */
export function openRedaction(): RedactionWorker {
  return callWorker<RedactionService>(
    () =>
      new Worker(new URL('./redaction.worker.ts', import.meta.url), { type: 'module', name: 'redaction' }),
  );
}
