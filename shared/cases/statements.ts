/** What people state about a case for its packet: that a file is redacted, that a finding may pass. */
import { z } from 'zod';
import { type Place, place } from '../base/place.ts';
import { sha256Hex, text } from '../base/values.ts';
import { describe } from './describe.ts';
import { field, given, ownIds } from './field.ts';

/** The rules that a lead may waive (w). */
const waivableRules = ['H5', 'H7', 'H12', 'H39', 'H47'] as const;
/** Of these rules a lead may let pass only what they say of one field: never a description that is missing. */
const waivableFields: Readonly<Record<string, readonly string[]>> = {
  H7: ['approvedPlatform'],
  H39: ['readable'],
  H47: ['suppliedByIpcelerate', 'productId'],
};

export const waivableRule = z.enum(waivableRules);

/** Whether a lead may let a finding of this rule at this place pass. */
export function isWaivable(
  rule: string,
  where: Pick<Place, 'field'>,
): rule is (typeof waivableRules)[number] {
  const fields = waivableFields[rule];
  return (
    (waivableRules as readonly string[]).includes(rule) &&
    (fields === undefined || (where.field !== null && fields.includes(where.field)))
  );
}

/** A blocker that a lead lets pass, with the reason that travels in the packet. Only ever added, by leads. */
export const waivers = describe({
  ...ownIds,
  rule: given(waivableRule, { kind: 'line' }, { label: 'Rule' }),
  where: given(place, { kind: 'place' }, { label: 'What it is about' }),
  reason: given(
    text.refine((value) => value.trim() !== '', 'does not say why'),
    { kind: 'text' },
    { label: 'Why it may pass' },
  ),
  by: field.person({ label: 'Waived by' }),
  at: field.madeAt({ label: 'When it was waived' }),
});
export const caseWaiver = waivers.schema;
export type CaseWaiver = z.infer<typeof caseWaiver>;

/**
 * What the engineer says of a log or configuration file before it leaves the device (H12): that it was redacted, or that
 * nothing in it needs to be, and why. Of one very content, by its hash; signed with the packet that holds it.
 */
export const redactions = describe({
  ...ownIds,
  attachmentId: field.belongsTo('attachments', {
    label: 'File',
    leftOut: 'the statement stands with its file',
  }),
  state: field.kindOf({ redacted: 'Redacted', 'not-needed': 'Needs no redaction' }, { label: 'Redaction' }),
  reason: field.text({ label: 'What was redacted, or why nothing needs to be' }),
  by: field.person({ label: 'Stated by' }),
  at: field.madeAt({ label: 'When it was stated' }),
  sha256: given(sha256Hex, { kind: 'hash' }, { label: 'Content that it speaks of (SHA-256)', mono: true }),
});
export const redaction = redactions.schema;
export type Redaction = z.infer<typeof redaction>;
