/** A file that the system opened with the console: read over the bridge, a piece at a time, where a chosen one is the browser's. */
import { createStore } from 'zustand/vanilla';
import { type Bridge, CHUNK_BYTES } from '../../shared/bridge/contract.ts';

/** What importing needs of a file, chosen or handed over. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
  text(): Promise<string>;
}

/** It was moved, changed or taken away since it was opened; told as a chosen file that cannot be read is. */
function unreadable(message: string): Error {
  return new DOMException(message, 'NotReadableError');
}

export class HandedFile implements ReadableFile {
  readonly name: string;
  readonly size: number;
  readonly #read: (offset: number, length: number) => Promise<Uint8Array>;

  /** @param file what `opening.read` knows it by */
  constructor(bridge: Bridge, { file, name, size }: { file: string; name: string; size: number }) {
    this.name = name;
    this.size = size;
    this.#read = async (offset, length) => {
      const answer = await bridge.call('opening.read', { file, offset, length });
      if (!answer.ok) throw unreadable(answer.failure.message);
      return answer.value.bytes;
    };
  }

  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } {
    return { arrayBuffer: () => this.#bytes(start, Math.min(end, this.size)) };
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.#bytes(0, this.size));
  }

  async #bytes(start: number, end: number): Promise<ArrayBuffer> {
    const all = new Uint8Array(Math.max(0, end - start));
    for (let offset = start; offset < end; offset += CHUNK_BYTES) {
      const wanted = Math.min(CHUNK_BYTES, end - offset);
      const bytes = await this.#read(offset, wanted);
      if (bytes.length !== wanted) throw unreadable('the file is shorter than it was');
      all.set(bytes, offset - start);
    }
    return all.buffer;
  }
}

/** The file that waits for the screen that imports it; null where none does. */
export const handedFile = createStore<{ file: HandedFile | null }>(() => ({ file: null }));
