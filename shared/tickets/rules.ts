/** What the desk may enter and a partner may say in which state of a ticket, and what becomes of the state. See SPEC.md. */

import { isName, isSentence } from '../base/spoken.ts';
import { assertNever } from '../base/values.ts';
import type { CaseState } from '../cases/schema.ts';
import { checkTransition, stateWords, type TransitionAnswer } from '../cases/states.ts';
import type { HolidayList } from '../policy/schema.ts';
import { closableFrom, closableWords } from './closing.ts';
import type { DeskEntry, DeskEntryKind, DeskReply, ReplyKind, Ticket } from './schema.ts';

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
    case 'declined':
      return 'closed';
    case 'returned':
      return 'changes-requested';
    case 'information-asked':
    case 'information-settled':
    case 'access-refused':
    case 'executive-notified':
    case 'release-dated':
    case 'priority-changed':
    case 'fix-priced':
    case 'note':
    case 'outside-status':
      return null;
    default:
      return assertNever(kind);
  }
}

/** Whether an entry may lead from one state to another: a ticket that nobody has answered is declined or returned, not closed. */
export function checkMove(kind: DeskEntryKind, state: CaseState, to: CaseState): TransitionAnswer {
  const answered = state === 'answered' || state === 'verified';
  if ((kind === 'closed' && !answered) || (kind === 'declined' && answered))
    return { ok: false, message: `A case that is ${stateWords[state]} is not ${kind}.` };
  return checkTransition(state, to, 'answer-tickets');
}

export type EntryAnswer = { ok: true; state: CaseState } | { ok: false; message: string };

/** What of a ticket decides what may be entered. */
export type TicketFacts = Pick<Ticket, 'priority' | 'receivedAt' | 'approval'>;

/**
 * Whether the desk may enter this now.
 * @param state the ticket's state at the hub
 * @param earlier entries of the ticket that are there already
 * @param by the time by which it is entered, and the business days: nobody's silence is an answer before ten of them (I23)
 */
