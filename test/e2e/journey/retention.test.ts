/**
 * An organisation that keeps closed cases on its computers for a day (security 29): a case that was closed long ago leaves a real console, is
 * found at the hub only, is fetched once there is a line, and one that a lead opens again comes back by itself.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAgain, openBrowser } from '../../helpers/browser-shell.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { hubCommand } from '../../helpers/hub-command.ts';
import { caseOf, commentOf } from '../../helpers/hub-rows.ts';
import { press, syncWords } from '../../helpers/journey.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

const SHOTS = process.env.RETENTION_SHOTS;
/** For a round that waits until the browser has nothing else to do. */
const A_ROUND = 180_000;
const daysAgo = (days: number) => ({
  at: new Date(Date.now() - days * 86_400_000).toISOString(),
  zone: 'UTC',
});
const OPENED = daysAgo(41);
const LONG_AGO = daysAgo(40);
const FETCHED = 'Silence in the lobby';
const OPENED_AGAIN = 'Echo on every trunk';

let hub: TestHub;
let desk: Desk;
let page: Page;
let lead: TestDevice;
const caseIds: Record<string, string> = {};
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  lead = await TestDevice.enrol(hub, hub.sample.people.lead.id);
  const { name } = lead.identity.organisation;
  const set = ['device-rules', 'set', name, '--retention-days', '1'];
  const { code, output } = await hubCommand(set, { DATABASE_URL: hub.databaseUrl });
  if (code !== 0) throw new Error(output);
  for (const title of [FETCHED, OPENED_AGAIN]) caseIds[title] = await closedLongAgo(title);
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop that keeps little');
  ({ page } = desk);
});
afterAll(async () => {
  await desk.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function closedLongAgo(title: string): Promise<string> {
  const record = caseOf(lead, { title, customer: 'Example Hotel (sample)', createdAt: OPENED });
  const end = told(record.id, 'level1', 'closed', LONG_AGO);
  const { results } = await lead.push(
    { table: 'cases', key: record.id, op: 'insert', patch: record as never },
    ...edited('comments', commentOf(lead, record.id, { text: `Said of ${title}` })),
    patched(record.id, notEnded, ended),
    ...end,
  );
  expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'applied'));
  // A time that cannot be, such as one before the case, would have become the hub's.
  const event = await lead.row('events', end[0]?.key ?? '');
  expect(event?.data).toMatchObject({ at: LONG_AGO });
  return record.id;
}

const edited = (table: string, row: { id: string }) => [
  { table, key: row.id, op: 'insert' as const, patch: row as never },
];

/** How the case ends, and what it says where it is open. */
const ended = { state: 'closed', endedAs: 'withdrawn', endReason: 'It was gone by itself.' };
const notEnded = { state: 'level1', endedAs: null, endReason: '' };

type End = Partial<typeof ended | typeof notEnded>;
const patched = (caseId: string, base: End, patch: End) => ({
  ...{ table: 'cases', key: caseId, op: 'patch' as const },
  ...{ patch: patch as never, base: base as never },
});

/** The entry of the history that takes a case from one state to the other. */
const told = (caseId: string, from: string, to: string, at: ReturnType<typeof daysAgo>) =>
  edited('events', {
    ...{ id: newId(), caseId, kind: 'transition', at, by: lead.person },
    ...{ from, to, reason: 'As it is said.' },
  });

async function shoot(name: string): Promise<void> {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    await page.screenshot({ path: join(SHOTS, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

const goTo = (place: string) => page.goto(`${desk.shell.origin}/#${place}`);
const away = () => page.getByRole('heading', { level: 2, name: 'At the hub only' });
/** The case with that title is here, and drawn whole. */
async function seeCase(title: string, timeout?: number): Promise<void> {
  await away().waitFor({ state: 'detached', ...(timeout !== undefined && { timeout }) });
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByTestId('case-state').waitFor();
}

test('security 29: a closed case leaves the computer, is found at the hub only, and comes back', async () => {
  await page.clock.install();
  await goTo('/cases');
  await page.reload();
  await page.getByText(FETCHED).first().waitFor();
  // The minute after which the first round begins.
  await page.clock.fastForward('01:00');
  await page.getByText('At the hub only').nth(1).waitFor({ timeout: A_ROUND });
  await expectAccessible(page, 'the list, with cases at the hub only');
  await shoot('list');
  await goTo('/sync');
  const part = page.getByRole('region', { name: 'Closed cases on this computer' });
  await part.getByText(/leave this computer 1 day after/).waitFor();
  await part.getByText(/^2 closed cases, the last on/).waitFor();
  await expectAccessible(page, 'sync, with cases that left');
  await shoot('sync');
  // To sync it is all there.
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Case, host/ }).fill('silence lobby');
  await page
    .getByText(/Example Hotel \(sample\).*at the hub only/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');

  await hub.kill();
  await goTo(`/cases/${caseIds[FETCHED]}`);
  await away().waitFor();
  await press(page, 'button', 'Fetch it from the hub');
  await page.getByRole('alert').getByText('The case comes by itself as soon as it can be.').waitFor();
  await expectAccessible(page, 'a case at the hub only');
  await shoot('away');
  await hub.restart();
  await seeCase(FETCHED, 90_000);
}, 600_000);

test('security 29: killed, the computer still knows what has left; a case that a lead opens again comes back by itself', async () => {
  await desk.browser.kill();
  await desk.shell.kill();
  await desk.shell.restart();
  desk.browser = await openBrowser(desk.profile);
  ({ page } = desk.browser);
  await openAgain(page, desk.shell);
  await syncWords(page, 'Up to date');
  await goTo(`/cases/${caseIds[OPENED_AGAIN]}`);
  await away().waitFor();
  const caseId = caseIds[OPENED_AGAIN] ?? '';
  const { state: closed, ...end } = ended;
  const { state: open, ...noEnd } = notEnded;
  const { results } = await lead.push(
    // The state first: what is closed takes nothing else.
    patched(caseId, { state: closed }, { state: open }),
    ...told(caseId, closed, open, daysAgo(0)),
    patched(caseId, end, noEnd),
  );
  expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
  await seeCase(OPENED_AGAIN);
  await shoot('open-again');
  await syncWords(page, 'Up to date');
  expect(desk.browser.complaints).toEqual([]);
}, 300_000);
