/** Counts what is missing in cases whose rows changed, for the list: a few at a time, when the computer has nothing else to do. */

import { liveQuery } from 'dexie';
import { caseState } from '../../shared/cases/schema.ts';
import { isEditable } from '../../shared/cases/states.ts';
import { createEvaluator } from '../../shared/handoff/evaluate.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { Summary } from '../store/device-rows.ts';
import { forgetFault } from '../store/report.ts';
import { inSlices } from '../store/slices.ts';
import type { WriteParts } from '../store/write.ts';
import { syncStateOf } from '../sync/sync-state.ts';
import { clocksOf, dueFields, readDeskFacts } from './clocks.ts';
import { readContents } from './contents.ts';
import { openContents } from './open-cases.ts';
import { readReferenceData } from './reference-data.ts';
import { heldVerdicts, readTrust } from './trust.ts';

/** How often lines whose clock is near are counted anew, because time passes while nothing changes. */
const CLOCK_MS = 5 * 60_000;
/** A clock of business days comes at risk on its last one: over a weekend with holidays that is this long before. */
const NEAR_MS = 5 * 24 * 60 * 60 * 1000;

/** Of cases that are not handed off yet the list says what is missing. */
const editableStates = caseState.options.filter(isEditable);

/** Pause between two cases, so that typing and scrolling come first. */
const PAUSE_MS = 20;

/**
 * Cases are counted once nothing was edited, sent or received for so long. An edit, the hub's answer to it and the pull of it are then
 * counted once, and so is a case whose rows come over many pages: each count reads the whole case, and sync works on the same disk.
 */
const LULL_MS = 1_000;
/** Counted all the same from then on, until it is quiet again: the list follows who works while much is on its way. */
const PATIENCE_MS = 15_000;

/** Says in `syncState` that lines of before them have been marked. */
const PROGRESS_KEPT = 'progress-kept';

/** What every case is counted by, whichever it is. */
async function readPublished(db: ConsoleDatabase) {
  const [products, holidayLists] = [await db.products.toArray(), await db.holidayLists.toArray()];
  return { products, holidayLists, referenceData: await readReferenceData(db) };
}

/**
 * A line that has to be counted, marked as being so before anything of its case is read; the caller holds a transaction. What comes
 * meanwhile, from here or from the hub, marks it again.
 */
async function takeStale(db: ConsoleDatabase): Promise<Summary | undefined> {
  const line = await db.summaries.where('stale').equals(1).first();
  if (line) await db.summaries.put({ ...line, stale: 2 });
  return line;
}

/** Waits for a while in which nothing moves, as long as patience lasts. */
class Lull {
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #isOver = true;
  #waiting: (() => void)[] = [];

