/**
 * Attachments of a bag that is being read. Each lies here, sealed, under the name of its hash as soon as its bytes have it, and moves to
 * the blob store when all of the bag is valid. What an import that was cut off had verified is still here for the next one.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileSink } from '../../shared/bag/source.ts';
import type { Blobs } from './blobs.ts';

const KEPT_MS = 7 * 24 * 3_600_000;
const HASH = /^[0-9a-f]{64}$/;

/** What one import has taken so far. */
export interface Taking {
  /** Where an attachment's bytes go; null where they need not be written, because they are here. */
  take(sha256: string): Promise<FileSink | null>;
  /** The bag is valid: its attachments move to the blob store. */
  adopt(): Promise<void>;
  /** The bag is not: nothing of it stays. */
  drop(): Promise<void>;
  /** Closes what broke off in the middle; what was verified stays. */
  close(): Promise<void>;
}

export class BagStaging {
  readonly #folder: string;
  readonly #blobs: Blobs;
  readonly #clock: () => number;

  /** @param clock milliseconds, to tell what was left long ago */
  constructor(folder: string, blobs: Blobs, clock: () => number) {
    this.#folder = folder;
    this.#blobs = blobs;
    this.#clock = clock;
  }

  /** Makes the folder; halves and what nobody came back for are removed. */
  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      // Unreported: what cannot be read is removed like what is old.
      const found = await stat(path).catch(() => null);
      const left = found === null || this.#clock() - found.mtimeMs > KEPT_MS;
      if (left || !HASH.test(name)) await rm(path, { force: true, recursive: true });
    }
  }

  begin(): Taking {
    const arrived = new Set<string>();
    const parts = new Set<{ close(): Promise<void>; path: string }>();
    const { files } = this.#blobs;
    const at = (sha256: string) => join(this.#folder, files.nameOf(sha256));
    // Unreported: what is not there is what is asked.
    const isThere = async (path: string) => (await stat(path).catch(() => null)) !== null;
    return {
      take: async (sha256) => {
        if (!HASH.test(sha256) || (await this.#blobs.has(sha256))) return null;
        if (await isThere(at(sha256))) {
          arrived.add(sha256);
          return null;
        }
        const path = join(this.#folder, `${randomUUID()}.part`);
        const file = await files.create(path);
        const part = { path, close: () => file.close() };
        parts.add(part);
        return {
          write: (bytes) => file.append(bytes),
          end: async (sums) => {
            await file.finish();
            parts.delete(part);
            if (sums.get('sha256') !== sha256) return rm(path, { force: true });
            await rename(path, at(sha256));
            arrived.add(sha256);
          },
        };
      },
      adopt: async () => {
        // Another import of the same file may have been quicker.
        for (const sha256 of arrived)
          if (await isThere(at(sha256))) await this.#blobs.adopt(at(sha256), sha256);
      },
      drop: async () => {
        for (const sha256 of arrived) await rm(at(sha256), { force: true });
      },
      close: async () => {
        for (const { path, close } of parts) {
          // Unreported: it is removed on the next line.
          await close().catch(() => undefined);
          await rm(path, { force: true });
        }
      },
    };
  }
}
