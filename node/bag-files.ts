/** Bags on disk, for the shell and for commands: Node's hashes and inflate for the domain's bags, and files to read and write zips in. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import type { ByteStream, Platform } from '../shared/bag/bytes.ts';
import { crc32 } from '../shared/bag/zip/crc32.ts';
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

/** Node's own. An Electron whose Node has no native CRC-32 uses the domain's. */
export const nodePlatform: Platform = {
  hasher: (algorithm) => {
    const hash = createHash(algorithm);
    return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
  },
  crc32: typeof zlib.crc32 === 'function' ? (bytes, seed) => zlib.crc32(bytes, seed) : crc32,
  inflate: inflated,
  pause: () => othersTurn(),
};

/** A file's bytes from its beginning, a chunk at a time; the chunk is the reader's until the next. */
export async function* readFileChunks(path: string): ByteStream {
  yield* chunksOf(await open(path, 'r'));
}

/** The same of a file that is open, which is closed behind it. */
export async function* chunksOf(file: FileHandle): ByteStream {
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
