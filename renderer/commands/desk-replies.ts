/** What Level 3 asks, and what the partner replies. */

import { checkReply } from '../../shared/tickets/rules.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { inOrder, newestOf } from '../store/order.ts';
import { type Outcome, refusal } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';

/** What of the console this works with. */
type Parts = Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>;

export type Question = Extract<DeskEntry, { kind: 'information-asked' }>;

/** Replies to a question, or says something unasked where `entryId` is null. */
export async function replyToDesk(
  app: Parts,
  ticket: Ticket,
  reply: Pick<DeskReply, 'entryId' | 'text' | 'attachments'>,
): Promise<Outcome> {
  const row: DeskReply = {
    id: app.newId(),
    ticketId: ticket.id,
    caseId: ticket.caseId,
    organisationId: ticket.organisationId,
    at: app.here(),
    by: await app.person(),
    ...reply,
  };
  return app.write([{ op: 'insert', table: 'deskReplies', row }]);
}

/**
 * Says something to Level 3 unasked: that an answer helped or did not, that it is worse. What cannot be said now is told before
 * anything is written; whether it stands, the hub decides.
 */
export async function sayToDesk(
  app: Parts,
  ticket: Ticket,
  said: Pick<DeskReply, 'entryId' | 'text' | 'attachments' | 'kind' | 'asks' | 'agreedBy' | 'agreedAt'>,
  facts: Parameters<typeof checkReply>[2],
): Promise<Outcome> {
  if (said.text.trim() === '') return refusal('invalid', 'Write what was seen.', 'Nothing was sent.');
  const { id: ticketId, caseId, organisationId } = ticket;
  const row: DeskReply = {
    ...{ id: app.newId(), ticketId, caseId, organisationId, at: app.here(), by: await app.person() },
    ...said,
  };
  const answer = checkReply(row, ticket.state, facts);
  if (!answer.ok) return refusal('invalid', answer.message, 'Nothing was sent.');
  return app.write([{ op: 'insert', table: 'deskReplies', row }]);
}

/** A question is open until the desk says that an answer serves (I7). */
export function isSettled(question: Question, entries: readonly DeskEntry[]): boolean {
  return entries.some(
    (each) =>
      (each.kind === 'information-settled' && each.entryId === question.id) ||
      (each.kind === 'closed' && each.ticketId === question.ticketId),
  );
}

/** An open question of any case, for Home. */
export interface OpenQuestion {
  question: Question;
  ticket: string;
  title: string;
  /** Whether somebody has replied; the desk has not said that it serves. */
  replied: boolean;
}

/** Questions of Level 3 that are open, those without a reply first, then oldest first. */
export async function openQuestions(db: ConsoleDatabase): Promise<OpenQuestion[]> {
  const [asked, settled, closed] = await Promise.all([
    db.deskEntries
      .where('kind')
      .equals('information-asked')
      .toArray()
      .then((rows) => inOrder(db, 'deskEntries', rows)),
    db.deskEntries.where('kind').equals('information-settled').toArray(),
    db.tickets.where('state').equals('closed').primaryKeys(),
  ]);
  const done = new Set(settled.map((each) => (each.kind === 'information-settled' ? each.entryId : '')));
  const over = new Set(closed);
  const open = (asked as Question[]).filter((each) => !done.has(each.id) && !over.has(each.ticketId));
  const ids = [...new Set(open.map((each) => each.ticketId))];
  const [tickets, replies] = await Promise.all([
    db.tickets.bulkGet(ids),
    db.deskReplies.where('ticketId').anyOf(ids).toArray(),
  ]);
  const byId = new Map(tickets.flatMap((each) => (each ? [[each.id, each] as const] : [])));
  const replied = new Set(replies.map((each) => each.entryId));
  return open
    .map((question) => ({
      question,
      ticket: byId.get(question.ticketId)?.ticket ?? '',
      title: byId.get(question.ticketId)?.title ?? '',
      replied: replied.has(question.id),
    }))
    .sort((a, b) => Number(a.replied) - Number(b.replied));
}

const TOLD = 'desk-told';
/** As many of the newest entries are looked at: far more than come between two looks. */
const MOST_NEWS = 500;

/**
 * Entries of the desk that arrived and that nobody at this computer was told of; they count as told from now on. On a
 * computer that just received its first, only open questions are news.
 */
export async function takeNews(app: Pick<AppServices, 'db'>): Promise<DeskEntry[]> {
  const { db } = app;
  return db.transaction('rw', db.deskEntries, db.syncState, db.rowOrders, async () => {
    const stored = (await db.syncState.get(TOLD))?.value as readonly string[] | undefined;
    const recent = (await newestOf<DeskEntry>(db, 'deskEntries', MOST_NEWS)).reverse();
    const told = new Set(stored ?? []);
    const fresh = recent.filter((each) => !told.has(each.id));
    if (fresh.length === 0) return [];
    await db.syncState.put({ id: TOLD, value: recent.map((each) => each.id) });
    return stored
      ? fresh
      : fresh.filter((each) => each.kind === 'information-asked' && !isSettled(each, recent));
  });
}
