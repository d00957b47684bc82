import { expect, test } from 'vitest';
import { nextToTake } from '../../../renderer/views/take-next.ts';

const line = (
  id: string,
  priority: 'P1' | 'P2',
  receivedAt: string,
  state: 'escalated' | 'planned' = 'escalated',
) => ({
  id,
  ticketId: id,
  priority,
  receivedAt,
  state,
});

test('the ticket to take next is the most urgent that nobody has acknowledged, and of those the one that waits longest', () => {
  const lines = [
    line('planned', 'P1', '2026-11-20T08:00:00.000Z', 'planned'),
    line('newer', 'P2', '2026-11-20T10:00:00.000Z'),
    line('older', 'P2', '2026-11-20T09:00:00.000Z'),
    line('urgent', 'P1', '2026-11-20T11:00:00.000Z'),
    { ...line('a case', 'P1', '2026-11-20T07:00:00.000Z'), ticketId: null },
  ];
  expect(nextToTake(lines, null)?.id).toBe('urgent');
  // The one that is open is not the next.
  expect(nextToTake(lines, 'urgent')?.id).toBe('older');
  expect(nextToTake(lines.slice(0, 1), null)).toBeUndefined();
});