  /** Something was edited, sent or received. @param goesOn whether more of it is on its way */
  moved(goesOn: boolean): void {
    clearTimeout(this.#quiet);
    if (!goesOn) this.#quiet = setTimeout(() => this.end(), LULL_MS);
    if (this.#patience !== undefined) return;
    this.#isOver = false;
    this.#patience = setTimeout(() => this.#goOn(), PATIENCE_MS);
  }

  async wait(): Promise<void> {
    if (!this.#isOver) await new Promise<void>((done) => this.#waiting.push(done));
  }

  #goOn(): void {
    this.#isOver = true;
    for (const done of this.#waiting.splice(0)) done();
  }

  end(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#goOn();
  }
}

/**
 * Starts counting; the answered function ends it.
 * @param fault told of what went wrong; it goes on with the next change
 */
export function countMissing(
  parts: Pick<WriteParts, 'db' | 'now'>,
  fault: (error: unknown) => void,
): () => void {
  const { db } = parts;
  let stopped = false;
  let running = false;
  /** Something was marked while it ran: the loop may have looked for the last time before. */
  let again = false;
  const lull = new Lull();
  // Until it is known, something may be on its way.
  lull.moved(true);
  /** A window that closes takes its database away from under the count; all else is a fault. */
  const failed = (error: unknown) => {
    if (!stopped && db.isOpen()) fault(error);
  };
  /** Read once for all cases, and anew once something of it changes. */
  let published: Awaited<ReturnType<typeof readPublished>> | null = null;
  /** Undefined where the case is not here. */
  async function count(id: string): Promise<Partial<Summary> | undefined> {
    const contents = openContents(db, id) ?? (await readContents(db, id));
    if (!contents) return undefined;
    const desk = await readDeskFacts(db, id);
    const trust = await readTrust(db, contents.case.engineer, parts.now());
    published ??= await readPublished(db);
    const { products, holidayLists, referenceData } = published;
    const now = parts.now().toISOString();
    const clocks = clocksOf(contents, desk, { holidayLists, products }, now);
    const evaluator = createEvaluator(contents, { now, products, trust, referenceData });
    // The rules of a case of hundreds of systems take longer than a key may wait.
    await inSlices(
      evaluator.asking(),
      () => undefined,
      () => stopped,
    );
    const completeness = evaluator.completeness();
    const counts = Object.values(completeness);
    return {
      ...dueFields(clocks, contents.case.state),
      engineer: contents.case.engineer,
      progress: Object.entries(completeness).map(([part, { done, waived, missing }]) => ({
        part,
        done: done + waived,
        of: done + waived + missing,
      })),
      missing: counts.reduce((sum, each) => sum + each.missing, 0),
      warnings: counts.reduce((sum, each) => sum + each.warnings, 0),
    };
  }

  async function work(): Promise<void> {
    again = running;
    if (running) return;
    running = true;
    try {
      await lull.wait();
      let line = stopped ? undefined : await db.transaction('rw', db.summaries, () => takeStale(db));
      while (line) {
        const { id } = line;
        const counted = await count(id);
        await lull.wait();
        // One transaction for both: each costs as much as the count itself.
        line = await db.transaction('rw', db.summaries, async () => {
          const now = counted && (await db.summaries.get(id));
          if (now) await db.summaries.put({ ...now, ...counted, stale: now.stale === 2 ? 0 : now.stale });
          return stopped ? undefined : takeStale(db);
        });
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
      forgetFault('counting');
    } catch (error) {
      failed(error);
    } finally {
      running = false;
      if (again && !stopped) void work();
    }
  }
  // Lines of before engineer and progress were kept: once a device, and only where the case is still worked on.
  void (async () => {
    if (await db.syncState.get(PROGRESS_KEPT)) return;
    await db.summaries
      .where('state')
      .noneOf(['closed'])
      .and((line) => line.progress === undefined)
      .modify({ stale: 1 });
    await db.syncState.put({ id: PROGRESS_KEPT, value: true });
  })().catch(failed);
  // A window that was closed while it counted.
  void db.summaries.where('stale').equals(2).modify({ stale: 1 }).catch(failed);
  // How far scopes were read, and the first edit that waits: each edit, answer and page changes one of them.
  const moving = liveQuery(async () => {
    await Promise.all([db.cursors.toArray(), db.outbox.limit(1).primaryKeys()]);
    return (await syncStateOf(db)).moving;
  }).subscribe({ next: (goesOn) => lull.moved(goesOn), error: failed });
  // One key says it: counting them takes as long as there are lines, at each change of one.
  const subscription = liveQuery(() =>
    db.summaries.where('stale').equals(1).limit(1).primaryKeys(),
  ).subscribe({
    next: (waiting) => {
      if (waiting.length > 0) void work();
    },
    error: failed,
  });
  const near = () => new Date(parts.now().getTime() + NEAR_MS).toISOString();
  const clock = setInterval(
    () =>
      void db.summaries
        .where('nextDue')
        .below(near())
        .and((line) => line.nextDueState !== 'breached')
        .modify({ stale: 1 })
        .catch(failed),
    CLOCK_MS,
  );
  // A new list of holidays moves every clock that counts business days; products, rates, documents and contracts are what rules
  // of cases that are still worked on are asked with.
  let first = true;
  const catalogue = liveQuery(() => readPublished(db)).subscribe({
    next: (read) => {
      published = read;
      if (!first)
        void Promise.all([
          db.summaries.where('nextDue').below('~').modify({ stale: 1 }),
          db.summaries.where('state').anyOf(editableStates).modify({ stale: 1 }),
        ]).catch(failed);
      first = false;
    },
    error: failed,
  });
  // A credential that counts no more, or again, is missing in every case that it was relied on, or no longer is (H33).
  let worth: string | null = null;
  const credentials = liveQuery(() => heldVerdicts(db, parts.now())).subscribe({
    next: (now) => {
      const isNew = worth !== null && worth !== now;
      worth = now;
      if (isNew) void db.summaries.where('state').anyOf(editableStates).modify({ stale: 1 }).catch(failed);
    },
    error: failed,
  });
  return () => {
    stopped = true;
    lull.end();
    clearInterval(clock);
    moving.unsubscribe();
    credentials.unsubscribe();
    catalogue.unsubscribe();
    subscription.unsubscribe();
  };
}
