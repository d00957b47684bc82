/**
 * A console that its person protects: locked by hand it forgets what it showed, a wrong passphrase opens nothing, what was being typed is
 * there again; and by its recovery code it opens where the keys are gone and the data is not (security 29).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAgain, openBrowser } from '../../helpers/browser-shell.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { openCase, openPart, press, syncWords, typeInto } from '../../helpers/journey.ts';

const PASSPHRASE = 'four plain words together';
const PLANTED = 'Zwetschgenknoedel';
const BEGUN = 'Pulled the card of the third slot';
const SHOTS = process.env.LOCK_SHOTS;

let hub: TestHub;
let desk: Desk;
let page: Page;
let code = '';
let caseId = '';
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop that is locked');
  ({ page } = desk);
});
afterAll(async () => {
  await desk.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const locked = (of: Page) => of.getByRole('heading', { level: 1, name: 'The console is locked' });

/** The screen as it looks, for whoever asks for it: `LOCK_SHOTS=DIR`. */
async function shoot(of: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 1024]) {
      await of.emulateMedia({ colorScheme });
      await of.setViewportSize({ width, height: 900 });
      await of.screenshot({ path: join(SHOTS, `${name}-${colorScheme}-${width}.png`) });
    }
  await of.emulateMedia({ colorScheme: 'light' });
  await of.setViewportSize({ width: 1280, height: 900 });
}

async function unlock(of: Page, label: string, words: string): Promise<void> {
  await typeInto(of, label, words);
  await of.keyboard.press('Enter');
}

/** All that the browser's profile and the shell's folder hold, as bytes. */
function bytesBelow(folder: string): Buffer {
  return Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  );
}

test('after enrolling, the offer is put off, Home says so, and an unprotected console is not locked', async () => {
  await page.getByRole('link', { name: 'Protect it' }).waitFor();
  await shoot(page, 'home-unprotected');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Case, host/ }).fill('>lock');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'Protection of this computer' }).waitFor();
  await page.getByText(/so that it cannot be locked/).waitFor();
  await expectAccessible(page, 'settings, unprotected');
  await shoot(page, 'settings-unprotected');
});

test('security 29: it is protected by a passphrase and a recovery code, parts of which are typed back', async () => {
  await press(page, 'button', 'Protect this computer');
  await typeInto(page, 'New passphrase', 'short');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/at least 10 letters/)
    .waitFor();
  await page.getByLabel('New passphrase').fill(PASSPHRASE);
  await typeInto(page, 'The same again', PASSPHRASE);
  await page.keyboard.press('Enter');
  const groups = page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem');
  await groups.first().waitFor();
  await expectAccessible(page, 'the recovery code');
  await shoot(page, 'recovery-code');
  const parts = (await groups.allTextContents()).map((each) => each.slice(1));
  code = parts.join(' ');
  expect(parts).toHaveLength(9);
  await press(page, 'button', 'It is written down');
  const fields = page.getByLabel(/^Group \d$/);
  await fields.first().waitFor();
  for (const field of await fields.all()) await field.fill('WXYZ');
  await page.keyboard.press('Enter');
  await press(page, 'button', 'Protect with it');
  await page
    .getByRole('alert')
    .getByText(/That is not it/)
    .waitFor();
  for (const field of await fields.all()) {
    const n = Number(
      /\d$/.exec((await field.evaluate((each) => (each as HTMLInputElement).labels?.[0]?.textContent)) ?? ''),
    );
    await field.fill((parts[n - 1] ?? '').toLowerCase());
  }
  await press(page, 'button', 'Protect with it');
  await page.getByText(/^Protected: it opens by a passphrase or a recovery code/).waitFor();
  await expectAccessible(page, 'settings, protected');
  await shoot(page, 'settings-protected');
  const keys = readFileSync(join(desk.shell.data, 'keys.json'), 'utf8');
  expect(keys).not.toContain('"clear"');
});

test('security 29: locked from the status bar, every window forgets what it showed', async () => {
  await page.goto(`${desk.shell.origin}/#/`);
  caseId = await openCase(page, `Silence at ${PLANTED}`);
  await syncWords(page, 'Up to date');
  await openPart(page, 'Steps');
  await typeInto(page, 'What was done', BEGUN);
  const second = await desk.browser.context.newPage();
  await second.goto(`${desk.shell.origin}/#/cases`);
  await second.getByText(PLANTED).first().waitFor();
  await press(page, 'button', 'Lock');
  await locked(page).waitFor();
  await locked(second).waitFor();
  await second.close();
  expect(await page.content()).not.toContain(PLANTED);
  await page.waitForFunction(() => document.activeElement?.matches('input[type="password"]'));
  expect(await page.title()).toBe('The console is locked - Partner Console');
  await expectAccessible(page, 'the lock screen');
  await shoot(page, 'locked');
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  expect(kept).toContain('partner-console-draft');
  expect(kept).not.toContain(BEGUN);
  expect(kept).not.toContain(PLANTED);
});

