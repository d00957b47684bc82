/** Counts what is missing in cases whose rows changed, for the list: a few at a time, when the computer has nothing else to do. */
import { liveQuery } from 'dexie';
import { createEvaluator } from '../../shared/handoff/evaluate.ts';
import { readContents } from './contents.ts';
import { readTrust } from './trust.ts';
import type { WriteParts } from './write.ts';

/** Pause between two cases, so that typing and scrolling come first. */
const PAUSE_MS = 20;

/** Starts counting; the answered function ends it. */
export function countMissing(parts: Pick<WriteParts, 'db' | 'now'>): () => void {
  const { db } = parts;
  let stopped = false;
  let running = false;
  async function work(): Promise<void> {
    if (running) return;
    running = true;
    try {
      for (;;) {
        const stale = stopped ? undefined : await db.summaries.where('stale').equals(1).first();
        if (!stale) return;
        const contents = await readContents(db, stale.id);
        const products = await db.products.toArray();
        if (contents) {
          const trust = await readTrust(db, contents.case.engineer, parts.now());
          const counts = Object.values(
            createEvaluator(contents, { now: parts.now().toISOString(), products, trust }).completeness(),
          );
          const missing = counts.reduce((sum, each) => sum + each.missing, 0);
          const warnings = counts.reduce((sum, each) => sum + each.warnings, 0);
          await db.transaction('rw', db.summaries, async () => {
            const line = await db.summaries.get(stale.id);
            // An edit that came meanwhile marks it again: count again then.
            if (line)
              await db.summaries.put({
                ...line,
                missing,
                warnings,
                stale: line.updatedAt === stale.updatedAt ? 0 : 1,
              });
          });
        }
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    } catch {
      // A database that was closed, or refuses: the list shows the old count until the next change.
    } finally {
      running = false;
    }
  }
  const subscription = liveQuery(() => db.summaries.where('stale').equals(1).count()).subscribe({
    next: (count) => {
      if (count > 0) void work();
    },
    error: () => undefined,
  });
  return () => {
    stopped = true;
    subscription.unsubscribe();
  };
}
