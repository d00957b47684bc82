/**
 * One computer, two windows: one of them syncs for both, and the other goes on where that one is closed (S11). What both type
 * into one field at once is lost in neither. Both are signed in
 * by one address, and out together (security 40).
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { openCase, press, syncWords } from '../../helpers/journey.ts';
import { ask } from '../../helpers/loopback.ts';
import { sql } from '../../helpers/postgres.ts';

let hub: TestHub;
let desk: Desk;
let second: Page;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop with two windows');
  cleanups.push(() => desk.browser.close());
  second = await desk.browser.context.newPage();
  await second.goto(`${desk.shell.origin}/`);
  await syncWords(second, 'Up to date');
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

/** The locks for sending that this computer's windows hold or wait for. */
const locks = (page: Page) =>
  page.evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const names = (all: LockInfo[]) =>
      all.flatMap(({ name = '' }) => (name.startsWith('partner-console-') ? [name] : [])).sort();
    return { held: names(held), pending: names(pending) };
  });

interface Written {
  observed?: string;
  impact?: string;
}

async function atHub(caseId: string): Promise<Written> {
  const rows = await sql<{ data: Written }>(
    hub.databaseUrl,
    `SELECT data FROM rows WHERE tbl = 'cases' AND key = $1`,
    [caseId],
  );
  return rows[0]?.data ?? {};
}

async function fill(page: Page, caseId: string, label: string, text: string): Promise<void> {
  await page.goto(`${desk.shell.origin}/#/cases/${caseId}/problem`);
  await page.getByLabel(label).fill(text);
  await page.locator('[data-save-state="saved"]').first().waitFor();
}

test('[S2] what two windows type into one field at the same moment is lost in neither: one is saved, the other offered to choose', async () => {
  const { page: first } = desk;
  const caseId = await openCase(first, 'Typed in two windows at once');
  const address = `${desk.shell.origin}/#/cases/${caseId}/problem`;
  await second.goto(address);
  await first.goto(address);
  for (const page of [first, second]) await page.getByRole('textbox', { name: 'Actual' }).waitFor();
  const texts = ['Typed in the first window.', 'Typed in the second window.'] as const;
  // Saved at the same moment, before either can have heard of the other.
  await Promise.all([
    first.getByRole('textbox', { name: 'Actual' }).fill(texts[0]),
    second.getByRole('textbox', { name: 'Actual' }).fill(texts[1]),
  ]);
  const offered = (page: Page) => page.getByRole('group', { name: 'Changed elsewhere: Actual' });
  const told = await Promise.race(
    [first, second].map(async (page) => {
      await offered(page).waitFor();
      return page;
    }),
  );
  const [mine, theirs] = told === first ? texts : [texts[1], texts[0]];
  const other = told === first ? second : first;
  expect(await told.getByRole('textbox', { name: 'Actual' }).inputValue()).toBe(mine);
  expect(await offered(told).textContent()).toContain(theirs);
  expect(await other.getByRole('textbox', { name: 'Actual' }).inputValue()).toBe(theirs);
  // Who does not answer has it kept: after a reload it is offered beside what stands there.
  await told.reload();
  const before = told.getByRole('group', { name: 'Typed before: Actual' });
  await before.waitFor();
  expect(await before.textContent()).toContain(mine);
  expect(await told.getByRole('textbox', { name: 'Actual' }).inputValue()).toBe(theirs);
  await press(told, 'button', 'Put it back');
  await eventually(
    () => other.getByRole('textbox', { name: 'Actual' }).inputValue(),
    (text) => text === mine,
    'what was chosen is saved, and shown in the other window',
  );
  for (const page of [first, second]) await page.goto(`${desk.shell.origin}/#/`);
  expect(desk.browser.complaints).toEqual([]);
});

