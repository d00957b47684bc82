/**
 * An installer on its way from a feed (security 23): bounded by what was signed, gone on with where it was cut, also by another start,
 * and whole only once its hash is the one that was signed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../shared/bridge/contract.ts';
import type { UpdateManifest } from '../../shared/sync/releases.ts';
import { beginningOf, MOST_REFUSAL_BYTES } from './bounded-body.ts';
import { ok } from './disk-failure.ts';
import { failed } from './hub-client.ts';
import { patientLine } from './patient-line.ts';
import type { UpdateFeed } from './update-feed.ts';
import { refused } from './update-rules.ts';

const SIGNED = 'signed.update';
export const STEP_BYTES = 1024 * 1024;
/** Left on the disk for the console itself, which has edits to save. */
const LEAVE_BYTES = 256 * 1024 * 1024;

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The SHA-256 of all pieces. @param copy is written to meanwhile, put to the disk and closed */
export async function hashOf(
  pieces: AsyncIterable<Buffer>,
  copy?: FileHandle,
  tell?: (done: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await copy?.writeFile(piece);
      done += piece.length;
      tell?.(done);
    }
    await copy?.sync();
  } finally {
    await copy?.close();
  }
  return hash.digest('hex');
}

/** The SHA-256 of a file. */
export function hashOfFile(path: string): Promise<string> {
  return hashOf(createReadStream(path, { highWaterMark: STEP_BYTES }));
}

export class UpdateDownloads {
  readonly #folder: string;
  readonly #request: typeof fetch;

  /** @param folder of its own: each installer lies in one of its hash's name */
  constructor(folder: string, request: typeof fetch) {
    this.#folder = folder;
    this.#request = request;
  }

  /** Removes all that is not worth to be kept. @param isWorth by what was signed of it */
  async tidy(isWorth: (signed: string) => boolean): Promise<void> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      const place = join(this.#folder, name);
      // Unreported: one without its signed text is nothing to go on with.
      const signed = await readFile(join(place, SIGNED), 'utf8').catch(() => '');
      if (!isWorth(signed)) await rm(place, { recursive: true, force: true });
    }
  }

  /** Bytes that are here of an installer, whether or not they are right. */
  async here(manifest: UpdateManifest): Promise<number> {
    // Unreported: what is not there has no bytes.
    const found = await stat(this.#pathOf(manifest)).catch(() => null);
    return found?.isFile() ? found.size : 0;
  }

  #pathOf({ sha256, file }: UpdateManifest): string {
    return join(this.#folder, sha256, file);
  }

  forget({ sha256 }: UpdateManifest): Promise<void> {
    return rm(join(this.#folder, sha256), { recursive: true, force: true });
  }

  /**
   * Fetches an installer from where it was left.
   * @param signed what was signed of it, kept beside it for the next start
   * @returns where it lies, proved
   */
  async get(
    feed: UpdateFeed,
    manifest: UpdateManifest,
    signed: string,
    tell: (done: number) => void,
    stopped: AbortSignal,
  ): Promise<Answer<string>> {
    // One version is fetched at a time: what was begun of another gives its room back.
    await this.tidy((other) => other === signed);
    const path = this.#pathOf(manifest);
    let at = await this.here(manifest);
    if (at > manifest.size) {
      await rm(path, { force: true });
      at = 0;
    }
    await mkdir(join(this.#folder, manifest.sha256), { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < manifest.size - at + LEAVE_BYTES)
      return refused(
        'no-room',
        `${manifest.file} has ${megabytes(manifest.size)}, and this disk has ${megabytes(bavail * bsize)} free, of which the console keeps some for your work. Free some space, then try again.`,
      );
    await writeFile(join(this.#folder, manifest.sha256, SIGNED), signed, { mode: 0o600 });
    if (at < manifest.size) {
      const arrived = await this.#arrive({ feed, manifest, path, at, tell, stopped });
      if (!arrived.ok) return arrived;
    }
    if ((await hashOfFile(path)) !== manifest.sha256) {
      await this.forget(manifest);
      return refused(
        'hash',
        `What came is not ${manifest.file} as the publisher signed it: its content is another. It was removed.`,
      );
    }
    // An AppImage is a program.
    await chmod(path, 0o700);
    return ok(path);
  }

  async #arrive(of: {
    feed: UpdateFeed;
    manifest: UpdateManifest;
    path: string;
    at: number;
    tell: (done: number) => void;
    stopped: AbortSignal;
  }): Promise<Answer<null>> {
    const { feed, manifest, tell, stopped } = of;
    const { size } = manifest;
    const source = feed.source(manifest);
    if (!source.ok) return source;
    const line = patientLine(stopped);
    const cut = (at: number) =>
      `${megabytes(at)} of ${megabytes(size)} are here, and the rest follows when you go on.`;
    let at = of.at;
    const broken = (error: unknown) => {
      const failure = feed.unreached(error);
      return { ok: false as const, failure: { ...failure, message: `${failure.message} ${cut(at)}` } };
    };
    const file = await open(of.path, 'a', 0o600);
    try {
      line.listen();
      const response = await this.#request(source.value.url, {
        redirect: 'error',
        signal: line.signal,
        headers: { ...source.value.headers, range: `bytes=${at}-` },
      });
      if ((response.status !== 206 && response.status !== 200) || !response.body)
        return {
          ok: false,
          failure: feed.refusalOf(response, await beginningOf(response, MOST_REFUSAL_BYTES)),
        };
      // A server that knows no ranges begins anew, and so does the file.
      if (response.status === 200) at = 0;
      else if (!response.headers.get('content-range')?.startsWith(`bytes ${at}-`))
        return refused('range', `The server gave other bytes of ${manifest.file} than were asked for.`);
      await file.truncate(at);
      for await (const chunk of response.body) {
        line.listen();
        const bytes = chunk as Uint8Array;
        if (at + bytes.byteLength > size) {
          await file.truncate(0);
          return refused(
            'size',
            `What came is not ${manifest.file} as the publisher signed it: it is longer. It was removed.`,
          );
        }
        await file.appendFile(bytes);
        at += bytes.byteLength;
        tell(at);
      }
      await file.sync();
      if (at === size) return ok(null);
      return broken('line');
    } catch (error) {
      if (stopped.aborted) return failed('refused', 'stopped', `Stopped. ${cut(at)}`);
      // The disk's own errors carry the system's number; those of a line are Chromium's or lie in a cause.
      if (typeof (error as NodeJS.ErrnoException).errno === 'number') throw error;
      return broken(line.signal.aborted ? 'timeout' : error);
    } finally {
      line.end();
      await file.close();
    }
  }
}
