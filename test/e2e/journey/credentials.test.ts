/** Certification on screen: an admin makes people, exams and credentials, and anybody checks one, in a real browser. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { press, syncWords, typeInto } from '../../helpers/journey.ts';

let hub: TestHub;
let admin: Desk;
let engineer: Desk;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  const { people } = hub.sample;
  [admin, engineer] = await Promise.all([
    openDesk(hub, cleanups, people.certificationAdmin.id, 'Computer of the admin'),
    openDesk(hub, cleanups, people.engineer.id, 'Laptop of the engineer'),
  ]);
  for (const { browser } of [admin, engineer]) cleanups.push(() => browser.close());
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const panel = (page: Page) => page.getByRole('complementary', { name: 'What to do' });

/** Writes the reason and sends; what came of it stands in the status line. */
async function send(page: Page, button: string, reason: string, told: string | RegExp): Promise<void> {
  await typeInto(panel(page), 'Reason', reason);
  await panel(page).getByRole('button', { name: button, exact: true }).press('Enter');
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

describe('certification on screen', () => {
  test('[C1][C5][C6] person, code, exam, result, credential; revoked with a reason; the verdict says so, without the hub too', async () => {
    const { page } = admin;
    await press(page, 'link', 'Issue and revoke credentials');
    await page.getByRole('heading', { level: 1, name: 'Issue and revoke' }).waitFor();
    await press(page, 'link', 'Exams');
    await press(page, 'button', 'New exam');
    await typeInto(page, 'Name of the exam', 'Paging, Level 1');
    await page.getByLabel('Sample Paging Server, Level 1').press('Space');
    // Nothing is done without a reason.
    await panel(page).getByRole('button', { name: 'Save the exam' }).press('Enter');
    await page.getByText('Write the reason: it stands in the audit trail for good.').waitFor();
    await send(page, 'Save the exam', 'First exam for paging', 'The exam is saved at the hub.');
    await page.getByRole('heading', { name: 'Paging, Level 1' }).waitFor();

    await press(page, 'link', 'People');
    await press(page, 'button', 'Add a person');
    await page.getByLabel('Organisation', { exact: true }).selectOption({ label: 'Another one' });
    await typeInto(page, 'Name of the organisation', 'Third Example Partner (sample)');
    await typeInto(page, 'Name of the person', 'Sample Engineer Nine');
    await typeInto(page, 'E-mail address', 'nine@example.com');
    await typeInto(panel(page), 'Reason', 'Joined the partner');
    await panel(page).getByRole('button', { name: 'Add the person' }).press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Sample Engineer Nine' }).waitFor();

    await press(page, 'button', 'Make a one-time code');
    await send(page, 'Make the code', 'New laptop', 'The code was made.');
    const code = (await page.getByTestId('one-time-code').textContent()) ?? '';
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await press(page, 'button', 'Record a result');
    expect(await page.getByText(code).count()).toBe(0);
    await panel(page).getByLabel('Exam', { exact: true }).selectOption({ label: 'Paging, Level 1' });
    await page.getByLabel('Passed on').fill('2026-01-15');
    await send(page, 'Record the result', 'Sheet of the examiner', 'The result is recorded.');
    await press(page, 'button', 'Issue: Paging, Level 1');
    await page.getByText('To Sample Engineer Nine, from now, for 12 months.').waitFor();
    await send(page, 'Issue the credential', 'Passed the exam', /^Issued\./);
    await page.getByRole('button', { name: 'Revoke: Paging, Level 1' }).waitFor();
    await expectAccessible(page, 'a person of the registry');
    await expectFits(page, 'a person of the registry');
    const personAddress = page.url();

    const token = await page.evaluate(
      () =>
        new Promise<string>((found, failed) => {
          const opening = indexedDB.open('partner-console');
          opening.onsuccess = () => {
            const all = opening.result
              .transaction('registryCredentials')
              .objectStore('registryCredentials')
              .getAll();
            all.onsuccess = () => {
              const rows = all.result as { token: string; issuedAt: string }[];
              found(rows.sort((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1))[0]?.token ?? '');
              opening.result.close();
            };
            all.onerror = () => failed(all.error);
          };
          opening.onerror = () => failed(opening.error);
        }),
    );
    const verdict = (of: Page) => of.getByRole('status', { name: 'Verdict' });
    // Anybody checks it, also one of another organisation.
    const other = engineer.page;
    await press(other, 'link', 'Credentials');
    await other.getByRole('heading', { level: 2, name: 'Sample products, Level 1 and Level 2' }).waitFor();
    await other.getByText('Valid.', { exact: true }).waitFor();
    await press(other, 'button', /^Show the QR code/);
    await other
      .getByRole('img', { name: /as a QR code$/ })
      .or(other.getByText(/too much for a QR code/))
      .waitFor();
    await expectAccessible(other, 'my credentials');
    await expectFits(other, 'my credentials');
    await press(other, 'link', 'Check a credential');
    await other.getByLabel('Credential', { exact: true }).fill(`\n${token}\n`);
    await press(other, 'button', 'Check it');
    await verdict(other)
      .getByText(/Sample Engineer Nine’s certification is valid until/)
      .waitFor();

    await press(page, 'button', 'Revoke: Paging, Level 1');
    await send(page, 'Revoke', 'Left the partner', /^Revoked, for good\./);
    await page.getByText(/: Left the partner$/).waitFor();
    await press(other, 'link', 'Sync');
    await press(other, 'button', 'Sync now');
    await syncWords(other, 'Up to date');
    await press(other, 'link', 'Credentials');
    await press(other, 'link', 'Check a credential');

    // Without the hub, the list that came last still says it; the admin is told that acts wait.
    await hub.kill();
    await other.getByLabel('Credential', { exact: true }).fill(token);
    await press(other, 'button', 'Check it');
    await verdict(other)
      .getByText(/Sample Engineer Nine’s certification was revoked, for good\./)
      .waitFor();
    await verdict(other).getByText('Not revoked or suspended: failed.').waitFor();
    await verdict(other)
      .getByText(/^The status list is of/)
      .waitFor();
    await expectAccessible(other, 'check');
    await expectFits(other, 'check');
    await other.getByLabel('Credential', { exact: true }).fill('no credential');
    await press(other, 'button', 'Check it');
    await verdict(other)
      .getByText('This is no credential that this console can read.', { exact: false })
      .waitFor();

    await press(page, 'button', 'Record a result');
    await panel(page).getByLabel('Exam', { exact: true }).selectOption({ label: 'Paging, Level 1' });
    await page.getByLabel('Passed on').fill('2026-02-15');
    await typeInto(panel(page), 'Reason', 'Sheet of the examiner');
    await panel(page).getByRole('button', { name: 'Record the result' }).press('Enter');
    await panel(page)
      .getByText(/The hub does not answer, and this is done with the hub only/)
      .waitFor();
    await hub.restart();
    await panel(page).getByRole('button', { name: 'Record the result' }).press('Enter');
    await page.getByTestId('certified').getByText('The result is recorded.').waitFor();
    expect(page.url()).toBe(personAddress);

    // Results of a file: every row's fate, then what is to be recorded and nothing else.
    await press(page, 'link', 'Import results');
    await page.getByLabel('File with results').setInputFiles({
      name: 'results.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'person,exam,passed on,score\nnine@example.com,"Paging, Level 1",2026-03-01,90 %\nnine@example.com,"Paging, Level 1",2026-01-15,\nnobody@example.com,"Paging, Level 1",2026-03-01,\n=1+1,"Paging, Level 1",2026-03-01,\n',
      ),
    });
    await page.getByText('1 to record, 1 recorded already, 1 unknown person, 1 refused.').waitFor();
    await expectAccessible(page, 'preview of an import');
    await typeInto(page, 'Reason', 'Sheet of March');
    await press(page, 'button', 'Record 1 result');
    await page.getByText('1 of 1 results are recorded.').waitFor();

    await press(page, 'link', 'Audit trail');
    const trail = page.getByRole('list', { name: 'Audit trail, newest first' });
    await trail.getByText('Left the partner').waitFor();
    await press(page, 'link', 'Expiring soon');
    await page.getByText('None does.').waitFor();
    for (const { browser } of [admin, engineer]) expect(browser.complaints).toEqual([]);
  });
});