test('[S11] one window of a computer syncs for all, and the next takes over', async () => {
  const all = ['partner-console-retention', 'partner-console-sync', 'partner-console-transfers'];
  await eventually(
    () => locks(second),
    ({ held, pending }) => [held, pending].every((names) => names.join() === all.join()),
    'one window holds the locks, the other waits for them',
  );
  const caseId = await openCase(second, 'Written in two windows');
  await syncWords(second, 'Up to date');

  // Both write while there is no hub; what one window writes the other shows.
  await hub.kill();
  await fill(second, caseId, 'Actual', 'Written in the second window.');
  await fill(desk.page, caseId, 'Effect on the business', 'Written in the first window.');
  await eventually(
    () => second.getByLabel('Effect on the business').inputValue(),
    (text) => text === 'Written in the first window.',
    'the second window shows what the first wrote',
  );
  await hub.restart();
  // Asked for in the window that does not sync.
  await press(second, 'link', 'Sync');
  await press(second, 'button', 'Sync now');
  await syncWords(second, 'Up to date');
  await syncWords(desk.page, 'Up to date');
  await eventually(
    () => atHub(caseId),
    ({ observed, impact }) =>
      observed === 'Written in the second window.' && impact === 'Written in the first window.',
    'the hub has what both windows wrote',
  );

  // The switch for files holds in whichever window sends.
  await second.getByLabel('Send files').uncheck();
  await press(desk.page, 'link', 'Sync');
  await eventually(
    () => desk.page.getByLabel('Send files').isChecked(),
    (sends) => !sends,
    'the other window knows',
  );
  await second.getByLabel('Send files').check();

  await desk.page.close();
  await eventually(
    () => locks(second),
    ({ held, pending }) => held.join() === all.join() && pending.length === 0,
    'the second window leads',
  );
  await fill(second, caseId, 'Effect on the business', 'Written by the window that is left.');
  await syncWords(second, 'Up to date');
  await eventually(
    () => atHub(caseId),
    ({ impact }) => impact === 'Written by the window that is left.',
    'the hub has what the window that is left wrote',
  );
  expect(desk.browser.complaints).toEqual([]);
});

test('security 40: what the browser sends to another port of this computer opens nothing', async () => {
  let stolen = '';
  const other = createServer((request, response) => {
    stolen = request.headers.cookie ?? '';
    response.end('<p>');
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => other.once('listening', listening));
  cleanups.push(() => other.close());
  const elsewhere = await desk.browser.context.newPage();
  await elsewhere.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  await elsewhere.close();
  expect(stolen).toContain('partner-console-');
  const { host } = new URL(desk.shell.origin);
  const answer = await ask(Number(new URL(desk.shell.origin).port), '/bridge/journal.read', {
    method: 'POST',
    headers: {
      host,
      cookie: stolen,
      origin: desk.shell.origin,
      'content-type': 'application/octet-stream',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-dest': 'empty',
    },
    body: Buffer.from('\0\0\0\x02{}', 'latin1'),
  });
  expect(answer.status).toBe(403);
});

test('security 40: signing out ends both windows and keeps what they show; a fresh address brings both back', async () => {
  await second.goto(`${desk.shell.origin}/#/cases`);
  // By an address without a key, as a person types it: the window that is open vouches for this one.
  const third = await desk.browser.context.newPage();
  await third.goto(`${desk.shell.origin}/`);
  await syncWords(third, 'Up to date');
  await third.reload();
  await syncWords(third, 'Up to date');

  await press(third, 'link', 'Settings');
  await press(third, 'button', 'Sign out');
  for (const page of [second, third])
    await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();
  const fourth = await desk.browser.context.newPage();
  expect((await fourth.goto(`${desk.shell.origin}/`))?.status()).toBe(403);

  await fourth.goto(desk.shell.url());
  await syncWords(fourth, 'Up to date');
  expect(fourth.url()).not.toContain('key=');
  for (const page of [second, third])
    await page.getByRole('dialog', { name: 'You are signed out' }).waitFor({ state: 'hidden' });
  await openCase(second, 'Opened after signing in again');
  await syncWords(second, 'Up to date');
  expect(desk.browser.complaints).toEqual([]);
});
