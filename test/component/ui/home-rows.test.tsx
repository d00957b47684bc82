/** The rows of Home: nothing leaves its row, no label is cut, and a due time is the one that the clocks say. */
import '@mantine/core/styles.css';
import '../../../renderer/app/tokens.css';
import '../../../renderer/app/console.css';
import '../../../renderer/app/desk.css';
import { MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { theme } from '../../../renderer/app/theme.ts';
import { CaseRows } from '../../../renderer/features/home/case-rows.tsx';
import { DueNext } from '../../../renderer/features/home/side.tsx';
import type { Summary } from '../../../renderer/store/device-rows.ts';
import type { HomeCase } from '../../../renderer/views/home.ts';
import { clockWords } from '../../../shared/policy/clock-words.ts';
import type { Clock } from '../../../shared/policy/clocks.ts';

afterEach(cleanup);

const NOW = '2026-11-30T09:00:00.000Z';
/** Another day in Europe than in Central time. */
const DUE = '2026-12-08T00:00:00.000Z';

function caseOf(index: number, change: Partial<Summary>): HomeCase {
  const line = {
    id: `case-${index}`,
    number: `C-7K2M-000${index}`,
    title: 'Moved extensions are listed twice in the directory of the hospital',
    customer: 'Example Regional Health Partnership',
    ticket: 'T-1042',
    state: 'acknowledged',
    priority: 'P2',
    updatedAt: NOW,
    nextDue: DUE,
    nextDueKind: 'action-plan',
    nextDueState: 'at-risk',
    nextDueFrom: NOW,
    ...change,
  } as Summary;
  return { line, engineer: 'Sample Engineer', to: `/cases/${line.id}` };
}
const cases = [
  caseOf(1, {}),
  caseOf(2, { state: 'ready' }),
  caseOf(3, { nextDueKind: 'level2-response', state: 'planned' }),
  caseOf(4, { nextDue: '2026-11-20T00:00:00.000Z', nextDueState: 'breached' }),
  caseOf(5, { nextDue: '2026-11-30T23:59:00.000Z', nextDueKind: 'level2-response' }),
  caseOf(6, { nextDue: '2026-11-30T07:00:00.000Z', nextDueState: 'breached' }),
];

// As wide as Home's wide column is there: the window without the rail, the narrow column and what is between.
test.each([
  [1024, 676],
  [1280, 712],
  [1440, 872],
])(
  'in a window of %i pixels each clock is inside its row, and what it is called is whole',
  async (window, width) => {
    await page.viewport(window, 800);
    render(
      <MantineProvider theme={theme}>
        <div style={{ width }}>
          <CaseRows id="waits" title="With others" cases={cases} now={NOW} kind="waits" />
          <CaseRows id="working" title="Working on" cases={cases} now={NOW} kind="working" />
        </div>
      </MantineProvider>,
    );
    const rows = screen.getAllByRole('listitem').filter((row) => row.querySelector('a'));
    expect(rows.length).toBe(12);
    for (const row of rows) {
      const edge = row.getBoundingClientRect().right;
      const out = [...row.querySelectorAll('*')].filter(
        (each) => each.getBoundingClientRect().right > edge + 0.5,
      );
      expect(out.map(({ textContent }) => textContent)).toEqual([]);
      const cut = [...row.querySelectorAll<HTMLElement>('.cut, ol')].filter(
        (each) => each.scrollWidth > each.clientWidth,
      );
      expect(cut.map(({ textContent }) => textContent)).toEqual([]);
    }
  },
);

test('one commitment is due on the same day on Home and under Clocks, with its zone', () => {
  const clock = {
    kind: 'action-plan',
    deadline: { kind: 'due', at: DUE, strict: false },
    state: { kind: 'running' },
    remaining: null,
    promise: 'commitment',
  } as unknown as Clock;
  const said = clockWords(clock, { viewerZone: 'Europe/Berlin', now: NOW }).text;
  expect(said).toContain('Mon 7 Dec, 18:00 Central');
  render(
    <MantineProvider theme={theme}>
      <CaseRows id="waits" title="With others" cases={cases.slice(0, 1)} now={NOW} kind="waits" />
      <DueNext cases={cases.slice(0, 1)} needs={[]} now={NOW} />
    </MantineProvider>,
  );
  screen.getByText('Mon 7 Dec, 18:00 Central');
  screen.getByText('7 Dec');
  expect(screen.getByRole('link', { name: 'Action plan' }).title).toMatch(/^Mon 7 Dec, 18:00 Central/);
});

test('what is due today says its hour wherever it stands, what is over since when', () => {
  const today = cases.slice(4);
  render(
    <MantineProvider theme={theme}>
      <CaseRows id="waits" title="With others" cases={today} now={NOW} kind="waits" />
      <DueNext cases={today} needs={[]} now={NOW} />
    </MantineProvider>,
  );
  screen.getByText('14 h left, 17:59 Central');
  screen.getByText('2 h over, 01:00 Central');
  screen.getByText('17:59 Central');
  screen.getByText(/^was due Mon 30 Nov, 01:00 Central; T-1042/);
});
