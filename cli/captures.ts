/** Reading what somebody named: a file, an archive or a folder; bounded, and what was not read is said. */
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { nodePlatform, openReader, readFileChunks } from '../node/bag-files.ts';
import { openFolder } from '../node/bag-folder.ts';
import type { ByteReader } from '../shared/bag/zip/reader.ts';
import type { CapturedFile } from '../shared/collect/collect.ts';
import { MOST_ARCHIVE_BYTES, MOST_ARCHIVE_FILES, type Unpacker, unpack } from '../shared/collect/unpack.ts';
import { Unreadable } from './files.ts';

const unpacker: Unpacker = {
  crc32: nodePlatform.crc32,
  inflate: nodePlatform.inflate,
  gunzip: (packed) => Readable.from(packed).pipe(createGunzip()),
};

/** Captures of a file, an archive or a folder. @throws Unreadable where it cannot be opened at all */
export async function readCaptures(path: string): Promise<CapturedFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return await ofFile(basename(path), path);
    const { files } = await openFolder(path);
    const paths = files.filter(({ kind }) => kind === 'file').map((file) => file.path);
    const captures: CapturedFile[] = [];
    for (const each of paths) {
      if (captures.length >= MOST_ARCHIVE_FILES) {
        const note = `${path} holds more than is read at once; ${each} and what follows it were not read.`;
        captures.push({ name: each, text: '', notes: [note] });
        break;
      }
      captures.push(...(await ofFile(each, join(path, each))));
    }
    return captures;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new Unreadable(`${path} cannot be read (${code}).`);
  }
}

async function ofFile(name: string, path: string): Promise<CapturedFile[]> {
  const file = (await stat(path)).isFile() ? await openReader(path) : await piped(path);
  try {
    const captures: CapturedFile[] = [];
    for await (const { name: own, text, notes } of unpack(name, file, unpacker))
      captures.push({ name: own, text, notes });
    return captures;
  } finally {
    await file.close();
  }
}

/** What comes through a pipe, which can be read once only. */
async function piped(path: string): Promise<ByteReader & { close(): Promise<void> }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readFileChunks(path)) {
    if (size >= MOST_ARCHIVE_BYTES) break;
    chunks.push(chunk.slice());
    size += chunk.length;
  }
  const bytes = Buffer.concat(chunks);
  return {
    size,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => undefined,
  };
}
