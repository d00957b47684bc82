/** Protecting a console, and opening it again, as its person does. */
import type { Page } from 'playwright-core';
import { press, typeInto } from './journey.ts';

/**
 * Protects the console from its settings.
 * @param passphrase by which it opens; without one it is a computer whose key store opens it, which lacks a recovery code
 * @returns the recovery code
 */
export async function protect(page: Page, passphrase?: string): Promise<string> {
  await page.evaluate(() => {
    window.location.hash = '#/settings';
  });
  if (passphrase === undefined) {
    await press(page, 'button', 'New recovery code');
    await press(page, 'button', 'Make it');
  } else {
    await press(page, 'button', 'Protect this computer');
    await typeInto(page, 'New passphrase', passphrase);
    await typeInto(page, 'The same again', passphrase);
    await press(page, 'button', 'Make a recovery code');
  }
  const groups = page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem');
  await groups.first().waitFor();
  // Each begins with its number.
  const parts = (await groups.allTextContents()).map((each) => each.slice(1));
  await press(page, 'button', 'It is written down');
  const fields = page.getByLabel(/^Group \d$/);
  await fields.first().waitFor();
  for (const field of await fields.all()) {
    const label = await field.evaluate((each) => (each as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(parts[Number(label.slice(-1)) - 1] ?? '');
  }
  await press(page, 'button', 'Protect with it');
  await page.getByText(/^Protected: it opens by .* or a recovery code\.$/).waitFor();
  return parts.join(' ');
}

/** The lock screen, whatever it says. */
export async function locked(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'The console is locked' }).waitFor();
}

/** Types what opens it. */
export async function unlock(page: Page, by: 'Passphrase' | 'Recovery code', words: string): Promise<void> {
  await page.getByLabel(by, { exact: true }).fill(words);
  await page.keyboard.press('Enter');
}
