/** What the hub distributes of the policy, and what a customer signs of it. See SPEC.md. */
import { z } from 'zod';
import { sha256OfText } from '../base/hash.ts';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { date, instant, line, sha256Hex, zonedInstant } from '../base/values.ts';
import { json } from '../base/json.ts';

/** A document that a person signs may be longer than what people write into fields. */
export const documentText = z.string().min(1).max(100_000);

/** A version of the policy that customers accept (P-35). Only ever added: what somebody signed stays readable. */
export const policyDocument = z.strictObject({
  id: uuid,
  /** Counts up from 1; the highest whose day has come is in force. */
  version: z.number().int().min(1).max(100_000),
  title: line.min(1),
  effectiveFrom: date,
  text: documentText,
  /** SHA-256 of `text` as UTF-8. */
  sha256: sha256Hex,
  publishedAt: instant,
  sample: z.boolean(),
});
export type PolicyDocument = z.infer<typeof policyDocument>;

/** A system or kind of equipment whose faults are not troubleshot (P-23). */
export const excludedSystem = z.strictObject({
  id: line.min(1),
  name: line.min(1),
  reason: line,
  sample: z.boolean(),
});
export type ExcludedSystem = z.infer<typeof excludedSystem>;

/** One change of the catalogue, as the hub noted it: who, when, from what to what. */
export const catalogueChange = z.strictObject({
  id: uuid,
  table: z.string().max(40),
  key: line,
  at: instant,
  by: personRef,
  before: json,
  after: json,
});
export type CatalogueChange = z.infer<typeof catalogueChange>;

/** What the work is estimated to cost, by the rates that stood on the day (P-18). Money in cents of a US dollar. */
export const feeEstimate = z.strictObject({
  rateId: uuid,
  remoteHours: z.number().int().min(0).max(10_000),
  remoteDays: z.number().int().min(0).max(1_000),
  onSiteDays: z.number().int().min(0).max(1_000),
  totalCents: z.number().int().min(0).max(1_000_000_000_000),
});
export type FeeEstimate = z.infer<typeof feeEstimate>;

/** Moves and lines in whole units, `M12 40L13 42`: nothing else is ever drawn from it. */
const DRAWING = /^(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)*$/;

/**
 * A customer's signature under a text: the fees (P-18), or the policy (P-35). The exact text that was shown is kept with its
 * hash. Only ever added: one that was given in error is withdrawn by another row that names it.
 */
export const consent = z
  .strictObject({
    id: uuid,
    caseId: uuid,
    kind: z.enum(['fees', 'policy']),
    company: line,
    name: line,
    title: line,
    signedOn: date,
    /** `drawn`: `drawing` holds the strokes; `typed`: the name stands for the signature (P-35). */
    method: z.enum(['typed', 'drawn']),
    /** Strokes as SVG path data in a box of 600 by 200; empty where the signature is typed. */
    drawing: z.string().max(60_000),
    documentId: uuid.nullable(),
    textShown: documentText,
    /** SHA-256 of `textShown` as UTF-8. */
    textSha256: sha256Hex,
    estimate: feeEstimate.nullable(),
    /** When and by whom it was recorded on the console. */
    at: zonedInstant,
    by: personRef,
    /** The consent that this one withdraws; null for a signature. */
    withdraws: uuid.nullable(),
  })
  .refine(({ textShown, textSha256 }) => sha256OfText(textShown) === textSha256, {
    path: ['textSha256'],
    message: 'is not the SHA-256 of the text that was shown',
  })
  .refine(({ method, drawing }) => DRAWING.test(drawing) && (method === 'drawn') === (drawing !== ''), {
    path: ['drawing'],
    message: 'holds strokes where the signature is drawn, and nothing where it is typed',
  });
export type Consent = z.infer<typeof consent>;

/** The signatures that stand: neither withdrawn nor a withdrawal. */
export function standingConsents(consents: readonly Consent[]): Consent[] {
  const withdrawn = new Set(consents.flatMap((each) => each.withdraws ?? []));
  return consents.filter((each) => each.withdraws === null && !withdrawn.has(each.id));
}
