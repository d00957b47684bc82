/** Small helpers of transfers: parts of a file, its hash, and what an answer of the hub holds. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { hubError } from '../../shared/sync/protocol.ts';

/** The name of an upload: the last part of its address. */
export function lastPart(address: string): string {
  return address.split('/').at(-1) ?? '';
}

/**
 * The bytes of a file from `start` up to `end`, with their number beside them, as tus-js-client wants it.
 * @throws where the file is shorter by now, or the disk refuses
 */
export async function partOf(
  path: string,
  start: number,
  end: number,
): Promise<Uint8Array & { size: number }> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  const file = await open(path, 'r');
  try {
    for (let at = 0; at < bytes.byteLength; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.byteLength - at, start + at);
      if (bytesRead === 0) throw Object.assign(new Error(`${path} is too short`), { code: 'EIO' });
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
  return Object.assign(bytes, { size: bytes.byteLength });
}

/** An error of the hub's; null where the text is none. */
export function bodyOf(text: string): unknown {
  try {
    return hubError.loose().parse(JSON.parse(text));
  } catch {
    // Unreported: an answer that is no JSON of the hub’s is judged by its status.
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
