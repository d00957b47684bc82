/**
 * A day of one fault: an engineer writes it up on site without a network and hands it off, a lead approves, Level 3 acknowledges and
 * the engineer reads so. On the console as `npm start` starts it, in one window, by what its screens say.
 *
 * The engineer's part is the day that was measured on the first console of all: a case of 8 systems, 12 steps and 5 files.
 */
import type { Page } from 'playwright-core';
import { newProfile, openBrowser, type TestBrowser } from '../helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../helpers/console-process.ts';
import { doAtDesk } from '../helpers/desk-journey.ts';
import { eventually } from '../helpers/eventually.ts';
import { freePort } from '../helpers/free-port.ts';
import {
  acceptThisComputer,
  completeByKeyboard,
  openCase,
  openPart,
  openRow,
  press,
  syncWords,
  typeInto,
} from '../helpers/journey.ts';
import { aPicture } from '../helpers/pictures.ts';
import { type Cost, costOf, countInPage, type View, viewOf } from './cost.ts';

const TITLE = 'Phones of floor 2 do not ring';
const SYSTEMS = 8;
const STEPS = 12;
/** Pixels of a window of 1280 by 800, in which the first day was measured. */
export const WINDOW = { width: 1280, height: 800 };

export interface Place {
  part: string;
  /** Pixels that the sheet was scrolled before, and after the case was come back to. */
  before: number;
  after: number;
}

/** What the day cost, and what was seen on it. */
export interface Day {
  caseId: string;
  /** From the new case to its handoff. */
  engineer: Cost;
  lead: Cost;
  desk: Cost;
  /** Of every part of the full case. */
  views: ReadonlyMap<string, View>;
  newCase: View;
  jump: Place;
  reload: Place;
  back: Place;
  rows: { systems: number; steps: number; files: number };
}

const minus = (now: Cost, then: Cost): Cost => ({
  clicks: now.clicks - then.clicks,
  keys: now.keys - then.keys,
  fields: now.fields - then.fields,
});

const outline = (page: Page) => page.getByRole('navigation', { name: 'Parts of the case' });

