/**
 * Calls to a worker: one message there, one back, each with the number of its call. A service is an object of functions; what
 * they take and give is copied, but for files, which are only referred to.
 */

/** What a worker offers. */
export type Service = Record<string, (input: never) => Promise<unknown>>;
type Inputs<S extends Service, N extends keyof S> = Parameters<S[N]>[0];
type Output<S extends Service, N extends keyof S> = Awaited<ReturnType<S[N]>>;

interface Call {
  n: number;
  name: string;
  input: unknown;
}
type Answer =
  | { n: number; ok: true; value: unknown }
  | { n: number; ok: false; message: string; error: Error | undefined };

/** A worker that ended, or a call that failed in it; then with what was thrown there as its cause. */
export class WorkerFault extends Error {}

export interface Calling<S extends Service> {
  call<N extends keyof S & string>(name: N, input: Inputs<S, N>): Promise<Output<S, N>>;
  /** Ends the worker; calls that wait are refused. */
  end(): void;
}

/** The window's side. @param start makes the worker; it is made with the first call */
export function callWorker<S extends Service>(start: () => Worker): Calling<S> {
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, { done: (value: never) => void; failed: (error: Error) => void }>();
  const failAll = (message: string) => {
    for (const { failed } of waiting.values()) failed(new WorkerFault(message));
    waiting.clear();
  };
  const started = (): Worker => {
    if (worker) return worker;
    worker = start();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      const call = waiting.get(data.n);
      waiting.delete(data.n);
      if (data.ok) call?.done(data.value as never);
      else call?.failed(new WorkerFault(data.message, { cause: data.error }));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker?.terminate();
      worker = null;
      failAll(event.message || 'it could not be started');
    };
    return worker;
  };
  return {
    call: (name, input) =>
      new Promise((done, failed) => {
        const n = next++;
        waiting.set(n, { done, failed });
        started().postMessage({ n, name, input } satisfies Call);
      }),
    end: () => {
      worker?.terminate();
      worker = null;
      failAll('it was ended');
    },
  };
}

/**
 * The worker's side. Calls are answered one after the other, in their order.
 * @param concurrent calls that wait for no other and hold up none, such as one that is answered when something happens
 */
export function serve(service: Service, concurrent: readonly string[] = []): void {
  let queue: Promise<unknown> = Promise.resolve();
  async function answer({ n, name, input }: Call): Promise<void> {
    try {
      const act = service[name];
      if (!act) throw new Error(`${name} is no call of this worker`);
      self.postMessage({ n, ok: true, value: await act(input as never) } satisfies Answer);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : undefined;
      self.postMessage({ n, ok: false, message: error?.message ?? `${thrown}`, error } satisfies Answer);
    }
  }
  self.onmessage = ({ data }: MessageEvent<Call>) => {
    if (concurrent.includes(data.name)) void answer(data);
    else queue = queue.then(() => answer(data));
  };
}
