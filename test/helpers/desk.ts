/** A computer of its own with a real browser, enrolled; and what every screen on it is held to. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  newProfile,
  openBrowser,
  startTestShell,
  type TestBrowser,
  type TestShell,
} from './browser-shell.ts';
import { enrolByKeyboard, syncWords } from './journey.ts';
import type { EnrolmentHub } from './test-device.ts';

export interface Desk {
  shell: TestShell;
  profile: string;
  browser: TestBrowser;
  page: Page;
}

/**
 * Shell, browser and profile, enrolled for the person.
 * @param url where the computer finds the hub, where that is by way of something else
 * @param options what the computer's clock says at first, where that is not the time; and more for the browser
 * @param cleanups what removes it again is added here, but for the browser, which tests also kill
 */
export async function openDesk(
  hub: EnrolmentHub,
  cleanups: (() => unknown)[],
  personId: string,
  name: string,
  url = hub.url,
  options: { now?: Date; browserArguments?: readonly string[] } = {},
): Promise<Desk> {
  const { now, browserArguments = [] } = options;
  const shell = await startTestShell(url);
  const profile = newProfile();
  const browser = await openBrowser(profile.path, { arguments: browserArguments });
  cleanups.push(profile.remove, () => shell.stop());
  if (now) await browser.page.clock.setSystemTime(now);
  await browser.page.goto(shell.url());
  await enrolByKeyboard(browser.page, await hub.enrolmentCode(personId), name);
  await syncWords(browser.page, 'Up to date');
  return { shell, profile: profile.path, browser, page: browser.page };
}

/** What axe is asked in each colour scheme. */
const asked = {
  light: {
    type: 'tag',
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
} satisfies Record<string, axe.RunOnly>;

/** Runs in the page. What passes is not described: most of the time would go into that. */
async function violationsOf(runOnly: axe.RunOnly): Promise<string[]> {
  const { axe: inPage } = window as unknown as { axe: typeof axe };
  const { violations } = await inPage.run(document, { runOnly, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map(({ target }) => target.join(' '));
    return `${id}: ${where.join('; ')} ${nodes[0]?.failureSummary ?? ''}`;
  });
}

/**
 * axe on the screen as it is, in both colour schemes. All that differs between those is colour, so the dark one is asked
 * the rules about colour only.
 */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // From the top: what scrolled half under the line of sections is no target at that moment.
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('#main, #main > *, [data-screen-body]')) each.scrollTo(0, 0);
  });
  // Once a page: it is large, and stays there until the page is loaded anew.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
    const told = await page.evaluate(violationsOf, asked[colorScheme]);
    expect(told, `${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

export const WIDE = 1280;
/** At 640 one sees 1280 at 200 %. */
export const WIDTHS = [640, 1024, WIDE, 2560] as const;

/**
 * At each width neither the page nor its middle is wider than its place, and in a low window the page is no higher than it. Ends at the usual width.
 * @param parts a selector of what scrolls by itself and must not do so sideways either
 */
export async function expectFits(page: Page, screen: string, parts = '#main'): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate(
      (selector) =>
        [document.documentElement, ...document.querySelectorAll(selector)]
          .filter((each) => each.scrollWidth > each.clientWidth)
          .map((each) => `${each.tagName} ${each.className}: ${each.scrollWidth} in ${each.clientWidth}`),
      parts,
    );
    expect(wider, `${screen} at ${width} is wider than its place`).toEqual([]);
  }
  // A window of 1600 at 200 %: panes scroll, and the page does not.
  await page.setViewportSize({ width: 800, height: 380 });
  const high = await page.evaluate(() => document.documentElement.scrollHeight);
  expect(high, `${screen} at 800 by 380 is higher than its window`).toBeLessThanOrEqual(380);
  await page.setViewportSize({ width: WIDE, height: 900 });
}

/** Pictures of what is in view, light and dark, wide and narrow, for whoever asks for them: `SCREENSHOTS=DIR`. */
export async function keepPictures(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const width of [1440, 1024])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  await page.setViewportSize({ width: WIDE, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** All that a screen is held to, as it stands there. */
export async function expectScreen(page: Page, name: string): Promise<void> {
  await expectAccessible(page, name);
  await expectFits(page, name, '#main, [data-screen-body], aside > div');
  await keepPictures(page, name);
}
