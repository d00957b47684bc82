/**
 * Whether the store for attachments is the hub's own (a folder may not be mounted, a bucket may be another) and has room. A
 * marker lies in it, with the hub's name: without it nothing is taken, since it would be filled beside the store.
 */
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import type { BlobStore } from './store.ts';

/** A store with less is called full: the next attachment may not fit. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024;
/** How long one refusal for want of room is told. */
const FULL_MS = 60_000;
/** Files that a store without a marker is asked for, to know it again. */
const ASKED = 20;

export type StoreState = 'usable' | 'full' | 'away';

/** For the hub's health, which everybody may ask: no folder and no bucket. */
export const storeWords: Readonly<Record<Exclude<StoreState, 'usable'>, string>> = {
  full: 'The store for attachments has no room left. Files stay on the consoles and are sent later.',
  away: 'The store for attachments is not there, or is another than this hub’s. Files stay on the consoles and are sent later.',
};

/** The hub's name in its store: that of the first key that it made, which a backup holds too. @throws where there is none yet */
export async function hubName(database: Database): Promise<string> {
  const { rows } = await database.query<{ kid: string }>(
    "SELECT kid FROM hub_keys WHERE purpose = 'device' ORDER BY created_at, kid LIMIT 1",
  );
  const [first] = rows;
  if (!first) throw new Error('This database was never used by a hub.');
  return first.kid;
}

/** Whether some of the files that the database names are there. Null where it names none. */
async function holdsFiles(database: Database, store: BlobStore): Promise<boolean | null> {
  const { rows } = await database.query<{ location: string }>('SELECT location FROM blobs LIMIT $1', [ASKED]);
  if (rows.length === 0) return null;
  for (const { location } of rows) if (await store.has(location)) return true;
  return false;
}

/**
 * Marks a store that has no marker yet: of a new hub, of one of an earlier version, or restored from a backup.
 * @throws Error with one line, where the store is another hub's, or holds nothing of what the database names
 */
export async function markStore(database: Database, store: BlobStore): Promise<string> {
  const name = await hubName(database);
  const there = await store.marker();
  if (there === name) return name;
  if (there !== null)
    throw new Error(
      `The store for attachments, ${store.place}, is another hub’s. Name this hub’s own: HUB_BLOBS or HUB_S3_BUCKET.`,
    );
  if ((await holdsFiles(database, store)) === false)
    throw new Error(
      `The store for attachments, ${store.place}, holds nothing of what the database names: is it mounted? Where it is lost for good, run: npm run hub -- check-blobs --forget --adopt`,
    );
  await store.mark(name);
  return name;
}

export class StoreWatch {
  readonly #store: BlobStore;
  readonly #name: string;
  readonly #now: () => number;
  readonly #say: (line: string) => void;
  #state: StoreState = 'usable';
  #free: number | null = null;
  #refusedAt = Number.NEGATIVE_INFINITY;

  /** @param name the hub's, as in the marker */
  constructor(store: BlobStore, name: string, now: () => number, say: (line: string) => void) {
    this.#store = store;
    this.#name = name;
    this.#now = now;
    this.#say = say;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** Bytes; null where the store does not say. */
  get free(): number | null {
    return this.#free;
  }

  /** Looks, and says a change in one line of the log. */
  async look(): Promise<StoreState> {
    // Unreported: a store that does not answer is away, which is what is said of it.
    const marker = await this.#store.marker().catch(() => null);
    if (marker !== this.#name) return this.#set('away');
    // Unreported: how much is free is then not known, which is what null says.
    this.#free = await this.#store.free().catch(() => null);
    const little = this.#free !== null && this.#free < LEAST_FREE_BYTES;
    return this.#set(little || this.#now() - this.#refusedAt < FULL_MS ? 'full' : 'usable');
  }

  /** The store refused bytes for want of room: of its disk, or of what this hub may have of it. */
  refusedFull(): void {
    this.#refusedAt = this.#now();
    this.#set('full');
  }

  /** @throws Refusal 503 `store-away` */
  async assertThere(): Promise<void> {
    if ((await this.look()) === 'away')
      throw new Refusal(
        503,
        'store-away',
        'The hub’s store for attachments is away. The file stays on this computer and is sent later; whoever runs the hub has to bring it back.',
        30,
      );
  }

  #set(state: StoreState): StoreState {
    if (state !== this.#state) {
      this.#state = state;
      const { place } = this.#store;
      this.#say(
        state === 'usable'
          ? `The store for attachments, ${place}, can be used again.`
          : `${storeWords[state]} It is ${place}.`,
      );
    }
    return state;
  }
}
