/** Lines of a file of any size, packed or not, one after the other. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoder, TextEncoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { decode } from '../shared/collect/decode.ts';
import { EventLines, isEventXml } from '../shared/collect/event-lines.ts';
import { LineCutter, type TakeAhead, type TakeLine } from '../shared/collect/log/line-cutter.ts';
import { Unreadable } from './files.ts';

const CHUNK = 262_144;

/**
 * The bytes of a file. While one chunk is looked at the next is read already.
 * @param fresh whether a chunk stays as it is after the next is asked for
 */
async function* chunksOf(path: string, fresh: boolean): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  const buffers = [new Uint8Array(CHUNK), new Uint8Array(CHUNK)] as const;
  const read = (count: number) =>
    file.read(fresh ? new Uint8Array(CHUNK) : buffers[count % 2 === 0 ? 0 : 1], 0, CHUNK);
  /** Failing is told where it is waited for, which may be later. */
  const begin = (count: number) => {
    const reading = read(count);
    // Unreported: as said.
    reading.catch(() => undefined);
    return reading;
  };
  let coming = begin(0);
  try {
    for (let count = 1; ; count++) {
      const { buffer, bytesRead } = await coming;
      if (bytesRead === 0) return;
      coming = begin(count);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // Unreported: who left in the middle does not wait for the rest; what fails before that is thrown above.
    await coming.catch(() => undefined);
    await file.close();
  }
}

/**
 * Gives each line as UTF-8, where it lies, that is not taken ahead.
 * @returns how many bytes were read, unpacked
 * @throws Unreadable with one line
 */
export async function eachLine(path: string, take: TakeLine, takeAhead: TakeAhead): Promise<number> {
  let bytes = 0;
  const cutter = new LineCutter(take, takeAhead);
  const encoder = new TextEncoder();
  /** Null where the bytes are UTF-8 as they stand. */
  let form: { decoder: TextDecoder; events: EventLines | null } | null | undefined;
  try {
    const packed = await firstBytes(path);
    const stream: AsyncIterable<Uint8Array> =
      packed[0] === 0x1f && packed[1] === 0x8b
        ? Readable.from(chunksOf(path, true)).pipe(createGunzip())
        : chunksOf(path, false);
    for await (const chunk of stream) {
      if (form === undefined) form = formOf(chunk, path);
      bytes += chunk.length;
      if (form) {
        const text = form.decoder.decode(chunk, { stream: true });
        cutter.push(encoder.encode(form.events?.push(text) ?? text));
      } else cutter.push(chunk);
    }
    if (form?.events) cutter.push(encoder.encode(form.events.end()));
    cutter.end();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new Unreadable(`${path} cannot be read (${code}).`);
  }
  return bytes;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  for await (const chunk of chunksOf(path, false)) return chunk.subarray(0, 8);
  return new Uint8Array();
}

/** What turns the text into UTF-8, and events into lines, by its beginning. */
function formOf(chunk: Uint8Array, path: string): { decoder: TextDecoder; events: EventLines | null } | null {
  const first = decode(chunk.subarray(0, 8_192));
  if (first.kind === 'binary') throw new Unreadable(`${path} is ${first.what}, no log that is read here.`);
  const events = isEventXml(first.text) ? new EventLines() : null;
  return first.encoding === 'utf-8' && !events ? null : { decoder: new TextDecoder(first.encoding), events };
}
