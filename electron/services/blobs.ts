/**
 * Attachments' bytes, by content, sealed (kept-files.ts). A file enters in chunks: temporary file, SHA-256 on the way, fsync, rename to
 * the name that its hash has under this console's key. The name that a file came with never becomes part of a path.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOfUtf8 } from '../../shared/bag/bytes.ts';
import { storable } from '../../shared/base/values.ts';
import type { CallInput, CallOutput, Failure } from '../../shared/bridge/contract.ts';
import { diskFailure, ok } from './disk-failure.ts';
import { KeptFiles } from './kept-files.ts';
import { removeClear } from './overwrite.ts';
import { NotAuthentic } from './seal.ts';
import { looksSealed, type SealedWriter } from './sealed-file.ts';
import type { SealedFiles } from './sealed-files.ts';

const MOST_UPLOADS = 16;
/** An upload that no chunk came to for so long was left: its page was reloaded or closed. */
const LEFT_AFTER_MS = 120_000;
/** Beside a file that is coming in: what it is called, sealed, for whoever has to add it again. */
const NAME = '.name';
const NAME_NOTE = 'name of a file that is coming in';
const MOST_BYTES = 1_099_511_627_776;

interface Upload {
  name: string;
  expected: number;
  /** Bytes that were taken, and bytes that are in the file. */
  received: number;
  written: number;
  file: SealedWriter;
  path: string;
  /** Milliseconds of the shell's clock. */
  lastUsed: number;
  /** One step after the other: chunks reach file and hash in the order in which they came. */
  queue: Promise<unknown>;
}

function refused(code: string, message: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: 'refused', code, message } };
}

/** A file's name as a person reads it: the last part of any path, without characters that control a screen. */
export function displayName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim();
  return clean === '' || clean === '.' || clean === '..'
    ? 'file without a name'
    : storable(clean.slice(0, 300));
}

function inTurn<T>(upload: Upload, step: () => Promise<T>): Promise<T> {
  const turn = upload.queue.then(step);
  // Unreported: whoever asked for the step gets the error; the next step does not.
  upload.queue = turn.catch(() => undefined);
  return turn;
}

export class Blobs extends KeptFiles {
  readonly #incoming: string;
  readonly #uploads = new Map<string, Upload>();
  readonly #clock: () => number;
  #ready: Promise<void> | null = null;
  #opening = 0;
  readonly #left: string[] = [];

  /**
   * @param clock milliseconds, to tell uploads that were left
   * @param readsClear whether files in clear may still lie there, since before
   */
  constructor(folder: string, files: SealedFiles, clock: () => number, readsClear = () => true) {
    super(folder, files, readsClear);
    this.#clock = clock;
    this.#incoming = join(folder, 'incoming');
  }

