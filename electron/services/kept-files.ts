/**
 * Where whole files lie, sealed, by their content: each under the name that its hash has under this console's key.
 *
 * A data folder of before has them in clear, under their hash. Until each was sealed (seal-old.ts) it is read where it lies.
 */
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Content, contentOfFile } from './content.ts';
import { removeClear } from './overwrite.ts';
import { NotAuthentic } from './seal.ts';
import type { SealedFiles } from './sealed-files.ts';
import { syncFolder } from './whole-file.ts';

/** Where the sealed ones lie; beside it lie those of before, in clear. */
export const SEALED = 'sealed';
export const DAMAGED = 'damaged';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Whether a file lies at one of these places. */
async function isHere(...paths: string[]): Promise<boolean> {
  // Unreported: what is not there is what is asked.
  for (const path of paths) if (await stat(path).catch(() => null)) return true;
  return false;
}

export class KeptFiles {
  /** What seals them, for whatever else becomes one of them. */
  readonly files: SealedFiles;
  readonly #folder: string;
  readonly #readsClear: () => boolean;
  /** How many read a file of before at the moment. */
  readonly #clearReaders = new Map<string, number>();

  /** @param readsClear whether files in clear may still lie there, since before */
  constructor(folder: string, files: SealedFiles, readsClear: () => boolean) {
    this.#folder = folder;
    this.files = files;
    this.#readsClear = readsClear;
  }

  /** @param name of the file, by this console's key */
  #placeOf(name: string): string {
    return join(this.#folder, SEALED, name.slice(0, 2), name);
  }

  /** Where a file of this content lies, if it is here. */
  pathOf(sha256: string): string {
    return this.#placeOf(this.files.nameOf(sha256));
  }

  /** Where a console of before kept it. */
  #clearPathOf(sha256: string): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  #placesOf(sha256: string, name: string): string[] {
    return [this.#placeOf(name), ...(this.#readsClear() ? [this.#clearPathOf(sha256)] : [])];
  }

  async has(sha256: string): Promise<boolean> {
    return isHere(...this.#placesOf(sha256, this.files.nameOf(sha256)));
  }

  /** Which of these are here. */
  async thoseHere(hashes: readonly string[]): Promise<string[]> {
    const nameOf = this.files.namer();
    const there = await Promise.all(hashes.map((hash) => isHere(...this.#placesOf(hash, nameOf(hash)))));
    return hashes.filter((_, index) => there[index]);
  }

  /** Bytes of a file's content; null where it is not here, or not whole. */
  async sizeOf(sha256: string): Promise<number | null> {
    try {
      const content = await this.open(sha256);
      await content?.close();
      return content?.size ?? null;
    } catch (error) {
      if (error instanceof NotAuthentic) return null;
      throw error;
    }
  }

  /**
   * Opens a file, to be read anywhere.
   * @returns null where it is not here
   * @throws NotAuthentic where it is not what was kept: then it was set aside, and is not here from now on
   */
  async open(sha256: string): Promise<Content | null> {
    const sealed = await this.#openSealed(sha256);
    if (sealed && !(sealed instanceof NotAuthentic)) return sealed;
    const clear = await this.#openClear(sha256);
    if (clear) return clear;
    // Once more: it may have been sealed between the two looks.
    const again = sealed ?? (await this.#openSealed(sha256));
    if (again instanceof NotAuthentic) throw again;
    return again;
  }

  async #openSealed(sha256: string): Promise<Content | NotAuthentic | null> {
    try {
      return await this.files.open(this.pathOf(sha256), sha256);
    } catch (error) {
      if (isMissing(error)) return null;
      if (!(error instanceof NotAuthentic)) throw error;
      await this.setAside(sha256);
      return error;
    }
  }

  async #openClear(sha256: string): Promise<Content | null> {
    if (!this.#readsClear()) return null;
    const readers = this.#clearReaders;
    readers.set(sha256, (readers.get(sha256) ?? 0) + 1);
    const close = () => readers.set(sha256, (readers.get(sha256) ?? 1) - 1);
    try {
      const content = await contentOfFile(await open(this.#clearPathOf(sha256), 'r'));
      return { ...content, close: () => content.close().finally(close) };
    } catch (error) {
      close();
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /**
   * Takes the copy of before away, once its content lies here sealed.
   * @param aside where it is moved first, on the same disk: nobody opens it there
   */
  async removeClear(sha256: string, aside: string): Promise<void> {
    await rename(this.#clearPathOf(sha256), aside);
    // Who reads it reads on; what is read is not written over.
    await ((this.#clearReaders.get(sha256) ?? 0) > 0 ? rm(aside, { force: true }) : removeClear(aside));
  }

  /** Takes a file away; a copy of before is written over. Who reads the sealed one reads on. */
  async removeKept(sha256: string): Promise<void> {
    await rm(this.pathOf(sha256), { force: true });
    const clear = this.#clearPathOf(sha256);
    if (this.#readsClear() && (await isHere(clear))) await this.removeClear(sha256, `${clear}.removed`);
  }

  /**
   * Moves a whole sealed file to its content's address, durably. One that is there already stays.
   * @param path on the disk of this store
   */
  async adopt(path: string, sha256: string): Promise<void> {
    const name = this.files.nameOf(sha256);
    const place = this.#placeOf(name);
    if (await this.#isWhole(place, sha256)) return rm(path, { force: true });
    const folder = dirname(place);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(path, place);
    for (const each of [folder, join(this.#folder, SEALED), this.#folder]) await syncFolder(each);
  }

  async #isWhole(path: string, sha256: string): Promise<boolean> {
    try {
      await (await this.files.open(path, sha256)).close();
      return true;
    } catch (error) {
      if (error instanceof NotAuthentic || isMissing(error)) return false;
      throw error;
    }
  }

  /** Takes a file whose content is no longer its own out of the way, so that it can be fetched anew; it is not thrown away. */
  async setAside(sha256: string): Promise<void> {
    const name = this.files.nameOf(sha256);
    for (const [path, folder, as] of [
      [this.#placeOf(name), join(this.#folder, SEALED, DAMAGED), name],
      [this.#clearPathOf(sha256), join(this.#folder, DAMAGED), sha256],
    ] as const) {
      if (!(await isHere(path))) continue;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Unreported: what is gone already needs no setting aside.
      await rename(path, join(folder, as)).catch(() => undefined);
      return;
    }
  }
}
