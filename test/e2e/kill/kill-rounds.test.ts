/** `kill -9` at random moments while somebody types: what the screen called saved is there afterwards. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProfile, openAgain, openBrowser, startTestShell } from '../../helpers/browser-shell.ts';
import {
  launchElectron,
  sharedFolder,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, openCase, press, syncWords } from '../../helpers/journey.ts';
import { Ledger, randomBelow } from '../../helpers/ledger.ts';

/** Fifty in all. */
const BROWSER_ROUNDS = 26;
const ELECTRON_ROUNDS = 24;
const LONGEST_MS = 1_200;

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function toCase(page: Page, origin: string, caseId: string): Promise<void> {
  await page.goto(`${origin}/#/cases/${caseId}`);
  await page.reload();
  await page.getByLabel('What happens instead').waitFor();
}

/** All that was typed reaches the hub as well, and both agree. */
async function agrees(page: Page): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
}

describe('kill -9 at random moments', () => {
  test(`${BROWSER_ROUNDS} rounds: the browser, the shell, the hub`, async () => {
    const shell = await startTestShell(hub.url);
    const profile = newProfile();
    cleanups.push(profile.remove, () => shell.stop());
    let browser = await openBrowser(profile.path);
    await browser.page.goto(shell.url());
    await enrolByKeyboard(
      browser.page,
      await hub.enrolmentCode(hub.sample.people.engineer.id),
      'Laptop that is killed',
    );
    const caseId = await openCase(browser.page, 'A case under a hammer');
    const ledger = new Ledger();
    for (let round = 1; round <= BROWSER_ROUNDS; round++) {
      const moment = wait(randomBelow(LONGEST_MS));
      const target = (['browser', 'shell', 'hub', 'browser'] as const)[round % 4];
      const typing = ledger.typeUntil(browser.page, round, moment);
      await moment;
      if (target === 'browser') {
        await browser.kill();
        await typing;
        browser = await openBrowser(profile.path);
        await openAgain(browser.page, shell);
      } else if (target === 'shell') {
        await shell.kill();
        await typing;
        await shell.restart();
      } else {
        await hub.kill();
        await typing;
        await hub.restart();
      }
      await toCase(browser.page, shell.origin, caseId);
      await ledger.check(browser.page);
    }
    await agrees(browser.page);
    expect(ledger.saved().length).toBeGreaterThan(BROWSER_ROUNDS / 4);
    await browser.close();
  });

  test(`${ELECTRON_ROUNDS} rounds: Electron`, async (context) => {
    context.skip(!testRuntime, whyNoElectron);
    const application = unpackedApplication();
    const screen = await virtualDisplay();
    const data = join(sharedFolder(), 'data');
    mkdirSync(data);
    chmodSync(data, 0o777);
    cleanups.push(application.remove, screen.stop);
    const start = () =>
      launchElectron({ executable: application.executable, display: screen.display, data, hub: hub.url });
    let running = await start();
    await enrolByKeyboard(
      running.page,
      await hub.enrolmentCode(hub.sample.people.secondEngineer.id),
      'Desktop that is killed',
    );
    const caseId = await openCase(running.page, 'A case under another hammer');
    const ledger = new Ledger();
    for (let round = 1; round <= ELECTRON_ROUNDS; round++) {
      const moment = wait(randomBelow(LONGEST_MS));
      const typing = ledger.typeUntil(running.page, round, moment);
      await moment;
      await running.kill();
      await typing;
      running = await start();
      await toCase(running.page, 'app://console', caseId);
      await ledger.check(running.page);
    }
    await agrees(running.page);
    expect(ledger.saved().length).toBeGreaterThan(0);
    await running.app.close();
  });
});
