/** Files as texts, piece by piece, and their derivatives on the disk. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { finished } from 'node:stream/promises';

/** How a file's bytes are read as text and written again. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

export type Sniffed = { kind: 'text'; encoding: Encoding } | { kind: 'other'; what: string };

const archives: readonly (readonly [string, string])[] = [
  ['504b0304', 'a zip archive'],
  ['504b0506', 'a zip archive'],
  ['1f8b', 'a gzip archive'],
  ['377abcaf271c', 'a 7z archive'],
  ['526172211a07', 'a rar archive'],
  ['fd377a585a00', 'an xz archive'],
  ['425a68', 'a bzip2 archive'],
  ['28b52ffd', 'a zstd archive'],
  ['89504e47', 'a picture'],
  ['ffd8ff', 'a picture'],
  ['47494638', 'a picture'],
  ['25504446', 'a PDF'],
  ['d4c3b2a1', 'a network capture'],
  ['a1b2c3d4', 'a network capture'],
  ['0a0d0d0a', 'a network capture'],
];
const SNIFFED = 65_536;

/** What a file is, by its content and not by its name. @throws as the file system does */
export async function sniff(path: string): Promise<Sniffed> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED), 0, SNIFFED, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const head = bytes.subarray(0, 8).toString('hex');
    const known = archives.find(([magic]) => head.startsWith(magic));
    if (known) return { kind: 'other', what: known[1] };
    if (bytes.subarray(257, 262).toString('latin1') === 'ustar')
      return { kind: 'other', what: 'a tar archive' };
    if (head.startsWith('fffe')) return { kind: 'text', encoding: 'utf-16le' };
    if (head.startsWith('feff')) return { kind: 'text', encoding: 'utf-16be' };
    if (!bytes.includes(0)) return { kind: 'text', encoding: 'utf-8' };
    const zeros = [0, 0];
    for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
    const [even = 0, odd = 0] = zeros;
    if (odd > bytesRead / 4 && even < bytesRead / 50) return { kind: 'text', encoding: 'utf-16le' };
    if (even > bytesRead / 4 && odd < bytesRead / 50) return { kind: 'text', encoding: 'utf-16be' };
    return { kind: 'other', what: 'no text' };
  } finally {
    await file.close();
  }
}

/** The text of a file in pieces. @throws TypeError where the bytes are not of the encoding */
export async function* piecesOf(path: string, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'latin1') {
    for await (const bytes of createReadStream(path, { highWaterMark: 1_048_576 }))
      yield (bytes as Buffer).toString('latin1');
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const bytes of createReadStream(path, { highWaterMark: 1_048_576 }))
    yield decoder.decode(bytes as Buffer, { stream: true });
  yield decoder.decode();
}

function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'latin1') return Buffer.from(text, 'latin1');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

export interface Target {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A new file. @throws where there is one already: nothing is overwritten */
export async function openTarget(path: string, encoding: Encoding): Promise<Target> {
  const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await new Promise<void>((opened, failed) => {
    stream.once('open', () => opened());
    stream.once('error', failed);
  });
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => undefined);
  return {
    async write(text) {
      if (text === '' || stream.write(encoded(text, encoding))) return;
      await Promise.race([new Promise<void>((drained) => stream.once('drain', () => drained())), failed]);
    },
    async close() {
      stream.end();
      await finished(stream);
    },
  };
}

/** Names for derivatives in one folder: the redacted name, numbered where two would be one. */
export function openNames(): (name: string) => string {
  const given = new Set<string>();
  return (name) => {
    const ending = extname(name);
    const stem = name.slice(0, name.length - ending.length);
    for (let count = 1; ; count++) {
      const free = count === 1 ? name : `${stem}-${count}${ending}`;
      // Names that differ in case only are one on some computers.
      if (given.has(free.toLowerCase())) continue;
      given.add(free.toLowerCase());
      return free;
    }
  };
}
