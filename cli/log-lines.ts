/** Lines of a file of any size, packed or not, one after the other. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoder, TextEncoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { decode } from '../shared/collect/decode.ts';
import { LineCutter, type TakeLine } from '../shared/collect/log/line-cutter.ts';
import { Unreadable } from './files.ts';

const CHUNK = 262_144;

/** @param fresh whether a chunk stays as it is after the next is asked for */
async function* chunksOf(path: string, fresh: boolean): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    let buffer = new Uint8Array(CHUNK);
    for (;;) {
      if (fresh) buffer = new Uint8Array(CHUNK);
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Gives each line as UTF-8, where it lies; @returns how many bytes were read, unpacked. @throws Unreadable with one line */
export async function eachLine(path: string, take: TakeLine): Promise<number> {
  let bytes = 0;
  const cutter = new LineCutter(take);
  const encoder = new TextEncoder();
  /** Null where the bytes are UTF-8 as they stand. */
  let decoder: TextDecoder | null | undefined;
  try {
    const packed = await firstBytes(path);
    const stream: AsyncIterable<Uint8Array> =
      packed[0] === 0x1f && packed[1] === 0x8b
        ? Readable.from(chunksOf(path, true)).pipe(createGunzip())
        : chunksOf(path, false);
    for await (const chunk of stream) {
      if (decoder === undefined) decoder = decoderOf(chunk, path);
      bytes += chunk.length;
      cutter.push(decoder ? encoder.encode(decoder.decode(chunk, { stream: true })) : chunk);
    }
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

/** What turns the text into UTF-8, by its beginning. */
function decoderOf(chunk: Uint8Array, path: string): TextDecoder | null {
  const first = decode(chunk.subarray(0, 8_192));
  if (first.kind === 'binary') throw new Unreadable(`${path} is ${first.what}, no log that is read here.`);
  return first.encoding === 'utf-8' ? null : new TextDecoder(first.encoding);
}
