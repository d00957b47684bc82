/** Files of a bag, wherever they lie: a folder, a zip, memory. */
import type { ByteStream } from './bytes.ts';

export const MOST_ENTRIES = 100_000;

export interface BagFile {
  /** Relative to the bag, `/` between parts. */
  path: string;
  /** Bytes; 0 for what is no file. */
  size: number;
  kind: 'file' | 'folder' | 'link' | 'other';
}

/** Files of a bag, wherever they lie. */
export interface BagSource {
  /** At most one more than `MOST_ENTRIES`. */
  files: readonly BagFile[];
  /** @throws BrokenFile where the container does not give the file whole */
  open(path: string): ByteStream;
}

/** A file that its container does not give whole; the message says why. */
export class BrokenFile extends Error {}

/** Takes a file's bytes while they are verified. */
export interface FileSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Once, after the last byte. @param sums what the bytes hash to, by the algorithms of the manifests that list the file */
  end(sums: ReadonlyMap<string, string>): Promise<void>;
}
