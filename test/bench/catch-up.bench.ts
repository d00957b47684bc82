/** A device that was away for a month: time, memory and the screen while it takes 25,000, 50,000 and 100,000 changes. */
import type { Page } from 'playwright-core';
import { press } from '../helpers/journey.ts';
import { agreement, type BenchDevice, startBenchDevice } from './device.ts';
import { type BenchResult, median, percentile } from './result.ts';
import { beginWatch, peakResident, type Seen, seenBy } from './watch.ts';

const CHANGES = [25_000, 50_000, 100_000] as const;
/** Rows that the device and the hub had before the month. */
const HELD = 20_000;
const KEY_PAUSE_MS = 250;

interface CatchUp extends Seen {
  changes: number;
  ms: number;
  resident: number;
}

/** Moves through the case list by keyboard until told to stop, as a person does who does not want to wait. */
async function moveThroughList(page: Page, isOver: () => boolean): Promise<void> {
  await page.getByRole('grid', { name: 'Cases' }).focus();
  for (let pressed = 0; !isOver(); pressed++) {
    await page.keyboard.press(pressed % 40 < 20 ? 'PageDown' : 'PageUp');
    await page.waitForTimeout(KEY_PAUSE_MS);
  }
}

async function enrolAndLeave(device: BenchDevice): Promise<void> {
  await device.organisation.fill(HELD);
  const browser = await device.open();
  await browser.page.goto(device.url);
  await press(browser.page, 'button', 'Sample Engineer One');
  await browser.page.getByTestId('sync-state').waitFor();
  await agreement(browser.page, device);
  await browser.close();
}

async function catchUp(changes: number): Promise<CatchUp> {
  const device = await startBenchDevice();
  try {
    await enrolAndLeave(device);
    await device.organisation.workOn(changes);
    const browser = await device.open();
    const { page } = browser;
    try {
      await page.goto(`${device.url}#/cases`, { waitUntil: 'commit' });
      await page.getByRole('grid', { name: 'Cases' }).waitFor();
      await beginWatch(page);
      let over = false;
      const moving = moveThroughList(page, () => over);
      const ms = await agreement(page, device);
      over = true;
      await moving;
      return { changes, ms, ...(await seenBy(page)), resident: peakResident(device.profile) };
    } finally {
      await browser.close();
    }
  } finally {
    await device.close();
  }
}

const MEGABYTE = 1024 * 1024;

export async function run(): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  let before: CatchUp | null = null;
  for (const changes of CHANGES) {
    const now = await catchUp(changes);
    const than = before ? `${before.changes} changes` : 'itself';
    const ratio = (of: (run: CatchUp) => number) => of(now) / of(before ?? now);
    const add = (what: string, unit: string, of: (run: CatchUp) => number) =>
      results.push({
        name: `catch-up, ${changes} changes, ${what}`,
        value: of(now),
        unit,
        against: than,
        ratio: ratio(of),
      });
    add('from opening to agreement', 's', ({ ms }) => ms / 1000);
    add('per 1,000 changes', 'ms', (run) => (run.ms / run.changes) * 1000);
    add('peak heap', 'MB', ({ peakHeap }) => peakHeap / MEGABYTE);
    add('peak memory of the renderer', 'MB', ({ resident }) => resident / MEGABYTE);
    const limit = (what: string, value: number) =>
      results.push({
        name: `catch-up, ${changes} changes, ${what}`,
        value,
        unit: 'ms',
        against: 'the limit of 50 ms',
        ratio: value / 50,
      });
    // The browser tells of tasks from 50 ms on; below that the timer's wait is a bound from above.
    if (now.longTasks > 0) limit(`longest task, of ${now.longTasks} of 50 ms or more`, now.longestTask);
    else limit('longest task, at the most', Math.min(50, now.longestBlock));
    limit('longest wait of a timer', now.longestBlock);
    limit('key to frame in the case list, middle', median(now.keys));
    limit('key to frame in the case list, p95', percentile(now.keys, 95));
    before = now;
  }
  return results;
}
