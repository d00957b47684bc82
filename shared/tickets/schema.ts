/** What Level 3 does with a case that was taken in: the ticket, the desk's entries, the partner's replies. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { personRef } from '../base/people.ts';
import { filled } from '../base/spoken.ts';
import { date, instant, line, sha256Hex, text, zonedInstant } from '../base/values.ts';
import { caseState } from '../cases/schema.ts';
import { finding } from '../handoff/schema.ts';
import { allClauses } from '../policy/clauses.ts';
import { priority } from '../policy/priority.ts';

/** Commitments of the policy's table (P-30). */
export const commitment = z.enum(['level1-response', 'level2-response', 'action-plan', 'patch']);
export type Commitment = z.infer<typeof commitment>;

/** A text in which something is said, whatever characters it has. */
const said = text.refine(filled, 'says nothing');

/** The clauses by which Level 3 declines. */
export const declineClauses = ['P-15', 'P-19', 'P-21', 'P-22', 'P-23', 'P-36', 'P-39'] as const;
const declineClause = z.enum(declineClauses);
/** What is missing of a handoff is asked by any clause, as its log is by P-06. */
const anyClause = z.enum(allClauses.map(({ id }) => id));

/** Findings that a ticket keeps; a packet of thousands of systems may have more. */
export const MOST_TICKET_FINDINGS = 200;

/**
 * A case as Level 3 has it in its queue. The hub's own row, beside the receipt whose id it bears: one in `level3`, the same
 * one in the organisation's scope.
 */
export const ticket = later(() =>
  z.strictObject({
    id: uuid,
    caseId: uuid,
    organisationId: uuid,
    organisationName: line,
    /** `T-1042`. */
    ticket: z.string().regex(/^T-\d{1,12}$/),
    packetId: uuid,
    revision: z.number().int().min(1),
    title: line,
    customer: line,
    site: line,
    engineer: personRef,
    priority,
    state: caseState,
    receivedAt: instant,
    /** How and when the partner was first notified, as the packet says (H42): the start of the partner's targets. */
    notifiedBy: z.enum(['telephone', 'web-ticket', 'e-mail']),
    notifiedAt: instant,
    /** The call to IPcelerate that the packet tells of, from which P-30 counts (P-31, P-38); not there where none was made. */
    called: z.strictObject({ at: instant, number: line, to: line }).optional(),
    /** When somebody at the desk acknowledged it, and who; null until then. */
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: personRef.nullable(),
    /** A P1's approval (H37): until when it is due, and who gave it when; tickets that were approved before, and of before, have none. */
    approval: z.strictObject({ dueAt: instant, at: instant.nullable(), by: personRef.nullable() }).optional(),
    /** What an outside ticket system calls it, and how it says it stands; empty where there is none. */
    outsideReference: line,
    outsideStatus: line,
    sample: z.boolean(),
    /** The last entry, and the last reply that moved it, that the hub has counted in: what a device has beyond them waits. */
    takenEntry: uuid.optional(),
    takenReply: uuid.optional(),
    /** Ids of the products that the packet names, the one at fault first; tickets of before it was kept have none. */
    products: z.array(line).max(50).optional(),
    /**
     * What the hub's own rules say of the packet, warnings before notes, and by which version of them: what the packet says of
     * itself is its sender's word. Tickets of before it was kept have neither.
     */
    findings: z.array(finding).max(MOST_TICKET_FINDINGS).optional(),
    ruleSetVersion: line.optional(),
  }),
);
export type Ticket = z.infer<typeof ticket>;

const entry = {
  id: uuid,
  ticketId: uuid,
  caseId: uuid,
  organisationId: uuid,
  at: zonedInstant,
  by: personRef,
};

/**
 * One thing that the desk did. Only ever added. The hub checks it against the ticket's state, and carries it over to the
 * organisation's scope.
 */
