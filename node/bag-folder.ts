/** A folder on disk as a bag: what lies in it is listed and read, and nothing in it is followed out of it. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteStream } from '../shared/bag/bytes.ts';
import { pathProblem } from '../shared/bag/paths.ts';
import { type BagFile, type BagSource, BrokenFile, MOST_ENTRIES } from '../shared/bag/source.ts';
import { chunksOf } from './bag-files.ts';

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
  yield* chunksOf(file);
}
