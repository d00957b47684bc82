/** The worker that redacts, as a screen asks it: one question after the other, each with its answer. */
import type { Answered, Asked, Question, Reply, Request } from './worker-messages.ts';

export interface RedactionWorker {
  /** @param onProgress gets 0 to 1 */
  ask<Q extends Question>(ask: Q, input: Asked[Q], onProgress?: (done: number) => void): Promise<Answered[Q]>;
  close(): void;
}

interface Waiting {
  answer: (value: never) => void;
  fail: (error: Error) => void;
  onProgress: ((done: number) => void) | undefined;
}

export function openRedactionWorker(): RedactionWorker {
  const worker = new Worker(new URL('./redaction.worker.ts', import.meta.url), {
    type: 'module',
    name: 'redaction',
  });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    const asked = waiting.get(data.id);
    if (!asked) return;
    if (data.kind === 'progress') return asked.onProgress?.(data.done);
    waiting.delete(data.id);
    if (data.kind === 'answer') asked.answer(data.value as never);
    else asked.fail(new Error(data.message));
  };
  worker.onerror = ({ message }) => {
    for (const { fail } of waiting.values())
      fail(new Error(message || 'the part that redacts did not start'));
    waiting.clear();
  };
  return {
    ask(ask, input, onProgress) {
      return new Promise((answer, fail) => {
        count += 1;
        waiting.set(count, { answer, fail, onProgress });
        worker.postMessage({ id: count, ask, input } as Request);
      });
    },
    close() {
      worker.terminate();
      for (const { fail } of waiting.values()) fail(new Error('closed'));
      waiting.clear();
    },
  };
}
