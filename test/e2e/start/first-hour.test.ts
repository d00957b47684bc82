/**
 * Issue 13, done when 5: a newcomer goes engineer, offline, lead, desk, engineer in one browser window without a restart, with what
 * the README and the screens say and nothing else: `npm start` is the real one.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProfile, openBrowser, type TestBrowser } from '../../helpers/browser-shell.ts';
import { dataFolder, type RunningStart, startConsole } from '../../helpers/console-process.ts';
import { expectAccessible } from '../../helpers/desk.ts';
import { doAtDesk } from '../../helpers/desk-journey.ts';
import { freePort } from '../../helpers/free-port.ts';
import { completeByKeyboard, openCase, press, syncWords, typeInto } from '../../helpers/journey.ts';

const TITLE = 'Recorder stops at night';

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

async function fromMenu(page: Page, entry: string | RegExp): Promise<void> {
  await press(page, 'button', /^Switch person: /);
  await page.getByRole('menuitem', { name: entry }).click();
}

async function become(page: Page, name: string): Promise<void> {
  await fromMenu(page, new RegExp(`${name},`));
  await page.getByRole('button', { name: `Switch person: ${name}` }).waitFor({ timeout: 60_000 });
}

async function openTheCase(page: Page): Promise<void> {
  await press(page, 'link', 'Cases');
  await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
  await page.getByText(TITLE).first().click();
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
}

test('[done when 5] engineer, offline, lead, Level 3, engineer in one window; nobody is offered what another wrote', async () => {
  const { page } = browser;
  await page.goto(running.url);
  await page.getByRole('heading', { name: 'Try it with the sample partner' }).waitFor();
  await page.getByRole('button', { name: 'Enter a one-time code' }).waitFor();
  await expectAccessible(page, 'first run with the sample partner');
  await press(page, 'button', 'Start as Sample Engineer One');
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
  await syncWords(page, 'Up to date');

  // On site, without a network: the case that lacks a few answers is completed and handed off.
  await openTheCase(page);
  await fromMenu(page, /^Turn the network off/);
  await page.getByRole('button', { name: 'Network off: turn on' }).waitFor();
  await expectAccessible(page, 'a case while the network is off');
  await completeByKeyboard(page);
  await press(page, 'button', 'Hand off to Level 3');
  await syncWords(page, /^Offline/);
  // Somebody who was never here needs the hub once, and the screen says so.
  await fromMenu(page, /Sample Lead,/);
  await page.getByText(/The network is off\. Sample Lead has not worked on this computer yet/).waitFor();
  await press(page, 'button', 'Network off: turn on');
  await syncWords(page, 'Up to date');
  await page.getByTestId('case-state').getByText('In review: waits for a lead').waitFor();

  await become(page, 'Sample Lead');
  await syncWords(page, 'Up to date');
  await press(page, 'link', 'Review');
  await press(page, 'link', new RegExp(TITLE));
  await page.getByRole('heading', { name: 'To look at' }).waitFor();
  await press(page, 'button', 'Approve…');
  await typeInto(page, /^What is wrong$/, 'Calls of the night are not recorded.');
  await typeInto(page, /^What is asked of Level 3$/, 'Say why the stream stays closed.');
  await press(page, 'button', 'Approve revision 1');
  // Who leaves the seat at once leaves nothing behind: what waits is sent first.
  await page.getByText('Approved by Sample Lead').first().waitFor();

  await become(page, 'Sample Desk One');
  await syncWords(page, 'Up to date');
  await press(page, 'link', 'Level 3');
  await page.getByText(TITLE).first().click();
  await page.getByRole('heading', { level: 1, name: new RegExp(TITLE) }).waitFor();
  await doAtDesk(page, 'Acknowledge', [], 'Acknowledge');
  await syncWords(page, 'Up to date');

  await become(page, 'Sample Engineer One');
  await syncWords(page, 'Up to date');
  await openTheCase(page);
  await page
    .getByTestId('case-state')
    .getByText(/Acknowledged by Level 3: T-/)
    .waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: /Acknowledged\s+Sample Desk One/ })
    .waitFor();

  // What one wrote and did not send stays theirs, whoever works here meanwhile.
  await fromMenu(page, /^Turn the network off/);
  await press(page, 'link', 'Home');
  await openCase(page, 'Begun without a network');
  await syncWords(page, /^Offline\. \d+ changes? waits?/);
  await become(page, 'Sample Lead');
  await syncWords(page, 'Offline. No change waits');
  await press(page, 'link', /^Sync/);
  await page.getByRole('heading', { level: 1, name: 'Sync' }).waitFor();
  // The journal was read, and offers the lead nothing of the engineer's.
  await page.getByRole('heading', { level: 2, name: 'Log' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Restore from the journal' }).count()).toBe(0);
  await become(page, 'Sample Engineer One');
  await syncWords(page, /^Offline\. \d+ changes? waits?/);
  await press(page, 'button', 'Network off: turn on');
  await syncWords(page, 'Up to date');
  expect(browser.complaints).toEqual([]);
});
