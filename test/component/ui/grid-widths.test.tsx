/** How wide the columns of a grid are: short ones as what they hold, the rest for texts, and the same wherever it is scrolled. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import '../../../renderer/app/desk.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { theme } from '../../../renderer/app/theme.ts';
import { CasesScreen } from '../../../renderer/features/cases/cases-screen.tsx';
import type { Summary } from '../../../renderer/store/device-rows.ts';
import { Grid, type GridColumn } from '../../../renderer/ui/grid.tsx';
import type { AppServices } from '../../../renderer/views/app-services.ts';
import { AppProvider } from '../../../renderer/views/hooks.tsx';
import { memoryBridge } from '../../helpers/bridge.ts';
import { AT, newId, openEnrolledConsole, removeConsole } from '../../helpers/console-device.ts';

const WIDE = { timeout: 20_000 };
const LONG = 'Zone 2 pages start up to 40 s late on Mondays, '.repeat(8).slice(0, 300);
const customers = ['Example Hospital', 'Example School District', 'Example Bank', 'Example Freight'];
const titles = [
  'Recorder drops the last 3 s of calls',
  'Bells ring on the wrong floor',
  'Phones do not ring',
];
const at = <T,>(values: readonly T[], index: number): T => values[index % values.length] as T;

function lineOf(index: number, change: Partial<Summary> = {}): Summary {
  return {
    id: newId(),
    number: `C-7K2M-${String(index).padStart(4, '0')}`,
    title: at(titles, index),
    customer: at(customers, index),
    site: 'Northgate',
    state: at(['level1', 'level2', 'in-review'] as const, index),
    priority: at(['P1', 'P2', 'P3', 'none'] as const, index),
    missing: 0,
    warnings: 0,
    waiting: index % 5,
    ticket: index % 7 === 0 ? `T-${1000 + index}` : '',
    updatedAt: AT,
    nextDue: '2099-12-02T00:00:00.000Z',
    nextDueKind: 'action-plan',
    nextDueState: at(['running', 'breached'] as const, index),
    stale: 0,
    ...change,
  };
}

let app: AppServices | null = null;
afterEach(async () => {
  cleanup();
  if (app) await removeConsole(app);
  app = null;
});

const grid = () => screen.getByRole('grid');
const rows = () => [...grid().querySelectorAll<HTMLElement>('[role="row"]:not(.grid-head)')];
const heads = () => [...grid().querySelectorAll<HTMLElement>('[role="columnheader"]')];
/** The cells of this column that are drawn now. */
const cellsOf = (name: string): HTMLElement[] => {
  const place = heads().findIndex((head) => head.textContent?.trim().startsWith(name));
  return rows().flatMap((row) => [...row.querySelectorAll<HTMLElement>('[role="gridcell"]')][place] ?? []);
};
const isCut = (cell: HTMLElement) => cell.scrollWidth > cell.clientWidth;
const widths = () => heads().map((head) => Math.round(head.getBoundingClientRect().width));

/** The list of these cases, beside a rail as wide as the console's. */
async function showCases(lines: readonly Summary[], width: number): Promise<void> {
  await page.viewport(width, 800);
  app = await openEnrolledConsole(memoryBridge());
  await app.db.summaries.bulkPut([...lines]);
  render(
    <MantineProvider theme={theme}>
      <AppProvider console={app}>
        <div style={{ height: 800, width: width - (width < 1180 ? 48 : 204) }}>
          <CasesScreen />
        </div>
      </AppProvider>
    </MantineProvider>,
  );
  await waitFor(() => expect(rows().length).toBeGreaterThan(8), WIDE);
}

/** Nothing moves sideways, no heading is cut, and rows have the columns of the head. */
function holds(): void {
  expect(grid().scrollWidth).toBe(grid().clientWidth);
  expect(
    heads()
      .filter(isCut)
      .map((head) => head.textContent),
  ).toEqual([]);
  for (const row of rows()) {
    const cells = [...row.querySelectorAll('[role="gridcell"]')];
    expect(cells.map((cell) => Math.round(cell.getBoundingClientRect().width))).toEqual(widths());
  }
}

