/** Takes ended cases off this computer while nothing else is done, by one window of the device (security 29). */
import { liveQuery } from 'dexie';
import { stayDays } from '../../shared/cases/retention.ts';
import { defaultDeviceRules } from '../../shared/sync/device-rules.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { report } from '../store/report.ts';
import type { SyncParts } from '../sync/engine.ts';
import { type RetentionParts, retentionRound } from '../sync/retention.ts';

/** Held by the window that takes ended cases off this computer. */
const RETENTION_LOCK = 'partner-console-retention';
/** Shared by the windows that have a case open, with its id behind. */
const OPEN_CASE_LOCK = 'partner-console-open-case ';
/** Ended cases are looked at some time after the start, and then now and then: no day of theirs is that exact. */
const RETENTION_FIRST_MS = 60_000;
const RETENTION_EVERY_MS = 30 * 60_000;

/** Resolves once the window has nothing else to do, or nearly: work that nobody waits for goes on then. */
function whenIdle(): Promise<void> {
  return new Promise((done) => {
    requestIdleCallback(() => done(), { timeout: 5_000 });
  });
}

/** Holds a case as open in this window: it does not leave the computer meanwhile. @returns lets go of it */
export function holdOpen(caseId: string): () => void {
  const closing = new AbortController();
  const held = navigator.locks?.request(
    OPEN_CASE_LOCK + caseId,
    { mode: 'shared', signal: closing.signal },
    () => new Promise<void>((done) => closing.signal.addEventListener('abort', () => done())),
  );
  // Unreported: it was closed before the lock was had; without locks nothing leaves.
  held?.catch(() => undefined);
  return () => closing.abort();
}

/** The organisation's days, as this computer heard them last. */
async function readDays(db: ConsoleDatabase): Promise<number | null> {
  return ((await db.device.get('device'))?.rules ?? defaultDeviceRules).retentionDays;
}

/** Takes ended cases off this computer, by one window, when there is nothing else to do. @returns ends it */
export function keepRetention(
  parts: Pick<RetentionParts, 'db' | 'bridge' | 'asDevice' | 'now' | 'publish'> & Pick<SyncParts, 'timer'>,
): () => void {
  const closing = new AbortController();
  const { signal } = closing;
  const { db, timer } = parts;
  const unlessOpen = (caseId: string, work: () => Promise<void>): Promise<boolean> =>
    navigator.locks.request(OPEN_CASE_LOCK + caseId, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await work();
      return lock !== null;
    });
  const told = (error: unknown) => {
    if (!signal.aborted) report(error, 'retention');
  };
  /** @param days of the round before: the rest ends sooner where the organisation's are others; undefined before the first */
  const rest = (ms: number, days: number | null | undefined) =>
    new Promise<void>((done) => {
      const resting = new AbortController();
      const end = () => resting.abort();
      const cancel = timer(ms, end);
      const heard =
        days === undefined
          ? null
          : liveQuery(() => readDays(db)).subscribe({ next: (now) => now !== days && end(), error: told });
      resting.signal.addEventListener('abort', () => {
        cancel();
        heard?.unsubscribe();
        done();
      });
      signal.addEventListener('abort', end, { signal: resting.signal });
      if (signal.aborted) end();
    });
  const rounds = async () => {
    let days: number | null | undefined;
    const all = { ...parts, unlessOpen, pause: whenIdle, stopped: () => signal.aborted };
    for (let wait = RETENTION_FIRST_MS; ; wait = RETENTION_EVERY_MS) {
      await rest(wait, days);
      if (signal.aborted) return;
      try {
        days = await readDays(db);
        await retentionRound(all, stayDays(days));
      } catch (error) {
        told(error);
      }
    }
  };
  void navigator.locks?.request(RETENTION_LOCK, { signal }, rounds).catch(told);
  return () => closing.abort();
}
