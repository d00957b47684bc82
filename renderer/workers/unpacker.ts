/** What unpacking a dropped file asks of the edge, as Chromium has it. */
import type { ByteStream } from '../../shared/bag/bytes.ts';
import { crc32 } from '../../shared/bag/zip/crc32.ts';
import type { ByteReader } from '../../shared/bag/zip/reader.ts';
import type { Unpacker } from '../../shared/collect/unpack.ts';

function readable(stream: ByteStream): ReadableStream<BufferSource> {
  const iterator = stream[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      // A copy: who gives the bytes may use their buffer again.
      if (done) controller.close();
      else controller.enqueue(value.slice());
    },
    cancel: () => void iterator.return?.(),
  });
}

async function* through(stream: ByteStream, format: 'gzip' | 'deflate-raw'): ByteStream {
  const reader = readable(stream).pipeThrough(new DecompressionStream(format)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Unreported: who stops reading early knows what they have.
    void reader.cancel().catch(() => undefined);
  }
}

export const unpacker: Unpacker = {
  crc32,
  inflate: (packed) => through(packed, 'deflate-raw'),
  gunzip: (packed) => through(packed, 'gzip'),
};

/** A dropped file, read where it is asked for. */
export function fileReader(file: Blob): ByteReader {
  return {
    size: file.size,
    read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
  };
}
