/** What a review leaves behind: decisions, ticks, waivers, statements about redaction, templates. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { personRef } from '../base/people.ts';
import { place } from '../base/place.ts';
import { line, sha256Hex, text, zonedInstant } from '../base/values.ts';
import { documentationSource, stepKind } from '../cases/records.ts';

/** One change that a lead asks for; `where` opens the field it is about, `rule` is the handoff rule that it comes from. */
export const askedChange = later(() =>
  z.strictObject({
    id: uuid,
    text,
    where: place.nullable(),
    rule: z
      .string()
      .regex(/^H\d{1,2}$/)
      .nullable(),
  }),
);
export type AskedChange = z.infer<typeof askedChange>;

/**
 * What a lead decided about one packet, where that is no approval (an approval is a signature). Only ever added, by leads.
 * `text` says why; a rejection needs it, a request for changes needs changes.
 */
export const review = later(() =>
  z.strictObject({
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
  }),
);
export type Review = z.infer<typeof review>;

/** An engineer says that a change was made, or that it was not and why; the newest row of a change counts. Only ever added. */
export const reviewTick = later(() =>
  z.strictObject({
    id: uuid,
    caseId: uuid,
    reviewId: uuid,
    changeId: uuid,
    state: z.enum(['done', 'open', 'declined']),
    at: zonedInstant,
    by: personRef,
    text,
  }),
);
export type ReviewTick = z.infer<typeof reviewTick>;

const templateStep = later(() =>
  z.strictObject({
    level: z.union([z.literal(1), z.literal(2)]),
    kind: stepKind,
    did: text,
    sources: z.array(documentationSource).max(4),
  }),
);

/**
 * One version of a template of the organisation. Only ever added: a change is the next version, an end is one with
 * `withdrawn`. The newest version counts; of two with one number, the one that the hub took later.
 */
export const template = later(() =>
  z.strictObject({
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
  }),
);
export type Template = z.infer<typeof template>;
