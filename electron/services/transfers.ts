/**
 * Attachments on their way between this computer and the hub (S9): sent by tus, resumable; fetched in ranges. One at a time
 * is asked for by the renderer; nothing of a file is ever whole in memory.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DetailedError, Upload } from 'tus-js-client';
import { z } from 'zod';
import type { Answer, CallInput, CallOutput, EventPayload, Failure } from '../../shared/bridge/contract.ts';
import { hubPaths } from '../../shared/sync/protocol.ts';
import type { Blobs } from './blobs.ts';
import { beginningOf, MOST_REFUSAL_BYTES } from './bounded-body.ts';
import type { Content } from './content.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { failed, type HubClient, offline } from './hub-client.ts';
import { patientLine } from './patient-line.ts';
import { NotAuthentic } from './seal.ts';
import { bodyOf, lastPart, partOf } from './transfer-bytes.ts';
import { tusOver } from './tus-stack.ts';

/** Bytes of one request that sends a part of a file: as many as the line carries in a few seconds. */
const PIECES = { first: 1024 * 1024, least: 256 * 1024, most: 8 * 1024 * 1024 };
/** A piece that took less is followed by a larger one; one that took more, by a smaller. */
const QUICK_MS = 1_000;
const SLOW_MS = 8_000;
const TELL_EVERY_BYTES = 1024 * 1024;

/** What is kept, sealed, of an upload that was begun: its name at the hub, whatever the hub's address is by then. */
const upload = z.object({ device: z.string().max(100), upload: z.string().regex(/^[\w-]{1,100}$/) });
type Known = z.infer<typeof upload>;
const NOTE = 'upload that was begun';
/** Of what this console keeps of a file that is on its way, sealed: that it is being sent, and its bytes so far. */
export const SENDING = '.sending';
export const FETCHING = '.fetching';

type Progress = EventPayload<'blob.progress'>;

/** How a transfer reaches the hub, and in what pieces. All are in memory at some time, a few times over. */
export interface TransferLine {
  request: typeof fetch;
  pieces: { first: number; least: number; most: number };
}

interface Sending {
  content: Content;
  sha256: string;
  device: string;
  access: { hub: string; token: string };
  stopped: AbortSignal;
}

/** The hub does not have this upload, or no longer. */
const isGone = ({ code }: Failure) => code === 'hash' || code === 'unknown-upload';

/**
 * An answer of the upload protocol itself, such as 409 for an offset or 423 for a lock: a request came twice or late, and hub
 * and console count the bytes differently for a moment. It says nothing against the file; the next try asks where it stands.
 */
function outOfStep(failure: Failure): Failure {
  return {
    ...failure,
    kind: 'busy',
    message:
      'The hub and this computer were out of step. The file is here, and goes on from what the hub has.',
  };
}

export class Transfers {
  readonly #blobs: Blobs;
  readonly #client: HubClient;
  readonly #folder: string;
  readonly #tell: (progress: Progress) => void;
  readonly #line: TransferLine;
  /** What ends a transfer that runs, by hash. */
  readonly #running = new Map<string, () => void>();

  /** @param folder for what is known of uploads that were begun, and for files that are being fetched */
  constructor(
    blobs: Blobs,
    client: HubClient,
    folder: string,
    tell: (progress: Progress) => void,
    line: Partial<TransferLine> = {},
  ) {
    this.#blobs = blobs;
    this.#client = client;
    this.#folder = folder;
    this.#tell = tell;
    this.#line = { request: fetch, pieces: PIECES, ...line };
  }

  stop({ sha256 }: CallInput<'blob.stop'>): CallOutput<'blob.stop'> {
    this.#running.get(sha256)?.();
    return ok({});
  }

  close(): void {
    for (const end of this.#running.values()) end();
  }

  async #once<T>(sha256: string, work: (stopped: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (this.#running.has(sha256))
      return failed('busy', 'transfer-runs', 'This file is on its way already.', 5);
    const stop = new AbortController();
    this.#running.set(sha256, () => stop.abort());
    try {
      return await work(stop.signal);
    } finally {
      this.#running.delete(sha256);
    }
  }

  #placeOf(sha256: string, ending: string): string {
    return join(this.#folder, `${this.#blobs.files.nameOf(sha256)}${ending}`);
  }

