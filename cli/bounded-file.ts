/** Reading a file that somebody named, up to a size, for who answers instead of throwing. */
import { open } from 'node:fs/promises';
import { bytesWithin, textIn, Unreadable } from './files.ts';

export type FileAnswer = { ok: true; text: string } | { ok: false; message: string };

/**
 * The text of a file that is not larger than such a file can be.
 * @param what such as `case file`, for the refusal
 * @param megabytes as the refusal says it; the bound itself
 */
export async function readBounded(path: string, what: string, megabytes: number): Promise<FileAnswer> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = await bytesWithin(file, megabytes * 1_048_576);
      if (bytes === null)
        return { ok: false, message: `${path} is larger than ${megabytes} MB, which no ${what} is.` };
      return { ok: true, text: textIn(path, bytes) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    return {
      ok: false,
      message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? error}).`,
    };
  }
}
