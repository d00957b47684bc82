/**
 * A handoff through review, by file: the engineer's computer is not online from the case's first step to the ticket. Exported,
 * imported by a lead, changes asked and answered by file, a finding waived, approved by another lead: one ticket. Then the
 * engineer's computer is online again, and nothing changes.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hubPaths } from '../../../shared/sync/protocol.ts';
import { unzipped } from '../../helpers/bags.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import type { Maker } from '../../helpers/hub-rows.ts';
import { openPart, press, syncWords, typeInto } from '../../helpers/journey.ts';
import { type Line, openLine } from '../../helpers/line.ts';
import { completeContents } from '../../helpers/packets.ts';
import { aPicture } from '../../helpers/pictures.ts';
import { sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { newId } from '../../helpers/test-device.ts';

const TITLE = 'One phone in ten stays silent';
let hub: TestHub;
let line: Line;
let engineer: Desk;
let lead: Desk;
let secondLead: Desk;
let stick: ReturnType<typeof temporaryFolder>;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  stick = temporaryFolder();
  hub = await startTestHub();
  line = await openLine(Number(new URL(hub.url).port));
  const { people } = hub.sample;
  [engineer, lead, secondLead] = (await Promise.all([
    openDesk(hub, cleanups, people.engineer.id, 'Laptop on site', line.url),
    openDesk(hub, cleanups, people.lead.id, 'Office of the lead'),
    openDesk(hub, cleanups, people.secondLead.id, 'Office of the second lead'),
  ])) as [Desk, Desk, Desk];
  line.cut();
}, 120_000);
afterAll(async () => {
  for (const desk of [engineer, lead, secondLead]) await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  line.close();
  await hub.stop();
  stick.remove();
});

async function syncNow(page: Page): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, 'Up to date');
}

const goTo = ({ page, shell }: Desk, path: string) => page.goto(`${shell.origin}/#${path}`);

async function fitsSideways(page: Page, what: string): Promise<void> {
  for (const width of [640, 1024, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over, `${what} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

/** A case that lacks nothing but what a lead may waive, as a file: typing it is another journey's. */
function caseFile(): string {
  const { engineer: person } = hub.sample.people;
  const contents = completeContents({
    person: { id: person.id, name: person.name },
    identity: { organisation: { id: newId() } },
  } as unknown as Maker);
  const record = { ...contents.case, title: TITLE, unmodified: 'no' as const };
  const path = join(stick.path, 'case.json');
  const file = { format: 'partner-console-case', version: 1, exportedAt: new Date().toISOString() };
  writeFileSync(path, JSON.stringify({ ...file, contents: { ...contents, case: record }, products: [] }));
  return path;
}

