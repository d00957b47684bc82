/**
 * `npm run screenshots`: one sheet of all screens, to be looked at, and the pictures of README and guide; from the running console
 * with its sample partner. `--sheet` makes the sheet alone, `--guide` the others; `--designs DIR` puts the pictures of a design
 * beside the sheet's.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { hubPaths } from '../shared/sync/protocol.ts';
import type { Ticket } from '../shared/tickets/schema.ts';
import { newProfile, openBrowser, startTestShell } from '../test/helpers/browser-shell.ts';
import { dataFolder, startConsole } from '../test/helpers/console-process.ts';
import { freePort } from '../test/helpers/free-port.ts';
import {
  acceptThisComputer,
  attachAsItIs,
  completeByKeyboard,
  enrolByKeyboard,
  openCase,
  openPart,
  press,
  syncWords,
  typeInto,
} from '../test/helpers/journey.ts';
import { openLine } from '../test/helpers/line.ts';
import { newId, TestDevice } from '../test/helpers/test-device.ts';
import { shootSheet } from './contact-sheet.ts';
import { shootCredentials } from './credential-screenshots.ts';
import { type Computer, shootCatalogue, shootDesk } from './desk-screenshots.ts';
import { shootEntitlement } from './entitlement-screenshots.ts';
import { shootImport } from './packet-screenshots.ts';

const folder = resolve('docs/guide/images');
mkdirSync(folder, { recursive: true });

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}.png\n`);
}

/** A one-time code for somebody of the sample partner, as the operator makes it. */
async function enrolmentCode(hub: string, data: string, name: string): Promise<string> {
  const token = readFileSync(join(data, 'console', 'operator-token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const people = (await (await fetch(hub + hubPaths.people, { headers })).json()) as {
    id: string;
    name: string;
  }[];
  const personId = people.find((person) => person.name === name)?.id;
  const body = JSON.stringify({ personId });
  const answer = await fetch(hub + hubPaths.enrolmentCodes, { method: 'POST', headers, body });
  return ((await answer.json()) as { code: string }).code;
}

async function sync(page: Page, words: string | RegExp): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, words);
}

async function openAt(page: Page, caseId: string, part = 'Problem'): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/cases/${caseId}`);
  await openPart(page, part);
}

async function write(page: Page, caseId: string, text: string): Promise<void> {
  await openAt(page, caseId);
  await page.getByLabel('Actual').fill(text);
  await page.locator('[data-save-state="saved"]').first().waitFor();
}

async function attach(page: Page, name: string): Promise<void> {
  const line = `2026-11-20 08:15:00 ${name}: no route to group\n`;
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from(line.repeat(50_000)) };
  await page.getByLabel('Files to attach').setInputFiles(file);
  await attachAsItIs(page, name);
}

/** A computer of its own, enrolled for somebody of the sample. */
async function openComputer(hubPort: number, folderOfData: string, name: string): Promise<Computer> {
  const hub = `http://127.0.0.1:${hubPort}`;
  const shell = await startTestShell(hub);
  const profile = newProfile();
  const browser = await openBrowser(profile.path);
  await browser.page.goto(shell.url());
  await enrolByKeyboard(browser.page, await enrolmentCode(hub, folderOfData, name), name);
  await syncWords(browser.page, 'Up to date');
  return {
    page: browser.page,
    close: async () => {
      await browser.close();
      await shell.stop();
      profile.remove();
    },
  };
}

