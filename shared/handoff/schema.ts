/** Findings, packets and what the hub answers to them. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { later } from '../base/later.ts';
import { personRef } from '../base/people.ts';
import { place } from '../base/place.ts';
import { instant, line, sha256Hex, text, zonedInstant } from '../base/values.ts';
import { caseContents } from '../cases/contents.ts';
import { code, MOST_WORDS, type Values, values } from './values.ts';

/** The four parts of P-03, the problem itself, and people and papers: how findings are grouped on screen. */
export const parts = ['problem', 'systems', 'configuration', 'revisions', 'steps', 'papers'] as const;
const part = z.enum(parts);
export type Part = z.infer<typeof part>;

const severity = z.enum(['blocker', 'warning', 'note']);
export type Severity = z.infer<typeof severity>;

/**
 * One thing that a rule has to say about a case.
 * `code` names the sentence, and `values` what stands in it: `message` and `fix` are the same in English.
 * `where` opens the very field: the table, the record and the field's name (null: the place where such a record is added).
 */
export const finding = later(() =>
  z.strictObject({
    /** `H7`. */
    rule: z.string().regex(/^H\d{1,2}$/),
    part,
    severity,
    /** `P-03`; null where the rule is ours and no clause asks for it. */
    clause: z
      .string()
      .regex(/^P-\d{2}$/)
      .nullable(),
    /** Those that were frozen or stored before schema 7 have neither code nor values, and stay so: what is signed holds them. */
    code: code.optional(),
    message: z.string().max(MOST_WORDS),
    fix: z.string().max(MOST_WORDS),
    values: values.optional(),
    where: place,
  }),
);
export type Finding = z.infer<typeof finding>;
/** One as the rules of this version make it. */
export type MadeFinding = Finding & { code: string; values: Values };

/** An immutable snapshot of a case at a revision. `digest` is the SHA-256 of the canonical JSON (RFC 8785) of `contents`. */
export const packet = later(() =>
  z.strictObject({
    id: uuid,
    caseId: uuid,
    revision: z.number().int().min(1).max(10_000),
    createdAt: zonedInstant,
    /** The last time of the hub that the device knew then (C4); packets of before schema 3 do not say it. */
    knownHubTime: instant.nullable().optional(),
    by: personRef,
    ruleSetVersion: line,
    digest: sha256Hex,
    contents: caseContents,
    /** Warnings and notes that stood when it was handed off. */
    findings: z.array(finding).max(5_000),
    note: text,
  }),
);
export type Packet = z.infer<typeof packet>;
