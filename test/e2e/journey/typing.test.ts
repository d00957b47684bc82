/** What is typed into a case is never lost without a word: reloaded at any moment, too long, half a date, letters in a number. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import { openCase, openPart } from '../../helpers/journey.ts';

const OBSERVED = 'Actual';
/** As slow as a person who searches for the keys: each comes before the pause that a save waits for is over. */
const KEY_MS = 240;

let hub: TestHub;
let desk: Desk;
let page: Page;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop of a slow typist');
  ({ page } = desk);
  await openCase(page, 'Typed slowly');
}, 120_000);
afterAll(async () => {
  await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

const field = (label: string) => page.getByLabel(label, { exact: true });

async function reloaded(): Promise<void> {
  await page.reload();
  await field(OBSERVED).waitFor();
}

const shows = (label: string, text: string) =>
  eventually(
    () => field(label).inputValue(),
    (value) => value === text,
    `${label} says ${text.slice(0, 40)}`,
    20,
  );

/** What the field says of itself. */
const saveState = (label: string) =>
  field(label).evaluate((input) => {
    const told = input.closest('.fields > div, div.wide')?.querySelector('[data-save-state]');
    return { kind: told?.getAttribute('data-save-state') ?? '', words: told?.textContent ?? '' };
  });

const said = (label: string, kind: string) =>
  eventually(
    () => saveState(label),
    (state) => state.kind === kind,
    `${label} is ${kind}`,
    20,
  );

describe('typed into a field of a case', () => {
  test('60 characters at 240 ms a key, reloaded at the last one: all of them are there', async () => {
    const text = 'Phones of the second floor stay silent while the first rings.';
    await field(OBSERVED).focus();
    await page.keyboard.type(text, { delay: KEY_MS });
    await reloaded();
    await shows(OBSERVED, text);
    // And they are not only shown: without what was kept beside it the record has them.
    await eventually(
      () => saveState(OBSERVED),
      ({ kind }) => kind === 'saved' || kind === 'idle',
      'it is saved',
      20,
    );
    await page.evaluate(() => localStorage.clear());
    await reloaded();
    await shows(OBSERVED, text);
  });

  test.each([0, 50, 100, 200])('reloaded %i ms after the last key, nothing is lost', async (wait) => {
    const text = `Typed at once, then reloaded after ${wait} ms.`;
    await field(OBSERVED).fill('');
    await said(OBSERVED, 'saved');
    await field(OBSERVED).focus();
    await page.keyboard.type(text);
    if (wait > 0) await page.waitForTimeout(wait);
    await reloaded();
    await shows(OBSERVED, text);
  });

  test('25,000 characters are not cut: the field says what fits, and the whole goes as a file', async () => {
    const long = '0123456789'.repeat(2_500);
    await field(OBSERVED).fill(long);
    const told = await said(OBSERVED, 'incomplete');
    expect(told.words).toContain('25,000 characters: 20,000 fit');
    await reloaded();
    await shows(OBSERVED, long);
    await page.getByRole('button', { name: 'Attach the whole text as a file' }).click();
    await said(OBSERVED, 'saved');
    expect(await field(OBSERVED).inputValue()).toContain('(The whole text is the file Actual.txt.)');
    await openPart(page, 'Files');
    // It is held until somebody has said what of it may leave.
    await page.getByRole('button', { name: 'No redaction needed: Actual.txt' }).waitFor();
    await openPart(page, 'Problem');
  });

  test('half a date says what it lacks, is there after a reload, and is saved once it is whole', async () => {
    await field('Began').fill('20 Nov 2026');
    expect((await said('Began', 'incomplete')).words).toContain('The time is missing');
    await reloaded();
    await shows('Began', '20 Nov 2026');
    await field('Began').focus();
    await page.keyboard.press('End');
    await page.keyboard.type(', 8:15');
    await page.keyboard.press('Tab');
    await said('Began', 'saved');
    await shows('Began', '20 Nov 2026, 08:15');
    await reloaded();
    await shows('Began', '20 Nov 2026, 08:15');
  });

  test('letters in a number stay where they were typed, and are said not to fit', async () => {
    await field('Affected users').fill('48 agents in the contact centre');
    expect((await said('Affected users', 'incomplete')).words).toContain(
      'Only a whole number fits here, such as 48',
    );
    await reloaded();
    await shows('Affected users', '48 agents in the contact centre');
    await field('Affected users').fill('1,200');
    await said('Affected users', 'saved');
    await reloaded();
    await shows('Affected users', '1200');
  });

  test('a step, a cell of a table and a field of another part that were not added are there again', async () => {
    await openPart(page, 'Steps');
    await page.getByLabel('What was done').fill('Restarted the server');
    await page.reload();
    await eventually(
      () => page.getByLabel('What was done').inputValue(),
      (value) => value === 'Restarted the server',
      'the step is there',
      20,
    );
    await openPart(page, 'Problem');
    await openPart(page, 'Steps');
    expect(await page.getByLabel('What was done').inputValue()).toBe('Restarted the server');
    expect(desk.browser.complaints).toEqual([]);
  });
});
