/** What leads said of a packet, as a file: for an engineer whose computer is never online (ADR 14). See SPEC.md, V12. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { JsonExcess, parseForeignJson } from '../base/json-bounds.ts';
import { personRef } from '../base/people.ts';
import { instant, sha256Hex } from '../base/values.ts';
import { commentRecord } from '../cases/records.ts';
import { caseWaiver } from '../cases/statements.ts';
import { review } from './schema.ts';

/** The most characters of such a file. */
export const MOST_ANSWER_LENGTH = 16 * 1024 * 1024;

export const answerFile = z.strictObject({
  format: z.literal('partner-console-answer'),
  /** 1 was not signed. */
  version: z.literal(2),
  exportedAt: instant,
  organisationId: uuid,
  caseId: uuid,
  packetId: uuid,
  revision: z.number().int().min(1).max(10_000),
  /** Of the packet that it is about. */
  digest: sha256Hex,
  /** Decisions about this packet and those before it; what was approved is no decision to act on. */
  reviews: z.array(review).max(1_000),
  comments: z.array(commentRecord).max(5_000),
  waivers: z.array(caseWaiver).max(200),
  /** Over all of the above, by the lead who saved it (V13). */
  signature: z.strictObject({
    deviceId: uuid,
    /** The hub's statement that the key is this person's device: a compact JWS of type `device+jwt`. */
    certificate: z.string().max(8_000),
    by: personRef,
    at: instant,
    jws: z
      .string()
      .max(1_000)
      .regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$/, 'no detached JWS'),
  }),
});
export type AnswerFile = z.infer<typeof answerFile>;

export type AnswerFileAnswer = { ok: true; file: AnswerFile } | { ok: false; message: string };

const refuse = (message: string): AnswerFileAnswer => ({ ok: false, message });

/** Reads the text of such a file. All that it holds is about its one case. */
export function parseAnswerFile(text: string): AnswerFileAnswer {
  if (text.length > MOST_ANSWER_LENGTH)
    return refuse('The file is larger than 16 MB, which no answer to a packet is.');
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    // Unreported: who opens the file is told why nothing was read from it.
    if (error instanceof JsonExcess)
      return refuse(`${error.message}, which no answer to a packet does. Nothing was read from the file.`);
    return refuse('The file is neither a packet nor the answer to one. Nothing was read from it.');
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format === 'partner-console-answer' && version === 1)
    return refuse(
      'The answer was saved by an older console and is not signed. Nothing was read from it: ask for it anew.',
    );
  const parsed = answerFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      `The file is no answer to a packet: it does not fit at ${issue?.path.map(String).join('.') || 'its top'}.`,
    );
  }
  const file = parsed.data;
  const rows = [...file.reviews, ...file.comments, ...file.waivers];
  if (rows.some(({ caseId }) => caseId !== file.caseId))
    return refuse('The file holds something about another case. Nothing was read from it.');
  return { ok: true, file };
}
