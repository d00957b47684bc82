/** What Level 3 asks, and what the partner replies. */

import { t } from '@lingui/core/macro';
import { cut } from '../../shared/base/cut.ts';
import { checkReply } from '../../shared/tickets/rules.ts';
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import { newestKeys } from '../store/order.ts';
import { type Outcome, refusal } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import type { Question } from '../views/open-questions.ts';

/** What of the console this works with. */
type Parts = Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>;

/** Replies to a question, or says something unasked where `entryId` is null. */
export async function replyToDesk(
  app: Parts,
  ticket: Ticket,
  reply: Pick<DeskReply, 'entryId' | 'text' | 'attachments' | 'reveals'>,
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
  if (said.text.trim() === '') return refusal('invalid', t`Write what was seen.`, t`Nothing was sent.`);
  const { id: ticketId, caseId, organisationId } = ticket;
  const row: DeskReply = {
    ...{ id: app.newId(), ticketId, caseId, organisationId, at: app.here(), by: await app.person() },
    ...said,
  };
  const answer = checkReply(row, ticket.state, facts);
  if (!answer.ok) return refusal('invalid', answer.message, t`Nothing was sent.`);
  return app.write([{ op: 'insert', table: 'deskReplies', row }]);
}

/** Tells Level 3 which original a token stands for: one name, to one ticket. It stands in the history of both sides (RD67). */
export function revealName(
  app: Parts,
  ticket: Ticket,
  entryId: string,
  { token, original }: { token: string; original: string },
): Promise<Outcome> {
  const reveals = { token, original: cut(original, 300) };
  return replyToDesk(app, ticket, { entryId, text: `${token} is ${original}.`, attachments: [], reveals });
}

/** A question is open until the desk says that an answer serves (I7). */
export function isSettled(question: Question, entries: readonly DeskEntry[]): boolean {
  return entries.some(
    (each) =>
      (each.kind === 'information-settled' && each.entryId === question.id) ||
      (each.kind === 'closed' && each.ticketId === question.ticketId),
  );
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
    const told = new Set(stored ?? []);
    const newest = await newestKeys(db, 'deskEntries', MOST_NEWS);
    if (newest.every((key) => told.has(key))) return [];
    // With those that have left with their case: fetched again, they are no news.
    await db.syncState.put({ id: TOLD, value: newest });
    // Only what nobody was told of is read: while a device catches up this is asked with every page.
    const rows = await db.deskEntries.bulkGet(newest.filter((key) => !told.has(key)));
    const fresh = rows.flatMap((row) => row ?? []).reverse();
    return stored
      ? fresh
      : fresh.filter((each) => each.kind === 'information-asked' && !isSettled(each, fresh));
  });
}
