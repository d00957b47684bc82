/**
 * Chromium's store after a kill that left half a record in its log. The start after it passes over the half record, whatever is written goes
 * behind it, and at the next start Chromium would delete every database of the page. The console turns the log over in between: a device that
 * is killed twice keeps its enrolment and its cases, without a network as well.
 */
import { afterAll, beforeAll, test } from 'vitest';
import { newProfile, openAgain, openBrowser, startTestShell } from '../../helpers/browser-shell.ts';
import {
  dataFolder,
  launchElectron,
  testRuntime,
  unpackedApplication,
  virtualDisplay,
  whyNoElectron,
} from '../../helpers/electron.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { enrolByKeyboard, openCase } from '../../helpers/journey.ts';
import { Ledger, openAtField } from '../../helpers/ledger.ts';
import { tearLog } from '../../helpers/torn-log.ts';

let hub: TestHub;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

test('[S11] the browser shell, killed twice, and twice again, with no hub', async () => {
  const shell = await startTestShell(hub.url);
  const profile = newProfile();
  cleanups.push(profile.remove, () => shell.stop());
  let browser = await openBrowser(profile.path);
  await browser.page.goto(shell.url());
  const code = await hub.enrolmentCode(hub.sample.people.engineer.id);
  await enrolByKeyboard(browser.page, code, 'Laptop with a torn log');
  const caseId = await openCase(browser.page, 'A case behind half a record');
  const ledger = new Ledger();
  await ledger.typeOne(browser.page, 1);
  await hub.kill();
  const toCase = async () => {
    await openAgain(browser.page, shell);
    await openAtField(browser.page, shell.origin, caseId);
    await ledger.check(browser.page);
  };
  for (const round of [2, 3]) {
    await browser.kill();
    tearLog(profile.path);
    browser = await openBrowser(profile.path);
    await toCase();
    await ledger.typeOne(browser.page, round);
    await browser.kill();
    browser = await openBrowser(profile.path);
    await toCase();
  }
  await browser.close();
  await hub.restart();
}, 240_000);

test('[S11] the desktop: two kills', async (context) => {
  context.skip(!testRuntime, whyNoElectron);
  const application = unpackedApplication();
  const screen = await virtualDisplay();
  const data = dataFolder();
  cleanups.push(application.remove, screen.stop);
  const start = () =>
    launchElectron({ executable: application.executable, display: screen.display, data, hub: hub.url });
  let running = await start();
  const code = await hub.enrolmentCode(hub.sample.people.secondEngineer.id);
  await enrolByKeyboard(running.page, code, 'Desktop with a torn log');
  const caseId = await openCase(running.page, 'A case behind half a record');
  const ledger = new Ledger();
  await ledger.typeOne(running.page, 1);
  const toCase = async () => {
    await openAtField(running.page, 'app://console', caseId);
    await ledger.check(running.page);
  };
  await running.kill();
  tearLog(data);
  running = await start();
  await toCase();
  await ledger.typeOne(running.page, 2);
  await running.kill();
  running = await start();
  await toCase();
  await running.app.close();
}, 240_000);
