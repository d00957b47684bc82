/** Files that are there whole or as they were, whenever the computer stops. */
import * as nodeDisk from 'node:fs/promises';
import { dirname } from 'node:path';

type OpenDisk = Pick<typeof nodeDisk, 'open'>;

/** Puts what a folder says of its files on the disk: after a rename, a new file, or one that went. */
export async function syncFolder(path: string, disk: OpenDisk = nodeDisk): Promise<void> {
  // Windows has no folder handles to sync; its journaled file system keeps the rename.
  if (process.platform === 'win32') return;
  const folder = await disk.open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Writes a file of the user's alone and waits until its bytes are on the disk. */
export async function writeWhole(path: string, bytes: Uint8Array, disk: OpenDisk = nodeDisk): Promise<void> {
  const file = await disk.open(path, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts a file in the place of the one before, by way of `PATH.new`. */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  disk: OpenDisk & Pick<typeof nodeDisk, 'rename'> = nodeDisk,
): Promise<void> {
  await writeWhole(`${path}.new`, bytes, disk);
  await disk.rename(`${path}.new`, path);
  await syncFolder(dirname(path), disk);
}
