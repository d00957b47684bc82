/** The case as a workspace: nothing is told before it is time, everything stays in the window, and the place is kept. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachments } from '../../../shared/cases/attachments.ts';
import { type Desk, expectAccessible, openDesk } from '../../helpers/desk.ts';
import { eventually } from '../../helpers/eventually.ts';
import { startTestHub, type TestHub } from '../../helpers/hub.ts';
import type { Maker } from '../../helpers/hub-rows.ts';
import { openCase, openPart, openRow, press } from '../../helpers/journey.ts';
import { completeContents, editsOf } from '../../helpers/packets.ts';
import { newId, TestDevice } from '../../helpers/test-device.ts';

const PARTS = [
  'Problem',
  'Systems',
  'Configuration',
  'Revision levels',
  'Steps',
  'Files',
  'Cause',
  'Cover',
  'People',
  'Request',
  'Level 3',
  'History',
] as const;
/** At 640 a window of 1280 is magnified to 200 %. */
const WIDTHS = [640, 1024, 1280, 1440, 2560] as const;
const SYSTEMS = 8;
const STEPS = 12;
const FILES = 5;

let hub: TestHub;
let desk: Desk;
let page: Page;
let largeCase = '';
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  hub = await startTestHub();
  desk = await openDesk(hub, cleanups, hub.sample.people.engineer.id, 'Laptop of the engineer');
  ({ page } = desk);
}, 120_000);
afterAll(async () => {
  await desk?.browser.close();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await hub.stop();
});

/** What is red or amber in the form: marks and sentences of rules. */
const toldInForm = () =>
  page.getByTestId('case-sheet').evaluate((sheet) => sheet.querySelectorAll('.field-finding').length);
const missingMarks = () => page.evaluate(() => document.querySelectorAll('[data-kind="missing"]').length);

/** The sheet, scrolled to a share of its way. */
const scrollTo = (share: number) =>
  page.getByTestId('case-sheet').evaluate((sheet, part) => {
    sheet.scrollTop = (sheet.scrollHeight - sheet.clientHeight) * part;
  }, share);

/** A case of 8 systems, 12 steps and 5 files, with values as long as a line may be. */
async function makeLargeCase(): Promise<string> {
  const maker = await TestDevice.enrol(hub, hub.sample.people.engineer.id, 'Maker');
  const contents = completeContents(maker as unknown as Maker);
  const [system] = contents.systems;
  const [step] = contents.steps;
  if (!system || !step) throw new Error('the complete case has a system and a step');
  const long = (what: string) => `${what}-${'x'.repeat(290)}`.slice(0, 300);
  const systems = Array.from({ length: SYSTEMS - contents.systems.length }, (_, at) => ({
    ...system,
    id: newId(),
    role: 'context' as const,
    hostname: at === 0 ? long('host') : `gateway-${at}`,
    site: long('site'),
  }));
  const steps = Array.from({ length: Math.max(0, STEPS - contents.steps.length) }, (_, at) => ({
    ...step,
    id: newId(),
    did: at === 0 ? long('did') : `Looked at gateway ${at} as well`,
    showed: `It was as it should be on gateway ${at}`,
  }));
  const files = Array.from({ length: FILES - contents.attachments.length }, (_, at) =>
    attachments.empty({
      id: newId(),
      caseId: contents.case.id,
      name: at === 0 ? `${'n'.repeat(200)}.log` : `gateway-${at}.log`,
      size: 1_000,
      sha256: `${at}`.repeat(64).slice(0, 64),
      category: 'log',
      mediaType: 'text/plain',
      readable: true,
      addedAt: new Date().toISOString(),
      provenance: { kind: 'typed', by: maker.person, at: new Date().toISOString() },
    }),
  );
  const title = `Phones of ${'a-very-long-wing-'.repeat(20)}`.slice(0, 300);
  const whole = {
    ...contents,
    case: { ...contents.case, state: 'level2' as const, title, customer: long('customer') },
    systems: [...contents.systems, ...systems],
    steps: [...contents.steps, ...steps],
  };
  const { results } = await maker.push(
    // All but the last, which takes it out of the engineer's hands.
    ...editsOf(whole).slice(0, -1),
    ...files.map((row) => ({ table: 'attachments', key: row.id, op: 'insert' as const, patch: row })),
  );
  expect(results.filter(({ outcome }) => outcome === 'rejected')).toEqual([]);
  return contents.case.id;
}

