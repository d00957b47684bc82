/**
 * In a real Chromium: the case list's first row with 10,000 cases against bare Dexie, and start-up against a bare React page. What cases
 * lack is counted for the list once a page was quiet for a second, so that it is no part of either.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { press } from '../helpers/journey.ts';
import { agreement, startBenchDevice } from './device.ts';
import { type BenchResult, median } from './result.ts';

const CASES = 10_000;
const RUNS = 7;

/** Milliseconds from the start of a navigation to the first row in the list. */
async function firstRow(page: Page, origin: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(`${origin}/#/cases`, { waitUntil: 'commit' });
  await page
    .getByText(/^Sample fault \d+$/)
    .first()
    .waitFor();
  return page.evaluate(() => performance.now());
}

/** Lines of a list as large as the console's, each a record with an index, in a database of their own. */
async function makeBareLines(page: Page, count: number): Promise<void> {
  await page.evaluate(async (lines) => {
    const open = indexedDB.open('bare-lines');
    open.onupgradeneeded = () =>
      open.result.createObjectStore('lines', { keyPath: 'id' }).createIndex('updatedAt', 'updatedAt');
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result);
    });
    const writing = db.transaction('lines', 'readwrite');
    for (let id = 0; id < lines; id++)
      writing.objectStore('lines').put({ id, updatedAt: `${id}`.padStart(9, '0'), text: 'x'.repeat(600) });
    await new Promise((done) => {
      writing.oncomplete = done;
    });
    db.close();
  }, count);
}

/** Milliseconds that bare IndexedDB needs for the list's first page of fifty lines, in the same browser. */
async function bareRead(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const start = performance.now();
    const open = indexedDB.open('bare-lines');
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result);
    });
    const index = db.transaction('lines').objectStore('lines').index('updatedAt');
    await new Promise<void>((done) => {
      let left = 50;
      const cursor = index.openCursor(null, 'prev');
      cursor.onsuccess = () => {
        left -= 1;
        if (left === 0 || !cursor.result) done();
        else cursor.result.continue();
      };
    });
    db.close();
    return performance.now() - start;
  });
}

/** A page of React and nothing else, built and served as plainly as can be. */
async function barePage(): Promise<{ url: string; close: () => void }> {
  const folder = mkdtempSync(join(process.cwd(), '.cache', 'bare-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><div id="root"></div><script type="module" src="/main.js"></script>',
  );
  writeFileSync(
    join(folder, 'main.js'),
    "import { createElement } from 'react'; import { createRoot } from 'react-dom/client'; createRoot(document.getElementById('root')).render(createElement('h1', null, 'Ready'));",
  );
  const out = mkdtempSync(join(tmpdir(), 'bare-out-'));
  await build({ root: folder, logLevel: 'error', build: { outDir: out, emptyOutDir: true } });
  const { readFileSync, existsSync } = await import('node:fs');
  const server = createServer((request, response) => {
    const path = join(out, request.url === '/' ? 'index.html' : (request.url ?? ''));
    if (!existsSync(path)) return response.writeHead(404).end();
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
    return response.end(readFileSync(path));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  rmSync(folder, { recursive: true });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

async function interactive(page: Page, url: string, heading: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  return page.evaluate(() => performance.now());
}

export async function run(): Promise<BenchResult[]> {
  const device = await startBenchDevice();
  const { origin } = device;
  await device.organisation.addBareCases(CASES);
  const browser = await device.open();
  const bare = await barePage();
  try {
    const { page } = browser;
    await page.goto(device.url);
    await press(page, 'button', 'Sample Engineer One');
    await page.getByTestId('sync-state').waitFor();
    await agreement(page, device);
    await makeBareLines(page, CASES);
    const times = { row: [] as number[], read: [] as number[], home: [] as number[], bare: [] as number[] };
    for (let n = 0; n < RUNS; n++) {
      times.row.push(await firstRow(page, origin));
      times.read.push(await bareRead(page));
      times.home.push(await interactive(page, `${origin}/#/`, 'Home'));
      times.bare.push(await interactive(page, bare.url, 'Ready'));
    }
    const [row, read, home, plain] = [
      median(times.row),
      median(times.read),
      median(times.home),
      median(times.bare),
    ];
    return [
      {
        name: `list-first-row, ${CASES} cases, from navigation`,
        value: row,
        unit: 'ms',
        against: `a bare first page from IndexedDB (${read.toFixed(1)} ms) plus a bare React page (${plain.toFixed(0)} ms)`,
        ratio: row / (read + plain),
      },
      {
        name: 'time-to-interactive, Home',
        value: home,
        unit: 'ms',
        against: `a bare React page (${plain.toFixed(0)} ms)`,
        ratio: home / plain,
      },
    ];
  } finally {
    bare.close();
    await browser.close();
    await device.close();
  }
}
