/** Files that commands read, bounded, and what they say where one cannot be read. */
import { type FileHandle, open } from 'node:fs/promises';
import { JsonExcess, parseForeignJson } from '../shared/base/json-bounds.ts';
import { decode } from '../shared/collect/decode.ts';

export class Unreadable extends Error {}

/** The text of a file in UTF-8 or UTF-16, without its byte order mark: as Windows saves it, too. @throws Unreadable */
export function textIn(path: string, bytes: Uint8Array): string {
  const decoded = decode(bytes);
  if (decoded.kind === 'binary')
    throw new Unreadable(`${path} is ${decoded.what}, and no text. Nothing was read from it.`);
  return decoded.text.startsWith('\u{feff}') ? decoded.text.slice(1) : decoded.text;
}

/**
 * A file whole, where it is not larger. By what is read and not by the size that it says: a pipe, a device and a file that
 * grows have none that counts.
 * @returns null where it is larger
 */
export async function bytesWithin(file: FileHandle, most: number): Promise<Uint8Array | null> {
  if ((await file.stat()).size > most) return null;
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of file.createReadStream({ autoClose: false, end: most }) as AsyncIterable<Buffer>) {
    size += piece.length;
    pieces.push(piece);
  }
  return size > most ? null : Buffer.concat(pieces);
}

/** The text of a file of at most so many bytes. @throws Unreadable with one line */
export async function readText(path: string, mostBytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = await bytesWithin(file, mostBytes);
      if (bytes === null)
        throw new Unreadable(
          `${path} is larger than ${Math.ceil(mostBytes / 1024)} KB, which no such file is.`,
        );
      return textIn(path, bytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? error}).`);
  }
}

/** A JSON value from a file. @throws Unreadable with one line */
export async function readJson(path: string, mostBytes: number): Promise<unknown> {
  const text = await readText(path, mostBytes);
  try {
    return parseForeignJson(text);
  } catch (error) {
    if (error instanceof JsonExcess) throw new Unreadable(`${path}: ${error.message}.`);
    throw new Unreadable(`${path} is no JSON.`);
  }
}

/** Writes the reason to standard error. @returns the exit code of input that cannot be used */
export function refuse(message: string): 2 {
  process.stderr.write(`${message}\n`);
  return 2;
}
