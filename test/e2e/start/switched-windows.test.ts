/** Another person of the sample partner, while a second window of the console is open. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProfile, openBrowser, type TestBrowser } from '../../helpers/browser-shell.ts';
import { dataFolder, type RunningStart, startConsole } from '../../helpers/console-process.ts';
import { freePort } from '../../helpers/free-port.ts';
import { press, syncWords } from '../../helpers/journey.ts';

const data = dataFolder();
const profile = newProfile();
let running: RunningStart;
let browser: TestBrowser;
beforeAll(async () => {
  const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
  running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
  browser = await openBrowser(profile.path);
});
afterAll(async () => {
  await browser?.close();
  await running?.end('SIGTERM');
  data.remove();
  profile.remove();
});

const isNow = (page: Page, name: string) =>
  page.getByRole('button', { name: `Switch person: ${name}` }).waitFor({ timeout: 60_000 });

async function become(page: Page, name: string): Promise<void> {
  await press(page, 'button', /^Switch person: /);
  await page.getByRole('menuitem', { name: new RegExp(`${name},`) }).click();
  await isNow(page, name);
}

test('another window keeps its place where the person who is switched to may be there; else it goes to Home, and says why', async () => {
  const { page } = browser;
  await page.goto(running.url);
  await press(page, 'button', 'Start as Sample Engineer One');
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await syncWords(page, 'Up to date');
  const second = await browser.context.newPage();
  await second.goto(`${new URL(page.url()).origin}/#/cases`);
  await second.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();

  await become(page, 'Sample Lead');
  await isNow(second, 'Sample Lead');
  await second.getByText('Sample Lead works here now: the person was switched in another window.').waitFor();
  await second.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
  expect(new URL(second.url()).hash).toBe('#/cases');
  // Who switched begins at Home, and is not told what they did.
  expect(new URL(page.url()).hash).toBe('#/');
  expect(await page.getByText(/works here now/).count()).toBe(0);

  const names = await page.evaluate(() => Object.keys(sessionStorage));
  expect(names).not.toContain('partner-console-followed-switch');
  await press(page, 'button', /^Switch person: /);
  await page
    .getByRole('menuitem', { name: /takes the ticket and answers/ })
    .first()
    .click();
  await second.getByText(/What stood here is not open to them\.$/).waitFor({ timeout: 60_000 });
  await second.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
});
