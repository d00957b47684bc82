/** Two engineers of one partner meet in one case: clashes, files, and what the hub refuses. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import {
  attachAsItIs,
  goOnWithoutLevel1,
  openCase,
  openPart,
  openRow,
  press,
  syncWords,
} from '../../helpers/journey.ts';
import { type Line, openLine } from '../../helpers/line.ts';
import { sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let hub: TestHub;
let one: Desk;
let two: Desk;
/** The second computer's alone, so that it is certain which of the two the hub hears first. */
let line: Line;
const cleanups: (() => unknown)[] = [];
/** `SCREENSHOTS=DIR` keeps a picture of each screen that is checked. */
const pictures = process.env.SCREENSHOTS;

beforeAll(async () => {
  hub = await startTestHub();
  one = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'First laptop');
  line = await openLine(Number(new URL(hub.url).port));
  cleanups.push(() => line.close());
  two = await openDesk(hub, cleanups, hub.sample.people.secondEngineer.id, 'Second laptop', line.url);
  cleanups.push(
    () => one.browser.close(),
    () => two.browser.close(),
  );
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [640, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

async function sync(page: Page, words: string | RegExp): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, words);
}

async function newCase(desk: Desk, title: string): Promise<string> {
  await press(desk.page, 'link', 'Home');
  return openCase(desk.page, title);
}

async function openAt(desk: Desk, caseId: string, part = 'Problem'): Promise<void> {
  await desk.page.goto(`${desk.shell.origin}/#/cases/${caseId}`);
  await openPart(desk.page, part);
}

async function write(desk: Desk, caseId: string, label: string, text: string, part?: string): Promise<void> {
  await openAt(desk, caseId, part);
  await desk.page.getByLabel(label).fill(text);
  await desk.page.locator('[data-save-state="saved"]').first().waitFor();
}

/** The second desk has the case, as it stands at the hub: 'up to date' may still be what it knew before. */
async function arrives(caseId: string, label: string, text: string, system?: string): Promise<void> {
  await sync(one.page, /^Up to date/);
  await press(two.page, 'link', 'Sync');
  await press(two.page, 'button', 'Sync now');
  await openAt(two, caseId, system === undefined ? 'Problem' : 'Systems');
  if (system !== undefined) await openRow(two.page, system);
  await fieldShows(two, label, text);
}

/** Both write into the same field, the second without a hub; it sends once the first has. */
async function clash(caseId: string, label: string, first: string, second: string): Promise<void> {
  line.cut();
  await write(one, caseId, label, first);
  await write(two, caseId, label, second);
  await sync(one.page, /^Up to date/);
  line.mend();
  await sync(two.page, /conflict waits for a decision$/);
  await sync(one.page, /conflict waits for a decision$/);
}

/** What a colleague decided comes with the next pull, while the case is open already. */
async function fieldShows(desk: Desk, label: string, text: string): Promise<void> {
  const field = desk.page.getByLabel(label);
  await eventually(
    () => field.inputValue(),
    (shown) => shown === text,
    `${label} says "${text}"`,
  );
}

