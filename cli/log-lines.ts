/** Lines of a file of any size, packed or not, one after the other. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { decode } from '../shared/collect/decode.ts';
import { Unreadable } from './files.ts';

const CHUNK = 1_048_576;
/** Bytes of a line that are given; the rest of a longer one is passed over. */
const MOST_LINE_BYTES = 65_536;

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

/**
 * Gives each line without its end. `long` says that it was longer than what is given.
 * @returns how many bytes were read, unpacked
 * @throws Unreadable with one line
 */
export async function eachLine(path: string, take: (line: string, long: boolean) => void): Promise<number> {
  let bytes = 0;
  let carried: Uint8Array = new Uint8Array();
  let long = false;
  let decoder: TextDecoder | null = null;
  try {
    const packed = await firstBytes(path);
    const stream: AsyncIterable<Uint8Array> =
      packed[0] === 0x1f && packed[1] === 0x8b
        ? Readable.from(chunksOf(path, true)).pipe(createGunzip())
        : chunksOf(path, false);
    for await (const chunk of stream) {
      if (!decoder) decoder = decoderOf(chunk, path);
      bytes += chunk.length;
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(10, start);
        if (end < 0) break;
        give(chunk.subarray(start, end));
        start = end + 1;
      }
      const rest = chunk.subarray(start);
      if (carried.length + rest.length > MOST_LINE_BYTES) {
        // Of a line without an end no more is kept than is given.
        carried = joined(carried, rest.subarray(0, Math.max(0, MOST_LINE_BYTES - carried.length)));
        long = true;
      } else carried = joined(carried, rest);
    }
    if (carried.length > 0) give(new Uint8Array());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new Unreadable(`${path} cannot be read (${code}).`);
  }
  return bytes;

  function give(end: Uint8Array): void {
    const whole = carried.length > 0 ? joined(carried, end) : end;
    const tooLong = long || whole.length > MOST_LINE_BYTES;
    const text =
      decoder?.decode(whole.length > MOST_LINE_BYTES ? whole.subarray(0, MOST_LINE_BYTES) : whole) ?? '';
    take(text.endsWith('\r') ? text.slice(0, -1) : text, tooLong);
    carried = new Uint8Array();
    long = false;
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  for await (const chunk of chunksOf(path, false)) return chunk.subarray(0, 8);
  return new Uint8Array();
}

/** By the beginning of the text. UTF-16 has its line ends in two bytes, which is not read here. */
function decoderOf(chunk: Uint8Array, path: string): TextDecoder {
  const first = decode(chunk.subarray(0, 8_192));
  if (first.kind === 'binary') throw new Unreadable(`${path} is ${first.what}, no log that is read here.`);
  if (first.encoding.startsWith('utf-16'))
    throw new Unreadable(
      `${path} is in ${first.encoding}. Save it as UTF-8 first; nothing was read from it.`,
    );
  return new TextDecoder(first.encoding);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
