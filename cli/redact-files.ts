/** Files as texts, piece by piece, and their derivatives on the disk. */
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { finished } from 'node:stream/promises';
import { bytesOf, type Content, contentOf, type Encoding, HEAD_BYTES } from '../shared/redaction/content.ts';

/** What a file is, by its content and not by its name. @throws as the file system does */
export async function sniff(path: string): Promise<Content> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return contentOf(buffer.subarray(0, bytesRead));
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
  // Unreported: whoever writes or closes next is told; this is for a stream that fails in between.
  failed.catch(() => undefined);
  return {
    async write(text) {
      if (text === '' || stream.write(bytesOf(text, encoding))) return;
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
