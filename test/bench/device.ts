/** A console with its own hub, the database of that hub, and a browser on a profile, for benchmarks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Database, openDatabase } from '../../hub/store/database.ts';
import { runningDatabase } from '../../hub/store/embedded.ts';
import { sampleOrganisations } from '../../hub/store/sample.ts';
import { newProfile, openBrowser, type TestBrowser } from '../helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../helpers/console-process.ts';
import { freePort } from '../helpers/free-port.ts';
import { LargeOrganisation } from './large-organisation.ts';
import { watchPages } from './watch.ts';

/** The whole of a benchmark: everything is fresh, and gone afterwards. */
export interface BenchDevice {
  /** With the one-time key that serves next: each window that is opened anew takes one. `origin` is without. */
  readonly url: string;
  origin: string;
  profile: string;
  database: Database;
  organisation: LargeOrganisation;
  scope: string;
  open(): Promise<TestBrowser>;
  close(): Promise<void>;
}

export async function startBenchDevice(): Promise<BenchDevice> {
  const data = dataFolder();
  const profile = newProfile();
  const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
  const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
  const address = runningDatabase(join(data.path, 'hub'));
  if (!address) throw new Error('the hub has no database of its own');
  const database = openDatabase(address, 2);
  const [{ id }] = sampleOrganisations;
  return {
    get url() {
      return readFileSync(join(data.path, 'console', 'address'), 'utf8').trim();
    },
    origin: new URL(running.url).origin,
    profile: profile.path,
    database,
    organisation: new LargeOrganisation(database, id),
    scope: `org:${id}`,
    open: async () => {
      const browser = await openBrowser(profile.path, { arguments: ['--enable-precise-memory-info'] });
      await watchPages(browser.context);
      return browser;
    },
    close: async () => {
      await database.end();
      await running.end('SIGTERM');
      profile.remove();
      data.remove();
    },
  };
}

/**
 * Waits, in the page, until the device says that it holds the hub's head of the scope, and the screen says so too.
 * @returns milliseconds since the page was opened
 */
export async function agreement(page: Page, device: BenchDevice): Promise<number> {
  const { rows } = await device.database.query<{ hash: string }>('SELECT hash FROM scopes WHERE name = $1', [
    device.scope,
  ]);
  return page.evaluate(
    async ({ scope, hash }) => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, failed) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => failed(request.error);
        });
      const db = await answer(indexedDB.open('partner-console'));
      for (;;) {
        const cursor: { hash: string } | undefined = await answer(
          db.transaction('cursors').objectStore('cursors').get(scope),
        );
        const words = document.querySelector('[data-testid="sync-state"]')?.textContent;
        if (cursor?.hash === hash && words === 'Up to date') break;
        await new Promise((done) => setTimeout(done, 50));
      }
      db.close();
      return performance.now();
    },
    { scope: device.scope, hash: rows[0]?.hash ?? '' },
  );
}
