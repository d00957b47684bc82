/** The guide inside the console: each page is there, each link leads somewhere, each picture is found, without a network. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Route, Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import {
  guideLink,
  guidePages,
  guideText,
  guideTitle,
  pictureAddress,
} from '../../../renderer/features/help/guide-pages.ts';
import { HelpScreen } from '../../../renderer/features/help/help-screen.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
const bridge = memoryBridge();
beforeEach(async () => {
  app = await openEnrolledConsole(bridge);
});
afterEach(async () => {
  cleanup();
  window.location.hash = '';
  await removeConsole(app);
});

function show(): void {
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <Router hook={useHashLocation}>
          <Route path="/help/:page?/:place?">
            {({ page, place }) => <HelpScreen {...(page ? { page } : {})} {...(place ? { place } : {})} />}
          </Route>
        </Router>
      </AppProvider>
    </MantineProvider>,
  );
}

test('every page has a title, and its links to other pages and its pictures are there', async () => {
  expect(guidePages[0]).toBe('README');
  expect(guidePages.length).toBeGreaterThan(7);
  for (const page of guidePages) {
    const text = (await guideText(page)) ?? '';
    expect(guideTitle(text), page).not.toBe('');
    for (const [, source] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect(pictureAddress(source ?? ''), `${page}: ${source}`).toBeDefined();
    for (const [, href] of text.matchAll(/(?<!!)\[[^\]]*\]\(([^)]+)\)/g)) {
      const link = guideLink(href ?? '', page);
      // Documents for operators and developers are not in the console.
      if (link.kind === 'none') expect(href, page).toMatch(/^\.\.\//);
    }
  }
});

test('opens on its first page; another page and a place in it are one link away', async () => {
  window.location.hash = '/help';
  const user = userEvent.setup();
  show();
  await screen.findByRole('heading', { level: 2, name: 'Guide' }, { timeout: 20_000 });
  const pages = within(screen.getByRole('navigation', { name: 'Pages of the guide' }));
  expect(pages.getByRole('link', { current: 'page' })).toHaveProperty('textContent', 'Guide');
  const region = within(screen.getByRole('region', { name: 'The page' }));
  await user.click(region.getByRole('link', { name: 'hand off' }));
  expect(window.location.hash).toBe('#/help/README/hand-off');
  await waitFor(() => {
    const top = document.getElementById('hand-off')?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
    expect(top).toBeLessThan(window.innerHeight);
  });
  await user.click(pages.getByRole('link', { name: /^Review/ }));
  await screen.findByRole('heading', { level: 2, name: /^Review/ });
  for (const picture of screen.getAllByRole<HTMLImageElement>('img')) {
    // Loaded when it comes into view.
    picture.scrollIntoView();
    await waitFor(() => expect(picture.naturalWidth).toBeGreaterThan(0));
  }
});

test('a page that is not there is said, with the way back', async () => {
  window.location.hash = '/help/nothing';
  show();
  await screen.findByText(/The guide has no page of this name/);
  expect(screen.getByRole('link', { name: 'Go to its first page' })).toHaveProperty('hash', '#/help');
});
