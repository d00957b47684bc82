/** How a ticket stands on a device: the hub's row, and on top of it entries that the hub has not answered yet. See SPEC.md, I13. */
import type { CaseState } from '../cases/schema.ts';
import { checkTransition } from '../cases/states.ts';
import { stateAfter } from './rules.ts';
import type { DeskEntry, Ticket } from './schema.ts';

/**
 * The ticket with its entries counted in. What the hub has taken is in the ticket already and changes nothing here; what
 * waits moves the state on, the way the hub would.
 * @param entries of this ticket, in the order in which they count (S2)
 */
export function standingTicket(ticket: Ticket, entries: readonly DeskEntry[]): Ticket {
  let { state, priority, acknowledgedAt, acknowledgedBy } = ticket;
  for (const entry of entries) {
    const to: CaseState | null = stateAfter(entry.kind);
    if (to !== null && checkTransition(state, to, 'answer-tickets').ok) state = to;
    if (entry.kind === 'acknowledged' && acknowledgedAt === null) {
      acknowledgedAt = entry.at.at;
      acknowledgedBy = entry.by;
    }
    if (entry.kind === 'priority-changed' && entry.from === priority) priority = entry.to;
  }
  return { ...ticket, state, priority, acknowledgedAt, acknowledgedBy };
}
