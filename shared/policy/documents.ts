/** What the hub distributes of the policy, and what a fee is estimated from. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { json } from '../base/json.ts';
import { later } from '../base/later.ts';
import { personRef } from '../base/people.ts';
import { date, instant, line, sha256Hex } from '../base/values.ts';

/** A document that a person signs may be longer than what people write into fields. */
export const documentText = z.string().min(1).max(100_000);

/** A version of the policy that customers accept (P-35). Only ever added: what somebody signed stays readable. */
export const policyDocument = later(() =>
  z.strictObject({
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
  }),
);
export type PolicyDocument = z.infer<typeof policyDocument>;

/**
 * The policy document that is in force: of those whose day has come, the highest version.
 * @param date `2026-11-25`
 */
export function documentInForce(documents: readonly PolicyDocument[], date: string): PolicyDocument | null {
  return documents.reduce<PolicyDocument | null>(
    (newest, each) =>
      each.effectiveFrom <= date && (newest === null || each.version > newest.version) ? each : newest,
    null,
  );
}

/** A system or kind of equipment whose faults are not troubleshot (P-23). */
export const excludedSystem = later(() =>
  z.strictObject({
    id: line.min(1),
    name: line.min(1),
    reason: line,
    sample: z.boolean(),
  }),
);
export type ExcludedSystem = z.infer<typeof excludedSystem>;

/** One change of the catalogue, as the hub noted it: who, when, from what to what. */
export const catalogueChange = later(() =>
  z.strictObject({
    id: uuid,
    table: z.string().max(40),
    key: line,
    at: instant,
    by: personRef,
    before: json,
    after: json,
  }),
);
export type CatalogueChange = z.infer<typeof catalogueChange>;

/** What the work is estimated to cost, by the rates that stood on the day (P-18). Money in cents of a US dollar. */
export const feeEstimate = later(() =>
  z.strictObject({
    rateId: uuid,
    remoteHours: z.number().int().min(0).max(10_000),
    remoteDays: z.number().int().min(0).max(1_000),
    onSiteDays: z.number().int().min(0).max(1_000),
    totalCents: z.number().int().min(0).max(1_000_000_000_000),
  }),
);
export type FeeEstimate = z.infer<typeof feeEstimate>;
