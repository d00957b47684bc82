/** What the windows of a journey show when one of its tests fails: a time-out alone does not say where somebody stood. */
import type { Page } from 'playwright-core';

/** Lines of a page that are printed; the main part comes first on every screen. */
const MOST_LINES = 80;
const open = new Set<Page>();

/** Every page that a journey opens is noted, as long as it is open. */
export function notePage(page: Page): void {
  open.add(page);
  page.on('close', () => open.delete(page));
}

/** Prints address and content of every open page, as assistive technology would read it. */
export async function tellPages(): Promise<void> {
  for (const page of open) {
    const seen = await page
      .locator('body')
      .ariaSnapshot({ timeout: 5_000 })
      .catch((error: Error) => `it cannot be read: ${error.message}`);
    const lines = seen.split('\n');
    const focused = await page
      .evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
      .catch(() => 'unknown');
    console.error(
      [
        `A page at ${page.url().replace(/[?#]key=[^&#]*/, '')}, focus on ${focused}`,
        ...lines.slice(0, MOST_LINES),
      ].join('\n'),
    );
    if (lines.length > MOST_LINES) console.error(`and ${lines.length - MOST_LINES} lines more`);
  }
}
