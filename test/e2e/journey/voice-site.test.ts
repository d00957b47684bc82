/** A voice site entered by hand and from dropped outputs, in a real Chromium: what each takes stands beside the other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { press } from '../../helpers/journey.ts';
import { Counted, siteByHand } from '../../helpers/support-journeys.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';
import { expectSite, siteFromOutputs } from '../../helpers/voice-site-journey.ts';

let hub: TestHub;
let desk: Desk;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  const { engineer } = hub.sample.people;
  const maker = await TestDevice.enrol(hub, engineer.id, 'Maker');
  const [customerId, siteId] = [newId(), newId()];
  const insert = (table: string, row: Record<string, unknown> & { id: string }) =>
    ({ table, key: row.id, op: 'insert', patch: row as never }) as const;
  const { results } = await maker.push(
    insert('customers', {
      id: customerId,
      name: 'Example Hospital (sample)',
      impactMember: 'yes',
      notes: '',
    }),
    insert('sites', { id: siteId, customerId, name: 'Room 1', address: '1 Sample Street', zone: 'UTC' }),
    // What the partner sold there: it says that the two servers are ours.
    ...['REC-1', 'REC-2'].map((hostname) =>
      insert('installations', {
        ...{ id: newId(), customerId, siteId, hostname, version: '5.4.1' },
        ...{ productId: 'sample-call-recorder', productName: '' },
      }),
    ),
  );
  expect(results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
  desk = await openDesk(hub, cleanups, engineer.id, 'Laptop on site');
}, 180_000);
afterAll(async () => {
  await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub?.stop();
});

test('[K46] [K70] [L11] a voice site from dropped outputs, in less than 25 acts and 10 typed fields, through to its check', async () => {
  const { page } = desk;
  const console = { page, at: (path: string) => `${desk.shell.origin}/#${path}` };
  const byHand = new Counted();
  await siteByHand(page, byHand);
  await press(page, 'link', 'Home');

  const { counted, facts } = await siteFromOutputs(console);
  process.stdout.write(
    `A voice site by hand, its systems and links alone, from a table that somebody has: ${byHand.said()}, ${byHand.fields} typed fields.\n` +
      `From dropped outputs, with ${facts} facts, a comparison and the log's lines: ${counted.said()}, ${counted.fields} typed fields.\n`,
  );
  expect(counted.acts).toBeLessThan(25);
  expect(counted.fields).toBeLessThan(10);
  await expectSite(console);
  await expectAccessible(page, 'a voice site');
  expect(desk.browser.complaints).toEqual([]);
});
