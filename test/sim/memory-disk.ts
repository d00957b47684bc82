/**
 * A disk in memory with what a real one forgets: a power cut keeps what was fsynced (files and the names in their folders)
 * and, of the rest, a part at random. test/unit/sim/memory-disk.test.ts holds it against a real one.
 */
import type { JournalDisk } from '../../electron/services/journal.ts';
import type { Random } from './random.ts';

interface File {
  data: Buffer;
  synced: Buffer;
}

function failure(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

export class MemoryDisk {
  #names = new Map<string, File>();
  #syncedNames = new Map<string, File>();
  /** Awaited before and after each thing that a disk does: where a crash may come. */
  readonly #step: (label: string) => Promise<void>;
  readonly #handles = { open: 0 };

  constructor(step: (label: string) => Promise<void>) {
    this.#step = step;
  }

  /** The same disk as another process sees it. */
  seenBy(step: (label: string) => Promise<void>): MemoryDisk {
    const disk = new MemoryDisk(step);
    disk.#names = this.#names;
    disk.#syncedNames = this.#syncedNames;
    return disk;
  }

  /** Power is gone: what no fsync has reached is there in part, or not at all. */
  cutPower(random: Random): void {
    for (const path of [...this.#names.keys()])
      if (!this.#syncedNames.has(path) && random.chance(0.5)) this.#names.delete(path);
    for (const [path, file] of this.#syncedNames)
      if (this.#names.get(path) !== file && random.chance(0.5)) this.#names.set(path, file);
    for (const file of this.#names.values()) {
      const more = file.data.length - file.synced.length;
      const grown = more > 0 && file.data.subarray(0, file.synced.length).equals(file.synced);
      file.data = grown
        ? Buffer.from(file.data.subarray(0, file.synced.length + random.int(0, more)))
        : Buffer.from(random.chance(0.5) ? file.data : file.synced);
      file.synced = file.data;
    }
    this.#syncedNames.clear();
    for (const [path, file] of this.#names) this.#syncedNames.set(path, file);
  }

  #file(path: string): File {
    const file = this.#names.get(path);
    if (!file) throw failure('ENOENT', path);
    return file;
  }

  #handle(path: string, file: File) {
    const step = this.#step;
    return {
      write: async (bytes: Buffer, offset: number, length: number, position: number) => {
        await step('write');
        // A write may end before its last byte.
        const end = position + length;
        const data = Buffer.alloc(Math.max(file.data.length, end));
        file.data.copy(data);
        bytes.copy(data, position, offset, offset + length);
        file.data = data;
        return { bytesWritten: length, buffer: bytes };
      },
      writeFile: async (bytes: Buffer) => {
        await step('write');
        file.data = Buffer.from(bytes);
      },
      datasync: async () => {
        await step(`before fsync of ${path}`);
        file.synced = file.data;
        await step(`after fsync of ${path}`);
      },
      sync: async () => {
        await step(`before fsync of ${path}`);
        file.synced = file.data;
        await step(`after fsync of ${path}`);
      },
      truncate: async (length: number) => {
        await step('truncate');
        file.data = Buffer.from(file.data.subarray(0, length));
        if (file.synced.length > length) file.synced = file.data;
      },
      stat: async () => ({ size: file.data.length }),
      close: async () => undefined,
    };
  }

  /** The functions of `node:fs/promises` that the journal uses. */
  functions(): JournalDisk {
    const step = this.#step;
    const functions = {
      mkdir: async () => undefined,
      readdir: async (folder: string) =>
        [...this.#names.keys()]
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
      readFile: async (path: string, encoding?: string) => {
        const { data } = this.#file(path);
        return encoding ? data.toString('utf8') : Buffer.from(data);
      },
      writeFile: async (path: string, bytes: Buffer) => {
        await step('write');
        this.#names.set(path, { data: Buffer.from(bytes), synced: Buffer.alloc(0) });
      },
      rename: async (from: string, to: string) => {
        await step(`before rename to ${to}`);
        this.#names.set(to, this.#file(from));
        this.#names.delete(from);
        await step(`after rename to ${to}`);
      },
      open: async (path: string, flags: string) => {
        this.#handles.open += 1;
        if (flags === 'r' && !this.#names.has(path)) return this.#folder(path);
        if (flags === 'w' || (flags === 'a' && !this.#names.has(path)))
          this.#names.set(path, { data: Buffer.alloc(0), synced: Buffer.alloc(0) });
        return this.#handle(path, this.#file(path));
      },
    };
    return functions as unknown as JournalDisk;
  }

  #folder(folder: string) {
    return {
      sync: async () => {
        await this.#step('before fsync of the folder');
        const inside = (path: string) => path.startsWith(`${folder}/`);
        for (const path of [...this.#syncedNames.keys()].filter(inside))
          if (!this.#names.has(path)) this.#syncedNames.delete(path);
        for (const [path, file] of this.#names) if (inside(path)) this.#syncedNames.set(path, file);
        await this.#step('after fsync of the folder');
      },
      close: async () => undefined,
    };
  }
}