describe('the case list', () => {
  // 640 is also 1280 at 200 % zoom (WCAG 1.4.10).
  test.each([640, 1024, 1280, 1440, 2560])(
    'at %i pixels shows customers whole and what is short as wide as it is, beside values of 300 letters',
    async (width) => {
      const lines = Array.from({ length: 80 }, (_, index) => lineOf(index));
      lines.push(lineOf(80, { title: LONG }), lineOf(81, { customer: LONG, site: LONG }));
      await showCases(lines, width);
      holds();
      const short = ['Number', 'Stage', 'Answered', 'Not sent', 'Changed'].flatMap(cellsOf);
      expect(short.filter(isCut).map(({ textContent }) => textContent)).toEqual([]);
      const names = cellsOf('Customer').filter((cell) => cell.textContent !== LONG);
      expect(names.length > 0).toBe(width >= 900);
      expect(names.filter(isCut).map(({ textContent }) => textContent)).toEqual([]);
      // What is cut is read whole by its title.
      const [long] = cellsOf('Title').filter((cell) => cell.textContent === LONG);
      expect(long === undefined || long.title === LONG).toBe(true);
    },
  );

  test.each([640, 760, 900, 1024, 1440])(
    'at %i pixels the due time is whole with its zone, and what is empty takes no room from it',
    async (width) => {
      const lines = Array.from({ length: 30 }, (_, index) =>
        lineOf(index, {
          title: `Moved extensions are listed twice ${index}`,
          ticket: '',
          site: '',
          waiting: 0,
        }),
      );
      await showCases([...lines, lineOf(30, { title: LONG, ticket: '', site: '', waiting: 0 })], width);
      holds();
      const due = cellsOf('Next due');
      expect(due.length).toBeGreaterThan(8);
      for (const cell of due) {
        const time = cell.querySelector<HTMLElement>('span > span > span:first-child');
        expect(time?.textContent).toMatch(/Tue 1 Dec 2099, 18:00 Central$/);
        const edge =
          cell.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(cell).paddingRight);
        expect(time?.getBoundingClientRect().right).toBeLessThanOrEqual(edge + 0.5);
        expect(cell.querySelector<HTMLElement>('[title]')?.title).toContain('Action plan');
      }
      // A title of 300 letters is cut at any width, so that nothing stands empty beside it.
      const names = heads().map((head) => head.textContent?.trim());
      for (const empty of ['Ticket', 'Site', 'Not sent', 'Who']) expect(names).not.toContain(empty);
      const usual = cellsOf('Title').filter((cell) => cell.textContent !== LONG);
      if (width >= 1440) expect(usual.filter(isCut)).toEqual([]);
    },
  );

  test.each([640, 760, 1024, 1280, 1440])(
    'at %i pixels titles are whole beside what is due, and where a row has two lines what is due is whole, too',
    async (width) => {
      const lines = Array.from({ length: 30 }, (_, index) =>
        lineOf(index, {
          progress: [{ done: 110, of: 116 }] as never,
          engineer: { id: 'e', name: 'Ada Example' } as never,
        }),
      );
      await showCases([...lines, lineOf(30, { title: LONG })], width);
      holds();
      expect(cellsOf('Next due').length).toBeGreaterThan(8);
      const links = cellsOf('Title').flatMap((cell) => [...cell.querySelectorAll('a')]);
      const usual = links.filter(({ textContent }) => textContent !== LONG);
      expect(usual.length).toBeGreaterThan(8);
      const cut = usual.filter(
        (link) => isCut(link.parentElement as HTMLElement) || link.scrollHeight > link.clientHeight + 1,
      );
      expect(width < 760 ? cut : usual.filter((link) => isCut(link.parentElement as HTMLElement))).toEqual(
        [],
      );
      if (width >= 760) return;
      for (const words of grid().querySelectorAll('[class*="dueWords"]'))
        expect(words.scrollHeight).toBeLessThanOrEqual(words.clientHeight);
      expect(rows()[0]?.getBoundingClientRect().height).toBe(46);
    },
  );

  test('keeps its columns where it is scrolled, sorted and filtered', async () => {
    // What is at the end is another kind: whoever measured the rows on screen would move the columns for it.
    const lines = Array.from({ length: 300 }, (_, index) =>
      lineOf(
        index,
        index < 40 ? { customer: 'Sample Regional Health Partnership of the North', title: 'Fan' } : {},
      ),
    );
    await showCases(lines, 1280);
    // The first lines are drawn before all are counted.
    await waitFor(() => expect(grid().getAttribute('aria-rowcount')).toBe('301'), WIDE);
    const before = widths();
    grid().scrollTop = grid().scrollHeight;
    await waitFor(() => expect(cellsOf('Title').some((cell) => cell.textContent === 'Fan')).toBe(true), WIDE);
    expect(widths()).toEqual(before);
    holds();
    grid().scrollTop = 0;
    screen.getByRole('button', { name: /^Title/ }).click();
    await waitFor(() => expect(cellsOf('Title')[0]?.textContent).toBe(titles[1]), WIDE);
    expect(widths()).toEqual(before);
  });
});

interface Row {
  id: string;
  who: string;
  title: string;
}
const columns: readonly GridColumn<Row>[] = [
  { id: 'title', name: 'Title', width: { least: 120, share: 3 }, text: ({ title }) => title },
  { id: 'who', name: 'Partner', width: { least: 80, share: 2 }, text: ({ who }) => who },
  { id: 'bar', name: 'Time', width: { least: 72, most: 160, share: 1 }, show: () => <i>bar</i> },
];

function GridOf({ shown, all, width }: { shown: readonly Row[]; all: readonly Row[]; width: number }) {
  return (
    <MantineProvider theme={theme}>
      <div style={{ width }}>
        <Grid
          label="Tickets"
          rows={shown}
          sample={all}
          columns={columns}
          linked="title"
          hrefOf={() => '/'}
          onOpen={() => undefined}
        />
      </div>
    </MantineProvider>
  );
}

test('the lists of the desk share their width in the same way, and a filter moves no column', async () => {
  await page.viewport(1024, 800);
  const all = Array.from({ length: 500 }, (_, index) => ({
    id: `${index}`,
    who: at(customers, index),
    title: index === 250 ? LONG : at(titles, index),
  }));
  const drawn = render(<GridOf shown={all} all={all} width={900} />);
  await waitFor(() => expect(rows().length).toBeGreaterThan(8));
  holds();
  expect(cellsOf('Partner').filter(isCut)).toEqual([]);
  const before = widths();
  drawn.rerender(<GridOf shown={all.slice(250, 260)} all={all} width={900} />);
  await waitFor(() => expect(rows().length).toBe(10));
  expect(widths()).toEqual(before);
  drawn.rerender(<GridOf shown={all} all={all} width={600} />);
  await waitFor(() => expect(widths().reduce((sum, width) => sum + width, 0)).toBeLessThan(601));
  holds();
});