/** Two computers in one case: a conflict, a refused change, files. */
async function shootTwo(one: Page, hubPort: number, folderOfData: string): Promise<void> {
  const line = await openLine(hubPort);
  const shell = await startTestShell(line.url);
  const profile = newProfile();
  const browser = await openBrowser(profile.path);
  try {
    const two = browser.page;
    await two.goto(shell.url());
    const code = await enrolmentCode(line.url, folderOfData, 'Sample Engineer Two');
    await enrolByKeyboard(two, code, 'Second laptop');
    await press(one, 'link', 'Home');
    const clash = await openCase(one, 'Phones of floor 3 do not ring');
    await write(one, clash, 'No phone of floor 3 rings at night.');
    await press(one, 'link', 'Home');
    const moved = await openCase(one, 'Amplifier hums after the storm');
    await sync(one, 'Up to date');
    await sync(two, 'Up to date');

    line.cut();
    await write(two, clash, 'Two phones of floor 3 stay silent at night.');
    await openAt(two, moved, 'Steps');
    await press(two, 'button', 'Not solved: go to Level 2');
    await press(two, 'button', 'Not solved: go to Level 2 all the same');
    await two.getByTestId('case-state').getByText('at Level 2').waitFor();
    await sync(two, /^Offline/);
    await shoot(two, 'sync-offline');
    await write(one, clash, 'No phone of floor 3 rings at night or on Sunday.');
    await openAt(one, moved, 'Steps');
    await one.getByLabel('What Level 1 came to').fill('Registering the group anew brought it back.');
    await one.locator('[data-save-state="saved"]').first().waitFor();
    await press(one, 'button', 'Solved: close the case');
    await one.getByTestId('case-state').getByText('closed').waitFor();
    await sync(one, 'Up to date');
    line.mend();
    await sync(two, /needs? attention$/);
    await two.getByText('Connected', { exact: true }).waitFor();
    await two.getByRole('heading', { name: 'Changed by two people' }).waitFor();
    await shoot(two, 'needs-attention');
    await press(two, 'link', 'Actual');
    await two.getByRole('heading', { level: 1, name: 'Actual' }).waitFor();
    await shoot(two, 'conflict');

    await openAt(one, clash, 'Files');
    await attach(one, 'recorder.log');
    await one.getByText('On this computer and at the hub').waitFor();
    await sync(one, /^Up to date/);
    await two.getByTestId('sync-state').waitFor();
    await press(two, 'link', 'Sync');
    await press(two, 'button', 'Sync now');
    await openAt(two, clash, 'Files');
    await two.getByText('Not on this computer.').scrollIntoViewIfNeeded();
    await shoot(two, 'file-elsewhere');

    await press(one, 'link', 'Sync');
    await one.getByLabel('Send files').uncheck();
    await openAt(one, clash, 'Files');
    await attach(one, 'switch.log');
    await one.getByText('sending is paused, see Sync').waitFor();
    await press(one, 'link', 'Sync');
    await one.getByText(/^1 file of this computer waits to be sent/).waitFor();
    await syncWords(one, /^Up to date/);
    await shoot(one, 'sync-files');
    await one.getByLabel('Send files').check();
  } finally {
    await browser.close();
    await shell.stop();
    line.close();
    profile.remove();
  }
}

/** The lead on another computer: the packet as it waits, then approved. */
async function approveInReview(port: number, folderOfData: string, away: Page): Promise<void> {
  const hub = `http://127.0.0.1:${port}`;
  const shell = await startTestShell(hub);
  const profile = newProfile();
  const browser = await openBrowser(profile.path);
  try {
    const { page } = browser;
    await page.goto(shell.url());
    await enrolByKeyboard(page, await enrolmentCode(hub, folderOfData, 'Sample Lead'), 'Office of the lead');
    await syncWords(page, 'Up to date');
    await press(page, 'link', 'Review');
    await press(page, 'link', /Paging is late on Mondays/);
    await page.getByRole('heading', { name: 'To look at' }).waitFor();
    await shoot(page, 'review');
    await shootImport(page, away, folderOfData, shoot);
    await press(page, 'button', 'Approve…');
    await typeInto(page, /^What is wrong$/, 'Phones of one floor miss pages.');
    await typeInto(page, /^What is asked of Level 3$/, 'Say why the route of group 2 is lost.');
    await shoot(page, 'review-approve');
    await press(page, 'button', 'Approve revision 1');
    await page.getByText('Approved by Sample Lead').first().waitFor();
    await sync(page, 'Up to date');
    await press(page, 'link', 'Quality');
    await page.getByRole('heading', { level: 1, name: 'Quality' }).waitFor();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await shoot(page, 'quality');
  } finally {
    await browser.close();
    await shell.stop();
    profile.remove();
  }
}

