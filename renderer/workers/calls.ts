/**
 * Calls to a worker: one message there, one back, and how far it is in between, each with the number of its call. A service is an
 * object of functions; what they take and give is copied, but for files, which are only referred to.
 */

/** How far a call is, from 0 to 1. */
import { t } from '@lingui/core/macro';
export type Progress = (done: number) => void;
/** What a worker offers. */
export type Service = Record<string, (input: never, progress: Progress) => Promise<unknown>>;
type Inputs<S extends Service, N extends keyof S> = Parameters<S[N]>[0];
type Output<S extends Service, N extends keyof S> = Awaited<ReturnType<S[N]>>;

interface Call {
  n: number;
  name: string;
  input: unknown;
}
type Answer =
  | { n: number; kind: 'value'; value: unknown }
  | { n: number; kind: 'progress'; done: number }
  | { n: number; kind: 'fault'; message: string; error: Error | undefined };

/** A worker that ended, or a call that failed in it; then with what was thrown there as its cause. */
export class WorkerFault extends Error {}

export interface Calling<S extends Service> {
  call<N extends keyof S & string>(
    name: N,
    input: Inputs<S, N>,
    onProgress?: Progress,
  ): Promise<Output<S, N>>;
  /** Ends the worker; calls that wait are refused. */
  end(): void;
}

interface Waiting {
  done: (value: never) => void;
  failed: (error: Error) => void;
  onProgress: Progress | undefined;
}

/** The window's side. @param start makes the worker; it is made with the first call */
export function callWorker<S extends Service>(start: () => Worker): Calling<S> {
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, Waiting>();
  const failAll = (message: string) => {
    for (const { failed } of waiting.values()) failed(new WorkerFault(message));
    waiting.clear();
  };
  const started = (): Worker => {
    if (worker) return worker;
    worker = start();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const call = waiting.get(data.n);
      if (data.kind === 'progress') return call?.onProgress?.(data.done);
      waiting.delete(data.n);
      if (data.kind === 'value') call?.done(data.value as never);
      else call?.failed(new WorkerFault(data.message, { cause: data.error }));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker?.terminate();
      worker = null;
      failAll(event.message || t`it could not be started`);
    };
    return worker;
  };
  return {
    call: (name, input, onProgress) =>
      new Promise((done, failed) => {
        const n = next++;
        waiting.set(n, { done, failed, onProgress });
        started().postMessage({ n, name, input } satisfies Call);
      }),
    end: () => {
      worker?.terminate();
      worker = null;
      failAll(t`it was ended`);
    },
  };
}

/** How often progress is told, at the most. */
const TOLD_EVERY_MS = 100;

/**
 * The worker's side. Calls are answered one after the other, in their order.
 * @param concurrent calls that wait for no other and hold up none, such as one that is answered when something happens
 */
export function serve(service: Service, concurrent: readonly string[] = []): void {
  let queue: Promise<unknown> = Promise.resolve();
  async function answer({ n, name, input }: Call): Promise<void> {
    let told = 0;
    const progress = (done: number) => {
      const now = performance.now();
      if (now - told < TOLD_EVERY_MS) return;
      told = now;
      self.postMessage({ n, kind: 'progress', done } satisfies Answer);
    };
    try {
      const act = service[name];
      if (!act) throw new Error(`${name} is no call of this worker`);
      self.postMessage({ n, kind: 'value', value: await act(input as never, progress) } satisfies Answer);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : undefined;
      self.postMessage({
        n,
        kind: 'fault',
        message: error?.message ?? `${thrown}`,
        error,
      } satisfies Answer);
    }
  }
  self.onmessage = ({ data }: MessageEvent<Call>) => {
    if (concurrent.includes(data.name)) void answer(data);
    else queue = queue.then(() => answer(data));
  };
}
