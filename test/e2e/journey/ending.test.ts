/**
 * A console that was without the hub for too long, and one that was ended: what its person sees, what the hub gets, and what is left on the
 * computer (security 29).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAgain, openBrowser } from '../../helpers/browser-shell.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { openCase, openPart, press, syncWords, typeInto } from '../../helpers/journey.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const DAY = 86_400_000;
const SHOTS = process.env.ENDING_SHOTS;

let hub: TestHub;
let desk: Desk;
let page: Page;
let deviceId = '';
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop that ends');
  ({ page } = desk);
});
afterAll(async () => {
  await desk.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const titled = (name: string) => page.getByRole('heading', { level: 1, name });
const operator = async (...args: string[]) => {
  const { code, output } = await hubCommand(args, { DATABASE_URL: hub.databaseUrl, HUB_SECRET: hub.secret });
  expect(code, output).toBe(0);
  return output;
};

/** The screen as it looks, for whoever asks for it: `ENDING_SHOTS=DIR`. */
async function shoot(name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(SHOTS, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Shell and browser are killed, and started again. @param between what happens meanwhile */
async function startedAgain(between: () => Promise<unknown> = async () => undefined, shiftMs = 0) {
  await desk.browser.kill();
  await desk.shell.kill();
  await between();
  await desk.shell.restart(shiftMs);
  desk.browser = await openBrowser(desk.profile);
  page = desk.browser.page;
  await openAgain(page, desk.shell);
}

test('security 29: after 12 of 14 days without the hub the console says so, and is open', async () => {
  await openCase(page, 'Recorder of the fourth floor');
  await syncWords(page, 'Up to date');
  await startedAgain(() => hub.kill(), 12 * DAY);
  await page.getByText(/^Locks in \d+ (days|hours) without the hub$/).waitFor();
  await page.goto(`${desk.shell.origin}/#/`);
  await page.getByText(/Connect this computer to your network once/).waitFor();
  await expectAccessible(page, 'Home, shortly before it locks');
  await shoot('lease-near');
});

test('security 29: after 14 days it is locked, though nobody has protected it; a clock that is set back does not open it', async () => {
  await startedAgain(undefined, 15 * DAY);
  await titled('The console is locked').waitFor();
  await page.getByText(/without the hub for longer than its organisation lets it: 14 days/).waitFor();
  expect(await page.content()).not.toContain('Recorder of the fourth floor');
  await startedAgain(undefined, 0);
  await titled('The console is locked').waitFor();
  await press(page, 'button', 'Reach the hub and unlock');
  await page
    .getByRole('alert')
    .getByText(/The hub has to be reached first/)
    .waitFor();
  await page.getByRole('button', { name: 'Go on for one day' }).waitFor();
  await expectAccessible(page, 'locked without the hub');
  await shoot('lease-over');
});

test('security 29: without a network its person goes on for a day, once; the audit has it', async () => {
  await press(page, 'button', 'Go on for one day');
  await page.getByText('Recorder of the fourth floor').first().waitFor();
  await startedAgain(undefined, 1.1 * DAY);
  await press(page, 'button', 'Reach the hub and unlock');
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('button', { name: 'Go on for one day' }).count()).toBe(0);
});

test('security 29: once the hub is reached it opens, with all that waited', async () => {
  await hub.restart();
  await press(page, 'button', 'Reach the hub and unlock');
  await syncWords(page, 'Up to date');
  await page.getByText('Recorder of the fourth floor').first().waitFor();
});

test('security 29: a computer that was ended hands over what it had not sent, and shows nothing of it', async () => {
  await startedAgain();
  await syncWords(page, 'Up to date');
  await hub.kill();
  await openCase(page, 'Silence in the ambulance bay');
  await openPart(page, 'Files');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'bay.log', mimeType: 'text/plain', buffer: Buffer.from('nothing was heard\n') });
  await page.getByText('Held on this computer: not redacted yet').waitFor();
  await startedAgain(async () => {
    await hub.restart();
    const devices = JSON.parse(await operator('devices', 'list', '--json')) as { id: string; name: string }[];
    deviceId = devices.find(({ name }) => name === 'Laptop that ends')?.id ?? '';
    await operator('devices', 'end', deviceId, '--reason', 'Left');
  });
  await titled('This computer was ended').waitFor();
  await page.getByText(/All changes were handed over/).waitFor();
  const staysBehind = () =>
    page.getByRole('list', { name: 'Files that stay behind' }).getByText('bay.log').waitFor();
  await staysBehind();
  expect(await page.content()).not.toContain('ambulance');
  await expectAccessible(page, 'a computer that was ended');
  await shoot('ended-left');
  // Nothing was wiped so far, and it is the same after a kill.
  expect(existsSync(join(desk.shell.data, 'keys.json'))).toBe(true);
  await startedAgain();
  await staysBehind();
});

test('security 29: wiped, neither keys nor rows nor files are on the computer, and its person reads what became of it', async () => {
  await press(page, 'button', 'Wipe this computer’s data');
  await titled('This computer’s data was wiped').waitFor();
  await page.getByText(/changes? that (was|were) not sent before (was|were) handed over/).waitFor();
  await page.getByText(/0 changes and 1 file were not handed over/).waitFor();
  await expectAccessible(page, 'a computer that was wiped');
  await shoot('wiped');
  const left = readdirSync(desk.shell.data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(desk.shell.data, join(parentPath, name)));
  expect(left.filter((path) => /^(keys|lease)|^(journal|blobs)\b/.test(path))).toEqual([]);
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  const { edits, left: files } = JSON.parse(await operator('handed-over', 'show', deviceId, '--json')) as {
    edits: { edit: { table: string } }[];
    left: { name: string }[];
  };
  expect(edits.map(({ edit }) => edit.table)).toContain('cases');
  expect(files).toMatchObject([{ name: 'bay.log' }]);
  await operator('handed-over', 'accept', deviceId, '--reason', 'Looked through');
  const colleague = await TestDevice.enrol(hub, hub.sample.people.lead.id);
  const { rows } = await colleague.pullAll(colleague.organisationScope);
  expect(JSON.stringify(rows)).toContain('Silence in the ambulance bay');
});

test('security 29: the computer may be used anew, and a wiping that was killed is ended by the next start', async () => {
  await press(page, 'button', 'Enrol this computer again');
  await typeInto(page, 'One-time code', await hub.enrolmentCode(hub.sample.people.engineer.id));
  await typeInto(page, 'Name of this computer', 'Laptop that is wiped');
  await page.keyboard.press('Enter');
  await press(page, 'button', 'Not now');
  await syncWords(page, 'Up to date');
  await openCase(page, 'Silence once more');
  await syncWords(page, 'Up to date');
  const killedAtItsBeginning = {
    ...{ format: 1, deviceId, hub: hub.url, stage: 'wiping', data: 'wipe', at: new Date().toISOString() },
    ...{ handedOver: null, lost: { edits: 2, files: 0 }, by: 'revoker' },
  };
  await startedAgain(async () =>
    writeFileSync(join(desk.shell.data, 'ended.json'), JSON.stringify(killedAtItsBeginning)),
  );
  await titled('This computer’s data was wiped').waitFor();
  await page
    .getByText(/2 changes and 0 files were not handed over.*as who ended this computer chose/)
    .waitFor();
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
  expect(readdirSync(desk.shell.data)).not.toContain('keys.json');
  expect(JSON.parse(readFileSync(join(desk.shell.data, 'ended.json'), 'utf8'))).toMatchObject({
    stage: 'wiped',
  });
});
