/** What another computer answers, read as far as it can mean anything: no answer fills this computer's memory. */
import { setImmediate as othersTurn } from 'node:timers/promises';
import { joinPieces } from '../../shared/base/json-pieces.ts';

/** Of an answer that says why not. */
export const MOST_REFUSAL_BYTES = 10_000;

type Body = Pick<Response, 'body'>;

async function read(
  { body }: Body,
  most: number,
): Promise<{ chunks: Uint8Array<ArrayBuffer>[]; isWhole: boolean }> {
  const reader = body?.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return { chunks, isWhole: true };
    size += value.byteLength;
    if (size <= most) {
      chunks.push(value);
      continue;
    }
    chunks.push(value.subarray(0, value.byteLength - (size - most)));
    await reader?.cancel();
    return { chunks, isWhole: false };
  }
}

/** The whole body. @throws Error where it has more than `most` bytes: the rest is not read */
export async function boundedBytes(response: Body, most: number): Promise<Uint8Array> {
  const { chunks, isWhole } = await read(response, most);
  if (!isWhole) throw new Error('answer too large');
  return joinPieces(chunks, () => othersTurn());
}

/** The text of the body's first bytes: what is longer is no answer of ours, and its rest is not read. */
export async function beginningOf(response: Body, most: number): Promise<string> {
  const { chunks } = await read(response, most);
  return Buffer.concat(chunks).toString('utf8');
}
