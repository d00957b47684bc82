/** A computer's blob store and bags, without a window: exports are taken where they lie. */
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Bags } from '../../electron/services/bags.ts';
import { Blobs } from '../../electron/services/blobs.ts';
import type { Deliver } from '../../electron/services/save-as.ts';
import { CHUNK_BYTES, type EventPayload } from '../../shared/bridge/contract.ts';
import { testFiles } from './test-keys.ts';

export interface BagShell {
  folder: string;
  blobs: Blobs;
  bags: Bags;
  progress: EventPayload<'bag.progress'>[];
  /** Called with each piece of progress. */
  watch: (listener: (progress: EventPayload<'bag.progress'>) => void) => void;
  /** The last saved bag. */
  saved: { name: string; bytes: Uint8Array } | null;
  /** Takes in a file in chunks, as the bridge does; not finished. */
  upload(bytes: Uint8Array): Promise<string>;
  /** The same of a file on disk. */
  uploadFile(path: string): Promise<string>;
  add(bytes: Uint8Array): Promise<string>;
}

/**
 * @param deliver what stands for the person; without it a bag is read and called saved
 * @param freeBytes of the disk; its own word where it is left out
 */
export function bagShell(folder: string, deliver?: Deliver, freeBytes?: number): BagShell {
  const blobs = new Blobs(join(folder, 'blobs'), testFiles, () => Date.now());
  let listener: (progress: EventPayload<'bag.progress'>) => void = () => undefined;
  const begin = async (size: number) => {
    const begun = await blobs.begin({ name: 'file', size });
    if (!begun.ok) throw new Error(begun.failure.message);
    return begun.value.upload;
  };
  const append = async (upload: string, offset: number, bytes: Uint8Array) => {
    const answer = await blobs.append({ upload, offset, bytes });
    if (!answer.ok) throw new Error(answer.failure.message);
  };
  const shell: BagShell = {
    folder,
    blobs,
    progress: [],
    saved: null,
    watch: (next) => {
      listener = next;
    },
    bags: new Bags({
      folder: join(folder, 'bags'),
      blobs,
      agent: 'Partner Console test',
      now: () => new Date(),
      ...(freeBytes === undefined ? {} : { freeBytes: async () => freeBytes }),
      progress: (payload) => {
        shell.progress.push(payload);
        listener(payload);
      },
      deliver:
        deliver ??
        (async (from, name) => {
          const content = await from();
          shell.saved = { name, bytes: await content.read(0, content.size).finally(() => content.close()) };
          return { kind: 'saved' };
        }),
    }),
    upload: async (bytes) => {
      const upload = await begin(bytes.length);
      for (let offset = 0; offset < bytes.length; offset += CHUNK_BYTES)
        await append(upload, offset, bytes.slice(offset, offset + CHUNK_BYTES));
      return upload;
    },
    uploadFile: async (path) => {
      const file = await open(path, 'r');
      try {
        const { size } = await file.stat();
        const upload = await begin(size);
        for (let offset = 0; offset < size; offset += CHUNK_BYTES) {
          const bytes = new Uint8Array(Math.min(CHUNK_BYTES, size - offset));
          await file.read(bytes, 0, bytes.length, offset);
          await append(upload, offset, bytes);
        }
        return upload;
      } finally {
        await file.close();
      }
    },
    add: async (bytes) => {
      const done = await blobs.finish({ upload: await shell.upload(bytes) });
      if (!done.ok) throw new Error(done.failure.message);
      return done.value.sha256;
    },
  };
  return shell;
}

export const newJob = () => randomUUID();
