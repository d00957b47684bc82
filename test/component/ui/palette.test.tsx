/** Search or do: where that which is found is opened. */
import '@mantine/core/styles.css';
import '@mantine/spotlight/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { userEvent as keys } from 'vitest/browser';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { hearEarlyCall } from '../../../renderer/app/early-call.ts';
import { Palette } from '../../../renderer/app/palette.tsx';
import { saveView } from '../../../renderer/commands/case-views.ts';
import { CasesScreen } from '../../../renderer/features/cases/cases-screen.tsx';
import { CatalogueScreen } from '../../../renderer/features/catalogue/catalogue-screen.tsx';
import { KnowledgeScreen } from '../../../renderer/features/knowledge/knowledge-screen.tsx';
import { summaryOf } from '../../../renderer/store/device-rows.ts';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { plainQuery } from '../../../renderer/views/case-views.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { AT, aCase, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';
import { problemRow } from '../../helpers/knowledge.ts';

let app: AppServices;
afterEach(async () => {
  cleanup();
  await removeConsole(app);
});

/** The screens that are led to, beside the palette. */
function Places() {
  return (
    <Switch>
      <Route path="/knowledge/:part?/:id?">{({ part, id }) => <KnowledgeScreen part={part} id={id} />}</Route>
      <Route path="/catalogue/:part?/:row?">
        {({ part, row }) => <CatalogueScreen part={part} row={row} />}
      </Route>
      <Route path="/cases/views/:id">{({ id }) => <CasesScreen view={id} />}</Route>
    </Switch>
  );
}

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
          <Places />
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

/** Asks, and takes the first that is found. */
async function take(question: string, name: RegExp): Promise<void> {
  await keys.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await fieldOfPalette()));
  await keys.keyboard(question);
  const found = await screen.findByRole('option', { name }, { timeout: 20_000 });
  await waitFor(() => expect(found.hasAttribute('data-selected')).toBe(true));
  // The sign of the chosen row is seen as its words are.
  const sign = found.querySelector('svg');
  expect(sign && getComputedStyle(sign).color).toBe(getComputedStyle(found).color);
  await keys.keyboard('{Enter}');
}

test('[FN1] a known problem that is found by its number is the very article: open, and with the focus', async () => {
  await showPalette();
  const older = problemRow({ publishedAt: '2020-01-01T00:00:00.000Z' });
  await app.db.knownProblems.bulkPut([
    older,
    ...Array.from({ length: 60 }, (_, n) => problemRow({ id: `KP-09${n + 10}`, title: `Another ${n}` })),
  ]);
  await take(older.id, new RegExp(older.title));
  await waitFor(() => expect(window.location.hash).toBe(`#/knowledge/problems/${older.id}`));
  const article = await screen.findByRole('button', { name: new RegExp(older.id), expanded: true });
  await waitFor(() => expect(document.activeElement).toBe(article));
  await screen.findByText(older.workaround);
  // Its focus is not taken back by what the palette gives it to when it is gone.
  await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Case, host/ })).toBeNull());
  expect(document.activeElement).toBe(article);
});

test('[FN1] a row of the catalogue has the focus; what is not open to the person is not offered', async () => {
  await showPalette();
  const list = { id: '01990000-0000-7000-8000-00000000000a', version: 3, publishedAt: AT, sample: true };
  const day = { date: '2026-11-26', name: 'Festival of Examples' };
  await app.db.holidayLists.put({ ...list, dates: [day] } as never);
  await app.db.people.put({ id: 'p1', name: 'Festival Examinee', email: 'a@b.example' } as never);
  await take('festival', /Holidays, version 3/);
  expect(screen.queryByRole('option', { name: /Festival Examinee/ })).toBeNull();
  const heading = await screen.findByRole('heading', { name: 'Version 3' });
  await waitFor(() => expect(document.activeElement).toBe(heading));
});

test('[FN1] a view of the list that the person saved is found by its name', async () => {
  await showPalette();
  await saveView(app, {
    id: 'v1',
    name: 'Harbor without a priority',
    query: { ...plainQuery, priority: 'none' },
  });
  await take('harbor', /Cases: Harbor without a priority/);
  await screen.findByRole('button', { name: 'Harbor without a priority', pressed: true });
});
