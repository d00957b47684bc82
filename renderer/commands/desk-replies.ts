/** What Level 3 asks, and what the partner replies. */
import type { DeskEntry, DeskReply, Ticket } from '../../shared/tickets/schema.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { SaveResult } from '../store/write.ts';
import type { AppServices } from '../views/app-services.ts';

/** What of the console this works with. */
type Parts = Pick<AppServices, 'here' | 'newId' | 'person' | 'write'>;

export type Question = Extract<DeskEntry, { kind: 'information-asked' }>;

/** Replies to a question, or says something unasked where `entryId` is null. */
export async function replyToDesk(
  app: Parts,
  ticket: Ticket,
  reply: Pick<DeskReply, 'entryId' | 'text' | 'attachments'>,
): Promise<SaveResult> {
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
    db.deskEntries.where('kind').equals('information-asked').toArray(),
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
    .sort((a, b) => Number(a.replied) - Number(b.replied) || (a.question.id < b.question.id ? -1 : 1));
}

const TOLD = 'desk-told';
/** What arrives later than this after it was made is only listed: old news is no news. */
const NEWS_MS = 14 * 24 * 60 * 60 * 1000;

/** The lowest UUIDv7 of an instant, in milliseconds. */
function firstIdAt(at: number): string {
  const hex = Math.max(0, at).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/**
 * Entries of the desk that arrived and that nobody at this computer was told of; they count as told from now on. On a
 * computer that just received its first, only open questions are news.
 */
export async function takeNews(app: Pick<AppServices, 'db' | 'now'>): Promise<DeskEntry[]> {
  const { db } = app;
  const from = firstIdAt(app.now().getTime() - NEWS_MS);
  return db.transaction('rw', db.deskEntries, db.syncState, async () => {
    const stored = (await db.syncState.get(TOLD))?.value as readonly string[] | undefined;
    const recent = await db.deskEntries.where('id').above(from).toArray();
    const told = new Set(stored ?? []);
    const fresh = recent.filter((each) => !told.has(each.id));
    if (fresh.length === 0) return [];
    await db.syncState.put({ id: TOLD, value: recent.map((each) => each.id) });
    return stored
      ? fresh
      : fresh.filter((each) => each.kind === 'information-asked' && !isSettled(each, recent));
  });
}
