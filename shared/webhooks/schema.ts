/** What outside ticket systems and the hub tell each other. See SPEC.md. */
import { z } from 'zod';
import { handshake } from '../base/handshake.ts';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { date, instant, line, text } from '../base/values.ts';
import { caseState } from '../cases/schema.ts';
import { priority } from '../policy/priority.ts';

const ticketNumber = z.string().regex(/^T-\d{1,12}$/);

/** A ticket as an outside system sees it. Names, no telephone numbers, no contents of the packet. */
const outsideTicket = later(() =>
  z.strictObject({
    id: uuid,
    ticket: ticketNumber,
    caseId: uuid,
    organisation: z.strictObject({ id: uuid, name: line }),
    revision: z.number().int().min(1),
    title: line,
    customer: line,
    site: line,
    priority,
    state: caseState,
    receivedAt: instant,
    notifiedBy: z.enum(['telephone', 'web-ticket', 'e-mail']),
    notifiedAt: instant,
    acknowledgedAt: instant.nullable(),
    outsideReference: line,
    sample: z.boolean(),
  }),
);
export type OutsideTicket = z.infer<typeof outsideTicket>;

/** What happened, by the ticket's own words for it; what does not belong to the kind is left out. */
const outsideEntry = later(() =>
  z.strictObject({
    id: uuid,
    at: instant,
    by: line,
    note: text.optional(),
    question: text.optional(),
    how: z.enum(['denied', 'delayed']).optional(),
    commitment: z.string().max(40).optional(),
    since: instant.optional(),
    reason: text.optional(),
    plan: z
      .strictObject({ nature: text, effect: text, procedures: text, estimatedCompletion: date })
      .optional(),
    executive: line.optional(),
    release: z.strictObject({ name: line, date }).optional(),
    priority: z.strictObject({ from: priority, to: priority }).optional(),
    answer: z
      .strictObject({
        kind: z.enum(['work-around', 'patch', 'fix']),
        description: text,
        ramifications: text,
        distribution: text,
      })
      .optional(),
    agreed: z.strictObject({ by: line, at: instant }).optional(),
    reply: z.strictObject({ text, attachments: z.number().int().min(0).max(50) }).optional(),
    outside: z.strictObject({ system: line, reference: line, status: line }).optional(),
  }),
);
export type OutsideEntry = z.infer<typeof outsideEntry>;

/** `ticket.received`, `desk.` and the kind of an entry, `partner.replied`. */
const outsideEventType = z.string().regex(/^com\.ipcelerate\.console\.(ticket|desk|partner)\.[a-z-]{1,30}$/);

/** CloudEvents 1.0, structured mode. `id` is the idempotency key; `subject` is the ticket's number. */
export const outsideEvent = later(() =>
  z.strictObject({
    specversion: z.literal('1.0'),
    id: uuid,
    source: z.literal('urn:partner-console:hub'),
    type: outsideEventType,
    subject: ticketNumber,
    time: instant,
    datacontenttype: z.literal('application/json'),
    data: z.strictObject({ ticket: outsideTicket, entry: outsideEntry.nullable() }),
  }),
);
export type OutsideEvent = z.infer<typeof outsideEvent>;

/** What an outside system says of a ticket, signed. Empty texts leave what was said before. */
export const outsideStatusRequest = later(() =>
  z.strictObject({
    ticket: ticketNumber,
    reference: line,
    status: line.min(1),
    note: text,
  }),
);
export type OutsideStatusRequest = z.infer<typeof outsideStatusRequest>;
/** `changed` is false where the ticket said so already and nothing new was noted. */
export const outsideStatusResponse = later(() =>
  z.strictObject({ ticket: ticketNumber, changed: z.boolean() }),
);

/** One outside system, as the operator gives it. */
export const webhookRequest = later(() =>
  z.strictObject({ name: line.min(1), url: z.string().min(1).max(2_000) }),
);
export const webhook = later(() =>
  z.strictObject({
    id: uuid,
    name: line,
    url: z.string().max(2_000),
    createdAt: instant,
    waiting: z.number().int().min(0),
    dead: z.number().int().min(0),
  }),
);
/** `secret` is told this once. */
export const webhookMade = later(() =>
  z.strictObject({
    id: uuid,
    secret: z.string().regex(/^whsec_[A-Za-z0-9+/=]{32,100}$/),
  }),
);

export const MAX_DELIVERIES = 100;

/** What was not delivered: dead letters and what waits, oldest first. */
const delivery = later(() =>
  z.strictObject({
    id: uuid,
    seq: z.number().int().min(1),
    system: line,
    type: outsideEventType,
    ticket: ticketNumber,
    ticketId: uuid,
    state: z.enum(['waiting', 'dead']),
    tries: z.number().int().min(0),
    /** When the next try is due, for one that waits. */
    nextAt: instant.nullable(),
    /** Why the last try failed; empty before the first. */
    problem: line,
    createdAt: instant,
  }),
);
export type Delivery = z.infer<typeof delivery>;

/** `after`: the last seq of the page before. */
export const deliveriesQuery = later(() =>
  z.strictObject({
    state: z.enum(['waiting', 'dead']),
    after: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
);
export const deliveriesResponse = later(() =>
  z.strictObject({
    deliveries: z.array(delivery).max(MAX_DELIVERIES),
    more: z.boolean(),
    /** Of all systems. */
    counts: z.strictObject({ waiting: z.number().int().min(0), dead: z.number().int().min(0) }),
    hubTime: instant,
  }),
);
export const resendRequest = later(() =>
  z.strictObject({
    ...handshake,
    ids: z.array(uuid).min(1).max(MAX_DELIVERIES),
  }),
);
/** `resent`: those that were dead and are tried again. */
export const resendResponse = later(() => z.strictObject({ resent: z.array(uuid).max(MAX_DELIVERIES) }));
