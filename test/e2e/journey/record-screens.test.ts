/**
 * Every screen whose address names a record, with a real one: held to what `every-screen.test.ts` holds all others to. The record is a
 * case with systems, steps, a log and captures of two nodes, and the card of its customer.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cameraArguments, writeCameraFilm } from '../../helpers/camera.ts';
import { dataFolder } from '../../helpers/console-process.ts';
import { type Desk, expectScreen, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { caseOf } from '../../helpers/hub-rows.ts';
import { attachAsItIs, press } from '../../helpers/journey.ts';
import { problemRow } from '../../helpers/knowledge.ts';
import { completeContents, editsOf } from '../../helpers/packets.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';
import { captureOf, recorderLog } from '../../helpers/voice-site.ts';

const CUSTOMER = 'Example Hospital (sample)';
const TITLE = 'Pages of floor 2 start late';
/** In the middle of the log of the recording server. */
const FAULT = { at: '2026-11-20T14:15:00.000Z', zone: 'America/Chicago' };

let maker: TestDevice;
let hub: TestHub;
let desk: Desk;
let page: Page;
let customerId = '';
let caseId = '';
/** Of the same customer, with nothing but a title. */
let nextCase = '';
const files = dataFolder();
const cleanups: (() => unknown)[] = [files.remove];

beforeAll(async () => {
  hub = await startTestHub();
  maker = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Maker');
  const level3 = await TestDevice.enrol(hub, hub.sample.people.desk.id, 'Desk');
  const problem = problemRow();
  customerId = newId();
  const siteId = newId();
  const complete = completeContents(maker);
  const contents = {
    ...complete,
    case: { ...complete.case, title: TITLE, customer: CUSTOMER, observed: problem.symptom, firstSeen: FAULT },
  };
  const next = caseOf(maker, { title: 'Amplifier of room 3 hums', customer: CUSTOMER, state: 'level1' });
  caseId = contents.case.id;
  nextCase = next.id;
  const insert = (table: string, row: { id: string }) =>
    ({ table, key: row.id, op: 'insert', patch: row as never }) as const;
  const pushed = [
    await level3.push(insert('knownProblems', problem)),
    await maker.push(
      insert('customers', {
        id: customerId,
        name: CUSTOMER,
        impactMember: 'yes',
        notes: 'Asks for calls after 08:00.',
      } as never),
      insert('sites', {
        id: siteId,
        customerId,
        name: 'Main building',
        address: '1 Sample Street',
        zone: FAULT.zone,
      } as never),
      ...['REC-1', 'recorder-of-the-second-building.example.test'].map((hostname) =>
        insert('installations', {
          ...{ id: newId(), customerId, siteId, hostname, version: '5.4.1' },
          ...{ productId: 'sample-call-recorder', productName: '' },
        } as never),
      ),
      // At Level 2, where it is worked on: the last edit made it ready.
      ...editsOf(contents).slice(0, -1),
      insert('cases', next),
    ),
  ];
  expect(pushed.flatMap(({ results }) => results).filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
  const film = join(files.path, 'camera.y4m');
  writeCameraFilm(film, 'type plate');
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop on site', hub.url, {
    browserArguments: cameraArguments(film),
  });
  ({ page } = desk);
}, 180_000);
afterAll(async () => {
  await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub?.stop();
});