/** What Ctrl-V does: the clipboard itself is closed to a page that nobody looks at. */
async function paste(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: label });
  await field.click();
  await field.evaluate((into, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    into.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The seven systems around the recorder, from the inventory that every site keeps. */
const inventory = [
  'Host\tNode role\tModel\tVersion\tRole in the fault',
  ...['pub', 'sub1', 'sub2', 'sub3'].map(
    (node) =>
      `cm-${node}\t${node === 'pub' ? 'Publisher' : 'Subscriber'}\tCisco CUCM\t14.0.1.13900-155\tContext`,
  ),
  ...['gw1', 'gw2', 'gw3'].map((gateway) => `${gateway}\t\tCisco ISR 4451\t17.9.4a\tContext`),
].join('\r\n');

async function addSystems(page: Page): Promise<void> {
  await openPart(page, 'Systems');
  await press(page, 'button', 'Paste a table');
  await paste(page, 'Table of systems', inventory);
  await press(page, 'button', `Add ${SYSTEMS - 1} rows`);
  await page.getByRole('link', { name: 'Open gw3' }).waitFor({ timeout: 30_000 });
}

async function writeStep(page: Page, at: number): Promise<void> {
  // The composer keeps the focus from one step to the next.
  if (at === 1) await page.getByLabel('What was done', { exact: true }).click();
  await page.keyboard.type(`Looked at gateway ${at} for the group`);
  await page.keyboard.press('Tab');
  await page.keyboard.type(`Gateway ${at} has the route to group 2`);
  await page.keyboard.press('Control+Enter');
  await page.getByText(`Gateway ${at} has the route to group 2`).first().waitFor();
  await eventually(
    () => page.getByLabel('What was done', { exact: true }).inputValue(),
    (text) => text === '',
    'the next step can be written',
  );
}

/** Lines of a log from before the fault began to after it; each file's are its own. */
function aLog(name: string): Buffer {
  const lines = Array.from({ length: 2_000 }, (_, at) => {
    const moment = new Date(Date.UTC(2026, 10, 20, 7, 0) + at * 5_000).toISOString();
    return `${moment.slice(0, 19).replace('T', ' ')} INFO ${name}: route to group ${at % 7} checked`;
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function addFiles(page: Page): Promise<void> {
  await openPart(page, 'Files');
  await page.getByLabel('Files to attach').setInputFiles([
    ...['recorder', 'gateway'].map((name) => ({
      name: `${name}.log`,
      mimeType: 'text/plain',
      buffer: aLog(name),
    })),
    ...[1, 2, 3].map((at) => ({
      name: `screen-${at}.png`,
      mimeType: 'image/png',
      buffer: aPicture(10_000 * at),
    })),
  ]);
  await page.getByRole('button', { name: 'Remove screen-3.png' }).waitFor({ timeout: 60_000 });
  for (const name of ['recorder.log', 'gateway.log']) {
    await press(page, 'button', `No redaction needed: ${name}`);
    // The field has the focus as it opens.
    await page.getByLabel(`Why ${name} needs no redaction`).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Read: names nobody');
    await press(page, 'button', `Attach ${name} as it is`);
    await page.getByRole('button', { name: `Remove ${name}` }).waitFor({ timeout: 60_000 });
  }
}

const scrolled = (page: Page) =>
  page.getByTestId('case-sheet').evaluate((sheet) => Math.round(sheet.scrollTop));

/** Scrolls the part in view to its middle, does what leaves it and comes back, and answers where it then stands. */
async function keepsPlace(page: Page, part: string, leave: () => Promise<void>): Promise<Place> {
  const caseAt = page.url();
  await openPart(page, part);
  await page.getByTestId('case-sheet').evaluate((sheet) => {
    sheet.scrollTop = (sheet.scrollHeight - sheet.clientHeight) / 2;
  });
  // The place is kept with the next frame that is drawn.
  await page.waitForTimeout(400);
  const before = await scrolled(page);
  await leave();
  const after = await eventually(
    () => scrolled(page),
    (now) => Math.abs(now - before) <= 1,
    `back in ${part} of ${caseAt} at ${before}`,
    10,
  ).catch(() => scrolled(page));
  return { part, before, after };
}

async function lookAround(page: Page): Promise<Pick<Day, 'views' | 'jump' | 'reload' | 'back'>> {
  const views = new Map<string, View>();
  for (const text of await outline(page).getByRole('link').allTextContents()) {
    const part = text.replace(/\d.*$/, '').trim();
    await openPart(page, part);
    await page.waitForTimeout(300);
    views.set(part, await viewOf(page));
  }
  return {
    views,
    jump: await keepsPlace(page, 'Steps', async () => {
      await openPart(page, 'Systems');
      await openPart(page, 'Steps');
    }),
    reload: await keepsPlace(page, 'Steps', async () => {
      await page.reload();
      await page.getByTestId('case-sheet').waitFor();
    }),
    back: await keepsPlace(page, 'Steps', async () => {
      await press(page, 'link', 'Customers');
      await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
      await page.goBack();
    }),
  };
}

async function fromMenu(page: Page, entry: RegExp): Promise<void> {
  await press(page, 'button', /^Switch person: /);
  await page.getByRole('menuitem', { name: entry }).click();
}

async function become(page: Page, name: string): Promise<void> {
  await fromMenu(page, new RegExp(`${name},`));
  await page.getByRole('button', { name: `Switch person: ${name}` }).waitFor({ timeout: 60_000 });
  await syncWords(page, 'Up to date');
}

/** The file says which time it covers, as its first and last line have it. */
async function sayWhatTheLogCovers(page: Page, name: string): Promise<void> {
  await openRow(page, name);
  await press(page, 'link', 'Look into this log');
  await press(page, 'button', 'Say that the file covers this time');
  await page.getByText('The file says now which time it covers.').waitFor();
  await press(page, 'link', name);
  await page.getByTestId('case-sheet').waitFor();
  await page.keyboard.press('Escape');
}

/** A part's rows, once two looks in a row count the same: they are drawn some at a time. */
const rowsOf = async (page: Page, part: string, row: string): Promise<number> => {
  await openPart(page, part);
  const rows = page.getByTestId('case-sheet').locator(row);
  let last = -1;
  return eventually(
    async () => {
      const before = last;
      await page.waitForTimeout(500);
      last = await rows.count();
      return last === before ? last : -1;
    },
    (count) => count > 0,
    `the rows of ${part} are drawn`,
    30,
  );
};

/** A sample console as `npm start` starts it, open as the engineer. The caller ends it. */
export async function startDay(): Promise<{ browser: TestBrowser; end(): Promise<void> }> {
  const data = dataFolder();
  const profile = newProfile();
  const ports = ['--port', String(await freePort()), '--hub-port', String(await freePort())];
  const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
  const browser = await openBrowser(profile.path);
  const { page } = browser;
  await page.addInitScript(countInPage);
  await page.setViewportSize(WINDOW);
  await page.goto(running.url);
  await press(page, 'button', 'Start as Sample Engineer One');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await syncWords(page, 'Up to date');
  return {
    browser,
    end: async () => {
      await browser.close();
      await running.end('SIGTERM');
      profile.remove();
      data.remove();
    },
  };
}

/** @param page of `startDay` */
export async function playDay(page: Page): Promise<Day> {
  await fromMenu(page, /^Turn the network off/);
  await syncWords(page, /^Offline/);
  const start = await costOf(page);
  const caseId = await openCase(page, TITLE);
  await page.getByText(/\d+ now, \d+ later/).waitFor();
  const newCase = await viewOf(page);
  await acceptThisComputer(page);
  await addSystems(page);
  await addFiles(page);
  await sayWhatTheLogCovers(page, 'recorder.log');
  await completeByKeyboard(page);
  const written = await rowsOf(page, 'Steps', '.step');
  for (let at = 1; at <= STEPS - written; at++) await writeStep(page, at);
  await openPart(page, 'Cause');
  await typeInto(page, 'Evidence for it', 'Only calls by way of this system are silent.');
  const captured = await costOf(page);
  const rows = {
    systems: await rowsOf(page, 'Systems', 'tbody tr'),
    steps: await rowsOf(page, 'Steps', '.step'),
    files: await rowsOf(page, 'Files', 'tbody tr'),
  };
  const seen = await lookAround(page);

  const before = await costOf(page);
  await press(page, 'button', 'Hand off to Level 3');
  await page.getByTestId('case-state').getByText('Queued: waits for the hub').waitFor();
  const handed = minus(await costOf(page), before);
  const spent = minus(captured, start);
  const engineer = {
    clicks: spent.clicks + handed.clicks,
    keys: spent.keys + handed.keys,
    fields: spent.fields + handed.fields,
  };
  await press(page, 'button', 'Network off: turn on');
  await page.getByTestId('case-state').getByText('In review: waits for a lead').waitFor({ timeout: 60_000 });

  // The files go while the engineer works here: whoever takes the seat sends their own.
  await eventually(
    () => page.getByTestId('sync-state').textContent(),
    (words) => words === 'Up to date',
    'the files are at the hub',
    180,
  );

  await become(page, 'Sample Lead');
  const leadBegan = await costOf(page);
  await press(page, 'link', 'Review');
  await press(page, 'link', new RegExp(TITLE));
  await page.getByRole('heading', { name: 'To look at' }).waitFor();
  await press(page, 'button', 'Approve…');
  await typeInto(page, /^What is wrong$/, 'Phones of the second floor stay silent for group 2.');
  await typeInto(page, /^What is asked of Level 3$/, 'Say why group 2 loses its route.');
  await press(page, 'button', 'Approve revision 1');
  await page.getByText('Approved by Sample Lead').first().waitFor();
  const lead = minus(await costOf(page), leadBegan);

  await become(page, 'Sample Desk One');
  const deskBegan = await costOf(page);
  await press(page, 'link', 'Level 3');
  await page.getByText(TITLE).first().click({ timeout: 120_000 });
  await page.getByRole('heading', { level: 1, name: new RegExp(TITLE) }).waitFor();
  await doAtDesk(page, 'Acknowledge', [], 'Acknowledge');
  const desk = minus(await costOf(page), deskBegan);
  await syncWords(page, 'Up to date');

  await become(page, 'Sample Engineer One');
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/cases/${caseId}`);
  await page
    .getByTestId('case-state')
    .getByText(/Acknowledged by Level 3: T-/)
    .waitFor({ timeout: 60_000 });
  await page
    .getByRole('listitem')
    .filter({ hasText: /Acknowledged\s+Sample Desk One/ })
    .waitFor();
  return { caseId, engineer, lead, desk, newCase, rows, ...seen };
}
