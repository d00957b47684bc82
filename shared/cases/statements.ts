/** What people state about a case for its packet: that a file is redacted, that a finding may pass. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { place } from '../base/place.ts';
import { sha256Hex, text, zonedInstant } from '../base/values.ts';

/** The rules that a lead may waive (w). */
export const waivableRules = ['H5', 'H12'] as const;

export const waivableRule = z.enum(waivableRules);

/** Whether a lead may let a finding of this rule pass. */
export function isWaivable(rule: string): boolean {
  return (waivableRules as readonly string[]).includes(rule);
}

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
