/**
 * `node build/run.mjs test/day/main.ts`: an engineer's way from a new case to its handoff, on a real console, and what it costs:
 * clicks, keys, the height of what is in view, the fields that are on it, and what a new case says is missing. The same script runs
 * on an older checkout, where the parts of a case stand on one page.
 *
 * A control that takes the focus without a key counts as a click, a choice from a list as two, a file as two; a text that is
 * entered in one go counts as its letters. Pastes are not used: what a person would paste is typed.
 */
import type { Page } from 'playwright-core';
import { newProfile, openBrowser } from '../helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../helpers/console-process.ts';
import { freePort } from '../helpers/free-port.ts';
import { acceptThisComputer, completeByKeyboard, openCase, press, typeInto } from '../helpers/journey.ts';
import { aPicture } from '../helpers/pictures.ts';

const SYSTEMS = 8;
const STEPS = 12;
const FILES = 5;
const HEIGHT = 800;

interface Cost {
  clicks: number;
  keys: number;
}

/** Counts in the page itself, whatever drives it. */
function countInPage(): void {
  const cost: Cost = { clicks: 0, keys: 0 };
  (window as unknown as { dayCost: Cost }).dayCost = cost;
  let byKey = false;
  let byMouse = false;
  const soon = (end: () => void) => setTimeout(end, 60);
  const listen = <K extends keyof DocumentEventMap>(kind: K, take: (event: DocumentEventMap[K]) => void) =>
    document.addEventListener(kind, take, { capture: true });
  listen('keydown', () => {
    cost.keys += 1;
    byKey = true;
    soon(() => {
      byKey = false;
    });
  });
  listen('mousedown', () => {
    cost.clicks += 1;
    byMouse = true;
    soon(() => {
      byMouse = false;
    });
  });
  listen('focusin', () => {
    if (!byKey && !byMouse) cost.clicks += 1;
  });
  listen('beforeinput', (event) => {
    // The key of a single letter was counted as it went down.
    if (event.data && event.data.length > 1) cost.keys += event.data.length;
  });
  listen('change', (event) => {
    const { target } = event;
    const isFile = target instanceof HTMLInputElement && target.type === 'file';
    if (isFile || (target instanceof HTMLSelectElement && !byKey)) cost.clicks += 2;
  });
}

const costOf = (page: Page) => page.evaluate(() => (window as unknown as { dayCost: Cost }).dayCost);

/** How high what scrolls is, and how many fields stand on it. */
const viewOf = (page: Page) =>
  page.evaluate(() => {
    const sheet = document.querySelector('[data-testid="case-sheet"]') ?? document.querySelector('#main');
    return {
      height: sheet?.scrollHeight ?? 0,
      fields: document.querySelectorAll('#main :is(input, textarea, select)').length,
      told: document.querySelectorAll('#main .field-finding').length,
    };
  });

const outline = (page: Page) => page.getByRole('navigation', { name: 'Parts of the case' });
/** The parts of a case, where it has them. */
const partsOf = async (page: Page) => (await outline(page).count()) > 0;

async function goToPart(page: Page, name: string): Promise<void> {
  if (!(await partsOf(page))) return;
  await outline(page)
    .getByRole('link', { name: new RegExp(`^${name}\\b`) })
    .click();
}

async function addSystem(page: Page, at: number): Promise<void> {
  const like = page.getByRole('button', { name: 'Add one like it' });
  // A node like the one before: only its name differs.
  if (at > 1 && at !== 5 && (await like.count()) > 0) {
    await like.click();
    await page.waitForFunction(() => document.activeElement?.id.endsWith('-hostname'));
    await page.keyboard.type(`node-${at}`);
    await page.keyboard.press('Tab');
    return;
  }
  await goToPart(page, 'Systems');
  await page.getByRole('button', { name: 'Add a system', exact: true }).click();
  const last = (label: string) => page.getByLabel(label, { exact: true }).last();
  await last('Product that is not in the catalogue').waitFor();
  await last('Product that is not in the catalogue').click();
  await page.keyboard.type(at < 5 ? 'Cisco CUCM subscriber' : 'Cisco ISR 4451 voice gateway');
  await last('Host name').click();
  await page.keyboard.type(`node-${at}`);
  await last('Role in the fault').selectOption('context');
}

async function writeStep(page: Page, at: number): Promise<void> {
  await page.getByLabel('What was done', { exact: true }).click();
  await page.keyboard.type(`Looked at node ${at} for the group`);
  await page.keyboard.press('Tab');
  await page.keyboard.type(`Node ${at} has the route to group 2`);
  await page.keyboard.press('Control+Enter');
  await page.getByText(`Node ${at} has the route to group 2`).first().waitFor();
}

async function day(page: Page): Promise<void> {
  const say = (what: string, value: unknown) => process.stdout.write(`${what}: ${JSON.stringify(value)}\n`);
  await openCase(page, 'Phones of floor 2 do not ring');
  await page.waitForTimeout(500);
  say('a new case', await viewOf(page));
  await acceptThisComputer(page);
  await completeByKeyboard(page);
  say('the least that is asked', await costOf(page));
  for (let at = 1; at < SYSTEMS; at++) await addSystem(page, at);
  await goToPart(page, 'Steps');
  for (let at = 1; at <= STEPS - 6; at++) await writeStep(page, at);
  await goToPart(page, 'Files');
  for (let at = 1; at <= FILES; at++)
    await page.getByLabel('Files to attach').setInputFiles({
      name: `screen-${at}.png`,
      mimeType: 'image/png',
      buffer: aPicture(10_000 * at),
    });
  await page.getByRole('button', { name: `Remove screen-${FILES}.png` }).waitFor();
  await goToPart(page, 'Cause');
  await typeInto(page, 'Why it is thought to lie there', 'Only calls by way of this system are silent.');
  const names = (await partsOf(page)) ? await outline(page).getByRole('link').allTextContents() : [''];
  let highest = { height: 0, fields: 0 };
  for (const name of names) {
    if (name !== '') await goToPart(page, name.replace(/\d.*$/, '').trim());
    await page.waitForTimeout(400);
    const { height, fields } = await viewOf(page);
    highest = { height: Math.max(highest.height, height), fields: Math.max(highest.fields, fields) };
  }
  say(`the highest view, in screens of ${HEIGHT}`, Math.round((highest.height / HEIGHT) * 10) / 10);
  say('the most fields in one view', highest.fields);
  await press(page, 'button', 'Hand off to Level 3');
  await page
    .getByTestId('case-state')
    .getByText(/Queued|In review/)
    .waitFor();
  say('from the new case to the handoff', await costOf(page));
}

const data = dataFolder();
const profile = newProfile();
const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
const browser = await openBrowser(profile.path);
try {
  const { page } = browser;
  await page.addInitScript(countInPage);
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  await page.goto(running.url);
  await press(page, 'button', 'Sample Engineer One');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await day(page);
} finally {
  await browser.close();
  await running.end('SIGTERM');
  profile.remove();
  data.remove();
}
