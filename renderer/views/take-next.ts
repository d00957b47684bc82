/** The next ticket that nobody has acknowledged yet: the most urgent first, and of those the one that waits longest. */
import type { ClockLine } from './running-clocks.ts';

type Waiting = Pick<ClockLine, 'id' | 'ticketId' | 'state' | 'priority' | 'receivedAt'>;

const orderOf = ({ priority, receivedAt, id }: Waiting) => `${priority} ${receivedAt} ${id}`;

/** @param at the ticket that is open: it is not the next one */
export function nextToTake<L extends Waiting>(lines: readonly L[], at: string | null): L | undefined {
  return lines
    .filter((line) => line.ticketId !== null && line.state === 'escalated' && line.id !== at)
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)))[0];
}
