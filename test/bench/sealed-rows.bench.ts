/**
 * What sealing costs: 10,000 rows of 1 KB taken in as a pull brings them, read back, and edited, sealed against in clear, in turns in one
 * run. Beside it the floor: bare packs of 500 rows, each one record, by WebCrypto (ADR 23, ADR 29).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { words } from '../../build/words.ts';
import { chromiumArguments } from '../helpers/browser-shell.ts';
import { type BenchResult, median } from './result.ts';
import type { SealedTimes } from './sealed/page.ts';

const ROWS = 10_000;
const EDITS = 60;
const ROUNDS = 3;

async function serve(folder: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    // Browsers ask for an icon by themselves.
    if (path === '/favicon.ico') return response.writeHead(404).end();
    response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/html');
    return response.end(readFileSync(join(folder, path)));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** CPU seconds of the browser's processes until now, from the system's own count. */
async function cpu(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, each) => sum + each.cpuTime, 0);
}

export async function run(): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'partner-console-bench-'));
  await build({
    ...{ configFile: false, root: resolve('test/bench/sealed'), logLevel: 'error' },
    plugins: [words()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome114', modulePreload: { polyfill: false } },
  });
  const server = await serve(folder);
  const { CHROMIUM_PATH } = process.env;
  const browser = await chromium.launch({
    args: [...chromiumArguments],
    ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
  });
  try {
    const page: Page = await browser.newPage();
    await page.goto(server.url);
    const times: Record<'sealed' | 'clear', (SealedTimes & { cpu: number })[]> = { sealed: [], clear: [] };
    const packs: { pulled: number; read: number; cpu: number }[] = [];
    const withCpu = async <T>(work: () => Promise<T>): Promise<T & { cpu: number }> => {
      const before = await cpu(browser);
      const told = await work();
      return { ...told, cpu: (await cpu(browser)) - before };
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of ['clear', 'sealed'] as const)
        times[kind].push(
          await withCpu(() =>
            page.evaluate(([what, rows, edits]) => window.measureRows(what, rows, edits), [
              kind,
              ROWS,
              EDITS,
            ] as const),
          ),
        );
      packs.push(await withCpu(() => page.evaluate((rows) => window.measurePacks(rows), ROWS)));
    }
    const row = (
      name: string,
      unit: string,
      of: (each: SealedTimes & { cpu: number }) => number,
    ): BenchResult => {
      const [sealed, clear] = [median(times.sealed.map(of)), median(times.clear.map(of))];
      return {
        name,
        value: sealed,
        unit,
        against: `in clear (${clear.toPrecision(3)} ${unit})`,
        ratio: sealed / clear,
      };
    };
    const floor = (what: 'pulled' | 'read' | 'cpu') => median(packs.map((each) => each[what]));
    return [
      row('10,000 rows taken in, sealed', 'ms', ({ pulled }) => pulled),
      row('10,000 rows read back, sealed', 'ms', ({ read }) => read),
      row('an edit, sealed', 'ms', ({ edits }) => median(edits)),
      row('CPU of all of it, sealed', 's', (each) => each.cpu),
      {
        ...{ name: '10,000 rows taken in, as bare packs', value: floor('pulled'), unit: 'ms' },
        ...{
          against: 'the console’s own, sealed',
          ratio: floor('pulled') / median(times.sealed.map((e) => e.pulled)),
        },
      },
      {
        ...{ name: '10,000 rows read back, from bare packs', value: floor('read'), unit: 'ms' },
        ...{
          against: 'the console’s own, sealed',
          ratio: floor('read') / median(times.sealed.map((e) => e.read)),
        },
      },
    ];
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
