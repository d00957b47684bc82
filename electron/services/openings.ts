/**
 * What the system asked the console to open, until the page takes it: links, and files by double click. The page never names a
 * path: it gets a name and a number, by which it reads the file that the person chose, and no other.
 */

import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { cut } from '../../shared/base/cut.ts';
import type { CallInput, CallOutput } from '../../shared/bridge/contract.ts';
import type { Wanted } from '../arguments.ts';
import { displayName } from './blobs.ts';
import { ok } from './disk-failure.ts';

type Opening = CallOutput<'opening.take'>['openings'][number];

/** As many wait for the page; what comes after was pressed in vain, and the person presses again. */
const MOST_WAITING = 20;
/** As many files can be read at a time: the last that were opened. */
const MOST_FILES = 20;

export class Openings {
  readonly #waiting: Opening[] = [];
  readonly #files = new Map<string, string>();
  readonly #tell: () => void;
  #last: Promise<void> = Promise.resolve();

  /** @param tell that something waits; the page may be there or not */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** @param folder where the program was started that was given them: what paths are relative to */
  async want(wanted: readonly Wanted[], folder: string): Promise<void> {
    // In the order in which they were asked for, whichever disk answers first.
    this.#last = this.#last.then(async () => {
      for (const each of wanted) this.#add(await this.#opening(each, folder));
      if (wanted.length > 0) this.#tell();
    });
    await this.#last;
  }

  /** A place of the console itself, such as what a notification was about. */
  goTo(path: string): void {
    this.#add({ kind: 'place', path });
    this.#tell();
  }

  #add(opening: Opening): void {
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(opening);
  }

  async #opening(wanted: Wanted, folder: string): Promise<Opening> {
    if (wanted.kind === 'link') return wanted;
    if (wanted.kind === 'unknown')
      return {
        kind: 'refused',
        message: `The console does not know what “${cut(displayName(wanted.text), 100)}” is. Nothing was opened.`,
      };
    const path = resolve(folder, wanted.path);
    const name = displayName(path);
    try {
      const { size } = await this.#lookAt(path);
      const file = randomUUID();
      this.#files.set(file, path);
      const [oldest] = this.#files.keys();
      if (this.#files.size > MOST_FILES && oldest !== undefined) this.#files.delete(oldest);
      return { kind: 'file', file, name, size };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'no file';
      return {
        kind: 'refused',
        message: `${cut(name, 200)} cannot be opened (${code.slice(0, 40)}). Nothing was read.`,
      };
    }
  }

  /** @throws where it is no file of its own: a folder, a device, a pipe that nobody ends */
  async #lookAt(path: string) {
    const found = await stat(path);
    if (!found.isFile()) throw Object.assign(new Error('no file'), { code: 'it is no file' });
    return found;
  }

  /** What waits; it waits no more. */
  async take(): Promise<CallOutput<'opening.take'>> {
    return { openings: this.#waiting.splice(0) };
  }

  /** A piece of a file that waited. */
  async read({ file, offset, length }: CallInput<'opening.read'>): Promise<CallOutput<'opening.read'>> {
    const path = this.#files.get(file);
    const gone = (code: string) =>
      ({
        ok: false,
        failure: {
          kind: 'refused',
          code,
          message: 'The file can no longer be read. Open it again from where it lies.',
        },
      }) as const;
    if (path === undefined) return gone('not-opened');
    try {
      await this.#lookAt(path);
      const handle = await open(path, 'r');
      try {
        const bytes = Buffer.alloc(length);
        const { bytesRead } = await handle.read(bytes, 0, length, offset);
        return ok({ bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytesRead) });
      } finally {
        await handle.close();
      }
    } catch (error) {
      return gone((error as NodeJS.ErrnoException).code ?? 'unreadable');
    }
  }
}
