/** Certification in a real browser: results imported, credentials issued, revoked while an engineer is away for 8 days, checked by anybody. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import encodeQR from 'qr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cameraArguments, writeCameraFilm } from '../../helpers/camera.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { approveAsLead, openPart, press, pressOn, syncWords, typeInto } from '../../helpers/journey.ts';
import { type Line, openLine } from '../../helpers/line.ts';
import { completeContents, editsOf } from '../../helpers/packets.ts';
import { sql } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { TestDevice } from '../../helpers/test-device.ts';

const AWAY_MS = 8 * 86_400_000;
const NAME = 'Sample Engineer Nine';
const CASE = 'One phone in ten stays silent';
const STEP = 'Looked at the multicast groups of the switch';
let hub: TestHub;
let line: Line;
/** What the admin's camera sees. */
let film = '';
let admin: Desk;
let engineer: Desk;
const cleanups: (() => unknown)[] = [];
/** Everybody's clock before the engineer went away, and the hub's. */
const before = () => new Date(Date.now() - AWAY_MS);
beforeAll(async () => {
  hub = await startTestHub({ shiftMs: -AWAY_MS });
  line = await openLine(hub.port);
  const files = temporaryFolder();
  film = join(files.path, 'camera.y4m');
  cleanups.push(() => line.close(), files.remove);
  const { certificationAdmin } = hub.sample.people;
  admin = await openDesk(hub, cleanups, certificationAdmin.id, 'Computer of the admin', undefined, {
    now: before(),
    browserArguments: cameraArguments(film),
  });
});
afterAll(async () => {
  for (const desk of [admin, engineer]) await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'What to do' });

/** Writes the reason and sends; what came of it stands in the status line. */
async function send(page: Page, button: string, reason: string, told: string | RegExp): Promise<void> {
  await panel(page).getByLabel('Reason').fill(reason);
  await pressOn(panel(page).getByRole('button', { name: button, exact: true, disabled: false }));
  await page.getByTestId('certified').getByText(told).waitFor();
}

