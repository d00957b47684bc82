/**
 * Loaded into a program before it starts (`--import`): tells over its channel, whenever asked, what held up its event loop the
 * longest since it was asked last, in milliseconds. `stood` is by the clock, in which other programs on the same processors
 * count as well; `worked` is what the loop's own thread computed between two looks, which is the program's own doing.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export interface LoopDelay {
  stood: number;
  worked: number;
}

/** How often it looks; a delay is known to within this. */
const RESOLUTION_MS = 2;

/** What this thread has computed so far, in milliseconds. */
function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

if (isMainThread && process.send) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let before = computed();
  let worked = 0;
  setInterval(() => {
    const now = computed();
    worked = Math.max(worked, now - before);
    before = now;
  }, RESOLUTION_MS).unref();
  process.on('message', (asked) => {
    if (asked !== 'loop-delay') return;
    const told: LoopDelay = { stood: delay.max / 1e6, worked };
    process.send?.(told);
    delay.reset();
    worked = 0;
  });
  // Whoever is only asked this may end.
  process.channel?.unref();
}
