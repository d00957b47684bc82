/** Small helpers of transfers: parts of a file, and what an answer of the hub holds. */
import { hubError } from '../../shared/sync/protocol.ts';
import type { Content } from './content.ts';

/** The name of an upload: the last part of its address. */
export function lastPart(address: string): string {
  return address.split('/').at(-1) ?? '';
}

/** Bytes from `start` up to `end`, with their number beside them, as tus-js-client wants it. @throws where there are fewer */
export async function partOf(
  content: Content,
  start: number,
  end: number,
): Promise<Uint8Array & { size: number }> {
  const bytes = await content.read(start, end - start);
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