async function expectFits(page: Page, what: string): Promise<void> {
  for (const width of [1024, 640, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, `${what} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

async function syncNow(page: Page, words: string | RegExp): Promise<void> {
  await press(page, 'link', 'Sync');
  await press(page, 'button', 'Sync now');
  await syncWords(page, words);
}

/** The token of the credential that was issued last, as the hub has it. */
async function newestToken(): Promise<string> {
  const [newest] = await sql<{ token: string }>(
    hub.databaseUrl,
    `SELECT data->>'token' AS token FROM rows WHERE tbl = 'registryCredentials' ORDER BY data->>'issuedAt' DESC LIMIT 1`,
  );
  return newest?.token ?? '';
}
const verdict = (of: Page) => of.getByRole('status', { name: 'Verdict' });

/** An exam, a person, a result from a file, and a credential. @returns the person's id */
async function certify(page: Page): Promise<string> {
  await press(page, 'link', 'Issue and revoke credentials');
  await page.getByRole('heading', { level: 1, name: 'Issue and revoke' }).waitFor();
  await press(page, 'link', 'Exams');
  await press(page, 'button', 'New exam');
  await typeInto(page, 'Name of the exam', 'Paging');
  await page.getByLabel('Sample Paging Server, Level 1').press('Space');
  await page.getByLabel('Sample Paging Server, Level 2').press('Space');
  // Nothing is done without a reason.
  await pressOn(panel(page).getByRole('button', { name: 'Save the exam', disabled: false }));
  await page.getByText('Write the reason: it stands in the audit trail for good.').waitFor();
  await send(page, 'Save the exam', 'First exam for paging', 'The exam is saved at the hub.');
  await page.getByRole('heading', { name: 'Paging', exact: true }).waitFor();

  await press(page, 'link', 'People');
  await press(page, 'button', 'Add a person');
  await page
    .getByLabel('Organisation', { exact: true })
    .selectOption({ label: hub.sample.organisations[0].name });
  await typeInto(page, 'Name of the person', NAME);
  await typeInto(page, 'E-mail address', 'nine@example.com');
  await panel(page).getByLabel('Reason').fill('Joined the partner');
  await pressOn(panel(page).getByRole('button', { name: 'Add the person', disabled: false }));
  await page.getByRole('heading', { level: 2, name: NAME }).waitFor();
  const personId = new URL(page.url()).hash.split('/').at(-1) ?? '';

  // Results of a file: every row's fate, then what is to be recorded and nothing else.
  await press(page, 'link', 'Import results');
  await page.getByLabel('File with results').setInputFiles({
    name: 'results.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'person,exam,passed on,score\nnine@example.com,Paging,2026-01-15,90 %\nnine@example.com,Paging,2026-01-15,\nnobody@example.com,Paging,2026-01-15,\n=1+1,Paging,2026-01-15,\n',
    ),
  });
  await page.getByText('1 to record, 1 twice in the file, 1 unknown person, 1 refused.').waitFor();
  await expectAccessible(page, 'preview of an import');
  await typeInto(page, 'Reason', 'Sheet of January');
  await press(page, 'button', 'Record 1 result');
  await page.getByText('1 of 1 results are recorded.').waitFor();

  // To all who passed and have none: shown first, taken back, and issued again with a choice that is the admin's.
  await press(page, 'link', 'Issue to many');
  await page
    .getByRole('checkbox', { name: `${NAME}, ${hub.sample.organisations[0].name}: Paging` })
    .waitFor();
  await expectAccessible(page, 'issuing to many');
  await page.getByLabel('Reason').fill('Passed the exam');
  await press(page, 'button', 'Issue 1 credential');
  await page.getByTestId('bulk-state').getByText('1 of 1 issued.').waitFor();
  await press(page, 'button', 'Take back what was issued');
  await page.getByLabel('Reason').fill('The wrong sheet');
  await press(page, 'button', 'Revoke 1 credential');
  await page.getByTestId('bulk-state').getByText('1 of 1 revoked.').waitFor();
  await press(page, 'button', 'Back to the list');
  await page.getByText('one was revoked').waitFor();
  await page.getByRole('button', { name: 'Issue 0 credentials' }).waitFor();
  await page.getByRole('checkbox', { name: 'All of them' }).press('Space');
  await page.getByLabel('Reason').fill('The right sheet');
  await press(page, 'button', 'Issue 1 credential');
  await page.getByTestId('bulk-state').getByText('1 of 1 issued.').waitFor();
  await press(page, 'link', 'People');
  await press(page, 'link', NAME);
  await page.getByRole('button', { name: 'Revoke: Paging' }).waitFor();
  return personId;
}

/** The engineer's own, enrolled with the code that the admin made, by a line that can be cut. */
async function enrol(page: Page): Promise<Desk> {
  await press(page, 'button', 'Make a one-time code');
  await send(page, 'Make the code', 'New laptop', 'The code was made.');
  const code = (await page.getByTestId('one-time-code').textContent()) ?? '';
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const given = { url: line.url, enrolmentCode: () => Promise.resolve(code) };
  return openDesk(given, cleanups, '', 'Laptop of the engineer', line.url, { now: before() });
}

describe('certification on screen', () => {
  test('[C1][C4][C5][C6][H33] issued from a file; revoked while its holder works offline for 8 days; refused with the reason; issued anew it goes through', async () => {
    const { page } = admin;
    const personId = await certify(page);
    await expectAccessible(page, 'a person of the registry');
    await expectFits(page, 'a person of the registry');
    engineer = await enrol(page);
    const own = engineer.page;

    // The computer gets another name, and the person another role beside theirs.
    await press(page, 'button', 'Refresh');
    await press(page, 'button', 'Rename: Laptop of the engineer');
    await panel(page).getByLabel('Name of the computer').fill('Laptop 12');
    await send(page, 'Rename the computer', 'Inventory', 'Renamed. It is called “Laptop 12” now.');
    await page.getByRole('button', { name: 'Revoke: Laptop 12' }).waitFor();
    await press(page, 'button', 'Change name, address or roles');
    await panel(page).getByRole('checkbox', { name: 'Lead' }).press('Space');
    await send(page, 'Save the person', 'Leads the site from now on', /^Saved\./);
    await page.getByText('nine@example.com, Engineer, Lead').waitFor();

    // A case that lacks nothing yet but the last look, captured on another computer of theirs.
    const laptop = await TestDevice.enrol(hub, personId, 'Laptop on site');
    const contents = completeContents(laptop, before().getTime());
    const record = { ...contents.case, title: CASE };
    await laptop.push(...editsOf({ ...contents, case: record }).slice(0, -1));
    await syncNow(own, 'Up to date');
    await press(own, 'link', 'Credentials');
    await own.getByText('Valid.', { exact: true }).waitFor();
    await press(own, 'button', /^Show the QR code/);
    await own.getByRole('img', { name: /as a QR code$/ }).waitFor();
    await expectAccessible(own, 'my credentials');
    await expectFits(own, 'my credentials');

    // Away for 8 days: the clocks go on, and the line is gone.
    line.cut();
    await hub.restart(0);
    for (const desk of [admin, engineer]) await desk.page.clock.setSystemTime(new Date());
    await syncNow(own, /^Offline/);
    await own.goto(`${engineer.shell.origin}/#/cases/${record.id}`);
    const handoff = own.getByRole('complementary', { name: 'Handoff' });
    await handoff.getByText(/The status list is of .+ UTC, and past its own validity/).waitFor();
    await openPart(own, 'Steps');
    await own.getByLabel('What was done').fill(STEP);
    await own.getByLabel('What it showed').fill('Group 12 had left');
    await own.getByLabel('What it showed').press('Control+Enter');
    await own.getByText(STEP, { exact: true }).waitFor();
    await press(own, 'button', 'Hand off to Level 3');
    await own.getByText('Queued: waits for the hub').waitFor();

    // Meanwhile it is revoked, which is final.
    await press(page, 'button', 'Revoke: Paging');
    await send(page, 'Revoke', 'Copied the exam', /^Revoked, for good\./);
    await page.getByText(/: Copied the exam$/).waitFor();
    expect(await page.getByRole('button', { name: 'Reinstate: Paging' }).count()).toBe(0);

    // Back: the hub refuses the handoff and says why; what was captured is there, and at the hub.
    line.mend();
    await syncNow(own, 'Up to date. 1 change needs attention');
    const why = `${NAME}’s certification was revoked, for good. Reason: Copied the exam`;
    const refused = own.getByRole('region', { name: 'Needs attention' });
    await refused.getByText(why).waitFor();
    await press(own, 'link', 'Open the case and hand it off again');
    await own.getByRole('status').getByText(why).waitFor();
    await handoff.getByRole('button', { name: why }).waitFor();
    await own.getByText(STEP, { exact: true }).waitFor();
    const button = own.getByRole('button', { name: 'Hand off to Level 3' });
    expect(await button.isDisabled()).toBe(true);
    await laptop.authenticate();
    const { rows } = await laptop.pullAll();
    const told = rows.flatMap(({ table, data }) =>
      table === 'steps' ? [(data as { did: string }).did] : [],
    );
    expect(told).toHaveLength(contents.steps.length + 1);
    expect(told).toContain(STEP);

    // Issued anew; the case is open on screen, and says so when the next sync brings it.
    await press(page, 'button', 'Issue: Paging');
    await send(page, 'Issue the credential', 'Passed again under supervision', /^Issued\./);
    await eventually(
      () => button.isEnabled(),
      (enabled) => enabled,
      'the case can be handed off again',
    );
    // Suspended and reinstated: that is not final.
    await press(page, 'button', 'Suspend: Paging');
    await send(page, 'Suspend', 'Under review', /^Suspended\./);
    await handoff.getByRole('button', { name: /is suspended for now.*Reason: Under review/ }).waitFor();
    await press(page, 'button', 'Reinstate: Paging');
    await send(page, 'Reinstate', 'Cleared', /^Reinstated\./);
    await press(own, 'button', 'Hand off to Level 3');
    await own.getByTestId('case-state').getByText('In review: waits for a lead').waitFor();
    await approveAsLead(hub, record.id);
    await own
      .getByTestId('case-state')
      .getByText(/Received by Level 3 as T-\d+/)
      .waitFor();
    expect(
      await sql(hub.databaseUrl, 'SELECT revision FROM escalations WHERE case_id = $1', [record.id]),
    ).toEqual([{ revision: 2 }]);

    // Without the hub anybody checks one; acts wait for it.
    const token = await newestToken();
    await hub.kill();
    await press(own, 'link', 'Credentials');
    await press(own, 'link', 'Check a credential');
    await own.getByLabel('Credential', { exact: true }).fill(`\n${token}\n`);
    await press(own, 'button', 'Check it');
    await verdict(own).getByText(`${NAME}’s certification is valid until`, { exact: false }).waitFor();
    await verdict(own)
      .getByText(/^The status list is of/)
      .waitFor();
    await expectFits(own, 'check');
    await own.getByLabel('Credential', { exact: true }).fill('no credential');
    await press(own, 'button', 'Check it');
    await verdict(own)
      .getByText('This is no credential that this console can read.', { exact: false })
      .waitFor();

    // The admin's camera sees the code, and a picture of it is read as well; what is none says so. All of it is on the list.
    writeCameraFilm(film, token);
    const personPage = page.url();
    await page.goto(`${admin.shell.origin}/#/credentials/check`);
    await press(page, 'button', 'Scan with the camera');
    await verdict(page).getByText(`${NAME}’s certification is valid until`, { exact: false }).waitFor();
    await verdict(page).getByText('Presented as: camera.', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Scan with the camera' }).waitFor();
    const code = encodeQR(token, 'gif', { ecc: 'low', border: 4, scale: 4 });
    const none = encodeQR('https://example.com/', 'gif', { border: 4, scale: 4 });
    const files = (...named: readonly (readonly [string, string, Uint8Array | string])[]) =>
      page
        .getByLabel('Files with credentials, or pictures of their QR codes')
        .setInputFiles(
          named.map(([name, mimeType, bytes]) => ({ name, mimeType, buffer: Buffer.from(bytes) })),
        );
    await files(
      ['code.gif', 'image/gif', code],
      ['link.gif', 'image/gif', none],
      ['text.png', 'image/png', 'no picture'],
      ['cut.jwt', 'text/plain', token.slice(0, -5)],
    );
    await verdict(page).getByText('Presented as: code.gif.', { exact: false }).waitFor();
    await verdict(page).getByText('Unreadable.').waitFor();
    await page
      .getByRole('alert')
      .getByText('The QR code in link.gif was read, but holds no credential: “https://example.com/”.')
      .waitFor();
    await page.getByRole('alert').getByText('text.png is no picture that this console can open.').waitFor();
    await expectAccessible(page, 'checked, several');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      press(page, 'button', 'Save the list as CSV'),
    ]);
    const list = (await (await saved.createReadStream()).toArray()).join('');
    expect(list.split('\r\n').map((row) => row.split(',').slice(1, 3).join())).toEqual([
      'presented as,verdict',
      'camera,Valid',
      'code.gif,Valid',
      'cut.jwt,Unreadable',
      '',
    ]);
    await page.goto(personPage);

    await press(page, 'button', 'Record a result');
    await panel(page).getByLabel('Exam', { exact: true }).selectOption({ label: 'Paging' });
    await page.getByLabel('Passed on').fill('2026-02-15');
    await panel(page).getByLabel('Reason').fill('Sheet of the examiner');
    await pressOn(panel(page).getByRole('button', { name: 'Record the result', disabled: false }));
    await panel(page)
      .getByText(/The hub does not answer, and this is done with the hub only/)
      .waitFor();
    await hub.restart();
    await pressOn(panel(page).getByRole('button', { name: 'Record the result', disabled: false }));
    await page.getByTestId('certified').getByText('The result is recorded.').waitFor();

    await press(page, 'link', 'Audit trail');
    const trail = page.getByRole('list', { name: 'Audit trail, newest first' });
    await trail.getByText('Copied the exam').waitFor();
    await press(page, 'link', 'Expiring soon');
    await page.getByText('None does.').waitFor();
    for (const { browser } of [admin, engineer]) expect(browser.complaints).toEqual([]);
  });
});
