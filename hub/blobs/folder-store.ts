/** Attachments in a folder: `incoming/` for uploads, `ORGANISATION/HASH` for what is complete. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { ERRORS } from '@tus/server';
import type { BlobStore, Range } from './store.ts';
import { STORE_FULL } from './tus-server.ts';

async function syncFolder(path: string): Promise<void> {
  // Windows has no folder handles to sync; its journaled file system keeps the rename.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

function missing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

/** The hub's name in its folder. */
const MARKER = 'hub-store';

/** Bytes that are gathered before they are written: a write a packet of the network would take several times as long. */
const WRITE_BYTES = 1024 * 1024;

/** Whether the disk, or what this user may have of it, is used up. */
function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

class Incoming extends FileStore {
  /** @returns the upload's size then. What came before a line broke is written, so that it need not be sent again. */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    try {
      return await this.#write(readable, id, offset);
    } catch (error) {
      // As the store it extends: what the system said, with paths in it, is not for the client.
      throw isFull(error) ? STORE_FULL : ERRORS.FILE_WRITE_ERROR;
    }
  }

  async #write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+');
    let at = offset;
    let gathered: Buffer[] = [];
    let size = 0;
    let writing: Promise<unknown> = Promise.resolve();
    const flush = async () => {
      const [parts, from] = [gathered, at];
      at += size;
      gathered = [];
      size = 0;
      await writing;
      if (parts.length > 0) writing = writeAll(file, Buffer.concat(parts), from);
      // Unreported: awaited before the next write, or at the end: not unhandled in between.
      writing.catch(() => undefined);
    };
    try {
      try {
        for await (const chunk of readable) {
          gathered.push(chunk as Buffer);
          size += (chunk as Buffer).length;
          if (size >= WRITE_BYTES) await flush();
        }
      } finally {
        await flush();
        await writing;
      }
      return at;
    } finally {
      await file.close();
    }
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}

export class FolderStore implements BlobStore {
  readonly incoming: FileStore;
  readonly #folder: string;

  /** @param folder on a file system of its own kind: uploads are renamed to their place */
  constructor(folder: string) {
    this.#folder = folder;
    this.incoming = new Incoming({ directory: join(folder, 'incoming') });
  }

  get place(): string {
    return this.#folder;
  }

  async marker(): Promise<string | null> {
    const text = await readFile(join(this.#folder, MARKER), 'utf8').catch(missing);
    return text === null ? null : text.trim();
  }

  async mark(hub: string): Promise<void> {
    const path = join(this.#folder, MARKER);
    // Of its own: several hubs may start at once.
    const made = `${path}.${randomUUID()}`;
    const file = await open(made, 'wx', 0o600);
    await file
      .writeFile(`${hub}\n`)
      .then(() => file.sync())
      .finally(() => file.close());
    await rename(made, path);
    await syncFolder(this.#folder);
  }

  async free(): Promise<number | null> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  #upload(upload: string): string {
    return join(this.#folder, 'incoming', upload);
  }

  async received(upload: string): Promise<number | null> {
    const found = await stat(this.#upload(upload)).catch(missing);
    return found?.size ?? null;
  }

  async readUpload(upload: string): Promise<Readable> {
    return createReadStream(this.#upload(upload), { highWaterMark: 1024 * 1024 });
  }

  async flush(upload: string): Promise<void> {
    const file = await open(this.#upload(upload), 'r+').catch(missing);
    await file?.datasync().finally(() => file.close());
  }

  async keep(upload: string, blob: { organisation: string; sha256: string }): Promise<string> {
    const location = join(blob.organisation, blob.sha256);
    const path = join(this.#folder, location);
    const file = await open(this.#upload(upload), 'r+').catch(missing);
    if (file) {
      await file.sync().finally(() => file.close());
      await mkdir(join(this.#folder, blob.organisation), { recursive: true, mode: 0o700 });
      await rename(this.#upload(upload), path);
      await syncFolder(join(this.#folder, blob.organisation));
      await syncFolder(this.#folder);
      await rm(`${this.#upload(upload)}.json`, { force: true });
    } else {
      // A hub that was killed behind the rename: the file is at its place.
      await stat(path);
    }
    return location;
  }

  async uploads(): Promise<string[]> {
    const names = (await readdir(join(this.#folder, 'incoming')).catch(missing)) ?? [];
    return [...new Set(names.map((name) => name.replace(/\.json$/, '')))];
  }

  async discard(upload: string): Promise<void> {
    await rm(this.#upload(upload), { force: true });
    await rm(`${this.#upload(upload)}.json`, { force: true });
  }

  async read(location: string, { start, end }: Range): Promise<Readable> {
    // Opened here, so that a missing file is an error of this call and not of a stream that is being sent.
    const file = await open(join(this.#folder, location), 'r');
    return file.createReadStream({ start, end, highWaterMark: 256 * 1024 });
  }

  async remove(location: string): Promise<void> {
    await rm(join(this.#folder, location), { force: true });
  }

  async has(location: string): Promise<boolean> {
    return (await stat(join(this.#folder, location)).catch(missing)) !== null;
  }
}
