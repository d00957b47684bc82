/** Events for outside ticket systems, built from tickets, the desk's entries and partners' replies (O2, O3). */

import { assertNever } from '../base/values.ts';
import type { DeskEntry, DeskReply, Ticket } from '../tickets/schema.ts';
import type { OutsideEntry, OutsideEvent, OutsideTicket } from './schema.ts';

const PREFIX = 'com.ipcelerate.console';

/** What happened to a ticket, before it is known whom it is told to. */
export interface DomainEvent {
  ticketId: string;
  type: string;
  subject: string;
  time: string;
  data: OutsideEvent['data'];
  /** The outside system that said it, which is not told its own words; null where nobody outside did. */
  saidBy: string | null;
}

/** Named one by one: what a ticket gets later is told to no outside system before somebody decides so. */
function outsideTicketOf(ticket: Ticket): OutsideTicket {
  const { id, caseId, organisationId, organisationName, revision, title, customer, site } = ticket;
  const { priority, state, receivedAt, notifiedBy, notifiedAt, acknowledgedAt } = ticket;
  const { ticket: number, outsideReference, sample } = ticket;
  return {
    id,
    ticket: number,
    caseId,
    organisation: { id: organisationId, name: organisationName },
    revision,
    title,
    customer,
    site,
    priority,
    state,
    receivedAt,
    notifiedBy,
    notifiedAt,
    acknowledgedAt,
    outsideReference,
    sample,
  };
}

function entryFields(entry: DeskEntry): Omit<OutsideEntry, 'id' | 'at' | 'by'> {
  switch (entry.kind) {
    case 'acknowledged':
    case 'information-settled':
      return { note: entry.note };
    case 'information-asked':
      return { question: entry.question };
    case 'access-refused':
      return { how: entry.how, commitment: entry.commitment, since: entry.since, reason: entry.reason };
    case 'planned': {
      const { nature, effect, procedures, estimatedCompletion, estimateNote } = entry;
      return { plan: { nature, effect, procedures, estimatedCompletion }, note: estimateNote };
    }
    case 'executive-notified':
      return { executive: entry.executive, note: entry.note };
    case 'release-dated':
      return { release: { name: entry.release, date: entry.date } };
    case 'priority-changed':
      return { priority: { from: entry.from, to: entry.to }, reason: entry.reason };
    case 'answered': {
      const { answer: kind, description, ramifications, distribution } = entry;
      return { answer: { kind, description, ramifications, distribution } };
    }
    case 'closed':
      return { agreed: { by: entry.agreedBy, at: entry.agreedAt }, note: entry.note };
    case 'returned':
    case 'declined':
      return { reason: entry.reason, note: entry.clause };
    case 'fix-priced':
      return { note: entry.what };
    case 'note':
      return { note: entry.text };
    case 'outside-status': {
      const { system, reference, status, note } = entry;
      return { outside: { system, reference, status }, note };
    }
    default:
      return assertNever(entry);
  }
}

function happening(
  ticket: Ticket,
  type: string,
  time: string,
  entry: OutsideEntry | null,
  saidBy: string | null = null,
): DomainEvent {
  const data = { ticket: outsideTicketOf(ticket), entry };
  return { ticketId: ticket.id, type: `${PREFIX}.${type}`, subject: ticket.ticket, time, data, saidBy };
}

/** A packet was taken in. */
export function ticketReceived(ticket: Ticket): DomainEvent {
  return happening(ticket, 'ticket.received', ticket.receivedAt, null);
}

/**
 * The desk, or an outside system, entered something.
 * @param ticket as it is after the entry
 * @param now the hub's time, ISO 8601
 */
export function deskEntered(ticket: Ticket, entry: DeskEntry, now: string): DomainEvent {
  const told = { id: entry.id, at: entry.at.at, by: entry.by.name, ...entryFields(entry) };
  return happening(
    ticket,
    `desk.${entry.kind}`,
    now,
    told,
    entry.kind === 'outside-status' ? entry.by.id : null,
  );
}

/** The partner replied. Of attachments only the number is told. */
export function partnerReplied(ticket: Ticket, reply: DeskReply, now: string): DomainEvent {
  const { id, at, by, text, attachments } = reply;
  const told = { id, at: at.at, by: by.name, reply: { text, attachments: attachments.length } };
  return happening(ticket, 'partner.replied', now, told);
}

/** The event as one outside system is told it. @param id the delivery's: the idempotency key */
export function eventOf(happened: DomainEvent, id: string): OutsideEvent {
  const { type, subject, time, data } = happened;
  return {
    specversion: '1.0',
    id,
    source: 'urn:partner-console:hub',
    type,
    subject,
    time,
    datacontenttype: 'application/json',
    data,
  };
}
