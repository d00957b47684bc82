/** Bytes that the shell can read anywhere and hand on, whether they lie sealed, in clear since before, or in memory. */
import type { FileHandle } from 'node:fs/promises';
import type { ByteStream } from '../../shared/bag/bytes.ts';

const STEP_BYTES = 1024 * 1024;

export interface Content {
  readonly size: number;
  /**
   * The bytes from a place on: as many as were asked for, or up to the end. They are the caller's.
   * @throws NotAuthentic where they are not what was written
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens it anew at each call: what is offered to a person may be fetched much later, or never. */
export type OpenContent = () => Promise<Content>;

/** All of it, a piece at a time; it is closed behind it. */
export async function* streamOf(content: Content): ByteStream {
  try {
    for (let at = 0; at < content.size; at += STEP_BYTES) yield await content.read(at, STEP_BYTES);
  } finally {
    await content.close();
  }
}

/** The same of what is opened for it. */
export async function* streamFrom(open: OpenContent): ByteStream {
  yield* streamOf(await open());
}

export function contentOfBytes(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => undefined,
  };
}

/** A file that lies in clear. */
export async function contentOfFile(file: FileHandle): Promise<Content> {
  const { size } = await file.stat();
  return {
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      await readWhole(file, bytes, offset);
      return bytes;
    },
    close: () => file.close(),
  };
}

/** Fills the bytes from a place of the file on. @throws where it is shorter by now */
export async function readWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, position + at);
    if (bytesRead === 0) throw Object.assign(new Error('the file is shorter than it was'), { code: 'EIO' });
    at += bytesRead;
  }
}
