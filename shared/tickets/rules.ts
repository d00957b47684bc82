/** What the desk may enter in which state of a ticket, and what becomes of the state. See SPEC.md. */

import { assertNever } from '../base/values.ts';
import type { CaseState } from '../cases/schema.ts';
import { checkTransition, stateWords } from '../cases/states.ts';
import type { DeskEntry, DeskEntryKind } from './schema.ts';

/** The state that an entry leads to; null for one that leaves the state as it is. */
export function stateAfter(kind: DeskEntryKind): CaseState | null {
  switch (kind) {
    case 'acknowledged':
      return 'acknowledged';
    case 'planned':
      return 'planned';
    case 'answered':
      return 'answered';
    case 'closed':
      return 'closed';
    case 'information-asked':
    case 'information-settled':
    case 'access-refused':
    case 'executive-notified':
    case 'release-dated':
    case 'priority-changed':
    case 'note':
    case 'outside-status':
      return null;
    default:
      return assertNever(kind);
  }
}

export type EntryAnswer = { ok: true; state: CaseState } | { ok: false; message: string };

/**
 * Whether the desk may enter this now.
 * @param state the ticket's state at the hub
 * @param earlier entries of the ticket that are there already
 */
export function checkEntry(
  entry: DeskEntry,
  state: CaseState,
  earlier: readonly DeskEntry[],
  ticket: { priority: string; receivedAt: string },
): EntryAnswer {
  const refuse = (message: string): EntryAnswer => ({ ok: false, message });
  const to = stateAfter(entry.kind);
  if (to !== null) {
    const first = earlier.find((each) => each.kind === entry.kind);
    if (first && state === to)
      return refuse(`${first.by.name} entered this first, and that stands. Nothing of yours was changed.`);
    const transition = checkTransition(state, to, 'answer-tickets');
    if (!transition.ok) return refuse(transition.message);
  } else if (state === 'closed' && entry.kind !== 'note' && entry.kind !== 'outside-status') {
    return refuse(`A case that is ${stateWords.closed} takes only notes.`);
  }
  if (entry.kind === 'access-refused') {
    if (Date.parse(entry.since) < Date.parse(ticket.receivedAt))
      return refuse('Access cannot be refused before the packet was received.');
    const same = earlier.find(
      (each) =>
        each.kind === 'access-refused' && (each.commitment === 'all' || each.commitment === entry.commitment),
    );
    if (same)
      return refuse(
        `${same.by.name} recorded this before, and the clock is void since then. The first stands.`,
      );
  }
  if (entry.kind === 'priority-changed' && (entry.from !== ticket.priority || entry.to === entry.from))
    return refuse(`The priority is ${ticket.priority} by now. Look at it again before you change it.`);
  if (
    entry.kind === 'information-settled' &&
    !earlier.some((each) => each.kind === 'information-asked' && each.id === entry.entryId)
  )
    return refuse('There is no such question.');
  return { ok: true, state: to ?? state };
}
