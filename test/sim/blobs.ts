/** What simulated hubs keep of attachments: the real folder, with places to be killed at, and locks that are waited for in virtual time. */
import type pg from 'pg';
import type { WaitingTime } from '../../hub/blobs/locker.ts';
import type { BlobStore } from '../../hub/blobs/store.ts';
import type { Process, Scheduler } from './scheduler.ts';

/** The store as one hub process sees it. */
export function storeSeenBy(store: BlobStore, scheduler: Scheduler, process: Process): BlobStore {
  const between = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    await scheduler.point(process, `before ${label}`);
    const value = await work();
    await scheduler.point(process, `after ${label}`);
    return value;
  };
  return {
    incoming: store.incoming,
    place: store.place,
    marker: () => store.marker(),
    mark: (hub) => store.mark(hub),
    free: () => store.free(),
    received: (upload) => store.received(upload),
    receive: (upload, offset, pieces) => store.receive(upload, offset, pieces),
    hashOf: (upload) => store.hashOf(upload),
    flush: (upload) => store.flush(upload),
    keep: (upload, blob) => between('a blob is kept', () => store.keep(upload, blob)),
    uploads: () => store.uploads(),
    discard: (upload) => between('an upload is discarded', () => store.discard(upload)),
    read: (location, range) => store.read(location, range),
    remove: (location) => between('a file is removed', () => store.remove(location)),
    has: (location) => store.has(location),
  };
}

/** Advisory locks of all hubs of a world, by name. */
export type UploadLocks = Map<string, Process>;

/** The locker of one hub process asks again by virtual time. */
export function lockTime(scheduler: Scheduler, process: Process): WaitingTime {
  return { now: () => scheduler.now, wait: (ms) => scheduler.sleep(process, 'asks for a lock again', ms) };
}

/**
 * The connections for locks of one hub process. PostgreSQL frees the locks of one that was killed. It says at once whether a lock is
 * to be had: the hub's questions share a connection, and one that waited here would keep all others from it.
 */
export function lockPool(process: Process, held: UploadLocks): pg.Pool {
  const free = (name: string) => held.get(name)?.alive !== true;
  const client = {
    query: async (text: string, [name = '']: string[]) => {
      if (text.includes('pg_advisory_unlock')) {
        held.delete(name);
        return { rows: [] };
      }
      const got = free(name);
      if (got) held.set(name, process);
      return { rows: [{ got }] };
    },
    release: () => undefined,
    // It ends with its process only, which nobody is left to hear of.
    once: () => undefined,
    off: () => undefined,
  };
  return { connect: async () => client } as unknown as pg.Pool;
}
