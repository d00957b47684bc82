/** Attachments of this computer as files of the person's own, in clear: streamed, proven by their hash, under a name that is safe. */
import type { CallInput, CallOutput, EventPayload, Failure } from '../../shared/bridge/contract.ts';
import type { Blobs } from './blobs.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { offeredName } from './file-names.ts';
import { type Deliver, NotTheFile } from './save-as.ts';
import { NotAuthentic } from './seal.ts';

const MOST_JOBS = 4;

function refused(code: string, message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'refused', code, message } };
}

/** What the place that the person chose refused, in words. */
function notThere(error: unknown): { ok: false; failure: Failure } {
  const refusal = diskFailure(error, 'The file was not saved there. Choose another place.');
  const { code } = refusal.failure;
  if (code !== 'EACCES' && code !== 'EPERM') return refusal;
  const message = 'This computer does not allow writing there. The file was not saved. Choose another place.';
  return { ok: false, failure: { kind: 'disk', code, message } };
}

export class FileCopies {
  readonly #blobs: Blobs;
  readonly #deliver: Deliver;
  readonly #tell: (payload: EventPayload<'blob.saving'>) => void;
  readonly #running = new Map<string, AbortController>();

  constructor(blobs: Blobs, deliver: Deliver, tell: (payload: EventPayload<'blob.saving'>) => void) {
    this.#blobs = blobs;
    this.#deliver = deliver;
    this.#tell = tell;
  }

  async save({ job, sha256, name }: CallInput<'blob.save'>): Promise<CallOutput<'blob.save'>> {
    if (this.#running.has(job)) return refused('running', 'This file is being saved already.');
    if (this.#running.size >= MOST_JOBS)
      return refused('too-many', 'Several files are being saved already. Wait for one to end.');
    const stop = new AbortController();
    this.#running.set(job, stop);
    try {
      const there = await this.#blobs.open(sha256);
      if (!there) return refused('not-here', 'This file is not on this computer. Fetch it first.');
      await there.close();
      const { size } = there;
      let told = 0;
      const open = async () => {
        const content = await this.#blobs.open(sha256);
        // It was removed since it was looked for.
        if (!content) throw new NotTheFile('it is not here any more');
        return content;
      };
      const delivered = await this.#deliver(open, offeredName(name), {
        sha256,
        stopped: stop.signal,
        tell: (done) => {
          // A hundred tellings are enough for any bar.
          if (done < size && done - told < size / 100) return;
          told = done;
          this.#tell({ job, done, size });
        },
      });
      return ok(delivered);
    } catch (error) {
      if (stop.signal.aborted) return refused('stopped', 'Stopped. Nothing was saved.');
      if (!(error instanceof NotTheFile || error instanceof NotAuthentic)) return notThere(error);
      await this.#blobs.setAside(sha256);
      return refused(
        'damaged',
        'The file is damaged on this computer: it no longer fits its hash. Nothing was saved. Fetch it from the hub again.',
      );
    } finally {
      this.#running.delete(job);
    }
  }

  stop({ job }: CallInput<'blob.stopSaving'>): CallOutput<'blob.stopSaving'> {
    this.#running.get(job)?.abort();
    return ok({});
  }

  close(): void {
    for (const job of this.#running.values()) job.abort();
  }
}
