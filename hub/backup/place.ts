/** Where the hub's data is: the database of a running hub, of one that is stopped, or any other that was named. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockFolder } from '../../node/folder-lock.ts';
import { assertDatabaseUrl } from '../store/database-words.ts';
import { runningDatabase, startEmbeddedDatabase } from '../store/embedded.ts';

export interface Place {
  databaseUrl: string;
  blobs: string | null;
  /** The hub's secret; null where nobody said it. */
  secret: string | null;
  leave(): Promise<void>;
}

export interface PlaceOptions {
  data: string | null;
  databaseUrl: string | null;
  blobs: string | null;
  secret: string | null;
}

/**
 * @param use `read` goes beside a running hub; `write` wants the folder to itself, and makes one that is not there
 * @throws Error with one line
 */
export async function enterPlace(options: PlaceOptions, use: 'read' | 'write'): Promise<Place> {
  const data = options.data === null ? null : resolve(options.data);
  const secretPath = data === null ? null : join(data, 'secret');
  const secret =
    options.secret ?? (secretPath && existsSync(secretPath) ? readFileSync(secretPath, 'utf8').trim() : null);
  const blobs = options.blobs ?? (data === null ? null : join(data, 'blobs'));
  if (options.databaseUrl !== null) {
    assertDatabaseUrl(options.databaseUrl);
    return { databaseUrl: options.databaseUrl, blobs, secret, leave: async () => undefined };
  }
  if (data === null) throw new Error('Say where the hub’s data is: --data DIR, or DATABASE_URL.');
  // What is read must be there; what is written is made, as a hub makes its own.
  if (use === 'write') mkdirSync(data, { recursive: true, mode: 0o700 });
  if (!existsSync(data))
    throw new Error(`There is no folder ${data}. Make it first, or choose another with --data DIR.`);
  const lock = lockFolder(join(data, 'hub.lock'));
  if (typeof lock === 'number') {
    if (use === 'write') throw new Error(`A hub (process ${lock}) uses ${data}. Stop it, then restore.`);
    const databaseUrl = runningDatabase(data);
    if (databaseUrl === null)
      throw new Error(`The hub (process ${lock}) on ${data} is starting or stopping. Try again.`);
    return { databaseUrl, blobs, secret, leave: async () => undefined };
  }
  try {
    if (use === 'read' && !existsSync(join(data, 'postgres-made')))
      throw new Error(`There is no hub’s database in ${data}.`);
    const embedded = await startEmbeddedDatabase(data);
    return {
      databaseUrl: embedded.url,
      blobs,
      secret,
      leave: async () => {
        await embedded.stop();
        lock();
      },
    };
  } catch (error) {
    lock();
    throw error;
  }
}
