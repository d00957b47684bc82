/** The page of parts: nothing leaves its container at any width, with values of 300 letters; axe in light and dark; the drawer by keyboard. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { theme } from '../../../renderer/app/theme.ts';
import { Kit } from '../../../renderer/kit/kit.tsx';

afterEach(cleanup);

const LONG = 'x'.repeat(300);
const WORDY = 'Zone 2 pages start late '.repeat(13).slice(0, 300);

function show(scheme: 'light' | 'dark', long: string | null): void {
  render(
    <MantineProvider theme={theme} forceColorScheme={scheme}>
      <Kit long={long} />
    </MantineProvider>,
  );
}

/** Elements that are wider than the box they lie in, where that box neither cuts nor scrolls. */
function outside(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const { left, right, width } = element.getBoundingClientRect();
    if (width === 0 || element.closest('.visually-hidden')) continue;
    let box = element.parentElement;
    let cut = false;
    for (; box && !cut; box = box.parentElement) cut = getComputedStyle(box).overflowX !== 'visible';
    if (!cut && (left < -1 || right > window.innerWidth + 1))
      found.push(element.className || element.tagName);
    if (getComputedStyle(element).overflowX === 'visible' && element.scrollWidth > element.clientWidth + 1) {
      const inline = getComputedStyle(element).display.startsWith('inline');
      if (!inline) found.push(`${element.tagName} ${element.className}`);
    }
  }
  return [...new Set(found)].slice(0, 12);
}

describe('nothing is wider than its container', () => {
  // 640 is also 1280 at 200 % zoom (WCAG 1.4.10).
  test.each([640, 1024, 1280, 1440, 2560])('at %i pixels, with values of 300 letters', async (width) => {
    await page.viewport(width, 900);
    for (const long of [null, LONG, WORDY]) {
      show('light', long);
      expect(outside(), long?.slice(0, 10) ?? 'plain').toEqual([]);
      const body = document.querySelector('[data-screen-body]');
      expect((body?.scrollWidth ?? 0) - (body?.clientWidth ?? 0)).toBeLessThanOrEqual(0);
      cleanup();
    }
  });
});

describe('axe finds nothing', () => {
  test.each(['light', 'dark'] as const)('in %s', async (scheme) => {
    await page.viewport(1440, 900);
    show(scheme, null);
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
    });
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary}`),
    ).toEqual([]);
  });
});

test('a drawer takes the focus as it opens, and gives it back as Escape closes it', async () => {
  await page.viewport(1280, 800);
  show('light', null);
  const opener = screen.getByRole('button', { name: 'Open a drawer' });
  await userEvent.click(opener);
  expect(document.activeElement?.textContent).toBe('pag-01');
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('complementary')).toBeNull();
  expect(document.activeElement).toBe(opener);
});

test('the whole row of a finding leads there, its clause apart', async () => {
  show('light', null);
  const [row] = screen.getAllByRole('button', { name: /^Suspected system/ });
  row?.focus();
  await userEvent.keyboard('{Enter}');
  expect(screen.getAllByRole('status')[0]?.textContent).toBe('Chosen: later');
});
