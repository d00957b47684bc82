/** The search's worker: its own connection to the device's database, read only, and the index over it. */
import { Dexie } from 'dexie';
import type { FromSearch, ToSearch } from './search-messages.ts';
import { SearchReader } from './search-reader.ts';

/** The part of a worker's own scope that this uses; the page's types have no worker in them. */
interface WorkerScope {
  postMessage(message: FromSearch): void;
  onmessage: ((event: MessageEvent<ToSearch>) => void) | null;
}
const scope = self as unknown as WorkerScope;

/** Changes of a second are read together. */
const GATHER_MS = 1_000;

let reader: SearchReader | null = null;

async function open(database: string): Promise<void> {
  // As it is: the page has opened it, and its version is the page's to say.
  const db = new Dexie(database);
  await db.open();
  const opened = new SearchReader(db);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let working: Promise<void> = Promise.resolve();
  const queue = (work: () => Promise<void>) => {
    working = working.then(work).catch((error: unknown) => {
      if (db.isOpen()) scope.postMessage({ kind: 'failed', error });
    });
    return working;
  };
  Dexie.on('storagemutated', (parts: unknown) => {
    void queue(async () => {
      if ((await opened.note(parts)) && timer === null)
        timer = setTimeout(() => {
          timer = null;
          void queue(() => opened.catchUp());
        }, GATHER_MS);
    });
  });
  reader = opened;
  await queue(() => opened.readAll(() => db.isOpen()));
  scope.postMessage({ kind: 'ready', size: opened.index.size });
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'open')
    open(data.database).catch((error: unknown) => scope.postMessage({ kind: 'failed', error }));
  else
    scope.postMessage({
      kind: 'found',
      n: data.n,
      found: reader?.index.search(data.question, data.most, data.within) ?? [],
    });
};
