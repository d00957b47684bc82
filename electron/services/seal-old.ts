/**
 * A data folder of before has files and journals in clear. They are sealed here in the background, one after the other and with rests, so
 * that nobody waits for it: what is not sealed yet is read where it lies. Nothing is noted of how far it is but the files themselves. A
 * sealed copy counts once it is whole and on the disk, and only then the clear one goes; killed in between, the next start goes on.
 *
 * When nothing in clear is left, a note says so, sealed. From then on nothing in clear is read: it would be what another hand put there.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from './blobs.ts';
import { contentOfFile, streamOf } from './content.ts';
import { ASIDE, type Journal } from './journal.ts';
import { holdsSealedLine } from './journal-records.ts';
import { DAMAGED, SEALED } from './kept-files.ts';
import type { Keys } from './key-ring.ts';
import { removeClear, removeClearFolder } from './overwrite.ts';
import { SealedFiles } from './sealed-files.ts';

const NOTE = 'all of the data folder is sealed';
const NOTE_FILE = 'all-sealed';
const HASH = /^[0-9a-f]{64}$/;
const ASIDE_OF_BEFORE = /^(.+)\.journal\.((?:torn|damaged)-\d+)$/;
/** Of a long file, so much is sealed between two rests. */
const STEP_BYTES = 4 * 1024 * 1024;

/** How far the sealing is, in bytes. */
export interface Sealing {
  done: number;
  total: number;
}

export interface OldFilesParts {
  /** The shell's folder. */
  data: string;
  files: SealedFiles;
  blobs: Blobs;
  journal: Journal;
  /** Removes what a console of before left of bags. */
  tidyBags: () => Promise<void>;
  tell: (sealing: Sealing) => void;
  /** Rests as long as the work before took; tests do not. */
  rest?: (tookMs: number) => Promise<void>;
}

interface Clear {
  size: number;
  seal(taken: (bytes: number) => Promise<void>): Promise<void>;
}

const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

async function removeEmpty(folder: string): Promise<void> {
  // Unreported: it is not there, or holds what is none of ours.
  await rmdir(folder).catch(() => undefined);
}

/** Was asked to stop; what was begun is begun anew later. */
class Stopped extends Error {}

export class OldFiles {
  readonly #parts: OldFilesParts;
  readonly #data: string;
  #stopped = false;
  #running: Promise<void> | null = null;
  #isOver = false;
  #sealing: Sealing | null = null;

  constructor(parts: OldFilesParts) {
    this.#parts = parts;
    this.#data = parts.data;
  }

