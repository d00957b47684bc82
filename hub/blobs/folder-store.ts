/** Attachments in a folder: `incoming/` for uploads, `ORGANISATION/HASH` for what is complete. */
import { createHash, type Hash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
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
const READ_BYTES = 1024 * 1024;
/** Uploads whose hash so far is remembered; of others the file is read when it is whole. */
const MOST_WRITTEN = 1_000;

/** Whether the disk, or what this user may have of it, is used up. */
function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** What the hub knows of an upload that it wrote from its first byte: the hash so far, and the file as it was left. */
interface Written {
  hash: Hash;
  stamp: string;
}

/** Which file it is, how long, and when anybody last changed it: no program can set the last back. */
async function stampOf(file: FileHandle): Promise<string> {
  const { ino, size, ctimeNs } = await file.stat({ bigint: true });
  return [ino, size, ctimeNs].join(' ');
}

/**
 * Writes the pieces from a place on, many at once and none copied.
 * @param seen gets each piece
 * @returns where they end
 */
async function writePieces(
  file: FileHandle,
  pieces: AsyncIterable<Buffer>,
  offset: number,
  seen: (piece: Buffer) => void,
): Promise<number> {
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
    if (parts.length > 0) writing = writeAll(file, parts, from);
    // Unreported: awaited before the next write, or at the end: not unhandled in between.
    writing.catch(() => undefined);
  };
  try {
    for await (const piece of pieces) {
      seen(piece);
      gathered.push(piece);
      size += piece.length;
      if (size >= WRITE_BYTES) await flush();
    }
  } finally {
    await flush();
    await writing;
  }
  return at;
}

async function writeAll(file: FileHandle, parts: readonly Buffer[], at: number): Promise<void> {
  let left = [...parts];
  for (let from = at; left.length > 0; ) {
    const { bytesWritten } = await file.writev(left, from);
    from += bytesWritten;
    let gone = bytesWritten;
    left = left.flatMap((part) => {
      const skipped = Math.min(gone, part.length);
      gone -= skipped;
      return skipped === part.length ? [] : [part.subarray(skipped)];
    });
  }
}

/** As the store of tus says it: what the system said, with paths in it, is not for the client. */
function writeError(error: unknown): unknown {
  return isFull(error) ? STORE_FULL : ERRORS.FILE_WRITE_ERROR;
}

class Incoming extends FileStore {
  /** @returns the upload's size then. What came before a line broke is written, so that it need not be sent again. */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    try {
      const file = await open(join(this.directory, id), 'r+');
      return await writePieces(file, readable, offset, () => undefined).finally(() => file.close());
    } catch (error) {
      throw writeError(error);
    }
  }
}

/**
 * The library makes its folder in a callback that throws where it cannot, which nobody can catch: a store that goes away at that moment
 * would end the hub. Whoever makes an `Incoming` has made its folder; the types call the method private.
 */
Object.defineProperty(Incoming.prototype, 'checkOrCreateDirectory', { value: () => undefined });

export class FolderStore implements BlobStore {
  readonly #folder: string;
  #incoming: FileStore | null = null;
  /** By upload, the newest last. */
  readonly #written = new Map<string, Written>();

  /** @param folder on a file system of its own kind: uploads are renamed to their place */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Made when an upload is begun, or gone on with: who only looks writes nothing, since the folder may be what lies beneath a mount. */
  get incoming(): FileStore {
    if (this.#incoming === null) {
      const directory = join(this.#folder, 'incoming');
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      this.#incoming = new Incoming({ directory });
    }
    return this.#incoming;
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

  async receive(upload: string, offset: number, pieces: AsyncIterable<Buffer>): Promise<number> {
    const known = this.#written.get(upload);
    this.#written.delete(upload);
    try {
      const file = await open(this.#upload(upload), 'r+');
      try {
        const goesOn = known !== undefined && known.stamp === (await stampOf(file));
        const hash = offset === 0 ? createHash('sha256') : goesOn ? known.hash : null;
        const end = await writePieces(file, pieces, offset, (piece) => hash?.update(piece));
        if (hash) this.#remember(upload, { hash, stamp: await stampOf(file) });
        return end;
      } finally {
        await file.close();
      }
    } catch (error) {
      throw writeError(error);
    }
  }

  #remember(upload: string, written: Written): void {
    this.#written.set(upload, written);
    const [oldest] = this.#written.keys();
    if (this.#written.size > MOST_WRITTEN && oldest !== undefined) this.#written.delete(oldest);
  }

  /**
   * Of an upload that this hub wrote from its first byte, and whose file nobody changed since, the hash of the bytes that were
   * written; of any other the file is read.
   */
  async hashOf(upload: string): Promise<string> {
    const file = await open(this.#upload(upload), 'r');
    try {
      const known = this.#written.get(upload);
      if (known?.stamp === (await stampOf(file))) return known.hash.copy().digest('hex');
      const hash = createHash('sha256');
      for await (const piece of file.createReadStream({ highWaterMark: READ_BYTES, autoClose: false }))
        hash.update(piece as Buffer);
      return hash.digest('hex');
    } finally {
      await file.close();
    }
  }

  async flush(upload: string): Promise<void> {
    const file = await open(this.#upload(upload), 'r+').catch(missing);
    await file?.datasync().finally(() => file.close());
  }

  async keep(upload: string, blob: { organisation: string; sha256: string }): Promise<string> {
    const location = join(blob.organisation, blob.sha256);
    const path = join(this.#folder, location);
    this.#written.delete(upload);
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
    this.#written.delete(upload);
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
