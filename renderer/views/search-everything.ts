/** The search's service: its own connection to the device's database, read only, and the index over it. Runs in a worker. */
import { Dexie } from 'dexie';
import type { Found } from '../../shared/search/search-index.ts';
import { lieInPacks } from '../store/packs/packed-core.ts';
import { Packs } from '../store/packs/packs.ts';
import { Sealing } from '../store/sealing.ts';
import { SearchReader } from './search-reader.ts';

export interface Question {
  text: string;
  /** Id of the document that is open, `case:ID`; it comes first. */
  within: string | null;
  most: number;
}

export type EverythingService = {
  /** Begins to read; once, first. `rowKey` opens the rows; null where they lie in clear. */
  open(input: { database: string; rowKey: Uint8Array | null }): Promise<void>;
  /** Answered once all was read: how many documents can be found. */
  ready(input: null): Promise<number>;
  find(question: Question): Promise<Found[]>;
  /** Answered once what changed could not be read: rejected with why. */
  failure(input: null): Promise<never>;
};

/**
 * What changes is read once nothing more came for a second. While rows keep coming, as when a device catches up on a month, it waits
 * fifteen seconds, or so long that looking takes a tenth of the time: each look reads whole cases, and sync works on the same disk.
 */
const GATHER_MS = 1_000;
const PATIENCE_MS = 15_000;
const SHARE = 10;

export function everythingService(): EverythingService {
  let reader: SearchReader | null = null;
  let size: number | null = null;
  const waitingForAll: ((size: number) => void)[] = [];
  let waitingForFailure: ((error: unknown) => void)[] = [];
  const fail = (error: unknown) => {
    const waiting = waitingForFailure;
    waitingForFailure = [];
    for (const tell of waiting) tell(error);
  };

  async function read(opened: SearchReader, db: Dexie): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let patientUntil: number | null = null;
    let lookedMs = 0;
    const look = async () => {
      const start = performance.now();
      await opened.catchUp();
      lookedMs = performance.now() - start;
    };
    let working: Promise<void> = Promise.resolve();
    const queue = (work: () => Promise<void>) => {
      working = working.then(work).catch((error: unknown) => {
        if (db.isOpen()) fail(error);
      });
      return working;
    };
    Dexie.on('storagemutated', (parts: unknown) => {
      if (!opened.note(parts)) return;
      clearTimeout(timer);
      patientUntil ??= performance.now() + Math.max(PATIENCE_MS, SHARE * lookedMs);
      timer = setTimeout(
        () => {
          patientUntil = null;
          void queue(look);
        },
        Math.max(0, Math.min(GATHER_MS, patientUntil - performance.now())),
      );
    });
    await queue(() => opened.readAll(() => db.isOpen()));
    size = opened.index.size;
    for (const tell of waitingForAll.splice(0)) tell(size);
  }

  return {
    open: async ({ database, rowKey }) => {
      // As it is: the page has opened it, and its version is the page's to say.
      const db = new Dexie(database);
      // What it cannot open the page sets aside, which reads it as well.
      lieInPacks(db, new Packs(rowKey && new Sealing(rowKey, null)));
      await db.open();
      reader = new SearchReader(db);
      void read(reader, db);
    },
    ready: async () => size ?? new Promise((tell) => waitingForAll.push(tell)),
    find: async ({ text, within, most }) => [...(reader?.index.search(text, most, within) ?? [])],
    failure: () => new Promise((_, tell) => waitingForFailure.push(tell)),
  };
}
