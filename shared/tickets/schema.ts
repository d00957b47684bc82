/** What Level 3 does with a case that was taken in: the ticket, the desk's entries, the partner's replies. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { date, instant, line, sha256Hex, text, zonedInstant } from '../base/values.ts';
import { caseState } from '../cases/schema.ts';
import { finding } from '../handoff/schema.ts';
import { priority } from '../policy/priority.ts';

/** Commitments of the policy's table (P-30). */
export const commitment = z.enum(['level1-response', 'level2-response', 'action-plan', 'patch']);
export type Commitment = z.infer<typeof commitment>;

/** Findings that a ticket keeps; a packet of thousands of systems may have more. */
export const MOST_TICKET_FINDINGS = 200;

/**
 * A case as Level 3 has it in its queue. The hub's own row, beside the receipt whose id it bears: one in `level3`, the same
 * one in the organisation's scope.
 */
export const ticket = z.strictObject({
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
  /** How and when support was first notified, as the packet says (P-31, H42). */
  notifiedBy: z.enum(['telephone', 'web-ticket', 'e-mail']),
  notifiedAt: instant,
  /** When somebody at the desk acknowledged it, and who; null until then. */
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: personRef.nullable(),
  /** A P1's approval (H37): until when it is due, and who gave it when; tickets that were approved before, and of before, have none. */
  approval: z.strictObject({ dueAt: instant, at: instant.nullable(), by: personRef.nullable() }).optional(),
  /** What an outside ticket system calls it, and how it says it stands; empty where there is none. */
  outsideReference: line,
  outsideStatus: line,
  sample: z.boolean(),
  /** Ids of the products that the packet names, the one at fault first; tickets of before it was kept have none. */
  products: z.array(line).max(50).optional(),
  /**
   * What the hub's own rules say of the packet, warnings before notes, and by which version of them: what the packet says of
   * itself is its sender's word. Tickets of before it was kept have neither.
   */
  findings: z.array(finding).max(MOST_TICKET_FINDINGS).optional(),
  ruleSetVersion: line.optional(),
});
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
export const deskEntry = z.discriminatedUnion('kind', [
  /** Starts the clock of a ticket opened on the website; a telephoned one's runs since it was received (P-31). */
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
    reason: text.min(1),
    evidence: text,
  }),
  /** The action plan with its four parts (P-34). */
  z.strictObject({
    ...entry,
    kind: z.literal('planned'),
    nature: text.min(1),
    effect: text.min(1),
    procedures: text.min(1),
    /** When a patch or work-around is thought to be complete. */
    estimatedCompletion: date,
    estimateNote: text,
  }),
  z.strictObject({ ...entry, kind: z.literal('executive-notified'), executive: line.min(1), note: text }),
  /** The date of the release that brings the patch, for 'next release' (P-30). */
  z.strictObject({ ...entry, kind: z.literal('release-dated'), release: line.min(1), date }),
  /** The clocks are recomputed from their starts; what they were stays in the history. */
  z.strictObject({
    ...entry,
    kind: z.literal('priority-changed'),
    from: priority,
    to: priority,
    reason: text.min(1),
  }),
  z.strictObject({
    ...entry,
    kind: z.literal('answered'),
    answer: z.enum(['work-around', 'patch', 'fix']),
    description: text.min(1),
    /** What the answer brings with it (P-07). */
    ramifications: text.min(1),
    /** How it reaches the customer (P-36). */
    distribution: text.min(1),
  }),
  z.strictObject({
    ...entry,
    kind: z.literal('closed'),
    agreedBy: line.min(1),
    agreedAt: instant,
    note: text,
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
]);
export type DeskEntry = z.infer<typeof deskEntry>;
export type DeskEntryKind = DeskEntry['kind'];

/** A file that a reply names. What of its record stands here never changes. */
export const replyFile = z.strictObject({
  id: uuid,
  name: line,
  size: z.number().int().min(0),
  sha256: sha256Hex,
});
export type ReplyFile = z.infer<typeof replyFile>;

/** The partner's reply to a question of the desk. Only ever added; the hub carries it over to `level3`. */
export const deskReply = z.strictObject({
  id: uuid,
  ticketId: uuid,
  caseId: uuid,
  organisationId: uuid,
  /** The question that it replies to; null for a word of one's own. */
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
});
export type DeskReply = z.infer<typeof deskReply>;