/** Goes there as by a link, and waits for the heading. */
async function open(path: string, heading: string | RegExp): Promise<void> {
  await page.goto(`${desk.shell.origin}/#${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}

test('security 11: a customer, with its sites and what stands there', async () => {
  await open(`/customers/${customerId}`, CUSTOMER);
  await page.getByText('REC-1').first().waitFor();
  // The row is of before it was asked; what is written now is the hub's as any answer.
  const agreed = 'Vienna calls the desk itself, from 07:00 Central.';
  await page.getByLabel('Agreed for calls from outside the United States').fill(agreed);
  await eventually(
    async () => (await maker.row('customers', customerId))?.data as { international?: string } | undefined,
    (row) => row?.international === agreed,
    'the hub has what was agreed',
    30,
  );
  await expectScreen(page, 'customer');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: known problems for a case, one of them found', async () => {
  await open(`/cases/${caseId}/knowledge`, /^Known problems for C-/);
  await page
    .getByText(/^Matches: /)
    .first()
    .waitFor();
  await expectScreen(page, 'case-knowledge');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: what is known of the customer, offered to its next case', async () => {
  await open(`/cases/${nextCase}/systems`, 'Amplifier of room 3 hums');
  await page.getByRole('region', { name: 'Known of this customer' }).waitFor();
  await expectScreen(page, 'known-of-customer');
  await press(page, 'button', 'Take over');
  await page.getByRole('region', { name: 'Known of this customer' }).waitFor({ state: 'detached' });
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: outputs that are collected, and what this computer can be asked', async () => {
  await open(`/cases/${caseId}/collect`, 'Collect');
  await page
    .getByLabel('Files to read')
    .setInputFiles([captureOf('cucm-sub1.txt'), captureOf('cucm-sub2.txt'), recorderLog()]);
  await page.getByRole('button', { name: /^Accept [1-9]/ }).waitFor({ timeout: 60_000 });
  await expectScreen(page, 'collect');
  await press(page, 'button', 'From this computer…');
  await page.getByText('uname -a', { exact: true }).waitFor();
  await expectScreen(page, 'collect-this-computer');
  await page.keyboard.press('Escape');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: the timeline over what was dropped', async () => {
  await open(`/cases/${caseId}/timeline`, /^Timeline of C-/);
  await page.getByRole('img', { name: 'recorder.log: lines in time' }).waitFor();
  await page
    .getByText(/no route to group 2/)
    .first()
    .waitFor();
  await expectScreen(page, 'timeline');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: two captures compared', async () => {
  await open(`/cases/${caseId}/compare`, 'Compare');
  await page.getByText(/^Two systems: \d+ differences?, \d+ the same/).waitFor();
  await page
    .getByRole('table', { name: 'Differences', exact: true })
    .getByText('12.5.1.13900-152')
    .first()
    .waitFor();
  await expectScreen(page, 'compare');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: one log of the case', async () => {
  await open(`/cases/${caseId}/files`, TITLE);
  await page.getByLabel('Files to attach').setInputFiles(recorderLog());
  await attachAsItIs(page, 'recorder.log');
  await press(page, 'link', 'Open recorder.log');
  await press(page, 'link', 'Look into this log');
  await page.getByRole('heading', { level: 1, name: 'Log' }).waitFor();
  await page.getByText(/3,000 lines, UTF-8/).waitFor({ timeout: 60_000 });
  await press(page, 'button', /^Go to the fault/);
  await expectScreen(page, 'log');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: the scan of the packet', async () => {
  await open(`/cases/${caseId}/scan`, 'Scan of the packet');
  await page.getByText(/texts and files were looked at/).waitFor({ timeout: 60_000 });
  await expectScreen(page, 'scan');
  expect(desk.browser.complaints).toEqual([]);
});

test('security 11: a photo, before it is taken, once it is, and as a file of the case', async () => {
  await open(`/cases/${caseId}/camera`, 'Photo');
  await page.getByText(/^The camera is on/).waitFor({ timeout: 30_000 });
  await expectScreen(page, 'camera');
  await press(page, 'button', 'Take the picture');
  await page.getByText(/^The camera is off/).waitFor();
  expect(await page.locator('video').count()).toBe(0);
  await expectScreen(page, 'camera-taken');
  await press(page, 'button', 'Attach the photo');
  await page.getByRole('heading', { level: 2, name: /^photo \d{4}-/ }).waitFor();
  await expectScreen(page, 'photo-attached');
  expect(desk.browser.complaints).toEqual([]);
});