test('security 29: a wrong passphrase opens nothing; the right one has the draft as it was', async () => {
  await unlock(page, 'Passphrase', 'not these words');
  await page
    .getByRole('alert')
    .getByText(/That is not it/)
    .waitFor();
  expect(
    await page.getByLabel('Passphrase', { exact: true }).evaluate((each) => each === document.activeElement),
  ).toBe(true);
  await unlock(page, 'Passphrase', PASSPHRASE);
  await page.getByRole('heading', { level: 1, name: PLANTED }).waitFor();
  await page.waitForFunction(
    (text) => [...document.querySelectorAll('textarea')].some((each) => each.value === text),
    BEGUN,
  );
  await syncWords(page, 'Up to date');
});

test('security 29: a lead is shown the code with a reason, and reads it to its person', async () => {
  const office = await openDesk(hub, cleanups, hub.sample.people.lead.id, 'Office of the lead');
  try {
    const { page: lead } = office;
    await lead.goto(`${office.shell.origin}/#/credentials/devices`);
    await press(lead, 'button', /^Recovery code: Laptop that is locked/);
    await typeInto(lead, 'Reason', 'The passphrase was forgotten');
    await expectAccessible(lead, 'asking for a recovery code');
    await press(lead, 'button', 'Show the code');
    const told = lead.getByTestId('recovery-code');
    await told.waitFor();
    expect((await told.textContent())?.trim()).toBe(code.replaceAll(' ', '-'));
    await shoot(lead, 'lead-code');
    // One that nobody has protected.
    await press(lead, 'button', /^Recovery code: Office of the lead/);
    await typeInto(lead, 'Reason', 'To see');
    await press(lead, 'button', 'Show the code');
    await lead.getByText(/^This computer gave none/).waitFor();
  } finally {
    await office.browser.close();
  }
});

test('security 29: after the shell was killed it is locked; nothing of a customer’s is in profile or folder', async () => {
  await desk.browser.kill();
  await desk.shell.kill();
  const all = Buffer.concat([bytesBelow(desk.profile), bytesBelow(join(desk.shell.data))]);
  // Journal and files of the shell are sealed by themselves; the page's own are looked at here.
  const own = bytesBelow(desk.profile);
  for (const form of ['latin1', 'utf16le'] as const) {
    expect(own.includes(Buffer.from(PLANTED, form))).toBe(false);
    expect(own.includes(Buffer.from(BEGUN, form))).toBe(false);
  }
  expect(all.includes(Buffer.from(PASSPHRASE))).toBe(false);
  expect(all.includes(Buffer.from(code.replaceAll(' ', '-')))).toBe(false);
  await desk.shell.restart();
  desk.browser = await openBrowser(desk.profile);
  page = desk.browser.page;
  await openAgain(page, desk.shell);
  await locked(page).waitFor();
  await unlock(page, 'Passphrase', PASSPHRASE);
  await syncWords(page, 'Up to date');
  // Whoever was shown the code is told of at Home, as soon as this computer signed in again.
  await page.goto(`${desk.shell.origin}/#/`);
  await page.getByText(/was shown the recovery code of your computer “Laptop that is locked”/).waitFor();
  await shoot(page, 'home-code-shown');
  await press(page, 'button', 'I know of it');
  await page.getByText(/was shown the recovery code/).waitFor({ state: 'detached' });
});

test('security 29: where the keys are gone and the data is not, nothing is begun anew, and the recovery code opens it', async () => {
  // Closed, not killed: Chromium writes what the page keeps beside its database up to a minute late.
  await desk.browser.close();
  await desk.shell.kill();
  for (const name of ['keys.json', 'keys.copy.json']) rmSync(join(desk.shell.data, name));
  await desk.shell.restart();
  desk.browser = await openBrowser(desk.profile);
  page = desk.browser.page;
  await openAgain(page, desk.shell);
  await page.getByLabel('Recovery code').waitFor();
  await expectAccessible(page, 'keys that are gone');
  await shoot(page, 'keys-gone');
  expect(await page.content()).not.toContain('Welcome');
  await unlock(page, 'Recovery code', `${code.slice(0, -1)}?`);
  await page
    .getByRole('alert')
    .getByText(/That is no recovery code/)
    .waitFor();
  await unlock(page, 'Recovery code', code.toLowerCase());
  await syncWords(page, 'Up to date');
  await page.goto(`${desk.shell.origin}/#/cases/${caseId}`);
  await page.getByRole('heading', { level: 1, name: PLANTED }).waitFor();
  expect(existsSync(join(desk.shell.data, 'keys.copy.json'))).toBe(true);
  expect(desk.browser.complaints).toEqual([]);
});
