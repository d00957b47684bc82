/** What is collected about a fault: systems, configuration, revision levels, steps and attachments. See SPEC.md. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { place } from '../base/place.ts';
import { instant, line, sha256Hex, text, yesNo, zonedInstant } from '../base/values.ts';

/** Where a fact came from. Every collected record carries one. */
export const provenance = z.discriminatedUnion('kind', [
  /** Typed by a person. */
  z.strictObject({ kind: z.literal('typed'), by: personRef, at: instant }),
  /** Read from the computer that runs the console; `query` names what was asked of it. */
  z.strictObject({ kind: z.literal('computer'), host: line, query: line, at: instant }),
  /** Read from a file, lines counted from 1, both ends included. */
  z.strictObject({
    kind: z.literal('file'),
    attachmentId: uuid.nullable(),
    name: line,
    fromLine: z.number().int().min(1).nullable(),
    toLine: z.number().int().min(1).nullable(),
    at: instant,
  }),
  /** The output of a command on a device. */
  z.strictObject({ kind: z.literal('command'), device: line, command: line, at: instant }),
]);
export type Provenance = z.infer<typeof provenance>;

/** A system that the fault touches or that helps to understand it (H6 to H9). */
export const systemRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  role: z.enum(['affected', 'dependent', 'context']),
  /** A product of the catalogue by its id; null for a third party's, which `productName` names. */
  productId: line.nullable(),
  productName: line,
  hostname: line,
  site: line,
  platform: z.enum(['hardware', 'virtual']).nullable(),
  hardware: line,
  os: line,
  approvedPlatform: yesNo.nullable(),
  suppliedByIpcelerate: yesNo.nullable(),
  telephonyPlatform: line,
  telephonyVersion: line,
  networkAttachment: text,
  notes: text,
  capturedAt: instant.nullable(),
  provenance,
});
export type SystemRecord = z.infer<typeof systemRecord>;

/** One configuration entry, or one configuration file (then `attachmentId` is set and `value` may be empty). */
export const configurationRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  systemId: uuid,
  kind: z.enum(['entry', 'file']),
  section: line,
  key: line,
  value: text,
  /** The value when it last worked, where known. */
  lastKnownGood: text.nullable(),
  attachmentId: uuid.nullable(),
  capturedAt: instant.nullable(),
  provenance,
});
export type ConfigurationRecord = z.infer<typeof configurationRecord>;

/** The revision level of one component of one system. `version` is what the source says, letter for letter. */
export const revisionRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  systemId: uuid,
  component: line,
  version: line,
  capturedAt: instant.nullable(),
  provenance,
});
export type RevisionRecord = z.infer<typeof revisionRecord>;

export const stepKinds = [
  'gather',
  'investigate',
  'isolate',
  'test',
  'search-documentation',
  'correlate',
  'reproduce',
  'examine-logs',
  'examine-schematics',
  'work-around',
  'fix',
  'other',
] as const;
export const stepKind = z.enum(stepKinds);
export type StepKind = z.infer<typeof stepKind>;

/** The documentation that P-04 names. */
export const documentationSources = [
  'manuals',
  'technical-bulletins',
  'support-bulletins',
  'problem-report-lists',
] as const;
export const documentationSource = z.enum(documentationSources);

/**
 * A problem resolution step already taken (P-03). Only ever added (S5): a correction is a new row that names the one it
 * corrects, a withdrawal is a correction with `withdrawn`; the first stays readable.
 */
export const stepRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  systemId: uuid.nullable(),
  /** When it was done; null only where a file or an import did not say, which H24 asks for. */
  at: zonedInstant.nullable(),
  by: personRef,
  level: z.union([z.literal(1), z.literal(2)]),
  kind: stepKind,
  did: text,
  showed: text,
  sources: z.array(documentationSource).max(4),
  /** What the fix or work-around brings with it (P-07, H23). */
  ramifications: text,
  /** Ids of attachments of the same case. */
  evidence: z.array(uuid).max(50),
  corrects: uuid.nullable(),
  withdrawn: z.boolean(),
  recordedAt: instant,
});
export type StepRecord = z.infer<typeof stepRecord>;

/**
 * A file of the case. Its bytes lie content-addressed in the shell's blob store, under `sha256`. Name, type, size and hash
 * never change; what is said about the file (`covers`, `systemId`, `note`, `removed`) may.
 */
export const attachmentRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  systemId: uuid.nullable(),
  name: line,
  mediaType: line,
  /** Bytes. */
  size: z.number().int().min(0).max(1_099_511_627_776),
  sha256: sha256Hex,
  /** What kind of thing it is; H38 asks of logs that they cover the time of the fault. */
  category: z.enum(['log', 'configuration', 'screenshot', 'other']),
  /** What part of time a log covers. */
  coversFrom: zonedInstant.nullable(),
  coversTo: zonedInstant.nullable(),
  /** False where the text could not be read, or nothing of it was (H39). */
  readable: z.boolean(),
  note: text,
  removed: z.boolean(),
  addedAt: instant,
  provenance,
});
export type AttachmentRecord = z.infer<typeof attachmentRecord>;

/** Fields that comments got with schema 3. */
const commentFields = {
  /** The field that it is about; null for the case as a whole. */
  anchor: place.nullable().default(null),
  /** The comment that it answers. */
  replyTo: uuid.nullable().default(null),
  /** The comment that it says is dealt with; `text` may be empty then. */
  done: uuid.nullable().default(null),
};

/** A remark on a case. Only ever added. */
export const commentRecord = z.strictObject({
  id: uuid,
  caseId: uuid,
  at: zonedInstant,
  by: personRef,
  text,
  ...commentFields,
});

/** What a comment of before schema 3 lacks. */
export const plainComment = z.object(commentFields).parse({});
export type CommentRecord = z.infer<typeof commentRecord>;
