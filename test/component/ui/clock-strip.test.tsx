/** The clocks in a strip: each says in a word how it stands, whichever way it ended. */
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ClockStrip } from '../../../renderer/ui/clock-strip.tsx';
import { type ClockState, evaluateClocks } from '../../../shared/policy/clocks.ts';

afterEach(cleanup);

const at = '2026-11-23T18:00:00.000Z';
const later = '2026-11-24T18:00:00.000Z';
const by = { id: '01900000-0000-7000-8000-0000000000d1', name: 'Sample Desk One' };

const states: readonly [ClockState, string][] = [
  [{ kind: 'returned', at: later, by, reason: 'The log is missing', late: false }, 'returned: returned'],
  [{ kind: 'void', at: later, by, reason: 'No key to the rack', evidence: '' }, 'void: void'],
  [{ kind: 'met', at: later, by }, 'met: met'],
  [{ kind: 'release-date-passed', since: later }, 'not before a date: date passed'],
];

test.each(states)('[I17] %j', (state, words) => {
  const clocks = evaluateClocks({
    priorities: [{ from: at, priority: 'P3', by }],
    starts: { level3: { at, by: 'ticket-acknowledged', receivedAt: at, acknowledgedAt: at } },
    ...{ events: [], holidayLists: [], now: later },
  }).filter(({ kind }) => kind === 'patch');
  render(<ClockStrip clocks={clocks.map((clock) => ({ ...clock, state }))} now={later} />);
  expect(screen.getByText('Patch').parentElement?.textContent).toBe(`Patch${words}`);
});

test('of what is due today the hour is said, and no count of days', () => {
  const clocks = evaluateClocks({
    priorities: [{ from: at, priority: 'P3', by }],
    starts: { level3: { at, by: 'ticket-acknowledged', receivedAt: at, acknowledgedAt: at } },
    ...{ events: [], holidayLists: [], now: later },
  }).filter(({ deadline }) => deadline.kind === 'due');
  const due = clocks[0]?.deadline;
  if (due?.kind !== 'due') throw new Error('no clock with a latest time');
  const hour = new Date(Date.parse(due.at) - 3 * 3_600_000).toISOString();
  render(<ClockStrip clocks={clocks} now={hour} />);
  screen.getByText('3 h left, 18:00 Central');
});
