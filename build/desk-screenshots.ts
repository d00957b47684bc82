/** The pictures of the Level 3 desk, the clocks and the catalogue: of a ticket that was handed off before. */
import type { Page } from 'playwright-core';
import { doAtDesk } from '../test/helpers/desk-journey.ts';
import { press, syncWords, typeInto } from '../test/helpers/journey.ts';

/** A computer that is enrolled, to be closed when its pictures are made. */
export interface Computer {
  page: Page;
  close(): Promise<void>;
}
export type Shoot = (page: Page, name: string) => Promise<void>;

export async function shootDesk({ page, close }: Computer, shoot: Shoot): Promise<void> {
  try {
    await press(page, 'link', 'Level 3');
    const queue = page.getByRole('grid', { name: 'Tickets, nearest due first' });
    await queue.getByRole('link').first().waitFor();
    await shoot(page, 'desk-queue');
    await queue.focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('ticket-state').waitFor();
    await doAtDesk(page, 'Acknowledge', [], 'Acknowledge');
    const question = [['What Level 3 needs to know', 'Which build of the recorder is it?']] as const;
    await doAtDesk(page, 'Ask for information', question, 'Ask');
    await syncWords(page, 'Up to date');
    await shoot(page, 'desk-ticket');
    await press(page, 'button', 'Action plan');
    const panel = page.getByRole('complementary');
    await typeInto(panel, 'Nature of the incident', 'The recorder loses the route to group 2');
    await typeInto(panel, 'Effect on the use of the system', 'Pages of the second floor are missed');
    await shoot(page, 'desk-plan');
    await press(page, 'link', 'Clocks');
    await page.getByRole('grid').getByRole('link').first().waitFor();
    await shoot(page, 'clocks-board');
  } finally {
    await close();
  }
}

export async function shootCatalogue({ page, close }: Computer, shoot: Shoot): Promise<void> {
  try {
    await page.goto(`${new URL(page.url()).origin}/#/catalogue/holidays`);
    await press(page, 'button', 'New version');
    await page
      .getByLabel('One a line: date, then name')
      .fill('2026-11-26 Thanksgiving Day\n2026-12-25 Christmas Day\n2026-12-25 Christmas Day');
    await press(page, 'button', 'Publish version 1');
    await page.getByText('stands in the list twice').waitFor();
    await shoot(page, 'catalogue-holidays');
    await page.goto(`${new URL(page.url()).origin}/#/catalogue/products`);
    await press(page, 'button', 'Change Sample Call Recorder');
    await press(page, 'button', 'Add a release');
    await page.getByRole('group', { name: 'Release 6.0.0' }).scrollIntoViewIfNeeded();
    await shoot(page, 'catalogue-releases');
  } finally {
    await close();
  }
}