/** What Level 3 does with the case that was handed off, as it arrives at the engineer's. */
async function shootLevel3(page: Page, caseId: string, hub: string, folderOfData: string): Promise<void> {
  const level3 = await TestDevice.enrol(
    { url: hub, enrolmentCode: (name) => enrolmentCode(hub, folderOfData, name) },
    'Sample Desk One',
  );
  const { rows } = await level3.pullAll('level3');
  const ticket = rows
    .flatMap(({ table, data }) => (table === 'tickets' ? [data as unknown as Ticket] : []))
    .find((each) => each.caseId === caseId);
  if (!ticket) throw new Error('the desk has no ticket');
  for (const fields of [
    { kind: 'information-asked', question: 'Is the group routed through the second switch?' },
    {
      kind: 'planned',
      nature: 'A route is lost when the server starts before the switch.',
      effect: 'Phones of one floor are not paged.',
      procedures: '1. Set the route by hand. 2. A build that waits for the switch.',
      estimatedCompletion: '2026-12-11',
      estimateNote: '',
    },
  ]) {
    const entry = {
      id: newId(),
      ticketId: ticket.id,
      caseId,
      organisationId: ticket.organisationId,
      at: { at: new Date().toISOString(), zone: 'America/Chicago' },
      by: level3.person,
      ...fields,
    };
    await level3.insert('deskEntries', entry);
  }
  await sync(page, 'Up to date');
  await openAt(page, caseId, 'Level 3');
  await page.getByText('Procedures to correct it').waitFor();
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await shoot(page, 'clocks');
  await page.getByRole('heading', { level: 2, name: 'Level 3', exact: true }).scrollIntoViewIfNeeded();
  await shoot(page, 'level3');
}

const { values: flags } = parseArgs({
  options: {
    sheet: { type: 'boolean', default: false },
    guide: { type: 'boolean', default: false },
    designs: { type: 'string' },
  },
});
const data = dataFolder();
const profile = newProfile();
const hubPort = await freePort();
const ports = ['--port', String(await freePort()), '--hub-port', String(hubPort)];
const running = await startConsole(['--browser', '--no-open', '--data', data.path, ...ports]);
const browser = await openBrowser(profile.path);
try {
  const { page } = browser;
  await page.goto(running.url);
  await page.getByRole('button', { name: 'Sample Engineer One' }).waitFor();
  await shoot(page, 'first-run');
  await press(page, 'button', 'Sample Engineer One');
  await syncWords(page, 'Up to date');
  if (!flags.guide) await shootSheet(page, flags.designs ?? null);
  if (!flags.sheet) await shootGuide(page);
} finally {
  await browser.close();
  await running.end('SIGTERM');
  profile.remove();
  data.remove();
}

/** The pictures of README and guide, in the order in which a case goes its way. */
async function shootGuide(page: Page): Promise<void> {
  for (const title of ['Recorder stops at night', 'Phones of floor 2 do not ring']) {
    await openCase(page, title);
    await press(page, 'link', 'Home');
  }
  const handedOff = await openCase(page, 'Paging is late on Mondays');
  await syncWords(page, 'Up to date');
  await shoot(page, 'case-new');
  await openPart(page, 'Systems');
  await press(page, 'button', 'Add from this computer');
  await page.getByText('Nothing is saved until you accept it.').waitFor({ timeout: 60_000 });
  await page.getByText('Nothing is saved until you accept it.').scrollIntoViewIfNeeded();
  await shoot(page, 'this-computer');
  await press(page, 'button', 'Reject the rest');
  await acceptThisComputer(page);
  await completeByKeyboard(page);
  await page.getByRole('button', { name: 'Hand off to Level 3' }).waitFor();
  await openPart(page, 'Steps');
  await shoot(page, 'case-complete');
  const wire = await openLine(hubPort);
  const away = await openComputer(Number(new URL(wire.url).port), data.path, 'Sample Lead Two');
  wire.cut();
  await press(page, 'button', 'Hand off to Level 3');
  await page.getByTestId('case-state').getByText('In review: waits for a lead').waitFor({ timeout: 60_000 });
  await approveInReview(hubPort, data.path, away.page);
  await away.close();
  wire.close();
  await sync(page, 'Up to date');
  await page.goBack();
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
  await shootDesk(await openComputer(hubPort, data.path, 'Sample Desk One'), shoot);
  await shootLevel3(page, handedOff, `http://127.0.0.1:${hubPort}`, data.path);
  await shootEntitlement(page, shoot);
  await shootCredentials(await openComputer(hubPort, data.path, 'Sample Certification Admin'), shoot);
  await shootCatalogue(await openComputer(hubPort, data.path, 'Sample Catalogue Admin'), shoot);
  await shootTwo(page, hubPort, data.path);
}
