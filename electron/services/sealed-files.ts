/** What seals the shell's files: the one key for them, in the forms that its stores need. Locked, each call throws. */
import { createHmac } from 'node:crypto';
import type { Keys } from './key-ring.ts';
import { NotAuthentic, seal, subkey, unseal } from './seal.ts';
import { openSealed, type SealedContent, SealedWriter } from './sealed-file.ts';

const CONTENT = 'content';
const NAMES = 'names';
const NOTES = 'notes';

export class SealedFiles {
  readonly #keys: Pick<Keys, 'keyFor'>;

  constructor(keys: Pick<Keys, 'keyFor'>) {
    this.#keys = keys;
  }

  #key(of: string): Buffer {
    return subkey(this.#keys.keyFor('files'), of);
  }

  /**
   * What files are called on the disk, by the hash of their content: whoever has the disk and guesses a content cannot try whether it is
   * there.
   */
  namer(): (sha256: string) => string {
    const key = this.#key(NAMES);
    return (sha256) => createHmac('sha256', key).update(sha256).digest('hex');
  }

  nameOf(sha256: string): string {
    return this.namer()(sha256);
  }

  /** A new file. @param hashed false for one that is patched: it gets no hash */
  create(path: string, hashed = true): Promise<SealedWriter> {
    return SealedWriter.create(path, this.#key(CONTENT), hashed);
  }

  /** A file that was begun, or a new one. */
  resume(path: string): Promise<SealedWriter> {
    return SealedWriter.resume(path, this.#key(CONTENT));
  }

  /** @param sha256 of the content that it has to be; null where any is right @throws NotAuthentic */
  open(path: string, sha256: string | null): Promise<SealedContent> {
    return openSealed(path, this.#key(CONTENT), sha256);
  }

  /** A short text that is kept whole. @param what it is: it opens as that and as nothing else */
  sealText(what: string, text: string): Buffer {
    return seal(this.#key(NOTES), Buffer.from(what), Buffer.from(text));
  }

  /** @returns null where it is none of this console's */
  openText(what: string, sealed: Uint8Array): string | null {
    try {
      return unseal(this.#key(NOTES), Buffer.from(what), sealed).toString('utf8');
    } catch (error) {
      if (error instanceof NotAuthentic) return null;
      throw error;
    }
  }
}
