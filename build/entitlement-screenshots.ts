/** The pictures of customers, entitlement and signatures. */
import type { Page } from 'playwright-core';
import { choose, openCase, openPart, press, signByTyping, typeInto } from '../test/helpers/journey.ts';
import type { Shoot } from './desk-screenshots.ts';

/** A customer whose maintenance has lapsed, a case of it, and its signatures. */
export async function shootEntitlement(page: Page, shoot: Shoot): Promise<void> {
  await press(page, 'link', 'Customers');
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  await typeInto(page, 'New customer', 'Example Hotel (sample)');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Example Hotel (sample)' }).waitFor();
  await page.getByLabel('First day').fill('2025-01-01');
  await page.getByLabel('Last day').fill('2025-12-31');
  await typeInto(page, 'Reference', 'Sample 17');
  await press(page, 'button', 'Add the agreement');
  await page.getByText('1 Jan 2025 to 31 Dec 2025').first().waitFor();
  await choose(page, 'Impact member?', 'No');
  await press(page, 'button', 'Add a site');
  await page.getByLabel('Name of the site').fill('Main building');
  await page.locator('[data-save-state="saved"]').first().waitFor();
  await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
  await shoot(page, 'customer');

  await press(page, 'link', 'Home');
  await openCase(page, 'Wake-up calls are late');
  await openPart(page, 'Cover');
  await page.getByLabel('Customer in your list').selectOption({ label: 'Example Hotel (sample)' });
  await page.getByLabel('What is asked for').selectOption('defect');
  await choose(page, 'Was the customer offered to renew, or to sign for a first year?', 'Yes');
  await press(page, 'button', 'When it was offered: now');
  await typeInto(page, 'To whom it was offered', 'Sample Contact');
  await page.getByLabel('What the customer answered').selectOption('declines');
  await typeInto(page, 'Estimated remote hours', '4');
  await page.getByText('Estimated total $2,600.00').waitFor();
  await page.getByRole('heading', { name: 'Cover', exact: true }).scrollIntoViewIfNeeded();
  await shoot(page, 'entitlement');
  const fees = page.getByRole('button', { name: 'Have the fees signed' });
  await fees.focus();
  await signByTyping(page);
  await page.getByText(/with an estimate of/).waitFor();
  await press(page, 'button', 'Have the policy signed');
  await typeInto(page, 'Name of the person who signs', 'Sample Contact');
  await typeInto(page, 'Title of the person who signs', 'Head of telephony');
  await page.getByLabel('How it is signed').selectOption('drawn');
  const pad = page.getByRole('img', { name: /^Box for the signature/ });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (!box) throw new Error('the box for the signature is not drawn');
  await page.mouse.move(box.x + 60, box.y + 100);
  await page.mouse.down();
  for (let n = 1; n <= 60; n++)
    await page.mouse.move(box.x + 60 + n * 6, box.y + 100 + Math.sin(n / 2) * (50 - n / 2));
  await page.mouse.up();
  await shoot(page, 'signing');
  await press(page, 'button', /^Sign$/);
  await page.getByRole('img', { name: 'Signature of Sample Contact' }).waitFor();
  await press(page, 'link', 'Home');
}