  #noteOf(sha256: string): string {
    return this.#placeOf(sha256, SENDING);
  }

  /** The upload that this device began before; lost notes cost nothing but sending from the start. */
  async #known(sha256: string, hub: string, device: string): Promise<string | null> {
    try {
      const text = this.#blobs.files.openText(NOTE, await readFile(this.#noteOf(sha256)));
      const note: Known = upload.parse(JSON.parse(text ?? ''));
      return note.device === device ? `${hub}${hubPaths.uploads}/${note.upload}` : null;
    } catch {
      // Unreported: without a note the upload begins anew.
      return null;
    }
  }

  /** Sends a file of this computer to the hub, from where it left off, and has the hub hash it again. */
  send({ sha256, device }: CallInput<'blob.send'>): Promise<CallOutput<'blob.send'>> {
    return this.#once(sha256, async (stopped) => {
      const { access } = this.#client;
      if (!access) return failed('unauthorised', 'no-token', 'This computer has to say who it is again.');
      let content: Content | null = null;
      try {
        content = await this.#blobs.open(sha256);
        if (!content)
          return failed('refused', 'not-here', 'This file is not on this computer, so it cannot be sent.');
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        const upload = { content, sha256, device, access, stopped };
        const finished = await this.#sendOnce(upload);
        // The hub was restored, or the bytes were damaged on the way: what it had is gone, and all is sent once more.
        return !finished.ok && isGone(finished.failure) ? await this.#sendOnce(upload) : finished;
      } catch (error) {
        if (error instanceof TransferFailed) return { ok: false, failure: error.failure };
        if (!(error instanceof NotAuthentic))
          return diskFailure(error, 'The file is on this computer, and is sent later.');
        await this.#blobs.setAside(sha256);
        return failed(
          'refused',
          'damaged',
          'The file is damaged on this computer: it is not what was kept, and was not sent. Add it again.',
        );
      } finally {
        await content?.close();
      }
    });
  }

  async #sendOnce(of: Sending): Promise<CallOutput<'blob.send'>> {
    const address = await this.#upload(of);
    if (address === 'already-here') return ok({});
    const finished = await this.#client.finishBlob(of.device, lastPart(address));
    // Whole or discarded at the hub: in either case this upload is over. Only a line that broke leaves it as it is.
    if (finished.ok || isGone(finished.failure)) await rm(this.#noteOf(of.sha256), { force: true });
    if (finished.ok) return ok({});
    return finished.failure.code === 'not-whole'
      ? { ok: false, failure: outOfStep(finished.failure) }
      : finished;
  }

  /** @returns the address of the whole upload at the hub */
  async #upload(of: Sending): Promise<string> {
    const { content, sha256, device, access, stopped } = of;
    const { size } = content;
    const { hub, token } = access;
    const known = await this.#known(sha256, hub, device);
    const { first, least, most } = this.#line.pieces;
    let told = 0;
    let begun = 0;
    let unread: unknown = null;
    let noted: Promise<void> = Promise.resolve();
    const whole = new Promise<string>((done, reject) => {
      const sending = new Upload(Buffer.alloc(0), {
        endpoint: `${hub}${hubPaths.uploads}`,
        uploadUrl: known,
        uploadSize: size,
        metadata: { sha256 },
        headers: { authorization: `Bearer ${token}` },
        chunkSize: first,
        httpStack: tusOver(this.#line.request),
        // The sync engine decides when to try again.
        retryDelays: null,
        storeFingerprintForResuming: false,
        fileReader: {
          openFile: async () => ({
            size,
            slice: async (start, end) => {
              const value = await partOf(content, start, Math.min(end, size)).catch((error: unknown) => {
                unread = error;
                throw error;
              });
              begun = performance.now();
              return { value, done: end >= size };
            },
            close: () => undefined,
          }),
        },
        onUploadUrlAvailable: () => {
          const note: Known = { device, upload: lastPart(sending.url ?? '') };
          const text = this.#blobs.files.sealText(NOTE, JSON.stringify(note));
          // Unreported: without its note the upload begins anew.
          noted = writeFile(this.#noteOf(sha256), text, { mode: 0o600 }).catch(() => undefined);
        },
        onChunkComplete: () => {
          const took = performance.now() - begun;
          const factor = took < QUICK_MS ? 2 : took > SLOW_MS ? 0.5 : 1;
          const next = (sending.options.chunkSize ?? first) * factor;
          sending.options.chunkSize = Math.min(most, Math.max(least, next));
        },
        onProgress: (sent) => {
          if (sent - told < TELL_EVERY_BYTES && sent < size) return;
          told = sent;
          this.#tell({ sha256, done: sent, size });
        },
        onSuccess: () => done(sending.url ?? ''),
        onError: (error) => {
          if (unread !== null) return reject(unread);
          const failure = this.#failureOf(error, token);
          if (failure.code === 'already-here') done('already-here');
          else reject(new TransferFailed(failure));
        },
      });
      const end = () => {
        void sending.abort();
        reject(new TransferFailed(stoppedFailure));
      };
      stopped.addEventListener('abort', end);
      if (stopped.aborted) end();
      else sending.start();
    });
    try {
      return await whole;
    } finally {
      await noted;
    }
  }

  #failureOf(error: Error | DetailedError, token: string): Failure {
    const response = error instanceof DetailedError ? error.originalResponse : null;
    if (!response)
      return offline(error instanceof DetailedError ? (error.causingError ?? 'line') : error).failure;
    const body = bodyOf(response.getBody());
    const heard = {
      status: response.getStatus(),
      retryAfter: response.getHeader('retry-after') ?? null,
      date: response.getHeader('date') ?? null,
    };
    const failure = this.#client.refusalOf(heard, body, token);
    const ofTheProtocol = body === null || ['offset', 'slow'].includes(failure.code);
    return ofTheProtocol && failure.kind === 'refused' ? outOfStep(failure) : failure;
  }

  /** Fetches a file from the hub, from where it left off; it is here only once its hash is what the record says. */
  fetch({ sha256, size, ticketId }: CallInput<'blob.fetch'>): Promise<CallOutput<'blob.fetch'>> {
    return this.#once(sha256, async (stopped) => {
      const { access } = this.#client;
      if (!access) return failed('unauthorised', 'no-token', 'This computer has to say who it is again.');
      const part = this.#placeOf(sha256, FETCHING);
      try {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        const arrived = await this.#download({ part, sha256, size, ticketId, access, stopped });
        if (typeof arrived !== 'string') return { ok: false, failure: arrived };
        if (arrived !== sha256) {
          await rm(part, { force: true });
          return failed(
            'refused',
            'hash',
            'What arrived is not the file that the record names. Fetch it again.',
          );
        }
        await this.#blobs.adopt(part, sha256);
        return ok({});
      } catch (error) {
        return diskFailure(error, 'The file is at the hub, and can be fetched again.');
      }
    });
  }

  /** @returns the hash of what is here when all of it is */
  async #download(of: {
    part: string;
    sha256: string;
    size: number;
    ticketId: string | undefined;
    access: { hub: string; token: string };
    stopped: AbortSignal;
  }): Promise<Failure | string> {
    const { part, sha256, size, access, stopped } = of;
    const query = of.ticketId === undefined ? '' : `?ticket=${of.ticketId}`;
    let file = await this.#blobs.files.resume(part);
    let ended = false;
    const finish = async () => {
      ended = true;
      return (await file.finish()) ?? '';
    };
    const line = patientLine(stopped);
    try {
      if (file.size > size) {
        await file.close();
        await rm(part, { force: true });
        file = await this.#blobs.files.resume(part);
      }
      let at = file.size;
      if (at === size) return await finish();
      line.listen();
      const response = await this.#line.request(`${access.hub}${hubPaths.blobs}/${sha256}${query}`, {
        redirect: 'error',
        signal: line.signal,
        headers: { authorization: `Bearer ${access.token}`, range: `bytes=${at}-` },
      });
      if (response.status !== 206 || !response.body) {
        const { status, headers } = response;
        const text = await beginningOf(response, MOST_REFUSAL_BYTES);
        const heard = { status, retryAfter: headers.get('retry-after'), date: headers.get('date') };
        return this.#client.refusalOf(heard, bodyOf(text), access.token);
      }
      let told = at;
      for await (const chunk of response.body) {
        line.listen();
        const bytes = chunk as Uint8Array;
        // What is longer than the record says is not that file.
        if (at + bytes.byteLength > size) break;
        await file.append(bytes);
        at += bytes.byteLength;
        if (at - told < TELL_EVERY_BYTES && at < size) continue;
        told = at;
        this.#tell({ sha256, done: at, size });
      }
      return at === size ? await finish() : offline('line').failure;
    } catch (error) {
      if (stopped.aborted) return stoppedFailure;
      // The disk's own errors carry the system's number; those of a line are Chromium's or lie in a cause.
      if (typeof (error as NodeJS.ErrnoException).errno === 'number') throw error;
      return offline(line.signal.aborted ? 'timeout' : error).failure;
    } finally {
      line.end();
      if (!ended) await file.pause();
    }
  }
}

class TransferFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const stoppedFailure: Failure = {
  kind: 'refused',
  code: 'stopped',
  message: 'Stopped. What was transferred so far is kept, and the rest follows when it is started again.',
};
