/** Clear copies that are no longer needed: their bytes are written over before the file goes, where that is cheap. */
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const STEP_BYTES = 1024 * 1024;
/** Of a larger file the name alone goes: to write it over would cost as much as to seal it did. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Writes zeros over all of an open file, and closes it. What an SSD, a copy-on-write file system or a snapshot keeps of it all the same, no
 * program can say (security 29).
 */
export async function overwrite(
  file: Pick<FileHandle, 'stat' | 'write' | 'datasync' | 'close'>,
): Promise<void> {
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) return;
    const zeros = Buffer.alloc(Math.min(STEP_BYTES, size));
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The same, and removes it. One that is gone already is gone. */
export async function removeClear(path: string): Promise<void> {
  try {
    await overwrite(await open(path, 'r+'));
  } catch (error) {
    // A read-only file cannot be written over, and can be removed.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM') throw error;
  }
  await rm(path, { force: true });
}

/** All files of a folder, and the folder. */
export async function removeClearFolder(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const each = join(path, entry.name);
    if (entry.isDirectory()) await removeClearFolder(each);
    else if (entry.isFile()) await removeClear(each);
  }
  await rm(path, { force: true, recursive: true });
}
