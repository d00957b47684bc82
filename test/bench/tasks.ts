/**
 * What the window's thread does in one go, twice: as the page itself sees it (`longtask`, by the clock on the wall) and as Chromium
 * traces it, by the processor's time of that thread, which other programs on the same machine do not lengthen.
 */
import type { CDPSession, Page } from 'playwright-core';
import { beginWatch, seenBy } from './watch.ts';

export interface Tasks {
  /** The longest task by the wall, ms; 0 where none took 50 ms. */
  longest: number;
  /** How many took 50 ms or more. */
  count: number;
  /** The longest task by the thread's own time, ms. */
  longestCpu: number;
  /** How many took 50 ms or more of the thread's own time. */
  countCpu: number;
  /** What the longest did, by Chromium's names for its parts, ms each, longest first. */
  parts: readonly (readonly [string, number])[];
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: {
    name?: string;
    data?: { functionName?: string; url?: string; lineNumber?: number; type?: string };
  };
}

const MS = 1_000;

async function traceOf(session: CDPSession, act: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', take);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8'],
    },
  });
  await act();
  const done = new Promise<void>((complete) => session.once('Tracing.tracingComplete', () => complete()));
  await session.send('Tracing.end');
  await done;
  session.off('Tracing.dataCollected', take);
  return events;
}

const timeOf = ({ tdur, dur = 0 }: TraceEvent) => (tdur ?? dur) / MS;

/** The tasks of `act`, until the page has been quiet for a while. */
export async function tasksOf(page: Page, act: () => Promise<void>): Promise<Tasks> {
  const session = await page.context().newCDPSession(page);
  await beginWatch(page);
  const events = await traceOf(session, async () => {
    await act();
    await page.waitForTimeout(1_500);
  });
  await session.detach();
  const { longestTask, longTasks } = await seenBy(page);
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const inMain = events.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  const tasks = inMain.filter(({ name }) => name === 'RunTask');
  const longest = tasks.reduce<TraceEvent | null>(
    (most, each) => (most === null || timeOf(each) > timeOf(most) ? each : most),
    null,
  );
  const within = new Map<string, number>();
  if (longest)
    for (const each of inMain) {
      const inside =
        each.pid === longest.pid &&
        each.tid === longest.tid &&
        each.ts >= longest.ts &&
        each.ts + (each.dur ?? 0) <= longest.ts + (longest.dur ?? 0);
      if (!inside || each === longest) continue;
      const { functionName, type } = each.args?.data ?? {};
      const called = [each.name, functionName ?? type].filter(Boolean).join(' ');
      within.set(called, (within.get(called) ?? 0) + timeOf(each));
    }
  return {
    longest: longestTask,
    count: longTasks,
    longestCpu: longest ? timeOf(longest) : 0,
    countCpu: tasks.filter((each) => timeOf(each) >= 50).length,
    parts: [...within].sort(([, a], [, b]) => b - a).slice(0, 6),
  };
}
