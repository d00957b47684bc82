/** Everything of one case as one value. */
import { z } from 'zod';
import { consent } from '../policy/documents.ts';
import {
  attachmentRecord,
  configurationRecord,
  revisionRecord,
  stepRecord,
  systemRecord,
} from './records.ts';
import { caseRecord } from './schema.ts';
import { caseWaiver, redaction } from './statements.ts';

/** Everything that the rules look at, as one value: also what a packet freezes and what a case file holds. */
export const caseContents = z.strictObject({
  case: caseRecord,
  systems: z.array(systemRecord).max(5_000),
  configuration: z.array(configurationRecord).max(50_000),
  revisions: z.array(revisionRecord).max(50_000),
  steps: z.array(stepRecord).max(20_000),
  attachments: z.array(attachmentRecord).max(5_000),
  /** Signatures of the customer; packets and files of before schema 3 have none. */
  consents: z.array(consent).max(200).default([]),
  /** What the engineer says of files (H12), and what leads let pass; those of before schema 3 have neither. */
  redactions: z.array(redaction).max(10_000).default([]),
  waivers: z.array(caseWaiver).max(200).default([]),
});

export type CaseContents = z.infer<typeof caseContents>;

/** The tables whose rows belong to a case, and go with it into a packet or a file. */
export const caseTables = [
  'systems',
  'configuration',
  'revisions',
  'steps',
  'attachments',
  'consents',
  'redactions',
  'waivers',
] as const satisfies readonly Exclude<keyof CaseContents, 'case'>[];
