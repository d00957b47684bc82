/**
 * How a value crosses to the browser and back: four bytes of length (big endian), that many bytes of JSON, then the bytes
 * of the value's one binary member, which stands in the JSON as `{"bytes": true}`. Binary files so need no base64.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { JsonBounds, parseForeignBytes, valuesFor } from '../../shared/base/json-bounds.ts';
import { AT_ONCE } from '../../shared/base/json-pieces.ts';
import { jsonAndBytes } from '../../shared/bridge/frame-bytes.ts';

export function encodeFrame(value: unknown): Buffer {
  const { json, bytes } = jsonAndBytes(value);
  const text = Buffer.from(json);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, bytes]);
}

/** @returns undefined for what is no frame */
export function decodeFrame(frame: Buffer): unknown {
  if (frame.length < 4) return undefined;
  const length = frame.readUInt32BE(0);
  if (length > frame.length - 4) return undefined;
  const bytes = new Uint8Array(frame.subarray(4 + length));
  try {
    new JsonBounds(valuesFor(length)).look(frame.subarray(4, 4 + length));
    const text = frame.toString('utf8', 4, 4 + length);
    // Looking at every member costs more than all else: only where one may hold the place of the bytes.
    if (!text.includes('"bytes"')) return JSON.parse(text) as unknown;
    return JSON.parse(text, (_name, member: unknown) => (isPlace(member) ? bytes : member)) as unknown;
  } catch {
    // Unreported: what is no frame, or holds more than any call, is answered with 400.
    return undefined;
  }
}

/** As `decodeFrame`, of a frame that may be large: others have their turn while what may be 80 MB is read. */
export async function readFrame(frame: Buffer): Promise<unknown> {
  const length = frame.length < 4 ? 0 : frame.readUInt32BE(0);
  if (length <= AT_ONCE) return decodeFrame(frame);
  // No call brings bytes beside so much JSON.
  if (length !== frame.length - 4) return undefined;
  try {
    return await parseForeignBytes(frame.subarray(4), () => othersTurn());
  } catch {
    // Unreported: as in `decodeFrame`.
    return undefined;
  }
}

function isPlace(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    (value as { bytes?: unknown }).bytes === true
  );
}
