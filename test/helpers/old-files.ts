/** The stores of a data folder, as a shell opens them, and what seals what lies there in clear since before. */
import { join } from 'node:path';
import { Bags } from '../../electron/services/bags.ts';
import { Blobs } from '../../electron/services/blobs.ts';
import { Journal } from '../../electron/services/journal.ts';
import type { Keys } from '../../electron/services/key-ring.ts';
import { OldFiles, type OldFilesParts } from '../../electron/services/seal-old.ts';
import { SealedFiles } from '../../electron/services/sealed-files.ts';
import { testKeys } from './test-keys.ts';

export function storesOf(
  data: string,
  parts: Partial<Pick<OldFilesParts, 'tell' | 'rest'>> = {},
  keys: Pick<Keys, 'keyFor'> = testKeys,
) {
  const files = new SealedFiles(keys);
  const readsClear = () => !old.isOver;
  const journal = new Journal(join(data, 'journal'), keys, undefined, undefined, readsClear);
  const blobs = new Blobs(join(data, 'blobs'), files, Date.now, readsClear);
  const bags = new Bags({
    folder: join(data, 'bags'),
    blobs,
    agent: 'Partner Console test',
    now: () => new Date(),
    progress: () => undefined,
    deliver: async () => ({ kind: 'cancelled' }),
  });
  const old: OldFiles = new OldFiles({
    ...{ data, files, blobs, journal },
    tidyBags: () => bags.prepare(),
    tell: parts.tell ?? (() => undefined),
    rest: parts.rest ?? (async () => undefined),
  });
  return { files, journal, blobs, bags, old };
}
