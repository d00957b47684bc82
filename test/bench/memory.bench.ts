/**
 * What a page holds after a day of cases: 60 made and 200 opened, in a real Chromium, and then after so many minutes of work on these
 * (`--minutes N`; 1 without it, an hour is the measure). `MEMORY_SNAPSHOT=FILE` keeps the heap snapshot, and says which nodes in no
 * document are kept, and by whom; `FILE.start` is that of before the work.
 */

import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { newProfile, openBrowser } from '../helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../helpers/console-process.ts';
import { freePort } from '../helpers/free-port.ts';
import { openCase, press, syncWords } from '../helpers/journey.ts';
import { detachedOf, growthOf } from './heap-snapshot.ts';
import type { BenchResult } from './result.ts';

const MADE = Number(process.env.MEMORY_MADE ?? 60);
const OPENED = Number(process.env.MEMORY_OPENED ?? 200);
const PARTS = ['problem', 'systems', 'steps', 'files', 'cover', 'request', 'history'];
const MB = 1024 * 1024;
const MINUTES = Number(process.env.BENCH_MINUTES ?? 1);
/** Between two acts: a person reads. */
const PAUSE_MS = Number(process.env.MEMORY_PAUSE_MS ?? 500);
/** How often what is held is said, in a run of an hour. */
const SAMPLES = 30;

interface Held {
  heap: number;
  nodes: number;
  listeners: number;
}

async function held(session: CDPSession): Promise<Held> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN;
  return { heap: of('JSHeapUsedSize') / MB, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

async function collected(session: CDPSession): Promise<Held> {
  for (let n = 0; n < 3; n += 1) await session.send('HeapProfiler.collectGarbage');
  return held(session);
}

async function snapshot(session: CDPSession, file: string): Promise<void> {
  const to = createWriteStream(file);
  const write = ({ chunk }: { chunk: string }) => to.write(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', write);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', write);
  to.end();
  await once(to, 'close');
}

async function visit(page: Page, id: string, title: string, part: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/cases/${id}/${part}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('navigation', { name: 'Parts of the case' }).waitFor();
}

/** One round of a person at work on cases that are there: nothing is made, so that what is held has no reason to grow but history. */
async function workRound(
  page: Page,
  made: readonly { id: string; title: string }[],
  round: number,
): Promise<number> {
  const each = made[(round * 7) % made.length];
  if (!each) throw new Error('there is no case to work on');
  let acts = 0;
  const done = async () => {
    acts += 1;
    await pause(PAUSE_MS);
  };
  await visit(page, each.id, each.title, 'problem');
  await done();
  // As long each time, and another.
  const field = page.getByLabel(/^Actual/).first();
  await field.fill(`Phones of floor ${String(round % 1_000).padStart(3, '0')} do not ring.`);
  await field.press('Tab');
  await done();
  await visit(page, each.id, each.title, PARTS[round % PARTS.length] ?? 'problem');
  await done();
  await page.keyboard.press('Control+K');
  await page.keyboard.type(each.title.slice(-9));
  await done();
  await page.keyboard.press('Escape');
  for (const [name, heading] of [
    ['Cases', 'Cases'],
    ['Sync', 'Sync'],
    ['Home', 'Home'],
  ] as const) {
    await press(page, 'link', name);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await done();
  }
  return acts;
}

const said = (of: Held) => `${of.heap.toFixed(1)} MB, ${of.nodes} nodes, ${of.listeners} listeners`;

/** Works for the minutes that were asked for. @returns what is held at Home, collected, before and at the end, and the acts between */
async function workOn(
  page: Page,
  session: CDPSession,
  made: readonly { id: string; title: string }[],
): Promise<{ first: Held; last: Held; acts: number }> {
  // What a first round loads (the palette, a screen's own script) is no growth.
  let round = 0;
  for (; round < 5; round += 1) await workRound(page, made, round);
  const first = await collected(session);
  if (process.env.MEMORY_SNAPSHOT) await snapshot(session, `${process.env.MEMORY_SNAPSHOT}.start`);
  const began = performance.now();
  const minutes = () => (performance.now() - began) / 60_000;
  let [acts, next] = [0, MINUTES / SAMPLES];
  process.stdout.write(`minute 0: ${said(first)}\n`);
  while (minutes() < MINUTES) {
    acts += await workRound(page, made, round);
    round += 1;
    if (minutes() < next) continue;
    next = minutes() + MINUTES / SAMPLES;
    process.stdout.write(`minute ${minutes().toFixed(1)}, ${acts} acts: ${said(await collected(session))}\n`);
  }
  await syncWords(page, 'Up to date');
  return { first, last: await collected(session), acts };
}

export async function run(): Promise<BenchResult[]> {
  const data = dataFolder();
  const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
  const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
  const profile = newProfile();
  const browser = await openBrowser(profile.path);
  try {
    const { page } = browser;
    await page.goto(running.url);
    await press(page, 'button', 'Sample Engineer One');
    await syncWords(page, 'Up to date');
    const session = await browser.context.newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    const before = await collected(session);
    const made: { id: string; title: string }[] = [];
    for (let n = 0; n < MADE; n += 1) {
      const title = `Sample case number ${n}`;
      await press(page, 'link', 'Cases');
      made.push({ title, id: await openCase(page, title) });
    }
    for (let n = 0; n < OPENED; n += 1) {
      const each = made[(n * 7) % made.length];
      if (each) await visit(page, each.id, each.title, PARTS[n % PARTS.length] ?? 'problem');
    }
    const after = await held(session);
    await press(page, 'link', 'Home');
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
    const kept = await collected(session);
    process.stdout.write(
      `start, collected: ${said(before)}\nat the end: ${said(after)}\nat Home, collected: ${said(kept)}\n`,
    );
    const { first, last, acts } = await workOn(page, session, made);
    process.stdout.write(`after ${MINUTES} minutes and ${acts} acts: ${said(last)}\n`);
    const file = process.env.MEMORY_SNAPSHOT;
    if (file) {
      await snapshot(session, file);
      const { count, names, ways } = detachedOf(readFileSync(file, 'utf8'));
      process.stdout.write(
        `${count} nodes in no document\n${names
          .slice(0, 25)
          .map(([name, n]) => `  ${n} ${name}`)
          .join('\n')}\n${ways.join('\n')}\n`,
      );
      const grown = growthOf(readFileSync(`${file}.start`, 'utf8'), readFileSync(file, 'utf8'));
      process.stdout.write(
        `more than at the start:\n${grown
          .slice(0, 25)
          .map(({ name, count, bytes }) => `  ${(bytes / 1024).toFixed(0)} KiB, ${count} ${name}`)
          .join('\n')}\n`,
      );
    }
    return [
      {
        name: `heap after ${MADE} cases made and ${OPENED} opened, nothing forced`,
        value: after.heap,
        unit: 'MB',
        against: `the start (${before.heap.toFixed(0)} MB)`,
        ratio: after.heap / before.heap,
      },
      {
        name: 'the same at Home, collected',
        value: kept.heap,
        unit: 'MB',
        against: `the start (${before.heap.toFixed(0)} MB)`,
        ratio: kept.heap / before.heap,
      },
      {
        name: `heap at Home, collected, after ${MINUTES} minutes of work on these cases`,
        value: last.heap,
        unit: 'MB',
        against: `the work's first rounds (${first.heap.toFixed(1)} MB)`,
        ratio: last.heap / first.heap,
      },
    ];
  } finally {
    await browser.close();
    await running.end('SIGTERM');
    profile.remove();
    data.remove();
  }
}
