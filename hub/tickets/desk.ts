/**
 * What the desk enters and what a partner replies. Each is checked against the ticket as it stands, written where it was sent
 * to, and carried over to the other side in the same commit.
 */

import { sameValue } from '../../shared/base/hash.ts';
import { derivedId } from '../../shared/base/ids.ts';
import { attachmentRecord } from '../../shared/cases/records.ts';
import type { CaseEvent, CaseRecord } from '../../shared/cases/schema.ts';
import { may, organisationScope, type Role } from '../../shared/certification/access.ts';
import { type HolidayList, holidayList } from '../../shared/policy/schema.ts';
import type { Mutation, PushResult, Rejection } from '../../shared/sync/protocol.ts';
import { checkEntry, checkReply } from '../../shared/tickets/rules.ts';
import {
  type DeskEntry,
  type DeskReply,
  deskEntry,
  deskReply,
  type ReplyFile,
  type Ticket,
  ticket,
} from '../../shared/tickets/schema.ts';
import { deskEntered, partnerReplied } from '../../shared/webhooks/events.ts';
import { readAdded, repeated } from '../push/added-rows.ts';
import type { EditContext } from '../push/batch.ts';
import { refused } from '../push/edit.ts';
import { validateAuthor } from '../push/row-checks.ts';
import { catalogueRows, type ScopeBatch } from '../store/rows.ts';

/** How far a desk's clock may be ahead of the hub's. */
const AHEAD_MS = 5 * 60_000;

const noTicket: Rejection = {
  code: 'missing-row',
  message: 'The ticket that it belongs to is not at the hub.',
};

/** The ticket that a row names, where all that it says of it fits. */
function ticketOf(
  scope: ScopeBatch,
  row: { ticketId: string; caseId: string; organisationId: string },
): Ticket | null {
  const data = scope.get('tickets', row.ticketId)?.data;
  const parsed = data && ticket.safeParse(data);
  if (!parsed?.success) return null;
  const { caseId, organisationId } = parsed.data;
  return caseId === row.caseId && organisationId === row.organisationId ? parsed.data : null;
}

/** Entries of the ticket that are there, oldest first. */
async function entriesOf(
  context: Pick<EditContext, 'client' | 'scope'>,
  ticketId: string,
): Promise<DeskEntry[]> {
  const { rows } = await context.client.query<{ key: string; data: unknown }>(
    `SELECT key, data FROM rows WHERE scope = 'level3' AND tbl = 'deskEntries' AND data->>'ticketId' = $1
      ORDER BY version, idx`,
    [ticketId],
  );
  const stored = rows.map(({ data }) => deskEntry.parse(data));
  const known = new Set(stored.map(({ id }) => id));
  // Those of this very batch are not in the database yet.
  const fresh = context.scope.written('deskEntries').filter((data) => data.ticketId === ticketId);
  return [...stored, ...fresh.map((data) => deskEntry.parse(data)).filter(({ id }) => !known.has(id))];
}

function ticketAfter(ticket: Ticket, entry: DeskEntry, state: Ticket['state'], now: Date): Ticket {
  const before = { ...ticket, takenEntry: entry.id };
  switch (entry.kind) {
    case 'acknowledged':
      // The hub's own clock: the desk's may be off, and commitments count from here (P-31).
      return { ...before, state, acknowledgedAt: now.toISOString(), acknowledgedBy: entry.by };
    case 'priority-changed':
      return { ...before, state, priority: entry.to };
    default:
      return { ...before, state };
  }
}

/** What the partner's case says of its end, where the desk ends it (CS10), and of a priority that the desk gave it. */
function caseChange(entry: DeskEntry): Partial<CaseRecord> {
  // From then on it counts wherever the case stands, with the partner too: lists, reviews, a revision that follows a return.
  if (entry.kind === 'priority-changed') return { priority: entry.to };
  if (entry.kind === 'declined')
    return { endedAs: 'declined', endClause: entry.clause, endReason: entry.reason };
  return entry.kind === 'closed' ? { endedAs: 'answered', endReason: entry.note } : {};
}

