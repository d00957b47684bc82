/** What a review leaves behind: decisions, ticks, waivers, statements about redaction, templates. See SPEC.md. */
import { z } from 'zod';
import { personRef } from '../cases/schema.ts';
import { documentationSource, stepKind } from '../diagnostics/schema.ts';
import { uuid } from '../sync/ids.ts';
import { line, sha256Hex, text, zonedInstant } from '../values.ts';
import { place } from './place.ts';

/** The rules that a lead may waive (w). */
export const waivableRules = ['H5', 'H12'] as const;
export const waivableRule = z.enum(waivableRules);

/** Whether a lead may let a finding of this rule pass. */
export function isWaivable(rule: string): boolean {
  return (waivableRules as readonly string[]).includes(rule);
}

/** One change that a lead asks for; `where` opens the field it is about. */
export const askedChange = z.strictObject({ id: uuid, text, where: place.nullable() });
export type AskedChange = z.infer<typeof askedChange>;

/**
 * What a lead decided about one packet, where that is no approval (an approval is a signature). Only ever added, by leads.
 * `text` says why; a rejection needs it, a request for changes needs changes.
 */
export const review = z.strictObject({
  id: uuid,
  caseId: uuid,
  packetId: uuid,
  revision: z.number().int().min(1).max(10_000),
  /** The digest of the packet that was looked at. */
  digest: sha256Hex,
  kind: z.enum(['asked-for-changes', 'rejected']),
  at: zonedInstant,
  by: personRef,
  text,
  changes: z.array(askedChange).max(100),
});
export type Review = z.infer<typeof review>;

/** An engineer says that a change was made, or that it was not and why; the newest row of a change counts. Only ever added. */
export const reviewTick = z.strictObject({
  id: uuid,
  caseId: uuid,
  reviewId: uuid,
  changeId: uuid,
  state: z.enum(['done', 'open', 'declined']),
  at: zonedInstant,
  by: personRef,
  text,
});
export type ReviewTick = z.infer<typeof reviewTick>;

/** A blocker that a lead lets pass, with the reason that travels in the packet. Only ever added, by leads. */
export const caseWaiver = z.strictObject({
  id: uuid,
  caseId: uuid,
  rule: waivableRule,
  where: place,
  at: zonedInstant,
  by: personRef,
  reason: text.refine((value) => value.trim() !== '', 'does not say why'),
});
export type CaseWaiver = z.infer<typeof caseWaiver>;

/**
 * What the engineer says of a log or configuration file before it leaves the device (H12): that it was redacted, or that
 * nothing in it needs to be, and why. Of one very content, by its hash; signed with the packet that holds it.
 */
export const redaction = z.strictObject({
  id: uuid,
  caseId: uuid,
  attachmentId: uuid,
  sha256: sha256Hex,
  state: z.enum(['redacted', 'not-needed']),
  at: zonedInstant,
  by: personRef,
  reason: text,
});
export type Redaction = z.infer<typeof redaction>;

const templateStep = z.strictObject({
  level: z.union([z.literal(1), z.literal(2)]),
  kind: stepKind,
  did: text,
  sources: z.array(documentationSource).max(4),
});

/**
 * One version of a template of the organisation. Only ever added: a change is the next version, an end is one with
 * `withdrawn`. The newest version counts; of two with one number, the later id.
 */
export const template = z.strictObject({
  id: uuid,
  templateId: uuid,
  version: z.number().int().min(1).max(10_000),
  kind: z.enum(['problem', 'steps']),
  name: line.min(1),
  /** A product of the catalogue; null for any. */
  productId: line.nullable(),
  problem: z
    .strictObject({ specified: text, observed: text, reproduction: text, impact: text, ask: text })
    .nullable(),
  steps: z.array(templateStep).max(100),
  withdrawn: z.boolean(),
  at: zonedInstant,
  by: personRef,
});
export type Template = z.infer<typeof template>;
