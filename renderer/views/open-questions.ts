/** What Level 3 asked of any case and has not called settled (I7). */

import type { DeskEntry, DeskReply } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import { inOrder, newestOf } from '../store/order.ts';

export type Question = Extract<DeskEntry, { kind: 'information-asked' }>;

/** An open question of any case, for Home. */
export interface OpenQuestion {
  question: Question;
  ticket: string;
  title: string;
  /** Whether somebody has replied; the desk has not said that it serves. */
  replied: boolean;
}

/** What partners replied last, the last first. */
export const readNewestReplies = (db: ConsoleDatabase, most: number): Promise<DeskReply[]> =>
  newestOf<DeskReply>(db, 'deskReplies', most);

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

/** The same, at the desk alone. */
export const deskQuestions = async (db: ConsoleDatabase, isDesk: boolean): Promise<OpenQuestion[]> =>
  isDesk ? openQuestions(db) : [];