/** By how much the page is higher than its window, and what reaches out of it: panes scroll, and the page does not. */
async function pageOverflow(): Promise<{ over: number; from: string[] }> {
  return await page.evaluate(() => {
    const over = document.documentElement.scrollHeight - window.innerHeight;
    const clips = (each: Element | null): boolean =>
      each !== null &&
      (/auto|scroll|hidden|clip/.test(getComputedStyle(each).overflowY) || clips(each.parentElement));
    const out = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
      (each) =>
        each.getBoundingClientRect().bottom > window.innerHeight + 1 &&
        (!clips(each.parentElement) || getComputedStyle(each).position === 'absolute'),
    );
    return {
      over,
      from:
        over > 0
          ? out
              .slice(0, 8)
              .map((each) => `${each.tagName} ${each.className} ${each.textContent?.slice(0, 20)}`)
          : [],
    };
  });
}

describe('a new case', () => {
  test('shows nothing red before anybody was there; a field that was left empty says so, and the check tells all', async () => {
    await openCase(page, 'Nothing is written yet');
    await page.getByText(/\d+ now, \d+ later/).waitFor();
    expect(await toldInForm()).toBe(0);
    expect(await missingMarks()).toBe(0);
    for (const part of PARTS) {
      await openPart(page, part);
      expect(await toldInForm(), part).toBe(0);
    }
    await openPart(page, 'Problem');
    await page.getByLabel('Actual').focus();
    await page.keyboard.press('Tab');
    await page
      .getByTestId('case-sheet')
      .getByText(/What actually happens is missing/)
      .waitFor();
    expect(await toldInForm()).toBe(1);
    await page.keyboard.press('Control+Shift+C');
    await eventually(toldInForm, (told) => told > 5, 'all is told');
    const now = page.getByRole('region', { name: 'Now', exact: true });
    await now.getByText('Problem', { exact: true }).click();
    await now.locator('[data-kind="missing"]').first().waitFor();
    expect(await missingMarks()).toBeGreaterThan(0);
    await expectAccessible(page, 'a case that was checked');
  });

  test('F8 goes down the form, and from its end to its beginning', async () => {
    await openPart(page, 'Problem');
    await page.getByLabel('What it is about').focus();
    const tops: number[] = [];
    for (let at = 0; at < 5; at++) {
      await page.keyboard.press('F8');
      tops.push(
        await page.evaluate(() => {
          const sheet = document.querySelector('[data-testid="case-sheet"]');
          const focused = document.activeElement?.getBoundingClientRect().top ?? 0;
          return focused + (sheet?.scrollTop ?? 0);
        }),
      );
    }
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(new Set(tops).size).toBeGreaterThan(2);
  });
});

