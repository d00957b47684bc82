/** How a ticket stands on a device: the hub's row, and on top of it what the hub has not answered yet. See SPEC.md, I13. */
import type { CaseState } from '../cases/schema.ts';
import { actors, checkTransition } from '../cases/states.ts';
import { checkMove, stateAfter, stateAfterReply } from './rules.ts';
import type { DeskEntry, DeskReply, Ticket } from './schema.ts';

/** What the hub has not counted in: all behind the row that it counted last. Where it never said, all may be. */
function behind<R extends { id: string }>(rows: readonly R[], taken: string | undefined): readonly R[] {
  if (taken === undefined) return rows;
  const at = rows.findIndex(({ id }) => id === taken);
  // It is on its way here, and what waits stands behind it.
  return at === -1 ? [] : rows.slice(at + 1);
}

/**
 * The ticket with entries and replies counted in. What the hub has taken is in the ticket already and changes nothing here;
 * what waits moves the state on, the way the hub would.
 * @param entries of this ticket, in the order in which they count (S2)
 * @param replies the same, of the partner
 */
export function standingTicket(
  ticket: Ticket,
  entries: readonly DeskEntry[],
  replies: readonly DeskReply[] = [],
): Ticket {
  let { state, priority, acknowledgedAt, acknowledgedBy } = ticket;
  for (const entry of behind(entries, ticket.takenEntry)) {
    const to: CaseState | null = stateAfter(entry.kind);
    if (to !== null && checkMove(entry.kind, state, to).ok) state = to;
    if (entry.kind === 'acknowledged' && acknowledgedAt === null) {
      acknowledgedAt = entry.at.at;
      acknowledgedBy = entry.by;
    }
    if (entry.kind === 'priority-changed' && entry.from === priority) priority = entry.to;
  }
  for (const reply of behind(
    replies.filter(({ kind }) => stateAfterReply(kind ?? 'message')),
    ticket.takenReply,
  )) {
    const to = stateAfterReply(reply.kind ?? 'message');
    if (to !== null && actors.some((each) => each !== 'hub' && checkTransition(state, to, each).ok))
      state = to;
  }
  return { ...ticket, state, priority, acknowledgedAt, acknowledgedBy };
}
