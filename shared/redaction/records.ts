/** What the devices of a partner share so that they redact alike (RD63, RD64). Rows of the partner's scope alone; the desk gets none of them. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { zonedInstant } from '../base/values.ts';

const base64url = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/, 'no base64url');

const made = { id: uuid, caseId: uuid, by: personRef, at: zonedInstant };

/**
 * The key of a case's tokens, 32 bytes. It comes with the case, so that every device that has the case has it. Where a case has two, made
 * by two devices that knew of none, the first one counts.
 */
export const redactionKey = z.strictObject({ ...made, key: base64url(43, 43) });
export type RedactionKey = z.infer<typeof redactionKey>;

/**
 * What a person decided about one original of a case: kept as it is, replaced although no rule finds it, or back to what the rules say. The
 * original is sealed with the case's key, so that no original stands in the hub's database or logs as text.
 */
export const redactionChoice = z.strictObject({
  ...made,
  choice: z.enum(['keep', 'replace', 'by-rules']),
  /** AES-GCM over JSON `{ kind, text }`: 12 bytes of nonce, then the ciphertext with its tag. */
  sealed: base64url(40, 8_000),
});
export type RedactionChoice = z.infer<typeof redactionChoice>;