/** Replies of the ticket that are there, oldest first. */
async function repliesOf({ client, scope }: EditContext, ticketId: string): Promise<DeskReply[]> {
  const { rows } = await client.query<{ key: string; data: unknown }>(
    `SELECT key, data FROM rows WHERE scope = $1 AND tbl = 'deskReplies' AND data->>'ticketId' = $2 ORDER BY version, idx`,
    [scope.head.name, ticketId],
  );
  const known = new Set(rows.map(({ key }) => key));
  const fresh = scope
    .written('deskReplies')
    .filter(({ id, ticketId: of }) => of === ticketId && !known.has(String(id)));
  return [...rows.map(({ data }) => data), ...fresh].map((data) => deskReply.parse(data));
}

/** The edit with the time that the hub gave the row when it came first: by it, a repeat is known again. */
function atOf(edit: Mutation, stored: Record<string, unknown> | null | undefined): Mutation {
  const at = stored?.at as Mutation['patch'][string] | undefined;
  return at === undefined ? edit : { ...edit, patch: { ...edit.patch, at } };
}

/** Who is told as an executive is a person whom the hub knows to follow tickets, and called as the hub calls them (P-34). */
async function validateExecutive({ client }: EditContext, entry: DeskEntry): Promise<Rejection | null> {
  if (entry.kind !== 'executive-notified') return null;
  const { rows } = await client.query<{ name: string; roles: Role[] }>(
    'SELECT name, roles FROM people WHERE id = $1 AND ended_at IS NULL',
    [entry.executiveId ?? null],
  );
  const [person] = rows;
  if (!person || !may(person, 'follow-tickets'))
    return {
      code: 'state',
      message: 'Choose somebody who follows tickets: the operator gives the role of an executive.',
    };
  return person.name === entry.executive
    ? null
    : { code: 'state', message: `The executive is called ${person.name} by now. Choose them again.` };
}

/** All lists of holidays that were published: by the newest, business days are counted (P-32). */
async function publishedHolidays({ client }: EditContext): Promise<HolidayList[]> {
  return (await catalogueRows(client, 'holidayLists')).map((row) => holidayList.parse(row));
}

/** One thing that the desk did, in `level3` and in the organisation's scope, with what it makes of ticket and case. */
export async function applyDeskEntry(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { scope, scopes, identity } = context;
  const read = readAdded(edit, deskEntry, 'The entry', () =>
    validateAuthor(identity, 'deskEntries', edit.patch),
  );
  if (!read.ok) return refused(edit, read.rejection);
  // The hub's own clock: what the clocks of the policy count is when Level 3 said it here, and not a date that was written (P-30).
  const entry: DeskEntry = { ...read.row, at: { ...read.row.at, at: context.now().toISOString() } };
  if (entry.kind === 'outside-status')
    return refused(edit, { code: 'forbidden', message: 'Only an outside ticket system tells its status.' });
  const partner = scopes.get(organisationScope(entry.organisationId));
  const current = ticketOf(scope, entry);
  const record = partner?.get('cases', entry.caseId);
  if (!partner || !current || !record?.data) return refused(edit, noTicket);
  const now = context.now();
  const before = repeated(context, atOf(edit, scope.get('deskEntries', entry.id)?.data), partner);
  if (before) return before;
  // Voids are for good, so that one in the future would end clocks that may yet be met (P-33).
  if (entry.kind === 'access-refused' && Date.parse(entry.since) > now.getTime() + AHEAD_MS)
    return refused(edit, { code: 'state', message: 'Access that was refused was refused before now.' });
  const unknown = await validateExecutive(context, entry);
  if (unknown) return refused(edit, unknown);
  const answer = checkEntry(entry, current.state, await entriesOf(context, entry.ticketId), current, {
    now: now.toISOString(),
    holidayLists: entry.kind === 'closed' ? await publishedHolidays(context) : [],
  });
  if (!answer.ok) return refused(edit, { code: 'state', message: answer.message });

  const next = ticketAfter(current, entry, answer.state, now);
  for (const side of [scope, partner]) {
    side.put('deskEntries', entry.id, entry, identity.deviceId);
    if (!sameValue(next, current)) side.put('tickets', next.id, next, null);
  }
  if (answer.state !== current.state) {
    const event: CaseEvent = {
      id: derivedId(entry.id, 'event', 'transition', answer.state),
      caseId: entry.caseId,
      kind: 'transition',
      at: { at: now.toISOString(), zone: 'UTC' },
      by: entry.by,
      from: current.state,
      to: answer.state,
      reason: current.ticket,
    };
    partner.put('events', event.id, event, null);
  }
  const changed = { ...caseChange(entry), ...(answer.state !== current.state && { state: answer.state }) };
  if (Object.keys(changed).length > 0)
    partner.put('cases', entry.caseId, { ...record.data, ...changed }, null);
  context.domainEvents.push(deskEntered(next, entry, now.toISOString()));
  return { n: edit.n, outcome: 'applied', version: scope.version };
}