  /** Whether nothing is in clear any more. While the console is locked it throws. */
  get isOver(): boolean {
    const path = join(this.#data, NOTE_FILE);
    this.#isOver ||= existsSync(path) && this.#parts.files.openText(NOTE, readFileSync(path)) !== null;
    return this.#isOver;
  }

  /** How far it is; null where nothing is being sealed. */
  get sealing(): Sealing | null {
    return this.#sealing;
  }

  /** Seals what is in clear, until all is or `stop`. Again after an unlocking: it goes on. */
  run(): Promise<void> {
    this.#stopped = false;
    this.#running ??= this.#sealAll().finally(() => {
      this.#running = null;
      this.#sealing = null;
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // Unreported: who ran it gets the error.
    await this.#running?.catch(() => undefined);
  }

  async #sealAll(): Promise<void> {
    if (this.isOver) return;
    const { files, tidyBags, tell, rest = sleep } = this.#parts;
    try {
      await this.#parts.blobs.prepare();
      await tidyBags();
      for (const each of ['blobs/sealing', 'printed']) await this.#removeFolder(each);
      await mkdir(join(this.#data, 'blobs/sealing'), { recursive: true, mode: 0o700 });
      const found = [...(await this.#journals()), ...(await this.#transfers()), ...(await this.#blobs())];
      const total = found.reduce((sum, { size }) => sum + size, 0);
      let done = 0;
      let since = performance.now();
      for (const each of found) {
        const before = done;
        await each.seal(async (bytes) => {
          if (this.#stopped) throw new Stopped();
          done += bytes;
          this.#sealing = { done, total };
          tell(this.#sealing);
          await rest(performance.now() - since);
          since = performance.now();
        });
        done = before + each.size;
      }
      for (const each of ['sealing', DAMAGED]) await removeEmpty(join(this.#data, 'blobs', each));
      await this.#keepNote(files.sealText(NOTE, new Date().toISOString()));
      if (total > 0) tell({ done: total, total });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  async #keepNote(note: Buffer): Promise<void> {
    const path = join(this.#data, NOTE_FILE);
    await writeFile(`${path}.new`, note, { mode: 0o600 });
    await rename(`${path}.new`, path);
    this.#isOver = true;
  }

  async #removeFolder(name: string): Promise<void> {
    const path = join(this.#data, name);
    if (existsSync(path)) await removeClearFolder(path);
  }

  async #namesIn(folder: string): Promise<string[]> {
    const path = join(this.#data, folder);
    return existsSync(path) ? readdir(path) : [];
  }

  async #clear(path: string, seal: Clear['seal']): Promise<Clear> {
    return { size: (await stat(path)).size, seal };
  }

  async #journals(): Promise<Clear[]> {
    const { journal } = this.#parts;
    const found: Clear[] = [];
    for (const name of await this.#namesIn('journal')) {
      const path = join(this.#data, 'journal', name);
      const [, deviceId = '', what = ''] = ASIDE_OF_BEFORE.exec(name) ?? [];
      if (name.endsWith('.journal'))
        found.push(
          await this.#clear(path, async (taken) => {
            await journal.sealOld(name.slice(0, -'.journal'.length));
            await taken(0);
          }),
        );
      else if (deviceId !== '' && !name.endsWith(ASIDE))
        found.push(
          await this.#clear(path, async (taken) => {
            await journal.setAside(deviceId, what, await readFile(path));
            await removeClear(path);
            await taken(0);
          }),
        );
    }
    return found;
  }

  /** What was half fetched is fetched anew; what was half sent is, too. */
  async #transfers(): Promise<Clear[]> {
    const names = (await this.#namesIn('transfers')).filter((name) =>
      /^[0-9a-f]{64}\.(part|upload)$/.test(name),
    );
    return Promise.all(
      names.map((name) => {
        const path = join(this.#data, 'transfers', name);
        return this.#clear(path, () => removeClear(path));
      }),
    );
  }

  async #blobs(): Promise<Clear[]> {
    const { blobs, files } = this.#parts;
    const found: Clear[] = [];
    const folders = (await this.#namesIn('blobs')).filter((name) => /^[0-9a-f]{2}$/.test(name));
    for (const folder of [...folders, DAMAGED])
      for (const sha256 of (await this.#namesIn(`blobs/${folder}`)).filter((name) => HASH.test(name))) {
        const path = join(this.#data, 'blobs', folder, sha256);
        found.push(
          await this.#clear(path, async (taken) => {
            const sealed = join(this.#data, 'blobs/sealing', randomUUID());
            const content = await this.#sealFile(path, sealed, taken);
            if (content === sha256 && folder !== DAMAGED) {
              await blobs.adopt(sealed, sha256);
              await blobs.removeClear(sha256, `${sealed}.clear`);
            } else {
              // Not what its name says: as if it had been read and found so.
              const aside = join(this.#data, 'blobs', SEALED, DAMAGED);
              await mkdir(aside, { recursive: true, mode: 0o700 });
              await rename(sealed, join(aside, files.nameOf(sha256)));
              await removeClear(path);
            }
          }),
        );
      }
    // Behind the last of each folder, the folder.
    for (const folder of folders)
      found.push({
        size: 0,
        seal: () => removeEmpty(join(this.#data, 'blobs', folder)),
      });
    return found;
  }

  /** @returns the hash of what was sealed */
  async #sealFile(path: string, to: string, taken: (bytes: number) => Promise<void>): Promise<string | null> {
    const writer = await this.#parts.files.create(to);
    try {
      let since = 0;
      for await (const piece of streamOf(await contentOfFile(await open(path, 'r')))) {
        await writer.append(piece);
        since += piece.length;
        if (since < STEP_BYTES) continue;
        await taken(since);
        since = 0;
      }
      await taken(since);
    } catch (error) {
      await writer.close();
      await rm(to, { force: true });
      throw error;
    }
    return writer.finish();
  }
}

/** Whether something sealed lies in the shell's folder: then a key ring that is gone is not made anew. */
export async function holdsSealed(data: string): Promise<boolean> {
  if (existsSync(join(data, NOTE_FILE)) || existsSync(join(data, 'blobs', SEALED))) return true;
  return holdsSealedJournal(data);
}

async function holdsSealedJournal(data: string): Promise<boolean> {
  const journals = existsSync(join(data, 'journal')) ? await readdir(join(data, 'journal')) : [];
  for (const name of journals.filter((each) => each.endsWith('.journal')))
    if (holdsSealedLine(await readFile(join(data, 'journal', name)))) return true;
  return false;
}

/**
 * Whether content lies there that these keys sealed. The note alone is none: it is written anew. Where the note is of other keys, so is what
 * lies beside it.
 */
export async function holdsOwn(data: string, keys: Pick<Keys, 'keyFor'>): Promise<boolean> {
  const note = join(data, NOTE_FILE);
  if (existsSync(note) && new SealedFiles(keys).openText(NOTE, await readFile(note)) === null) return false;
  const sealed = join(data, 'blobs', SEALED);
  const files = existsSync(sealed) ? await readdir(sealed, { recursive: true, withFileTypes: true }) : [];
  return files.some((entry) => entry.isFile()) || holdsSealedJournal(data);
}
