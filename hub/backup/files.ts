/** Files of a backup: written once, hashed on the way, fsynced; read line by line. Nothing is held whole in memory. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** Bytes of one line: a row with the largest fields that a push takes, with room. */
const LONGEST_LINE = 256 * 1024 * 1024;
const NEW_LINE = 0x0a;

export interface Written {
  bytes: number;
  sha256: string;
}

export async function syncFolder(path: string): Promise<void> {
  // Windows has no folder handles to sync; its journaled file system keeps the rename.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** A new file that only its owner reads; it must not be there yet. */
export class BackupFile {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async make(path: string): Promise<BackupFile> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return new BackupFile(await open(path, 'wx', 0o600));
  }

  async write(chunk: Buffer | string): Promise<void> {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#file.appendFile(bytes);
  }

  /** Fsyncs and closes. */
  async done(): Promise<Written> {
    await this.#file.sync();
    await this.#file.close();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    // Unreported: the file is abandoned over an error that is told.
    await this.#file.close().catch(() => undefined);
  }
}

export async function writeWhole(path: string, content: string): Promise<Written> {
  const file = await BackupFile.make(path);
  await file.write(content);
  return file.done();
}

/** @throws Error that names the file, and quotes nothing of a line, which can be a customer's */
export function valueOfLine<T>(schema: z.ZodType<T>, line: string, path: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    // Unreported: what is wrong with the backup is told to whoever asked.
    throw new Error(`${path} was cut off or changed: it has a line that no hub writes.`);
  }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new Error(`${path} cannot be read (${code}): the backup is not whole.`, { cause: error });
  }
}

/**
 * The lines of a file.
 * @param expected its length and hash: what differs is thrown when the last line has been read
 */
export async function* linesOf(path: string, expected: Written): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  let parts: Buffer[] = [];
  let held = 0;
  for await (const buffer of chunksOf(path)) {
    hash.update(buffer);
    bytes += buffer.length;
    let from = 0;
    for (let at = buffer.indexOf(NEW_LINE); at !== -1; at = buffer.indexOf(NEW_LINE, from)) {
      parts.push(buffer.subarray(from, at));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      from = at + 1;
    }
    parts.push(buffer.subarray(from));
    held += buffer.length - from;
    if (held > LONGEST_LINE) throw new Error(`${path} has a line of more than ${LONGEST_LINE} bytes.`);
  }
  if (held > 0 || bytes !== expected.bytes || hash.digest('hex') !== expected.sha256)
    throw new Error(`${path} is not what the backup's manifest says: it was cut off or changed.`);
}

/** Hashes a file as a stream. */
export async function hashOf(path: string): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Copies a file whose content its name says: under a temporary name, hashed on the way, fsynced, renamed.
 * @throws where the content is not what it should be; then nothing is at `to`
 */
export async function copyChecked(from: string, to: string, expected: Written): Promise<void> {
  const temporary = `${to}.part-${process.pid}`;
  const file = await BackupFile.make(temporary);
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1024 * 1024 }))
      await file.write(chunk as Buffer);
    const written = await file.done();
    if (written.sha256 !== expected.sha256 || written.bytes !== expected.bytes)
      throw new Error(`${from} is not what its name says: it was cut off or changed.`);
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await rename(temporary, to);
}
