/** Texts that a command is given as files. */
import { open } from 'node:fs/promises';

/** Reads a file that is not larger than `most` bytes; null where it is. */
export async function readBounded(path: string, most: number): Promise<string | null> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size > most) return null;
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