describe('a case of 8 systems, 12 steps and 5 files', () => {
  beforeAll(async () => {
    largeCase = await makeLargeCase();
    await page.goto(`${desk.shell.origin}/#/sync`);
    await press(page, 'button', 'Sync now');
    await eventually(
      async () => {
        await page.goto(`${desk.shell.origin}/#/cases/${largeCase}`);
        return page.getByTestId('case-sheet').count();
      },
      (count) => count > 0,
      'the case has come',
    );
  }, 120_000);

  test('no part is higher than three screens, and nothing is wider than the window', async () => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      for (const part of PARTS) {
        await page.goto(`${desk.shell.origin}/#/cases/${largeCase}/${slug(part)}`);
        await page.getByTestId('case-sheet').getByRole('heading', { level: 2 }).first().waitFor();
        const { high, over, side, widest } = await page.evaluate(() => {
          const sheet = document.querySelector('[data-testid="case-sheet"]');
          const root = document.documentElement;
          const right = sheet?.getBoundingClientRect().right ?? 0;
          return {
            // What one wants to know where it fails.
            widest: [...(sheet?.querySelectorAll('*') ?? [])]
              .filter((each) => each.getBoundingClientRect().right > right + 1)
              .slice(0, 8)
              .map((each) => `${each.tagName} ${each.className} ${each.textContent?.slice(0, 30)}`),
            high: (sheet?.scrollHeight ?? 0) / window.innerHeight,
            over: (sheet?.scrollWidth ?? 0) - (sheet?.clientWidth ?? 0),
            side: root.scrollWidth - root.clientWidth,
          };
        });
        if (width >= 1024) expect(high, `${part} at ${width} in screens`).toBeLessThanOrEqual(3);
        expect(over, `${part} at ${width} is wider than its sheet: ${widest.join('; ')}`).toBeLessThanOrEqual(
          0,
        );
        expect(side, `${part} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
  });

  test('the handoff’s button is inside the window at every width and wherever it is scrolled', async () => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${desk.shell.origin}/#/cases/${largeCase}/steps`);
      await page.getByTestId('case-sheet').getByRole('heading', { level: 2 }).first().waitFor();
      for (const share of [0, 0.5, 1]) {
        await scrollTo(share);
        const box = await page.getByRole('button', { name: 'Hand off to Level 3' }).boundingBox();
        expect(box, `the button at ${width}`).not.toBeNull();
        if (!box) continue;
        expect(box.y + box.height, `at ${width}, scrolled to ${share}`).toBeLessThanOrEqual(800);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.x).toBeGreaterThanOrEqual(0);
      }
    }
  });

  // A window of 1600 magnified to 200 %, and two that are lower than usual.
  test.each([
    [800, 380],
    [800, 420],
    [780, 437],
  ])(
    'the page itself does not scroll at %i by %i, and F8 leaves the case’s title where it is',
    async (width, height) => {
      await page.setViewportSize({ width, height });
      for (const part of PARTS) {
        await openPart(page, part);
        expect(await pageOverflow(), part).toEqual({ over: 0, from: [] });
      }
      await openPart(page, 'Problem');
      const title = page.getByRole('heading', { level: 1 });
      const before = await title.boundingBox();
      expect(before?.y).toBeGreaterThanOrEqual(0);
      for (let at = 0; at < 6; at++) {
        await page.keyboard.press('F8');
        expect(await title.boundingBox(), `after ${at + 1} presses`).toEqual(before);
      }
      expect(await page.evaluate(() => window.scrollY)).toBe(0);
      await page.goto(`${desk.shell.origin}/#/`);
      await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
      expect(await pageOverflow(), 'Home').toEqual({ over: 0, from: [] });
      await page.goto(`${desk.shell.origin}/#/cases/${largeCase}`);
      await page.getByTestId('case-sheet').waitFor();
    },
  );

  test('a heading that is gone to is not hidden by what stays', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const part of PARTS) {
      await openPart(page, part);
      await scrollTo(0);
      const onTop = await page
        .getByTestId('case-sheet')
        .getByRole('heading', { level: 2 })
        .first()
        .evaluate((heading) => {
          const { left, top, height } = heading.getBoundingClientRect();
          const found = document.elementFromPoint(left + 4, top + height / 2);
          return heading.contains(found);
        });
      expect(onTop, part).toBe(true);
    }
  });

  test('back, reload and a visit elsewhere come to the same place', async () => {
    await page.setViewportSize({ width: 1280, height: 700 });
    await openPart(page, 'Steps');
    await scrollTo(0.6);
    await page.waitForTimeout(300);
    const place = () => page.getByTestId('case-sheet').evaluate((sheet) => Math.round(sheet.scrollTop));
    const before = await place();
    expect(before).toBeGreaterThan(50);
    const isThere = (how: string) =>
      eventually(place, (now) => Math.abs(now - before) <= 1, `${how}: at ${before}`, 15);
    await page.reload();
    await isThere('reload');
    await openPart(page, 'Systems');
    await page.goBack();
    await isThere('back');
    await press(page, 'link', 'Customers');
    await page.goto(`${desk.shell.origin}/#/cases/${largeCase}`);
    await isThere('a visit elsewhere');
  });

  test('what prints the window prints the whole case, with its number on each page, and not the part in view', async () => {
    await openPart(page, 'Systems');
    const printed = page.evaluate(
      () =>
        new Promise<{ text: string; foot: string; others: number }>((done) =>
          addEventListener('beforeprint', () => {
            const paper = document.querySelector<HTMLElement>('body > .on-paper');
            const foot = document.adoptedStyleSheets
              .flatMap((sheet) => [...sheet.cssRules])
              .map(({ cssText }) => cssText)
              .join(' ');
            done({
              text: paper?.textContent ?? '',
              foot,
              others: document.querySelectorAll('body > :not(.on-paper)').length,
            });
          }),
        ),
    );
    // The real way to paper, as far as a printer.
    const [pdf, { text, foot, others }] = await Promise.all([page.pdf(), printed]);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    for (const said of ['gateway-6', 'Looked at gateway 1 as well', 'Actual', 'gateway-1.log'])
      expect(text).toContain(said);
    expect(text).toContain('It was not handed off yet.');
    expect(foot).toMatch(/C-[\w-]+, not handed off, printed/);
    expect(others).toBeGreaterThan(0);
    // On the screen nothing of it stays.
    await page.locator('body > .on-paper').waitFor({ state: 'detached' });
  });

  test('a row opens beside its table, and the focus goes back to it', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await openPart(page, 'Systems');
    await openRow(page, 'gateway-1');
    await page.getByLabel('Host name').waitFor();
    expect(await page.getByLabel('Host name').inputValue()).toBe('gateway-1');
    await expectAccessible(page, 'a system beside the table');
    await page.keyboard.press('Escape');
    await page.getByLabel('Host name').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Open gateway-1',
    );
  });

  test('Alt and the arrows go through the parts, and leave a list of choices its own', async () => {
    await openPart(page, 'Problem');
    const isAt = (part: string) =>
      page
        .getByRole('navigation', { name: 'Parts of the case' })
        .getByRole('link', { name: part })
        .and(page.locator('[aria-current="true"]'))
        .waitFor();
    await page.getByLabel('Effect on the business').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await isAt('Problem');
    await page.keyboard.press('Alt+ArrowDown');
    await isAt('Systems');
    await page.keyboard.press('Alt+ArrowDown');
    await isAt('Configuration');
    await page.keyboard.press('Alt+ArrowUp');
    await isAt('Systems');
    await openPart(page, 'Steps');
    await page.getByLabel(/^Kind/).first().focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Escape');
    await isAt('Steps');
  });

  test('edits are undone and done again by keys alone, two at once too, and what was removed is put back whole', async () => {
    await openPart(page, 'Problem');
    const reason = page.getByLabel('Why this priority');
    const impact = page.getByLabel('Effect on the business');
    const texts = async () => [await reason.inputValue(), await impact.inputValue()];
    const before = await texts();
    const after = ['Two floors are silent.', 'Nobody can be paged there.'];
    for (const [at, field] of [reason, impact].entries()) {
      await field.fill(after[at] ?? '');
      await page.keyboard.press('Tab');
      await page.locator('.saved-field', { has: field }).locator('[data-save-state="saved"]').waitFor();
    }
    const says = (expected: readonly string[]) =>
      eventually(texts, (now) => now.join() === expected.join(), `it says ${expected}`, 15);
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await says(before);
    // The keys go on where the last step led, though that is a text field.
    await eventually(
      () => reason.evaluate((element) => element === document.activeElement),
      (isThere) => isThere,
      'the field that was undone has the focus',
    );
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await says(after);
    // Where somebody types, they are the text's own.
    await eventually(
      () => impact.evaluate((element) => element === document.activeElement),
      (isThere) => isThere,
      'the field that was done again has the focus',
    );
    await page.keyboard.press('End');
    await page.keyboard.type(' Yet');
    await page.keyboard.press('Control+z');
    expect((await texts()).map((text, at) => text.startsWith(after[at] ?? '-'))).toEqual([true, true]);
    await impact.fill(after[1] ?? '');
    await page.keyboard.press('Tab');

    // Left and entered again within a second: two edits, and one step takes back one of them.
    const typedAndLeft = async (text: string) => {
      await reason.fill(text);
      await page.keyboard.press('Tab');
      await page.locator('.saved-field', { has: reason }).locator('[data-save-state="saved"]').waitFor();
    };
    await typedAndLeft('Three floors are silent.');
    await typedAndLeft('Four floors are silent.');
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('Control+z');
    await says(['Three floors are silent.', after[1] ?? '']);
    await page.keyboard.press('Control+z');
    await says(after);

    await openPart(page, 'Systems');
    await openRow(page, 'gateway-2');
    await press(page, 'button', 'Remove gateway-2');
    await page.getByRole('link', { name: 'Open gateway-2' }).waitFor({ state: 'detached' });
    // Undo is about what was done last, whatever that was: not about a field that was changed before.
    await press(page, 'button', 'Undo');
    await page.getByRole('link', { name: 'Open gateway-2' }).waitFor();
    await openRow(page, 'gateway-2');
    await press(page, 'button', 'Remove gateway-2');
    await page.getByRole('link', { name: 'Open gateway-2' }).waitFor({ state: 'detached' });
    await page.reload();
    await openPart(page, 'History');
    await expectAccessible(page, 'what was removed');
    await press(page, 'button', /^Put back gateway-2/);
    await openPart(page, 'Systems');
    await page.getByRole('link', { name: 'Open gateway-2' }).waitFor();
    expect(desk.browser.complaints).toEqual([]);
  });
});

function slug(part: (typeof PARTS)[number]): string {
  const slugs: Partial<Record<(typeof PARTS)[number], string>> = {
    'Revision levels': 'revisions',
    'Level 3': 'level3',
  };
  return slugs[part] ?? part.toLowerCase();
}
