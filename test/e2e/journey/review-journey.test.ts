/** A handoff through review: changes asked for and answered, a finding waived, approved by another lead, one ticket. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { press, syncWords, typeInto } from '../../helpers/journey.ts';
import { completeContents, submit } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const TITLE = 'One phone in ten stays silent';
let hub: TestHub;
let caseId = '';
let engineer: Desk;
let lead: Desk;
let secondLead: Desk;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  // The engineer captured it on another computer, and handed off what a lead would have to waive.
  const laptop = await TestDevice.enrol(hub, people.engineer.id, 'Laptop on site');
  const contents = completeContents(laptop);
  const record = { ...contents.case, title: TITLE, unmodified: 'no' as const };
  caseId = record.id;
  const { result } = await submit(laptop, { ...contents, case: record });
  expect(result).toMatchObject({ outcome: 'applied' });
  [engineer, lead, secondLead] = (await Promise.all([
    openDesk(hub, cleanups, people.engineer.id, 'Office of the engineer'),
    openDesk(hub, cleanups, people.lead.id, 'Office of the lead'),
    openDesk(hub, cleanups, people.secondLead.id, 'Office of the second lead'),
  ])) as [Desk, Desk, Desk];
}, 120_000);
afterAll(async () => {
  for (const desk of [engineer, lead, secondLead]) await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

async function syncNow(page: Page): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
}

async function openReview({ page, shell }: Desk): Promise<void> {
  await page.goto(`${shell.origin}/#/review/${caseId}`);
  await page.getByRole('heading', { level: 2, name: TITLE }).waitFor();
}

async function fitsSideways(page: Page, what: string): Promise<void> {
  for (const width of [640, 1024, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over, `${what} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

describe('[H37] review', () => {
  test('changes are asked for, made and ticked off; a finding is waived; the other lead approves; one ticket', async () => {
    // The first lead reads, remarks on a field, and asks for a change.
    await openReview(lead);
    const { page } = lead;
    await page.getByRole('link', { name: TITLE }).waitFor();
    await press(page, 'button', 'Comment on What happens instead');
    await typeInto(page, 'Comment: What happens instead', 'Is it the same phone each time?');
    await press(page, 'button', /^Comment$/);
    await page.getByText('Is it the same phone each time?').first().waitFor();
    await press(page, 'button', 'Ask for a change: What happens instead');
    await typeInto(page, 'Change asked for: What happens instead', 'Say which phones.');
    await press(page, 'button', 'Add to the changes');
    await page.getByText('1 change noted').waitFor();
    await press(page, 'button', 'Ask for changes…');
    await expectAccessible(page, 'review, asking for changes');
    await fitsSideways(page, 'review');
    await press(page, 'button', 'Ask for this change');
    await page.getByRole('status').getByText('Changes asked for by Sample Lead').waitFor();
    await syncNow(page);

    // The engineer sees it in the case, makes it, ticks it off, answers, and hands off again.
    await syncNow(engineer.page);
    await engineer.page.goto(`${engineer.shell.origin}/#/cases/${caseId}`);
    await engineer.page.getByRole('heading', { name: 'Changes that Sample Lead asked for' }).waitFor();
    await expectAccessible(engineer.page, 'case with changes asked for');
    await engineer.page
      .getByRole('textbox', { name: 'What happens instead' })
      .fill('Phones 12 and 14 stay silent.');
    await engineer.page.getByRole('checkbox', { name: /Say which phones/ }).click();
    await engineer.page.getByText('Done, says Sample Engineer One').waitFor();
    await press(engineer.page, 'button', 'Answer "Is it the same phone each time?"');
    await typeInto(engineer.page, /^Answer to/, 'Yes, 12 and 14.');
    await press(engineer.page, 'button', /^Answer$/);
    await press(engineer.page, 'button', 'Hand off to Level 3');
    await engineer.page.getByText('Queued: waits for the hub').waitFor();
    await syncNow(engineer.page);

    // The other lead sees what changed, waives what stops it, and approves with the read-back.
    await syncNow(secondLead.page);
    await openReview(secondLead);
    const other = secondLead.page;
    await other.getByRole('heading', { name: 'Changed since revision 1' }).waitFor();
    await other.getByTestId('changes-found').getByText('1 row differs.').waitFor();
    expect(await other.locator('.difference ins').first().textContent()).toContain('Phones');
    await press(other, 'button', 'Approve…');
    expect(await other.getByRole('button', { name: 'Approve revision 2' }).isDisabled()).toBe(true);
    await press(other, 'button', /^Waive H5/);
    await typeInto(other, 'Why H5 is waived', 'The site cannot go back to the unmodified product.');
    await press(other, 'button', /^Waive$/);
    await typeInto(other, /^What is wrong$/, 'Two phones miss pages.');
    await typeInto(other, /^What is asked of Level 3$/, 'Say why the server leaves the group.');
    await press(other, 'button', 'Approve revision 2');
    await other.getByText('Approved by Sample Lead Two').first().waitFor();
    await syncNow(other);

    const tickets = await sql<{ ticket: string; revision: number }>(
      hub.databaseUrl,
      'SELECT ticket, revision FROM escalations WHERE case_id = $1',
      [caseId],
    );
    expect(tickets).toMatchObject([{ revision: 2 }]);
    await syncNow(engineer.page);
    await engineer.page.goto(`${engineer.shell.origin}/#/cases/${caseId}`);
    await engineer.page
      .getByTestId('case-state')
      .getByText(`Received by Level 3 as ${tickets[0]?.ticket}`)
      .waitFor();

    await other.goto(`${secondLead.shell.origin}/#/quality`);
    await other.getByRole('heading', { level: 2, name: 'Sample Engineer One' }).waitFor();
    await expectAccessible(other, 'quality');
    await fitsSideways(other, 'quality');
    const [packet] = await sql<{ packet_id: string }>(hub.databaseUrl, 'SELECT packet_id FROM escalations');
    await other.goto(`${secondLead.shell.origin}/#/packets/${packet?.packet_id}/print`);
    await other.getByRole('img', { name: 'The digest as a QR code' }).waitFor();
    await expectAccessible(other, 'packet on paper');
    for (const desk of [engineer, lead, secondLead]) expect(desk.browser.complaints).toEqual([]);
  });
});
