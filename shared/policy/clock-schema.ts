/** What clocks are evaluated from: starts, priorities and events. See SPEC.md. */
import { z } from 'zod';
import { personRef } from '../base/people.ts';
import { date, instant, line, text } from '../base/values.ts';
import { priority } from './priority.ts';

/** What a clock promises (P-30), in the order of the table's columns. */
export const commitments = ['level1-response', 'level2-response', 'action-plan', 'patch'] as const;
const commitment = z.enum(commitments);
export type Commitment = z.infer<typeof commitment>;

/** How a clock was started (P-31). */
const startKind = z.enum(['telephone', 'ticket-acknowledged']);
export type StartKind = z.infer<typeof startKind>;

/**
 * The start of the clocks of one level (P-31): a telephone call starts them at its receipt, a ticket at its acknowledgement.
 * `at` is that one of the two times; both are kept. `acknowledgedAt` is null for a call that nobody acknowledged apart.
 * Made by `startClock`, which refuses in words.
 */
const clockStart = z.strictObject({
  at: instant,
  by: startKind,
  receivedAt: instant,
  acknowledgedAt: instant.nullable(),
});
export type ClockStart = z.infer<typeof clockStart>;

/** A priority and the instant from which it holds, until the next one. */
const priorityChange = z.strictObject({ priority, from: instant, by: personRef });
export type PriorityChange = z.infer<typeof priorityChange>;

/** What happens to a clock after its start. Only ever added. */
const clockEvent = z.discriminatedUnion('kind', [
  /** The answer, the plan or the patch was given. */
  z.strictObject({ kind: z.literal('met'), commitment, at: instant, by: personRef }),
  /** Access was denied or delayed by the customer (P-33): one clock, or all that run. */
  z.strictObject({
    kind: z.literal('void'),
    commitment: z.union([commitment, z.literal('all')]),
    at: instant,
    by: personRef,
    reason: text,
    evidence: text,
  }),
  /** The case went back to the partner: all clocks that run end, with what they were in sight. */
  z.strictObject({ kind: z.literal('returned'), at: instant, by: personRef, reason: text }),
  /** The day on which the next release is expected; null takes an earlier day back. `release` says which it is. */
  z.strictObject({
    kind: z.literal('release-date'),
    at: instant,
    by: personRef,
    date: date.nullable(),
    release: line.optional(),
  }),
]);
export type ClockEvent = z.infer<typeof clockEvent>;
/** An event that ends a clock. */
export type ClockEnd = Exclude<ClockEvent, { kind: 'release-date' }>;
