/** `npm run screenshots`: the pictures of README and guide, from the running console with its sample partner. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { newProfile, openBrowser } from '../test/helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../test/helpers/console-process.ts';
import { freePort } from '../test/helpers/free-port.ts';
import {
  acceptThisComputer,
  completeByKeyboard,
  openCase,
  press,
  syncWords,
} from '../test/helpers/journey.ts';

const folder = resolve('docs/guide/images');
mkdirSync(folder, { recursive: true });

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}.png\n`);
}

const data = dataFolder();
const profile = newProfile();
const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
const browser = await openBrowser(profile.path);
try {
  const { page } = browser;
  await page.goto(running.url);
  await page.getByRole('button', { name: 'Sample Engineer One' }).waitFor();
  await shoot(page, 'first-run');
  await press(page, 'button', 'Sample Engineer One');
  await syncWords(page, 'Up to date');
  for (const title of ['Recorder stops at night', 'Phones of floor 2 do not ring']) {
    await openCase(page, title);
    await press(page, 'link', 'Home');
  }
  await openCase(page, 'Paging is late on Mondays');
  await syncWords(page, 'Up to date');
  await shoot(page, 'case-new');
  await press(page, 'button', 'Add from this computer');
  await page.getByText('Nothing is written before you accept it.').waitFor({ timeout: 60_000 });
  await page.getByText('Nothing is written before you accept it.').scrollIntoViewIfNeeded();
  await shoot(page, 'this-computer');
  await press(page, 'button', 'Reject the rest');
  await acceptThisComputer(page);
  await completeByKeyboard(page);
  await page.getByRole('button', { name: 'Hand off to Level 3' }).waitFor();
  await page.getByRole('heading', { name: 'Steps', exact: true }).scrollIntoViewIfNeeded();
  await shoot(page, 'case-complete');
  await press(page, 'button', 'Hand off to Level 3');
  await page
    .getByTestId('case-state')
    .getByText(/Received by Level 3 as/)
    .waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await shoot(page, 'case-received');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot(page, 'case-received-dark');
  await page.setViewportSize({ width: 700, height: 900 });
  await shoot(page, 'case-narrow-dark');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  for (const [place, name] of [
    ['Cases', 'cases'],
    ['Home', 'home'],
    ['Sync', 'sync'],
    ['Settings', 'settings'],
  ] as const) {
    await press(page, 'link', place);
    await page.getByRole('heading', { level: 1, name: place }).waitFor();
    await page.waitForTimeout(300);
    await shoot(page, name);
  }
} finally {
  await browser.close();
  await running.end('SIGTERM');
  profile.remove();
  data.remove();
}
