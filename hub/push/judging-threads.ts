/**
 * Threads for work that others would have to wait for: large pushes, and packets whose last file came. Each has one piece of
 * work at a time, its own connection to the database and its own bound of memory: what is too much for it ends it, and not the hub.
 */
import { Worker } from 'node:worker_threads';
import type { Identity, PushResponse } from '../../shared/sync/protocol.ts';
import { logLine } from '../log.ts';
import { Refusal } from '../refusal.ts';

/** More would take the processors from the thread that answers everybody. */
const MOST_THREADS = 2;
/** The largest packet takes less than half of it. */
const MEMORY_MB = 1_024;
/** An idle thread gives its memory back. */
const IDLE_MS = 60_000;
/** The console gave up long before. */
const LONGEST_MS = 120_000;

export interface ThreadData {
  databaseUrl: string;
}

/** What a thread is asked to do. `shiftMs` is how far the hub's clock is from the computer's. */
export type Job = { shiftMs: number } & (
  | { kind: 'push'; identity: Identity; bytes: Uint8Array }
  | { kind: 'awaited'; of: string | null }
);

export type JobAnswer =
  | { ok: true; value: unknown }
  | {
      ok: false;
      refusal: Pick<Refusal, 'status' | 'code' | 'message' | 'detail'> & {
        retryAfterSeconds?: number | undefined;
      };
    };

interface Waiting {
  /** The organisation that it is for: one piece of work at a time, so that nobody takes all threads. */
  owner: string;
  job: Job;
  done: (value: unknown) => void;
  failed: (refusal: Refusal) => void;
}

const notNow = () =>
  new Refusal(503, 'failed', 'The hub cannot do this now; nothing is lost. Try again in a moment.', 5);

export class Threads {
  readonly #data: ThreadData;
  readonly #now: () => Date;
  readonly #waiting: Waiting[] = [];
  readonly #owners = new Set<string>();
  readonly #idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  readonly #workers = new Set<Worker>();
  #closed = false;

  constructor(databaseUrl: string, now: () => Date) {
    this.#data = { databaseUrl };
    this.#now = now;
  }

  /** @param bytes the request's body, which is handed over: nobody else uses it any more */
  async push(identity: Identity, bytes: Uint8Array): Promise<PushResponse> {
    // The edits of an organisation go one after the other: a second thread for it would only wait for the first.
    return (await this.#run(identity.organisation.id, {
      kind: 'push',
      identity,
      bytes,
      shiftMs: this.#shift(),
    })) as PushResponse;
  }

  /** Packets whose last file came, of one organisation or of all (`escalateAwaited`). */
  async escalateAwaited(of: string | null): Promise<void> {
    await this.#run(of ?? '', { kind: 'awaited', of, shiftMs: this.#shift() });
  }

  #shift(): number {
    return this.#now().getTime() - Date.now();
  }

  #run(owner: string, job: Job): Promise<unknown> {
    return new Promise((done, failed) => {
      if (this.#closed) return failed(notNow());
      this.#waiting.push({ owner, job, done, failed });
      this.#next();
    });
  }

  #next(): void {
    while (this.#owners.size < MOST_THREADS) {
      const at = this.#waiting.findIndex(({ owner }) => !this.#owners.has(owner));
      const [next] = at < 0 ? [] : this.#waiting.splice(at, 1);
      if (!next) return;
      this.#owners.add(next.owner);
      const ready = this.#idle.pop();
      clearTimeout(ready?.timer);
      void this.#work(ready?.worker ?? this.#start(), next).finally(() => {
        this.#owners.delete(next.owner);
        this.#next();
      });
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./judging-thread.ts', import.meta.url), {
      workerData: this.#data,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.unref();
    // While it is idle; while it works, whoever waits for it hears of it too.
    worker.on('error', () => undefined);
    this.#workers.add(worker);
    worker.once('exit', () => {
      this.#workers.delete(worker);
      const at = this.#idle.findIndex((each) => each.worker === worker);
      if (at >= 0) clearTimeout(this.#idle.splice(at, 1)[0]?.timer);
    });
    return worker;
  }

  async #work(worker: Worker, { job, done, failed }: Waiting): Promise<void> {
    const answer = await new Promise<JobAnswer | null>((settle) => {
      const patience = setTimeout(() => void worker.terminate(), LONGEST_MS);
      const end = (value: JobAnswer | null) => {
        clearTimeout(patience);
        worker.off('message', end);
        worker.off('exit', gone);
        settle(value);
      };
      const gone = () => end(null);
      worker.once('message', end);
      worker.once('exit', gone);
      worker.postMessage(job, job.kind === 'push' ? [ownBuffer(job)] : []);
    });
    if (answer === null) {
      logLine('error', 'thread-ended', `A thread ended over its work: ${job.kind}.`);
      return failed(notNow());
    }
    const timer = setTimeout(() => void worker.terminate(), IDLE_MS);
    timer.unref();
    this.#idle.push({ worker, timer });
    if (answer.ok) return done(answer.value);
    const { status, code, message, retryAfterSeconds, detail } = answer.refusal;
    failed(new Refusal(status, code, message, retryAfterSeconds, detail));
  }

  /** Ends all threads. What they were doing is rolled back, and refused with 503. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { failed } of this.#waiting.splice(0)) failed(notNow());
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }
}

/** The buffer of the job's bytes, which is theirs alone afterwards: small ones share theirs with others. */
function ownBuffer(job: Extract<Job, { kind: 'push' }>): ArrayBuffer {
  const { bytes } = job;
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength)
    return bytes.buffer;
  const copy = Uint8Array.from(bytes);
  job.bytes = copy;
  return copy.buffer;
}