  /** Makes the folders; what an earlier run left half-way is removed, nobody refers to it. */
  prepare(): Promise<void> {
    this.#ready ??= (async () => {
      await mkdir(this.#incoming, { recursive: true, mode: 0o700 });
      for (const name of await readdir(this.#incoming)) {
        const path = join(this.#incoming, name);
        if (name.endsWith(NAME)) this.#left.push(displayName(this.#nameIn(await readFile(path))));
        // A console of before left it in clear.
        await ((await looksSealed(path)) ? rm(path, { force: true }) : removeClear(path));
      }
    })();
    // Unreported: whoever waits for it gets the error; the next try makes the folder anew.
    this.#ready.catch(() => {
      this.#ready = null;
    });
    return this.#ready;
  }

  /** @param note as it lies on the disk; a console of before wrote it in clear */
  #nameIn(note: Buffer): string {
    return this.files.openText(NAME_NOTE, note) ?? textOfUtf8(note) ?? '';
  }

  /** Names of files that were still coming in when the last run ended; each is told once. */
  async takeLeft(): Promise<string[]> {
    // Unreported: the first call that needs the folder tells what is wrong with it.
    await this.prepare().catch(() => undefined);
    return this.#left.splice(0);
  }

  /** The page that handed files over is gone: none of them can go on. */
  async abandon(): Promise<void> {
    for (const [upload, { name }] of this.#uploads) {
      this.#left.push(name);
      await this.#drop(upload);
    }
  }

  async begin({ name, size }: CallInput<'blob.begin'>): Promise<CallOutput<'blob.begin'>> {
    if (this.#uploads.size + this.#opening >= MOST_UPLOADS) await this.#dropLeft();
    if (this.#uploads.size + this.#opening >= MOST_UPLOADS)
      return refused('too-many', 'Too many files are being added at once. Wait for one to end.');
    if (size > MOST_BYTES)
      return refused('too-large', 'The file is larger than 1 TB, the most that the console takes.');
    this.#opening += 1;
    try {
      await this.prepare();
      const upload = randomUUID();
      const path = join(this.#incoming, upload);
      const note = this.files.sealText(NAME_NOTE, displayName(name));
      const file = await this.files.create(path);
      await writeFile(path + NAME, note, { mode: 0o600 });
      this.#uploads.set(upload, {
        name: displayName(name),
        expected: size,
        received: 0,
        written: 0,
        file,
        path,
        lastUsed: this.#clock(),
        queue: Promise.resolve(),
      });
      return ok({ upload });
    } catch (error) {
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    } finally {
      this.#opening -= 1;
    }
  }

  async append({ upload, offset, bytes }: CallInput<'blob.append'>): Promise<CallOutput<'blob.append'>> {
    const found = this.#uploads.get(upload);
    if (!found) return refused('unknown-upload', 'This file is no longer being added. Add it again.');
    if (offset !== found.received || offset + bytes.byteLength > found.expected) {
      return refused('offset', 'The file changed while it was added. Add it again.');
    }
    // Counted before the write: a second chunk for the same place is refused, not interleaved.
    found.received += bytes.byteLength;
    found.lastUsed = this.#clock();
    try {
      await inTurn(found, async () => {
        await found.file.append(bytes);
        found.written += bytes.byteLength;
      });
      return ok({ received: offset + bytes.byteLength });
    } catch (error) {
      await this.#drop(upload);
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    }
  }

  async finish({ upload }: CallInput<'blob.finish'>): Promise<CallOutput<'blob.finish'>> {
    const found = this.#uploads.get(upload);
    if (!found) return refused('unknown-upload', 'This file is no longer being added. Add it again.');
    if (found.received !== found.expected) {
      await this.#drop(upload);
      return refused('size', `Of ${found.expected} bytes ${found.received} arrived. Add the file again.`);
    }
    this.#uploads.delete(upload);
    await rm(found.path + NAME, { force: true });
    try {
      const sha256 = await inTurn(found, () => this.#keep(found));
      if (sha256 === null)
        return refused('incomplete', 'A part of the file could not be written. Add the file again.');
      return ok({ sha256, size: found.received, name: found.name });
    } catch (error) {
      // Unreported: the error that led here is the one that is told.
      await found.file.close().catch(() => undefined);
      // Unreported: what is left is cleared at the next start.
      await rm(found.path, { force: true }).catch(() => undefined);
      return diskFailure(error, 'The file was not added; it is unchanged where it was.');
    }
  }

  /**
   * Gives a file that came whole to the caller, sealed, who removes it; it does not become an attachment.
   * @returns null where it is not known, or not whole: then it is dropped
   */
  async take(upload: string): Promise<{ path: string; size: number } | null> {
    const found = this.#uploads.get(upload);
    if (!found) return null;
    await found.queue;
    if (found.written !== found.expected) {
      await this.#drop(upload);
      return null;
    }
    this.#uploads.delete(upload);
    await rm(found.path + NAME, { force: true });
    await found.file.finish();
    return { path: found.path, size: found.received };
  }

  /**
   * Moves a whole file to its content's address, durably. One that is there already stays.
   * @returns its hash; null where a chunk did not reach the disk
   */
  async #keep(found: Upload): Promise<string | null> {
    if (found.written !== found.expected) {
      await found.file.close();
      await rm(found.path, { force: true });
      return null;
    }
    const sha256 = await found.file.finish();
    if (sha256 !== null) await this.adopt(found.path, sha256);
    return sha256;
  }

  /** Which of these files are on this computer. */
  async here({ hashes }: CallInput<'blob.here'>): Promise<CallOutput<'blob.here'>> {
    return ok({ here: await this.thoseHere(hashes) });
  }

  /** Takes files off this computer. One that is gone already is no error. */
  async remove({ hashes }: CallInput<'blob.remove'>): Promise<CallOutput<'blob.remove'>> {
    try {
      for (const sha256 of hashes) await this.removeKept(sha256);
      return ok({});
    } catch (error) {
      return diskFailure(error, 'The file is still on this computer.');
    }
  }

  async cancel({ upload }: CallInput<'blob.cancel'>): Promise<CallOutput<'blob.cancel'>> {
    await this.#drop(upload);
    return ok({});
  }

  async #dropLeft(): Promise<void> {
    const now = this.#clock();
    for (const [upload, { lastUsed }] of this.#uploads)
      if (now - lastUsed > LEFT_AFTER_MS) await this.#drop(upload);
  }

  /** @param told whether the person knows that it did not come in */
  async #drop(upload: string, told = true): Promise<void> {
    const found = this.#uploads.get(upload);
    this.#uploads.delete(upload);
    await found?.queue;
    // Unreported: the file is dropped.
    await found?.file.close().catch(() => undefined);
    // Unreported: what is left is cleared at the next start.
    if (found && told) await rm(found.path + NAME, { force: true }).catch(() => undefined);
    // Unreported: what is left is cleared at the next start.
    if (found) await rm(found.path, { force: true }).catch(() => undefined);
  }

  async read({ sha256, offset, length }: CallInput<'blob.read'>): Promise<CallOutput<'blob.read'>> {
    try {
      const content = await this.open(sha256);
      if (!content) return refused('not-here', 'This file is not on this computer.');
      try {
        return ok({ bytes: await content.read(offset, length), size: content.size });
      } finally {
        await content.close();
      }
    } catch (error) {
      if (!(error instanceof NotAuthentic)) return diskFailure(error, 'Nothing was changed.');
      await this.setAside(sha256);
      return refused(
        'damaged',
        'This file is damaged on this computer: it is not what was kept. Fetch it from the hub again.',
      );
    }
  }

  async close(): Promise<void> {
    for (const upload of [...this.#uploads.keys()]) await this.#drop(upload, false);
    this.#ready = null;
  }
}
