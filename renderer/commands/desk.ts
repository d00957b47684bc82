/** What the desk enters: one row each, saved on this computer first; the hub checks it against the ticket as it stands there. */

import { t } from '@lingui/core/macro';
import type { ProductRecord } from '../../shared/policy/products.ts';
import type { HolidayList } from '../../shared/policy/schema.ts';
import { checkEntry } from '../../shared/tickets/rules.ts';
import type { DeskEntry, DeskReply, ReplyFile, Ticket } from '../../shared/tickets/schema.ts';
import { standingTicket } from '../../shared/tickets/standing.ts';
import { undoneAnswers } from '../../shared/tickets/talk.ts';
import type { ConsoleDatabase } from '../store/database.ts';
import type { RejectedEdit } from '../store/device-rows.ts';
import { inOrder } from '../store/order.ts';
import { refusalWords } from '../store/outcome.ts';
import type { AppServices } from '../views/app-services.ts';
import { inTalk } from '../views/clocks.ts';

type Common = 'id' | 'ticketId' | 'caseId' | 'organisationId' | 'at' | 'by';
type WithoutCommon<T> = T extends unknown ? Omit<T, Common> : never;
/** What a person fills in of an entry. */
export type EntryFields = WithoutCommon<Exclude<DeskEntry, { kind: 'outside-status' }>>;

/** A ticket with all that is known of it here. */
export interface TicketView {
  /** With the entries that wait counted in (I13). */
  ticket: Ticket;
  /** Oldest first. */
  entries: readonly DeskEntry[];
  replies: readonly DeskReply[];
  /** Ids of entries and replies together, oldest first, in the order of the hub (S2). */
  talk: readonly string[];
  /** Ids of answers that did not help. */
  undone: readonly string[];
  holidayLists: readonly HolidayList[];
  products: readonly ProductRecord[];
  /** Ids of entries that the hub has not answered yet. */
  waiting: ReadonlySet<string>;
  /** Entries that the hub refused. */
  refused: readonly RejectedEdit[];
}

/** @returns null where the ticket is not on this computer */
export async function readTicket(db: ConsoleDatabase, ticketId: string): Promise<TicketView | null> {
  const row = await db.tickets.get(ticketId);
  if (!row) return null;
  const { caseId } = row;
  const [entries, replies, holidayLists, products, outbox, rejected] = await Promise.all([
    db.deskEntries.where({ ticketId }).toArray(),
    db.deskReplies.where({ ticketId }).toArray(),
    db.holidayLists.toArray(),
    db.products.toArray(),
    db.outbox.where({ caseId }).toArray(),
    db.rejectedEdits.where({ caseId }).toArray(),
  ]);
  const ordered = await inOrder(db, 'deskEntries', entries);
  const orderedReplies = await inOrder(db, 'deskReplies', replies);
  const talk = await inTalk(db, ordered, orderedReplies);
  return {
    ticket: standingTicket(row, ordered, orderedReplies),
    entries: ordered,
    replies: orderedReplies,
    talk: talk.map(({ id }) => id),
    undone: undoneAnswers(talk),
    holidayLists,
    products,
    waiting: new Set(outbox.flatMap(({ table, key }) => (table === 'deskEntries' ? [key] : []))),
    refused: rejected.filter(({ edit }) => edit.table === 'deskEntries'),
  };
}

/**
 * The files that a reply names, as far as this computer knows them: by the hub's own word, or by the packet.
 * @returns null for a file that it knows nothing of
 */
export function filesOfReply(
  reply: DeskReply,
  inPacket: readonly ReplyFile[],
): readonly { id: string; file: ReplyFile | null }[] {
  const known = [...(reply.files ?? []), ...inPacket];
  return reply.attachments.map((id) => ({ id, file: known.find((each) => each.id === id) ?? null }));
}

export type EnterAnswer = { ok: true } | { ok: false; message: string };

/**
 * Enters one thing for the ticket. What cannot be is told before anything is written; whether it stands, the hub decides.
 */
export async function enterAtDesk(
  app: AppServices,
  ticketId: string,
  fields: EntryFields,
): Promise<EnterAnswer> {
  const view = await readTicket(app.db, ticketId);
  if (!view)
    return { ok: false, message: t`The ticket is not on this computer any more. Nothing was entered.` };
  const { ticket, entries, holidayLists } = view;
  const row = {
    ...fields,
    id: app.newId(),
    ticketId,
    caseId: ticket.caseId,
    organisationId: ticket.organisationId,
    at: app.here(),
    by: await app.person(),
  } as DeskEntry;
  const answer = checkEntry(row, ticket.state, entries, ticket, { now: row.at.at, holidayLists });
  if (!answer.ok) return answer;
  const result = await app.write([{ op: 'insert', table: 'deskEntries', row }]);
  // What only the journal lacks is saved and goes: the rest of the console says the same of it.
  if (result.kind === 'saved') return { ok: true };
  return { ok: false, message: refusalWords(result) };
}
