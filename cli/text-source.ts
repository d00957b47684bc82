/** Files that lie in a folder or in a zip, for commands that are pointed at either. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nodePlatform, openReader } from '../node/bag-files.ts';
import { folderFile, openFolder } from '../node/bag-folder.ts';
import { gather } from '../shared/bag/bytes.ts';
import { BrokenFile, MOST_ENTRIES } from '../shared/bag/source.ts';
import { readZipDirectory, UnreadableZip } from '../shared/bag/zip/reader.ts';
import { readEntry } from '../shared/bag/zip/source.ts';
import { Unreadable } from './files.ts';

export interface TextSource {
  /** Of files only, `/` between parts, sorted. */
  paths: readonly string[];
  /** Bytes of one of them. @throws Unreadable where it is larger or broken */
  read(path: string, mostBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** @throws Unreadable with one line */
export async function openTexts(path: string): Promise<TextSource> {
  try {
    return (await stat(path)).isDirectory() ? await folder(path) : await zip(path);
  } catch (error) {
    if (error instanceof UnreadableZip)
      throw new Unreadable(`${path} is no zip that is read here. ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new Unreadable(`${path} cannot be read (${code}).`);
  }
}

async function folder(root: string): Promise<TextSource> {
  const { files } = await openFolder(root);
  const paths = files.filter(({ kind }) => kind === 'file').map((file) => file.path);
  return {
    paths,
    read: (path, mostBytes) => whole(path, folderFile(join(root, path)), mostBytes),
    close: async () => undefined,
  };
}

async function zip(path: string): Promise<TextSource> {
  const file = await openReader(path);
  try {
    const entries = (await readZipDirectory(file, MOST_ENTRIES)).filter(({ kind }) => kind === 'file');
    const byPath = new Map(entries.map((entry) => [entry.path, entry]));
    return {
      paths: [...byPath.keys()].sort(),
      read: async (each, mostBytes) => {
        const entry = byPath.get(each);
        if (!entry) throw new Unreadable(`${each} is not in ${path}.`);
        if (entry.size > mostBytes) throw tooLarge(each, mostBytes);
        return await whole(each, readEntry(file, entry, nodePlatform), mostBytes);
      },
      close: file.close,
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const tooLarge = (path: string, mostBytes: number) =>
  new Unreadable(`${path} is larger than ${Math.ceil(mostBytes / 1024)} KB, which no such file is.`);

async function whole(
  path: string,
  stream: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Uint8Array> {
  let bytes: Uint8Array | null;
  try {
    bytes = await gather(stream, mostBytes);
  } catch (error) {
    if (error instanceof BrokenFile) throw new Unreadable(`${path} cannot be read: ${error.message}.`);
    throw error;
  }
  if (!bytes) throw tooLarge(path, mostBytes);
  return bytes;
}
