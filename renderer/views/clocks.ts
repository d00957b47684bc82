/** What clocks rest on, read from the device's database. */

import type { CaseContents } from '../../shared/cases/contents.ts';
import type { Clock } from '../../shared/policy/clocks.ts';
import type { HolidayList } from '../../shared/policy/schema.ts';
import { type CaseClockFacts, caseClocks, nextDue } from '../../shared/tickets/case-clocks.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import { undoneAnswers } from '../../shared/tickets/talk.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { noDue, type Summary } from '../store/device-rows.ts';
import { inOrder, ordersOf, sortedBy } from '../store/order.ts';

/** What Level 3 said of a case. */
export interface DeskFacts {
  /** The newest, where a case was taken in more than once. */
  ticket: Ticket | null;
  /** Of that ticket, in the order in which they count (S2). */
  entries: DeskEntry[];
  /** Ids of its answers that did not help. */
  undone: string[];
}

/** What Level 3 did with the case, as far as it has reached this computer. */
export async function readDeskFacts(db: ConsoleDatabase, caseId: string): Promise<DeskFacts> {
  const tickets = await db.tickets.where({ caseId }).toArray();
  const ticket = tickets.reduce<Ticket | null>(
    (newest, each) => (newest && newest.revision > each.revision ? newest : each),
    null,
  );
  if (!ticket) return { ticket, entries: [], undone: [] };
  const entries = await db.deskEntries.where({ ticketId: ticket.id }).toArray();
  const replies = await db.deskReplies.where({ ticketId: ticket.id }).toArray();
  return {
    ticket,
    entries: await inOrder(db, 'deskEntries', entries),
    undone: undoneAnswers(await inTalk(db, entries, replies)),
  };
}

/** Entries and replies of one ticket together, in the order of the hub (S2). */
export async function inTalk(
  db: ConsoleDatabase,
  entries: readonly DeskEntry[],
  replies: readonly DeskReply[],
): Promise<(DeskEntry | DeskReply)[]> {
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  return sortedBy(
    [...entries, ...replies],
    [
      ...(await ordersOf(db, 'deskEntries', idsOf(entries))),
      ...(await ordersOf(db, 'deskReplies', idsOf(replies))),
    ],
  );
}

/** What the partner replied to a ticket's questions. @param ticketId null where there is no ticket */
export async function readReplies(db: ConsoleDatabase, ticketId: string | null): Promise<DeskReply[]> {
  if (ticketId === null) return [];
  return inOrder(db, 'deskReplies', await db.deskReplies.where({ ticketId }).toArray());
}

/** The clocks of a case, from what stands in the database. */
export function clocksOf(
  contents: Pick<CaseContents, 'case' | 'steps'>,
  desk: DeskFacts,
  policy: Pick<CaseClockFacts, 'holidayLists' | 'products'>,
  now: string,
): Clock[] {
  const facts: CaseClockFacts = { case: contents.case, steps: contents.steps, ...desk, ...policy, now };
  return caseClocks(facts);
}

/** What the list keeps of the clocks; a closed case has none that is due. */
export function dueFields(
  clocks: readonly Clock[],
  state: Summary['state'],
): Pick<Summary, 'nextDue' | 'nextDueKind' | 'nextDueState' | 'nextDueFrom'> {
  const next = state === 'closed' ? null : nextDue(clocks);
  if (!next) return noDue;
  return {
    nextDue: next.deadline.at,
    nextDueKind: next.kind,
    nextDueFrom: next.start.at,
    nextDueState:
      next.state.kind === 'breached' || next.state.kind === 'at-risk' ? next.state.kind : 'running',
  };
}

/** The list that clocks are counted with now: the newest of those that were published; null where none was. */
export function newestList(lists: readonly HolidayList[]): HolidayList | null {
  return lists.reduce<HolidayList | null>(
    (newest, each) => (newest && newest.version > each.version ? newest : each),
    null,
  );
}