/** Presses a button that saves a file, and answers where it lies on the stick. */
async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'button', button)]);
  const path = join(stick.path, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Unpacks a zip as a person would, to a folder. */
async function unpacked(zip: string): Promise<string> {
  const folder = join(stick.path, 'unpacked');
  for (const [path, content] of Object.entries(await unzipped(readFileSync(zip)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function importOn(desk: Desk, field: 'Packet or answer file' | 'Packet folder', path: string) {
  await goTo(desk, '/cases/import');
  await desk.page.getByLabel(field).setInputFiles(path);
}

/** `packet verify` in a process of its own, with what anybody may ask the hub for. */
async function verifyAlone(path: string): Promise<string> {
  const get = async (at: string) => (await fetch(hub.url + at)).json();
  const lists = ['revocation-1', 'suspension-1'].map(async (list) =>
    (await fetch(`${hub.url}${hubPaths.statusLists}/${list}`)).text(),
  );
  const { keys } = (await get(hubPaths.deviceKeys)) as { keys: unknown[] };
  const issuers = await get(hubPaths.issuerKeys);
  const trust = join(stick.path, 'trust.json');
  const asOf = new Date().toISOString();
  writeFileSync(
    trust,
    JSON.stringify({
      format: 'partner-console-trust',
      version: 1,
      asOf,
      hub: { keys },
      issuers,
      statusLists: await Promise.all(lists),
    }),
  );
  const args = [resolve('cli/main.ts'), 'packet', 'verify', path, '--trust', trust];
  return (await promisify(execFile)(process.execPath, args)).stdout;
}

describe('[H36] [H37] review by file', () => {
  test('exported, changes asked and answered by file, a finding waived, approved by another lead; one ticket', async () => {
    // On site: no network. The case is handed off and saved to a stick.
    const { page: site } = engineer;
    await goTo(engineer, '/cases');
    await site.getByLabel('Case file').setInputFiles(caseFile());
    await site.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    const caseId = new URL(site.url()).hash.split('/').at(-1) ?? '';
    await openPart(site, 'Files');
    await site
      .getByLabel('Files to attach')
      .setInputFiles({ name: 'phone.png', mimeType: 'image/png', buffer: aPicture(3_000_000) });
    await site.getByRole('button', { name: 'Remove phone.png' }).waitFor();
    // A packet waits for the files that are coming in.
    await site.getByLabel('Adding phone.png').waitFor({ state: 'detached' });
    await press(site, 'button', 'Hand off to Level 3');
    const first = await saved(site, 'Export the packet');

    // The first lead imports it, reads it, remarks on a field, and asks for a change.
    const { page } = lead;
    await importOn(lead, 'Packet or answer file', first);
    await page.getByText('The packet is whole, signed, and of your organisation.').waitFor();
    await expectAccessible(page, 'import a packet');
    await fitsSideways(page, 'import a packet');
    await press(page, 'button', 'Import and review');
    await press(page, 'link', 'Review the packet');
    await page.getByRole('heading', { level: 2, name: TITLE }).waitFor();
    // O says of the next finding that stops nothing that it is OK, A asks for a change of the first that is left.
    await page.getByText(/^0 of \d+ looked at$/).waitFor();
    await page.keyboard.press('o');
    await page.getByText(/^1 of \d+ looked at$/).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('textbox', { name: /^Change asked for: / }).waitFor();
    await press(page, 'button', 'Cancel');
    await press(page, 'button', 'Comment on Actual');
    await typeInto(page, 'Comment: Actual', 'Is it the same phone each time?');
    await press(page, 'button', /^Comment$/);
    await page.getByText('Is it the same phone each time?').first().waitFor();
    await press(page, 'button', 'Ask for a change: Actual');
    await typeInto(page, 'Change asked for: Actual', 'Say which phones.');
    await press(page, 'button', 'Add to the changes');
    await press(page, 'button', 'Ask for 1 change…');
    await expectAccessible(page, 'review, asking for changes');
    await fitsSideways(page, 'review');
    await press(page, 'button', 'Ask for this change');
    await page.getByRole('status').getByText('Changes asked for by Sample Lead').waitFor();
    const answer = await saved(page, 'Save the answer as a file');
    await syncNow(page);

    // The engineer opens the answer, makes the change, ticks it off, and exports the next revision.
    await importOn(engineer, 'Packet or answer file', answer);
    await site.getByText('The answer is in the case.').waitFor();
    await press(site, 'link', 'Open the case');
    await site.getByRole('heading', { name: 'Changes that Sample Lead asked for' }).waitFor();
    await expectAccessible(site, 'case with changes asked for');
    await openPart(site, 'Problem');
    await site.getByRole('textbox', { name: 'Actual' }).fill('Phones 12 and 14 stay silent.');
    await site.getByRole('checkbox', { name: /Say which phones/ }).click();
    await site.getByText('Done, says Sample Engineer One').waitFor();
    await press(site, 'button', 'Answer "Is it the same phone each time?"');
    await typeInto(site, /^Answer to/, 'Yes, 12 and 14.');
    await press(site, 'button', /^Answer$/);
    await press(site, 'button', 'Hand off to Level 3');
    await site.getByText('Queued: waits for the hub').waitFor();
    const next = await saved(site, 'Export the packet');

    // The other lead gets it as a folder, sees what changed, waives what stops it, and approves with the read-back.
    const { page: other } = secondLead;
    await syncNow(other);
    await importOn(secondLead, 'Packet folder', await unpacked(next));
    await press(other, 'button', 'Import and review');
    await press(other, 'link', 'Review the packet');
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
    const tickets = () =>
      sql<{ ticket: string; revision: number }>(
        hub.databaseUrl,
        'SELECT ticket, revision FROM escalations WHERE case_id = $1',
        [caseId],
      );
    await goTo(secondLead, `/cases/${caseId}`);
    await other.getByTestId('case-state').getByText('Received by Level 3').waitFor();
    expect(await tickets()).toMatchObject([{ revision: 2 }]);

    // What was approved is a packet that anybody verifies alone.
    await goTo(secondLead, `/review/${caseId}`);
    const approved = await saved(other, 'Export the packet');
    const told = await verifyAlone(approved);
    expect(told).toContain('holds a valid packet');
    for (const check of ['engineer signature', 'approval signature', 'credentials', 'credential 1'])
      expect(told).toMatch(new RegExp(`^  ok +${check} `, 'm'));

    // The engineer's computer is online again: all that it sends is known, and it gets the ticket.
    line.mend();
    await syncNow(site);
    await goTo(engineer, `/cases/${caseId}`);
    const [ticket] = await tickets();
    await site.getByTestId('case-state').getByText(`Received by Level 3 as ${ticket?.ticket}`).waitFor();
    expect(await tickets()).toHaveLength(1);
    expect(await sql(hub.databaseUrl, "SELECT 1 FROM rows WHERE tbl = 'conflicts'")).toEqual([]);
    const attention = await site.evaluate(
      () =>
        new Promise<number>((done) => {
          const opening = indexedDB.open('partner-console');
          opening.onsuccess = () => {
            const count = opening.result.transaction('rejectedEdits').objectStore('rejectedEdits').count();
            count.onsuccess = () => done(count.result);
          };
        }),
    );
    expect(attention).toBe(0);

    await goTo(secondLead, '/quality');
    await other.getByRole('heading', { level: 2, name: 'Sample Engineer One' }).waitFor();
    await expectAccessible(other, 'quality');
    await fitsSideways(other, 'quality');
    const [packet] = await sql<{ packet_id: string }>(hub.databaseUrl, 'SELECT packet_id FROM escalations');
    await goTo(secondLead, `/packets/${packet?.packet_id}/print`);
    await other.getByRole('img', { name: 'The digest as a QR code' }).waitFor();
    await expectAccessible(other, 'packet on paper');
    for (const desk of [engineer, lead, secondLead]) expect(desk.browser.complaints).toEqual([]);
  });
});