/** A partner's reply, in the organisation's scope and in `level3`. */
export async function applyDeskReply(context: EditContext, edit: Mutation): Promise<PushResult> {
  const { scope, scopes, identity } = context;
  const read = readAdded(edit, deskReply, 'The reply', () =>
    validateAuthor(identity, 'deskReplies', edit.patch),
  );
  if (!read.ok) return refused(edit, read.rejection);
  const reply = read.row;
  if (reply.organisationId !== identity.organisation.id)
    return refused(edit, { code: 'forbidden', message: 'The reply is of another organisation.' });
  const level3 = scopes.get('level3');
  if (!level3) throw new Error('the scope level3 is not there');
  const current = ticketOf(scope, reply);
  if (!current) return refused(edit, noTicket);
  if (reply.files)
    return refused(edit, { code: 'invalid', message: 'Only the hub says what the files of a reply are.' });
  const records = reply.attachments.map((id) => scope.get('attachments', id)?.data);
  if (records.some((file) => file?.caseId !== reply.caseId))
    return refused(edit, {
      code: 'missing-row',
      message: 'A file that it names is not one of the case’s at the hub.',
    });
  const before = repeated(context, edit, level3);
  if (before) return before;
  if (reply.agreedAt && Date.parse(reply.agreedAt.at) > context.now().getTime() + AHEAD_MS)
    return refused(edit, { code: 'state', message: 'What was verified or agreed was so before now.' });
  const { client } = context;
  const answer = checkReply(reply, current.state, {
    entries: await entriesOf({ client, scope: level3 }, reply.ticketId),
    replies: await repliesOf(context, reply.ticketId),
    mayReview: may(identity, 'review-packets'),
  });
  if (!answer.ok) return refused(edit, { code: 'state', message: answer.message });
  const moved = answer.state !== current.state;
  if (moved) {
    const next: Ticket = { ...current, state: answer.state, takenReply: reply.id };
    if (reply.kind === 'objected') Object.assign(next, { acknowledgedAt: null, acknowledgedBy: null });
    await level3.load([{ table: 'tickets', key: next.id }]);
    for (const side of [scope, level3]) side.put('tickets', next.id, next, null);
    const record = scope.get('cases', reply.caseId)?.data;
    const open = current.state === 'closed' ? { endedAs: null, endClause: '', endReason: '' } : {};
    if (record) scope.put('cases', reply.caseId, { ...record, state: answer.state, ...open }, null);
    const event: CaseEvent = {
      id: derivedId(reply.id, 'event', 'transition', answer.state),
      caseId: reply.caseId,
      kind: 'transition',
      at: { at: context.now().toISOString(), zone: 'UTC' },
      by: reply.by,
      from: current.state,
      to: answer.state,
      reason: reply.text,
    };
    scope.put('events', event.id, event, null);
  }
  const files = records.map((record): ReplyFile => {
    const { id, name, size, sha256 } = attachmentRecord.parse(record);
    return { id, name, size, sha256 };
  });
  scope.put('deskReplies', reply.id, reply, identity.deviceId);
  level3.put('deskReplies', reply.id, files.length > 0 ? { ...reply, files } : reply, identity.deviceId);
  context.domainEvents.push(partnerReplied(current, reply, context.now().toISOString()));
  return { n: edit.n, outcome: 'applied', version: scope.version };
}