export function checkEntry(
  entry: DeskEntry,
  state: CaseState,
  earlier: readonly DeskEntry[],
  ticket: TicketFacts,
  by: { now: string; holidayLists: readonly HolidayList[] },
): EntryAnswer {
  const refuse = (message: string): EntryAnswer => ({ ok: false, message });
  const to = stateAfter(entry.kind);
  if (to !== null) {
    const first = earlier.findLast((each) => each.kind === entry.kind);
    const again = entry.kind === 'planned' || entry.kind === 'answered';
    if (first && state === to && !again)
      return refuse(`${first.by.name} entered this first, and that stands. Nothing of yours was changed.`);
    const transition = checkMove(entry.kind, state, to);
    if (!transition.ok) return refuse(transition.message);
    const from =
      entry.kind === 'closed' && state === 'answered' ? closableFrom(earlier, by.holidayLists) : null;
    if (from !== null && Date.parse(by.now) < Date.parse(from))
      return refuse(
        `The partner has not said yet whether the answer helped. It is closed once they have verified it, or without their word from ${closableWords(from)} on.`,
      );
    if (again && waitsForApproval(ticket))
      return refuse(
        'It is no P1, so a lead approves it first (H37). Wait for the approval, or return the case.',
      );
  } else if (
    (state === 'closed' || state === 'changes-requested') &&
    entry.kind !== 'note' &&
    entry.kind !== 'outside-status'
  ) {
    return refuse(`A case that is ${stateWords[state]} takes only notes.`);
  }
  if (entry.kind === 'access-refused') {
    if (Date.parse(entry.since) < Date.parse(ticket.receivedAt))
      return refuse('Access cannot be refused before the packet was received.');
    const same = sinceReturn(earlier).find(
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

/** Whether the desk said that it is no P1 while nobody had approved it: then a lead approves before anything is planned (H37). */
export function waitsForApproval({ priority, approval }: Pick<Ticket, 'priority' | 'approval'>): boolean {
  return approval !== undefined && approval.at === null && priority !== 'P1';
}

/** Whether an executive is still to be told of it: of a P1 and P2 with the acknowledgement (P-34). */
export function executiveDue(
  { priority, acknowledgedAt, state }: Pick<Ticket, 'priority' | 'acknowledgedAt' | 'state'>,
  entries: readonly DeskEntry[],
): boolean {
  if ((priority !== 'P1' && priority !== 'P2') || acknowledgedAt === null) return false;
  if (state === 'closed' || state === 'changes-requested' || state === 'verified') return false;
  return !entries.some(({ kind }) => kind === 'executive-notified');
}

/** The entries since the ticket was last returned: what was before is over, and its clocks with it. */
export function sinceReturn(entries: readonly DeskEntry[]): readonly DeskEntry[] {
  return entries.slice(entries.findLastIndex((each) => each.kind === 'returned') + 1);
}

/** The state that a reply leads to; null for one that leaves the state as it is. */
export function stateAfterReply(kind: ReplyKind): CaseState | null {
  switch (kind) {
    case 'did-not-help':
    case 'reopened':
      return 'planned';
    case 'verified':
      return 'verified';
    case 'objected':
      return 'escalated';
    case 'message':
    case 'priority-asked':
    case 'fix-agreed':
      return null;
    default:
      return assertNever(kind);
  }
}

/** What takes an end back, which a lead does. */
const takenBack: ReadonlySet<ReplyKind> = new Set<ReplyKind>(['objected', 'reopened']);

/** What a reply says is asked to be a sentence where somebody has to act on it. */
const reasoned: ReadonlySet<ReplyKind> = new Set<ReplyKind>([
  'priority-asked',
  'did-not-help',
  'objected',
  'reopened',
]);

/**
 * Whether a partner may say this now.
 * @param replies of the ticket that are there already
 * @param mayReview whether whoever says it is a lead
 */
export function checkReply(
  reply: DeskReply,
  state: CaseState,
  {
    entries,
    replies,
    mayReview,
  }: { entries: readonly DeskEntry[]; replies: readonly DeskReply[]; mayReview: boolean },
): EntryAnswer {
  const refuse = (message: string): EntryAnswer => ({ ok: false, message });
  const kind = reply.kind ?? 'message';
  if (reasoned.has(kind) && !isSentence(reply.text))
    return refuse('Write in a sentence what was seen, and why.');
  const to = stateAfterReply(kind);
  const last = entries.findLast(({ kind: each }) => stateAfter(each) !== null);
  switch (kind) {
    case 'message':
      break;
    case 'priority-asked':
      if (!reply.asks) return refuse('Choose the priority that is asked for.');
      if (state === 'closed') return refuse(`A case that is ${stateWords.closed} takes no other priority.`);
      break;
    case 'fix-agreed': {
      const priced = entries.some((each) => each.kind === 'fix-priced' && each.id === reply.entryId);
      if (!priced) return refuse('There is no such price of a fix.');
      if (!isName(reply.agreedBy ?? '')) return refuse('Write who at the customer agreed.');
      break;
    }
    case 'verified':
      if (!isName(reply.agreedBy ?? '') || !reply.agreedAt)
        return refuse('Write with whom it was verified, and when.');
      break;
    case 'did-not-help':
      break;
    case 'objected':
      if (last?.kind !== 'declined') return refuse('Only a decline is objected to.');
      if (replies.some((each) => each.kind === 'objected'))
        return refuse('A decline is objected to once, and Level 3 has answered.');
      if (!mayReview) return refuse('A lead objects to a decline.');
      break;
    case 'reopened':
      if (last?.kind === 'declined')
        return refuse('A case that was declined is objected to, not opened again.');
      if (!mayReview) return refuse('A lead opens a closed ticket again.');
      break;
    default:
      return assertNever(kind);
  }
  if (to === null) return { ok: true, state };
  const transition = checkTransition(state, to, takenBack.has(kind) ? 'review-packets' : 'work-cases');
  return transition.ok ? { ok: true, state: to } : refuse(transition.message);
}
