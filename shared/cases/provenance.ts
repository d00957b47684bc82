/** Where a fact came from. Every collected record carries one. */
import { z } from 'zod';
import { uuid } from '../base/ids.ts';
import { personRef } from '../base/people.ts';
import { instant, line } from '../base/values.ts';

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
