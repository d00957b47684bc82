/** Bags on disk, for commands: Node's hashes and inflate for the domain's bags, files to read and write, and folders as bags. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { ByteStream, Platform } from '../shared/bag/bytes.ts';
import { pathProblem } from '../shared/bag/paths.ts';
import { type BagFile, type BagSource, BrokenFile, MOST_ENTRIES } from '../shared/bag/source.ts';
import { type ByteReader, UnreadableZip } from '../shared/bag/zip/reader.ts';
import type { ZipSink } from '../shared/bag/zip/writer.ts';

const CHUNK = 1024 * 1024;

async function* copies(stream: ByteStream): ByteStream {
  // zlib reads ahead, and the reader uses its buffer again.
  for await (const chunk of stream) yield chunk.slice();
}

async function* inflated(compressed: ByteStream): ByteStream {
  const inflate = zlib.createInflateRaw({ chunkSize: CHUNK });
  const source = Readable.from(copies(compressed), { objectMode: false, highWaterMark: CHUNK });
  source.once('error', (error) => inflate.destroy(error));
  source.pipe(inflate);
  try {
    yield* inflate as AsyncIterable<Uint8Array>;
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

/** Node's own. */
export const nodePlatform: Platform = {
  hasher: (algorithm) => {
    const hash = createHash(algorithm);
    return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
  },
  crc32: (bytes, seed) => zlib.crc32(bytes, seed),
  inflate: inflated,
};

export interface OpenFile extends ByteReader {
  close(): Promise<void>;
}

/** Opens a file to be read anywhere. */
export async function openReader(path: string): Promise<OpenFile> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  let buffer = new Uint8Array(CHUNK);
  return {
    size,
    read: async (offset, length) => {
      if (buffer.length < length) buffer = new Uint8Array(length);
      let got = 0;
      while (got < length) {
        const { bytesRead } = await file.read(buffer, got, length - got, offset + got);
        if (bytesRead === 0) throw new UnreadableZip('It ends before its parts do.');
        got += bytesRead;
      }
      return buffer.subarray(0, length);
    },
    close: () => file.close(),
  };
}

/** Writes a new file: where it is there already, it fails. */
export async function createSink(path: string): Promise<ZipSink & { close(): Promise<void> }> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  let end = 0;
  const write = async (bytes: Uint8Array, offset: number) => {
    let written = 0;
    while (written < bytes.length)
      written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
  };
  return {
    append: async (bytes) => {
      const at = end;
      end += bytes.length;
      await write(bytes, at);
    },
    patch: (offset, bytes) => write(bytes, offset),
    close: async () => {
      await file.sync().finally(() => file.close());
    },
  };
}

/** A folder as a source of files. Links are told, never followed. */
export async function openFolder(root: string): Promise<BagSource> {
  const files: BagFile[] = [];
  async function list(below: string): Promise<void> {
    for await (const each of await opendir(join(root, below))) {
      if (files.length > MOST_ENTRIES) return;
      const path = below === '' ? each.name : `${below}/${each.name}`;
      const { size } = await lstat(join(root, path));
      const kind = each.isFile()
        ? 'file'
        : each.isDirectory()
          ? 'folder'
          : each.isSymbolicLink()
            ? 'link'
            : 'other';
      files.push({ path, size: kind === 'file' ? size : 0, kind });
      // What is refused for its name, or its depth, is not gone into.
      if (kind === 'folder' && pathProblem(path) === null) await list(path);
    }
  }
  await list('');
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, open: (path) => folderFile(join(root, path)) };
}

/** A file of the folder: not through a link that took its place meanwhile. */
export async function* folderFile(path: string): ByteStream {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new BrokenFile(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
  try {
    const buffer = new Uint8Array(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
