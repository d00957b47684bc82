/** Search or do: where that which is found is opened. */
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { hearEarlyCall } from '../../../renderer/app/early-call.ts';
import { Palette } from '../../../renderer/app/palette.tsx';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

let app: AppServices;
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

async function showPalette(): Promise<string> {
  app = await openEnrolledConsole(memoryBridge());
  const record = aCase('Paging starts late');
  await app.db.cases.put(record);
  await app.db.summaries.put({ ...summaryOf(record, undefined), stale: 0 });
  window.location.hash = '#/clocks';
  render(
    <MantineProvider>
      <AppProvider console={app}>
        <textarea aria-label="Effect" />
        <Router hook={useHashLocation}>
          <Palette />
        </Router>
      </AppProvider>
    </MantineProvider>,
  );
  return record.id;
}

/** The row that is selected, as whoever hears the page is told. */
const toldBy = (field: HTMLElement) =>
  document.getElementById(field.getAttribute('aria-activedescendant') ?? '');

const fieldOfPalette = () => screen.findByRole<HTMLInputElement>('combobox', { name: /^Case, host/ });

test('[FN6] from a field, and before it is drawn, all that is typed behind Ctrl K is the question, and Enter takes the first of what is found later', async () => {
  const id = await showPalette();
  const effect = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Effect' });
  effect.focus();
  const press = (key: string, more: KeyboardEventInit = {}) =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );
  press('k', { code: 'KeyK', ctrlKey: true });
  // In one go: nothing of the palette is drawn yet.
  const held = [...'pagim'].map((key) => press(key));
  expect(held.every((isLeftToThePage) => !isLeftToThePage)).toBe(true);
  press('Backspace');
  const field = await fieldOfPalette();
  await waitFor(() => expect(document.activeElement).toBe(field));
  await keys.keyboard('ng');
  expect(field.value).toBe('paging');
  expect(effect.value).toBe('');
  const found = await screen.findByRole('option', { name: /Paging starts late/ }, { timeout: 20_000 });
  await waitFor(() => expect(found.hasAttribute('data-selected')).toBe(true));
  // And whoever hears the page is told so.
  await waitFor(() => expect(toldBy(field)).toBe(found));
  expect(screen.getAllByRole('option', { selected: true })).toEqual([found]);
  await keys.keyboard('{Enter}');
  await waitFor(() => expect(window.location.hash).toBe(`#/cases/${id}`));
});

test('[FN6] called while the page is still being loaded, it opens once it is there', async () => {
  hearEarlyCall();
  const call = new KeyboardEvent('keydown', {
    ...{ key: 'k', code: 'KeyK', ctrlKey: true },
    ...{ bubbles: true, cancelable: true },
  });
  expect(document.body.dispatchEvent(call)).toBe(false);
  await showPalette();
  const field = await fieldOfPalette();
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test('[FN6] Escape before the palette is drawn gives the keys back', async () => {
  await showPalette();
  const effect = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Effect' });
  effect.focus();
  for (const key of ['k', 'a', 'Escape'])
    effect.dispatchEvent(
      new KeyboardEvent('keydown', {
        ...{ key, code: key === 'k' ? 'KeyK' : key, bubbles: true, cancelable: true },
        ctrlKey: key === 'k',
      }),
    );
  await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Case, host/ })).toBeNull());
  effect.focus();
  await keys.keyboard('bc');
  expect(effect.value).toBe('bc');
});

test.each(['{Enter}', '{Control>}{Enter}{/Control}', '{Meta>}{Enter}{/Meta}'])(
  '[FN6] %s opens what is chosen in this window, and back leads to where the person was',
  async (key) => {
    const id = await showPalette();
    await keys.keyboard('{Control>}k{/Control}');
    await screen.findByRole('option', { name: /Paging starts late/ }, { timeout: 20_000 });
    const field = await fieldOfPalette();
    const gone: (Element | null)[] = [];
    for (const arrow of ['{ArrowDown}', '{ArrowDown}', '{ArrowUp}']) {
      await keys.keyboard(arrow);
      await waitFor(() => expect(screen.getAllByRole('option', { selected: true })).toEqual([toldBy(field)]));
      gone.push(toldBy(field));
    }
    expect(gone[0]).toBe(gone[2]);
    expect(gone[0]).not.toBe(gone[1]);
    await keys.keyboard(key);
    await waitFor(() => expect(window.location.hash).toBe(`#/cases/${id}`));
    await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Case, host/ })).toBeNull());
    window.history.back();
    await waitFor(() => expect(window.location.hash).toBe('#/clocks'));
  },
);
