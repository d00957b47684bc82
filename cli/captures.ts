/** Reading what somebody dropped: text in any encoding, gzip, zip; bounded, and what was not read is said. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { CapturedFile } from '../shared/collect/collect.ts';
import { decode } from '../shared/collect/decode.ts';
import { Unreadable } from './files.ts';
import { openTexts } from './text-source.ts';

/** Of one file, unpacked. What a device prints in a session is far below it. */
export const MOST_CAPTURE_BYTES = 64 * 1_048_576;
/** Of all files of an archive. */
const MOST_ARCHIVE_FILES = 2_000;
const MOST_ARCHIVE_BYTES = 256 * 1_048_576;

interface Part {
  bytes: Uint8Array;
  /** Whether there was more. */
  cut: boolean;
}

/** The beginning of a stream, up to a bound; the rest is not read. */
async function beginning(stream: AsyncIterable<Uint8Array>, most: number): Promise<Part> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const room = most - size;
    chunks.push(chunk.subarray(0, room).slice());
    size += Math.min(chunk.length, room);
    if (chunk.length > room) return { bytes: joined(chunks, size), cut: true };
  }
  return { bytes: joined(chunks, size), cut: false };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

async function* fileChunks(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = new Uint8Array(1_048_576);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Captures of a file or an archive. @throws Unreadable where it cannot be opened at all */
export async function readCaptures(path: string): Promise<CapturedFile[]> {
  try {
    if ((await stat(path)).isDirectory()) return await ofArchive(path);
    const part = await beginning(fileChunks(path), MOST_CAPTURE_BYTES);
    if (isZip(part.bytes)) return await ofArchive(path);
    return [await ofPart(basename(path), part, () => fileChunks(path))];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new Unreadable(`${path} cannot be read (${code}).`);
  }
}

async function ofArchive(path: string): Promise<CapturedFile[]> {
  const source = await openTexts(path);
  try {
    const files: CapturedFile[] = [];
    let bytes = 0;
    for (const each of source.paths) {
      if (files.length >= MOST_ARCHIVE_FILES || bytes >= MOST_ARCHIVE_BYTES) {
        files.push({
          name: each,
          text: '',
          notes: [`${path} holds more than is read at once; ${each} and what follows it were not read.`],
        });
        break;
      }
      try {
        const part = { bytes: await source.read(each, MOST_CAPTURE_BYTES), cut: false };
        bytes += part.bytes.length;
        files.push(
          await ofPart(each, part, async function* () {
            yield part.bytes;
          }),
        );
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        files.push({ name: each, text: '', notes: [error.message] });
      }
    }
    return files;
  } finally {
    await source.close();
  }
}

async function ofPart(
  name: string,
  part: Part,
  again: () => AsyncIterable<Uint8Array>,
): Promise<CapturedFile> {
  let { bytes, cut } = part;
  const notes: string[] = [];
  if (isGzip(bytes)) {
    try {
      ({ bytes, cut } = await beginning(Readable.from(again()).pipe(createGunzip()), MOST_CAPTURE_BYTES));
    } catch (error) {
      return {
        name,
        text: '',
        notes: [`${name} cannot be unpacked (${(error as NodeJS.ErrnoException).code ?? error}).`],
      };
    }
  }
  if (cut)
    notes.push(
      `${name} is larger than ${MOST_CAPTURE_BYTES / 1_048_576} MB, of which the beginning was read.`,
    );
  const decoded = decode(bytes);
  if (decoded.kind === 'binary')
    return { name, text: '', notes: [`${name} is ${decoded.what}, no text. Nothing was read from it.`] };
  if (decoded.encoding !== 'utf-8') notes.push(`${name} was read as ${decoded.encoding}.`);
  return { name, text: decoded.text, notes };
}