describe('two engineers in one case', () => {
  test('[S5] a clash is decided on one desk, is the same on the other, and can be taken back', async () => {
    const caseId = await newCase(one, 'Phones of floor 3 do not ring');
    await write(one, caseId, 'Actual', 'No phone of floor 3 rings at night.');
    const label = 'Actual';
    await arrives(caseId, label, 'No phone of floor 3 rings at night.');
    await clash(
      caseId,
      label,
      'No phone of floor 3 rings at night or on Sunday.',
      'Two phones of floor 3 stay silent.',
    );

    await look(two.page, 'sync-with-conflict');
    await openAt(two, caseId);
    await look(two.page, 'case-with-conflict');
    await press(two.page, 'link', label);
    await two.page.getByRole('heading', { level: 1, name: label }).waitFor();
    await look(two.page, 'conflict');
    // The marks say what differs without a colour.
    expect(await two.page.locator('.difference ins').allTextContents()).toContain(' or on Sunday');
    await two.page.keyboard.press('2');
    await two.page.getByText('Resolved. Saved on this computer.').waitFor();
    await syncWords(two.page, 'Up to date');
    await openAt(two, caseId);
    await fieldShows(two, label, 'Two phones of floor 3 stay silent.');
    await sync(one.page, /^Up to date/);
    await openAt(one, caseId);
    await fieldShows(one, label, 'Two phones of floor 3 stay silent.');

    await two.page.getByRole('status', { name: 'Message' }).getByRole('button', { name: 'Undo' }).click();
    await sync(two.page, /conflict waits for a decision$/);
    await openAt(two, caseId);
    await fieldShows(two, label, 'No phone of floor 3 rings at night or on Sunday.');

    await sync(one.page, /conflict waits for a decision$/);
    await press(one.page, 'link', label);
    await one.page.getByRole('heading', { level: 1, name: label }).waitFor();
    await one.page.keyboard.press('3');
    await one.page.getByLabel(label).fill('Two phones stay silent, at night and on Sunday.');
    await look(one.page, 'conflict-third');
    await press(one.page, 'button', 'Keep this');
    await syncWords(one.page, 'Up to date');
    await sync(two.page, /^Up to date/);
    await openAt(two, caseId);
    await fieldShows(two, label, 'Two phones stay silent, at night and on Sunday.');
  });

  test('[S5] a system that one removed and the other described can be brought back whole', async () => {
    const caseId = await newCase(one, 'Recorder that was moved');
    await openPart(one.page, 'Systems');
    await press(one.page, 'button', 'Add a system');
    await one.page.getByLabel('Host name').fill('recorder-a');
    await one.page.locator('[data-save-state="saved"]').first().waitFor();
    await arrives(caseId, 'Host name', 'recorder-a', 'recorder-a');
    line.cut();
    await openAt(one, caseId, 'Systems');
    await openRow(one.page, 'recorder-a');
    await press(one.page, 'button', /^Remove recorder-a/);
    await one.page.getByLabel('Host name').waitFor({ state: 'detached' });
    await openAt(two, caseId, 'Systems');
    await openRow(two.page, 'recorder-a');
    await two.page.getByLabel('Site').last().fill('Cellar, rack 2');
    await two.page.locator('[data-save-state="saved"]').first().waitFor();
    await sync(one.page, /^Up to date/);
    line.mend();
    await sync(two.page, /conflict waits for a decision$/);
    await press(two.page, 'link', /that was removed and changed/);
    await two.page.getByRole('heading', { level: 1, name: /removed and changed/ }).waitFor();
    await look(two.page, 'conflict-removed');
    await press(two.page, 'button', /^Keep Sample Engineer/);
    await syncWords(two.page, 'Up to date');
    await sync(one.page, /^Up to date/);
    await openAt(one, caseId, 'Systems');
    await openRow(one.page, 'recorder-a');
    await fieldShows(one, 'Host name', 'recorder-a');
    expect(await one.page.getByLabel('Site').last().inputValue()).toBe('Cellar, rack 2');
  });

  test('[S9] a file goes to the hub by itself, and the colleague fetches it', async () => {
    const caseId = await newCase(one, 'Recorder with a log');
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const log = join(folder.path, 'recorder.log');
    writeFileSync(log, '2026-11-20 08:15:00 no route to group\n'.repeat(50_000));
    await openPart(one.page, 'Files');
    await one.page.getByLabel('Files to attach').setInputFiles(log);
    await attachAsItIs(one.page, 'recorder.log');
    await one.page.getByText('On this computer and at the hub').waitFor();
    await sync(one.page, /^Up to date/);
    await look(one.page, 'sync-with-files');
    await sync(two.page, /^Up to date/);
    await openAt(two, caseId, 'Files');
    await two.page.getByText('Not on this computer.').waitFor();
    await look(two.page, 'file-elsewhere');
    await press(two.page, 'button', 'Fetch recorder.log');
    await two.page.getByText('On this computer and at the hub').waitFor();
  });

  test('[S9] files are held back by hand, and go on from there; a limit is told and tried again', async () => {
    await press(one.page, 'link', 'Sync');
    await one.page.getByLabel('Send files').uncheck();
    const caseId = await newCase(one, 'Recorder with another log');
    const folder = temporaryFolder();
    cleanups.push(folder.remove);
    const log = join(folder.path, 'second.log');
    writeFileSync(log, '2026-11-20 08:16:00 no route to group\n'.repeat(1_000));
    await openPart(one.page, 'Files');
    await one.page.getByLabel('Files to attach').setInputFiles(log);
    await attachAsItIs(one.page, 'second.log');
    await one.page.getByText('sending is paused, see Sync').waitFor();
    await sql(hub.databaseUrl, 'UPDATE organisations SET max_file_bytes = 100');
    await press(one.page, 'link', 'Sync');
    await one.page.getByLabel('Send files').check();
    await one.page.getByText(/second\.log: The file has 38000 bytes/).waitFor();
    await openAt(one, caseId, 'Files');
    await one.page.getByText(/^On this computer only\. The file has/).waitFor();
    await look(one.page, 'file-refused');
    await sql(hub.databaseUrl, 'UPDATE organisations SET max_file_bytes = 4294967296');
    await press(one.page, 'button', 'Try again: second.log');
    await one.page.getByText('On this computer and at the hub').waitFor();
  });

  test('[S6] what the hub refuses is listed with its reason, let go and brought back, or leads to its case', async () => {
    const caseId = await newCase(one, 'Case that moves on');
    await arrives(caseId, 'Actual', '');
    line.cut();
    // One ends Level 1 as solved, the other as not solved: the second transition is from a state that is gone.
    await write(one, caseId, 'What Level 1 came to', 'Registering the group anew brought it back.', 'Steps');
    await press(one.page, 'button', 'Solved: close the case');
    await one.page.getByTestId('case-state').getByText('closed').waitFor();
    await openAt(two, caseId, 'Steps');
    await two.page.getByRole('button', { name: /^Not solved: go to Level 2/ }).focus();
    await goOnWithoutLevel1(two.page);
    await two.page.getByTestId('case-state').getByText('at Level 2').waitFor();
    await sync(one.page, /^Up to date/);
    line.mend();
    await sync(two.page, /needs? attention$/);
    await two.page.getByRole('heading', { name: 'Needs attention' }).waitFor();
    await look(two.page, 'needs-attention');
    const before = await two.page.getByRole('button', { name: /^Discard: / }).count();
    await press(two.page, 'button', /^Discard: /);
    await press(two.page, 'button', 'Discard it');
    await two.page.getByText(/was discarded\./).waitFor();
    expect(await two.page.getByRole('button', { name: /^Discard: / }).count()).toBe(before - 1);
    const told = two.page.getByRole('status', { name: 'Message' }).filter({ hasText: 'was discarded.' });
    await told.getByRole('button', { name: 'Undo' }).click();
    await eventually(
      () => two.page.getByRole('button', { name: /^Discard: / }).count(),
      (count) => count === before,
      'it is back',
    );
    // What takes a case on is decided in the case, as it is now.
    await two.page.getByRole('link', { name: 'Open the case and do it there' }).first().click();
    await two.page.getByTestId('case-state').getByText('closed').waitFor();
    expect([...one.browser.complaints, ...two.browser.complaints]).toEqual([]);
  });
});
