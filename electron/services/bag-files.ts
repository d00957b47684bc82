/** A bag that a person chose as a folder: its files come in one by one and lie under numbers; their names are only told. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BagSource, BrokenFile } from '../../shared/bag/source.ts';
import { streamFrom } from './content.ts';
import type { SealedFiles } from './sealed-files.ts';

/** As many as a packet has attachments, with room; more come as a zip. */
const MOST_FILES = 10_000;

export class BagFiles {
  readonly #folder: string;
  readonly #sealed: SealedFiles;
  readonly #files = new Map<string, { at: string; size: number }[]>();
  #count = 0;

  /** @param parent of the shell's own */
  constructor(parent: string, sealed: SealedFiles) {
    this.#sealed = sealed;
    this.#folder = join(parent, randomUUID());
  }

  /** Takes over a sealed file. @returns false where there are too many */
  async add(name: string, { path, size }: { path: string; size: number }): Promise<boolean> {
    if (this.#count >= MOST_FILES) return false;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const at = join(this.#folder, `${this.#count}`);
    await rename(path, at);
    this.#count += 1;
    this.#files.set(name, [...(this.#files.get(name) ?? []), { at, size }]);
    return true;
  }

  source(): BagSource {
    return {
      files: [...this.#files].flatMap(([path, files]) =>
        files.map(({ size }) => ({ path, size, kind: 'file' as const })),
      ),
      open: (path) => {
        const file = this.#files.get(path)?.[0];
        if (!file) throw new BrokenFile('it is not there');
        return streamFrom(() => this.#sealed.open(file.at, null));
      },
    };
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