export const deskEntry = later(() =>
  z.discriminatedUnion('kind', [
    /** Starts the clocks; those of a ticket that was called in run since the call (P-31). */
    z.strictObject({ ...entry, kind: z.literal('acknowledged'), note: text }),
    /** A question to the engineer. Stops no clock. */
    z.strictObject({ ...entry, kind: z.literal('information-asked'), question: text.min(1) }),
    /** The answer to a question serves. */
    z.strictObject({ ...entry, kind: z.literal('information-settled'), entryId: uuid, note: text }),
    /** Access was denied or delayed by the customer: voids the commitments for good (P-33). */
    z.strictObject({
      ...entry,
      kind: z.literal('access-refused'),
      how: z.enum(['denied', 'delayed']),
      commitment: z.union([commitment, z.literal('all')]),
      since: instant,
      reason: said,
      evidence: text,
    }),
    /** The action plan with its four parts (P-34). */
    z.strictObject({
      ...entry,
      kind: z.literal('planned'),
      nature: said,
      effect: said,
      procedures: said,
      /** When a patch or work-around is thought to be complete. */
      estimatedCompletion: date,
      estimateNote: text,
    }),
    z.strictObject({
      ...entry,
      kind: z.literal('executive-notified'),
      executive: line.refine(filled, 'names nobody'),
      /** A person of the hub who follows tickets; entries of before it was asked name them alone. */
      executiveId: uuid.optional(),
      note: text,
    }),
    /** The date of the release that brings the patch, for 'next release' (P-30). */
    z.strictObject({ ...entry, kind: z.literal('release-dated'), release: line.min(1), date }),
    /** The clocks are recomputed from their starts; what they were stays in the history. */
    z.strictObject({
      ...entry,
      kind: z.literal('priority-changed'),
      from: priority,
      to: priority,
      reason: said,
    }),
    z.strictObject({
      ...entry,
      kind: z.literal('answered'),
      answer: z.enum(['work-around', 'patch', 'fix']),
      description: said,
      /** What the answer brings with it (P-07). */
      ramifications: said,
      /** How it reaches the customer (P-36). */
      distribution: said,
    }),
    z.strictObject({
      ...entry,
      kind: z.literal('closed'),
      agreedBy: line.refine(filled, 'names nobody'),
      agreedAt: instant,
      note: text,
    }),
    /** Back to the partner, to be handed off anew: its clocks end as returned, with what they were in sight. */
    z.strictObject({
      ...entry,
      kind: z.literal('returned'),
      clause: z.union([anyClause, z.literal('')]),
      reason: said,
    }),
    /** Not Level 3's, by a clause of the policy. A lead may object once. */
    z.strictObject({ ...entry, kind: z.literal('declined'), clause: declineClause, reason: said }),
    /** What a fix costs a customer without maintenance, priced at resolution, on top of the work (P-18). */
    z.strictObject({
      ...entry,
      kind: z.literal('fix-priced'),
      what: said,
      cents: z.number().int().min(1).max(1_000_000_000_000),
    }),
    z.strictObject({ ...entry, kind: z.literal('note'), text: text.min(1) }),
    /** What an outside ticket system told; written by the hub. */
    z.strictObject({
      ...entry,
      kind: z.literal('outside-status'),
      system: line.min(1),
      reference: line,
      status: line.min(1),
      note: text,
    }),
  ]),
);
export type DeskEntry = z.infer<typeof deskEntry>;
export type DeskEntryKind = DeskEntry['kind'];

/** A file that a reply names. What of its record stands here never changes. */
const replyFile = later(() =>
  z.strictObject({
    id: uuid,
    name: line,
    size: z.number().int().min(0),
    sha256: sha256Hex,
  }),
);
export type ReplyFile = z.infer<typeof replyFile>;

/** What a partner says at any time; a reply of before schema 5 is a message. */
const replyKind = z.enum([
  'message',
  /** It is worse, or less urgent: asks for another priority. */
  'priority-asked',
  /** The answer did not help: back to a plan, with what was tried. */
  'did-not-help',
  /** The answer was verified, with whom and when. */
  'verified',
  /** A lead objects to a decline, once. */
  'objected',
  /** A lead opens a closed ticket again. */
  'reopened',
  /** The customer agrees to the price of a fix. */
  'fix-agreed',
]);
export type ReplyKind = z.infer<typeof replyKind>;

/** The partner's reply to a question of the desk. Only ever added; the hub carries it over to `level3`. */
export const deskReply = later(() =>
  z.strictObject({
    id: uuid,
    ticketId: uuid,
    caseId: uuid,
    organisationId: uuid,
    kind: replyKind.optional(),
    /** The priority that is asked for. */
    asks: priority.optional(),
    /** Who at the customer verified or agreed, and when. */
    agreedBy: line.optional(),
    agreedAt: zonedInstant.optional(),
    /** The question, or the price, that it replies to; null for a word of one's own. */
    entryId: uuid.nullable(),
    at: zonedInstant,
    by: personRef,
    text: text.min(1),
    /** Ids of attachments of the case. */
    attachments: z.array(uuid).max(50),
    /** The same for the desk, which does not have the records: the hub writes it into the row that it carries over (I14). */
    files: z.array(replyFile).max(50).optional(),
    /** The one name that the partner shows to this ticket: which original a token stands for (RD67). */
    reveals: z.strictObject({ token: line.min(4), original: line.min(1) }).optional(),
  }),
);
export type DeskReply = z.infer<typeof deskReply>;
