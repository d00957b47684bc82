/** Small helpers of transfers: parts of a file, its hash, and what an answer of the hub holds. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { hubError } from '../../shared/sync/protocol.ts';

/** Bytes of a read, and of what waits for the disk. */
const STEP_BYTES = 256 * 1024;

/** The name of an upload: the last part of its address. */
export function lastPart(address: string): string {
  return address.split('/').at(-1) ?? '';
}

/** The bytes of a file from `start` up to `end`, with their number beside them, as tus-js-client wants it. */
export function partOf(path: string, start: number, end: number): { size: number } {
  if (start >= end) return Object.assign(Buffer.alloc(0), { size: 0 });
  const bytes = createReadStream(path, { start, end: end - 1, highWaterMark: STEP_BYTES });
  return Object.assign(bytes, { size: end - start });
}

/** An error of the hub's; null where the text is none. */
export function bodyOf(text: string): unknown {
  try {
    return hubError.loose().parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** SHA-256 of a file, read a piece at a time. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
