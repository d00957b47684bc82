/** Watches a page from inside while it works: tasks, the heap, and how soon a key shows. */
import { readdirSync, readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';

export interface Seen {
  /** The longest task since the watch was told to begin, ms (0: none of 50 ms or more). */
  longestTask: number;
  /** How many tasks took 50 ms or more. */
  longTasks: number;
  /** The longest time that a timer of 10 ms waited beyond its due time, ms: also sees tasks shorter than 50 ms. */
  longestBlock: number;
  /** Milliseconds from each key to the next frame. */
  keys: number[];
  /** Bytes, the highest of samples every 50 ms. */
  peakHeap: number;
}

interface Watching extends Seen {
  begin(): void;
}

declare global {
  interface Window {
    benchWatch: Watching;
    performance: Performance & { memory: { usedJSHeapSize: number } };
  }
}

/** Has every page that opens from now on watch itself. The heap is told exactly with `--enable-precise-memory-info`. */
export async function watchPages(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const seen: Watching = {
      longestTask: 0,
      longTasks: 0,
      longestBlock: 0,
      keys: [],
      peakHeap: 0,
      begin() {
        // What was under way before it began is nobody's wait.
        due = performance.now() + 10;
        Object.assign(this, { longestTask: 0, longTasks: 0, longestBlock: 0, keys: [] });
      },
    };
    let due = performance.now() + 10;
    window.benchWatch = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longTasks += 1;
        seen.longestTask = Math.max(seen.longestTask, duration);
      }
    }).observe({ entryTypes: ['longtask'] });
    setInterval(() => {
      const now = performance.now();
      seen.longestBlock = Math.max(seen.longestBlock, now - due);
      due = now + 10;
    }, 10);
    setInterval(() => {
      seen.peakHeap = Math.max(seen.peakHeap, window.performance.memory.usedJSHeapSize);
    }, 50);
    window.addEventListener(
      'keydown',
      ({ timeStamp }) => requestAnimationFrame(() => seen.keys.push(performance.now() - timeStamp)),
      true,
    );
  });
}

/** Begins anew: what the page did to start is not what is measured. */
export function beginWatch(page: Page): Promise<void> {
  return page.evaluate(() => window.benchWatch.begin());
}

export function seenBy(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { longestTask, longTasks, longestBlock, keys, peakHeap } = window.benchWatch;
    return { longestTask, longTasks, longestBlock, keys, peakHeap };
  });
}

/** The most memory that a renderer process on this profile has held so far, bytes (Linux; elsewhere not known: NaN). */
export function peakResident(profile: string): number {
  let most = Number.NaN;
  if (process.platform !== 'linux') return most;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('--type=renderer') || !isBelow(pid, profile)) continue;
      const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      most = Math.max(Number(kilobytes) * 1024, Number.isNaN(most) ? 0 : most);
    } catch {
      // It ended meanwhile.
    }
  }
  return most;
}

/** Whether a process comes from the browser on this profile: renderers do not name it themselves. */
function isBelow(pid: string, profile: string): boolean {
  for (let at = pid; at !== '0' && at !== '1'; ) {
    if (readFileSync(`/proc/${at}/cmdline`, 'utf8').includes(profile)) return true;
    at = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? '0';
  }
  return false;
}
