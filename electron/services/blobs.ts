/**
 * Attachments' bytes, by content. A file enters in chunks: temporary file, SHA-256 on the way, fsync, rename to its hash.
 * The name that a file came with never becomes part of a path.
 */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallInput, CallOutput, Failure } from '../../shared/bridge/contract.ts';
import { diskFailure, ok } from './disk-failure.ts';

const MOST_UPLOADS = 16;
const MOST_BYTES = 1_099_511_627_776;

interface Upload {
  name: string;
  expected: number;
  received: number;
  hash: Hash;
  file: FileHandle;
  path: string;
}

function refused(code: string, message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'refused', code, message } };
}

/** A file's name as a person reads it: the last part of any path, without characters that control a screen. */
export function displayName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  return clean === '' || clean === '.' || clean === '..' ? 'file without a name' : clean.slice(0, 300);
}

export class Blobs {
  readonly #folder: string;
  readonly #incoming: string;
  readonly #uploads = new Map<string, Upload>();
  #ready: Promise<void> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.#incoming = join(folder, 'incoming');
  }

  /** Makes the folders; what an earlier run left half-way is removed, nobody refers to it. */
  #prepare(): Promise<void> {
    this.#ready ??= (async () => {
      await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
      for (const name of await readdir(this.#incoming)) await rm(join(this.#incoming, name), { force: true });
    })();
    this.#ready.catch(() => {
      this.#ready = null;
    });
    return this.#ready;
  }

  #path(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  async begin({ name, size }: CallInput<'blob.begin'>): Promise<CallOutput<'blob.begin'>> {
    if (this.#uploads.size >= MOST_UPLOADS)
      return refused('too-many', 'Too many files are being added at once. Wait for one to end.');
    if (size > MOST_BYTES)
      return refused('too-large', 'The file is larger than 1 TB, the most that the console takes.');
    try {
      await this.#prepare();
      const upload = randomUUID();
      const path = join(this.#incoming, upload);
      const file = await open(path, 'wx', 0o600);
      this.#uploads.set(upload, {
        name: displayName(name),
        expected: size,
        received: 0,
        hash: createHash('sha256'),
        file,
        path,
      });
      return ok({ upload });
    } catch (error) {
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    }
  }

  async append({ upload, offset, bytes }: CallInput<'blob.append'>): Promise<CallOutput<'blob.append'>> {
    const found = this.#uploads.get(upload);
    if (!found) return refused('unknown-upload', 'This file is no longer being added. Add it again.');
    if (offset !== found.received || offset + bytes.byteLength > found.expected) {
      return refused('offset', 'The file changed while it was added. Add it again.');
    }
    try {
      // Counted before the write: a second chunk for the same place is refused, not interleaved.
      found.received += bytes.byteLength;
      await found.file.writeFile(bytes);
      found.hash.update(bytes);
      return ok({ received: found.received });
    } catch (error) {
      await this.#drop(upload);
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    }
  }

  async finish({ upload }: CallInput<'blob.finish'>): Promise<CallOutput<'blob.finish'>> {
    const found = this.#uploads.get(upload);
    if (!found) return refused('unknown-upload', 'This file is no longer being added. Add it again.');
    if (found.received !== found.expected) {
      await this.#drop(upload);
      return refused('size', `Of ${found.expected} bytes ${found.received} arrived. Add the file again.`);
    }
    try {
      this.#uploads.delete(upload);
      await found.file.sync();
      await found.file.close();
      const sha256 = found.hash.digest('hex');
      const path = this.#path(sha256);
      await mkdir(join(this.#folder, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
      await rename(found.path, path);
      if (process.platform !== 'win32') {
        const folder = await open(join(this.#folder, sha256.slice(0, 2)), 'r');
        await folder.sync().finally(() => folder.close());
      }
      return ok({ sha256, size: found.received, name: found.name });
    } catch (error) {
      await rm(found.path, { force: true }).catch(() => undefined);
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    }
  }

  async cancel({ upload }: CallInput<'blob.cancel'>): Promise<CallOutput<'blob.cancel'>> {
    await this.#drop(upload);
    return ok({});
  }

  async #drop(upload: string): Promise<void> {
    const found = this.#uploads.get(upload);
    this.#uploads.delete(upload);
    await found?.file.close().catch(() => undefined);
    if (found) await rm(found.path, { force: true }).catch(() => undefined);
  }

  async read({ sha256, offset, length }: CallInput<'blob.read'>): Promise<CallOutput<'blob.read'>> {
    try {
      const path = this.#path(sha256);
      const { size } = await stat(path);
      const file = await open(path, 'r');
      try {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, offset);
        return ok({ bytes: bytes.subarray(0, bytesRead), size });
      } finally {
        await file.close();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        return refused('not-here', 'This file is not on this computer.');
      return diskFailure(error, 'Nothing was changed.');
    }
  }

  async close(): Promise<void> {
    for (const upload of [...this.#uploads.keys()]) await this.#drop(upload);
  }
}
