/** The pictures of certification: issuing to many, a person of the registry, and a credential that is checked. */
import type { Page } from 'playwright-core';
import { press, syncWords } from '../test/helpers/journey.ts';
import type { Computer } from './desk-screenshots.ts';

const EXAM = 'Sample products, Level 1 and Level 2';
const RESULTS = `person,exam,passed on\nlead@example.com,"${EXAM}",2026-01-15\nlead.two@example.com,"${EXAM}",2026-02-15\n`;

/** @param computer of an admin of certification */
export async function shootCredentials(
  { page, close }: Computer,
  shoot: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const { origin } = new URL(page.url());
  const go = (path: string) => page.goto(`${origin}/#/credentials/${path}`);
  try {
    await go('admin/import');
    await page
      .getByLabel('File with results')
      .setInputFiles({ name: 'results.csv', mimeType: 'text/csv', buffer: Buffer.from(RESULTS) });
    await page.getByLabel('Reason').fill('Sheet of the examiner');
    await press(page, 'button', 'Record 2 results');
    await page.getByText('2 of 2 results are recorded.').waitFor();
    await press(page, 'link', 'Sync');
    await press(page, 'button', 'Sync now');
    await syncWords(page, 'Up to date');
    await go('admin/bulk');
    await page.getByRole('checkbox', { name: /^Sample Lead Two/ }).waitFor();
    await shoot(page, 'issue-to-many');
    await go('admin/people');
    await press(page, 'link', 'Sample Engineer One');
    await press(page, 'button', `Suspend: ${EXAM}`);
    await shoot(page, 'person');
    await go('check');
    await press(page, 'button', /^Sample Engineer One/);
    await page.getByText('Valid.', { exact: true }).waitFor();
    await shoot(page, 'check-credential');
  } finally {
    await close();
  }
}
