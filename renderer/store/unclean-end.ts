/**
 * After a window that did not end in order, the log of the browser's store is turned over before it can cost the database.
 *
 * Chromium keeps all databases of a page in one LevelDB and goes on with its last log after a restart. Where a kill or a power cut left half a
 * record at its end, the first start passes over it; what is appended behind it makes the log unreadable, and the start after that deletes every
 * database of the page (google/leveldb 1287). A log that is full is put into a table and a new one begun: the half record goes with the old one.
 * See docs/adr/0027-chromiums-log-is-turned-over.md.
 */
import { DATABASE_NAME } from './database.ts';
import { answered, committed } from './native.ts';
import { report } from './report.ts';

/** A database of its own: what fills the log touches no store of the console's. */
const NAME = 'partner-console-windows';
/** A line for each window that is open, or was not closed in order. */
const WINDOWS = 'windows';
const FILLER = 'filler';
const TURNING_LOCK = 'console-log';
/** Held by each window as long as it is there, with its line's name. */
const lockOf = (window: string) => `console-window ${window}`;

/** LevelDB of Chromium begins a new log after 4 MB at most. */
const FILL_BYTES = 5 * 1024 * 1024;
const MOST_TRIES = 3;
/** Larger values are kept in files beside the log. */
const PIECE_BYTES = 48 * 1024;

async function openWindows(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore(WINDOWS);
    asked.result.createObjectStore(FILLER, { autoIncrement: true });
  };
  const db = await answered(asked);
  db.onversionchange = () => db.close();
  return db;
}

/** Holds the lock until the window is gone. Settled once it is held. */
function holdLock(name: string): Promise<void> {
  return new Promise((held) => {
    void navigator.locks.request(name, () => {
      held();
      return new Promise(() => {});
    });
  });
}

/** Fills the log with what does not compress, so that a new one is begun, and empties the store again. */
async function turnLog(db: IDBDatabase): Promise<void> {
  const filling = db.transaction(FILLER, 'readwrite', { durability: 'relaxed' });
  const store = filling.objectStore(FILLER);
  for (let filled = 0; filled < FILL_BYTES; filled += PIECE_BYTES)
    store.put(crypto.getRandomValues(new Uint8Array(PIECE_BYTES)));
  await committed(filling);
  // Strict: the new log is begun by what is written after the full one.
  const emptying = db.transaction(FILLER, 'readwrite', { durability: 'strict' });
  emptying.objectStore(FILLER).clear();
  await committed(emptying);
}

async function begin(): Promise<boolean> {
  const known = (await indexedDB.databases()).map(({ name }) => name);
  const db = await openWindows();
  const window = crypto.randomUUID();
  const change = async (durability: IDBTransactionDurability, act: (lines: IDBObjectStore) => void) => {
    const changing = db.transaction(WINDOWS, 'readwrite', { durability });
    act(changing.objectStore(WINDOWS));
    await committed(changing);
  };
  await holdLock(lockOf(window));
  const turned = await navigator.locks.request(TURNING_LOCK, async () => {
    const lines = await answered(db.transaction(WINDOWS).objectStore(WINDOWS).getAllKeys());
    const held = new Set(((await navigator.locks.query()).held ?? []).map(({ name }) => name));
    const gone = lines.filter((line) => !held.has(lockOf(String(line))));
    // A console of before noted no windows.
    const unnoted = !known.includes(NAME) && known.includes(DATABASE_NAME);
    const turning = gone.length > 0 || unnoted;
    if (turning) await turnLog(db);
    await change('relaxed', (open) => {
      for (const line of gone) open.delete(line);
      open.put(Date.now(), window);
    });
    return turning;
  });
  const told = (work: Promise<void>) =>
    work.catch(() => {
      // Unreported: the line stays, or went with the whole database; the next start turns the log once more.
    });
  // Strict: whatever was appended before it is on the disk with it.
  addEventListener('pagehide', () => told(change('strict', (open) => open.delete(window))));
  addEventListener(
    'pageshow',
    ({ persisted }) => persisted && told(change('relaxed', (open) => open.put(Date.now(), window))),
  );
  return turned;
}

/**
 * Notes that this window is open until it is closed in order; where one before was not, turns the log over.
 * @returns whether it was turned. Where it cannot be (no room on the disk, no locks) that is reported, and the console opens all the same.
 */
export async function turnLogAfterUncleanEnd(): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await begin();
    } catch (error) {
      report(error, 'the log of the browser’s store');
      // A store that could not be read is told of once; what is opened then is new, and kept from the same end.
      if (tries === MOST_TRIES) return false;
    }
  }
}
