/** One system, one way of syncing: ten thousand records from device A to device B, timed from A's last local commit. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { newProfile, openBrowser } from '../../helpers/browser-shell.ts';
import type { PageContents, PageState } from './page-contract.ts';
import { type RunningSystem, type SystemDevice, type SystemName, startSystem } from './systems.ts';

export const variants = ['plain', 'conflicts', 'cuts'] as const;
export type Variant = (typeof variants)[number];

const CUT_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 50;
/** After this a system counts as not done. */
const MOST_MS = 300_000;
/** One record of so many is edited on both devices. */
const CONFLICTING = 10;

export interface Measured {
  /** Milliseconds; infinite where the system was not done in time. */
  ms: number;
  conflicts: number;
}

/** Calls the page's `window.bench`. */
function ask<T = void>(page: Page, call: string): Promise<T> {
  return page.evaluate<T>(`bench.${call}`);
}

interface Pair {
  a: Page;
  b: Page;
  lines: readonly SystemDevice['line'][];
}

async function goOnline(page: Page, line: SystemDevice['line']): Promise<void> {
  line.setUp(true);
  await ask(page, 'online()');
}

async function goOffline(page: Page, line: SystemDevice['line']): Promise<void> {
  await ask(page, 'offline()');
  line.setUp(false);
}

/**
 * Waits until both devices hold the same records.
 * @param both whether A too has to have settled: it is told of B's edits
 */
async function untilEqual({ a, b }: Pair, records: number, both: boolean, start: number): Promise<Measured> {
  while (performance.now() - start < MOST_MS) {
    const states = await Promise.all((both ? [a, b] : [b]).map((page) => ask<PageState>(page, 'state()')));
    const ms = performance.now() - start;
    if (states.every(({ count, settled }) => count === records && (settled || !both))) {
      const [first, second] = await Promise.all([a, b].map((page) => ask<PageContents>(page, 'contents()')));
      if (first && second && first.hash === second.hash && first.conflicts === second.conflicts)
        return { ms, conflicts: first.conflicts };
      await wait(4 * LOOK_EVERY_MS);
    }
    await wait(LOOK_EVERY_MS);
  }
  return { ms: Number.POSITIVE_INFINITY, conflicts: 0 };
}

/** A tenth of the records is on both devices before, and both change it while they are offline. */
async function prepareConflicts(pair: Pair, count: number): Promise<void> {
  const { a, b, lines } = pair;
  const [lineA, lineB] = lines;
  if (!lineA || !lineB) throw new Error('a device without a line');
  await ask(a, `fill(0, ${count})`);
  await goOnline(a, lineA);
  await goOnline(b, lineB);
  await untilEqual(pair, count, true, performance.now());
  await goOffline(a, lineA);
  await goOffline(b, lineB);
  await ask(a, `edit(${count}, 'a2-')`);
  await ask(b, `edit(${count}, 'b2-')`);
}

async function sync(pair: Pair, variant: Variant, records: number): Promise<Measured> {
  const { a, b, lines } = pair;
  const [lineA, lineB] = lines;
  if (!lineA || !lineB) throw new Error('a device without a line');
  const known = variant === 'conflicts' ? records / CONFLICTING : 0;
  if (known > 0) await prepareConflicts(pair, known);
  else {
    lineA.setUp(false);
    await goOnline(b, lineB);
  }
  await ask(a, `fill(${known}, ${records})`);
  const start = performance.now();
  if (variant === 'cuts') for (const line of lines) line.cutEvery(CUT_EVERY_MS);
  await Promise.all([goOnline(a, lineA), known > 0 ? goOnline(b, lineB) : null]);
  return untilEqual(pair, records, known > 0, start);
}

async function openPage(device: SystemDevice, undo: (() => unknown)[]): Promise<Page> {
  const profile = newProfile();
  undo.push(profile.remove);
  const browser = await openBrowser(profile.path);
  undo.push(browser.close);
  await browser.page.goto(device.url);
  // Asked again and again from here: a page's own policy lets it evaluate nothing.
  while (!(await browser.page.evaluate('window.bench !== undefined'))) await wait(LOOK_EVERY_MS);
  await ask(browser.page, `open(${JSON.stringify(device.code)})`);
  return browser.page;
}

/**
 * Two fresh browsers, a fresh server, one measurement.
 * @param page the folder of the system's built page
 */
export async function measure(
  name: SystemName,
  page: string,
  variant: Variant,
  records: number,
): Promise<Measured> {
  const undo: (() => unknown)[] = [];
  try {
    const system: RunningSystem = await startSystem(name, page);
    undo.push(system.close);
    const [one, two] = system.devices;
    const a = await openPage(one, undo);
    const b = await openPage(two, undo);
    return await sync({ a, b, lines: [one.line, two.line] }, variant, records);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
