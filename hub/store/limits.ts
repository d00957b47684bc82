/** What an organisation may send in a day: one that floods the desk's devices, by mistake or on purpose, is stopped; others go on. */
import { Refusal } from '../refusal.ts';
import type { Transaction } from './database.ts';

/** Where the operator has set none (`organisation_limits`). A day is one of UTC. */
const defaultLimits = {
  rows: 200_000,
  bytes: 1024 * 1024 * 1024,
  /** Each may become a ticket. */
  packets: 200,
} as const;

export type Sent = Record<keyof typeof defaultLimits, number>;

/** The operator may raise the limit meanwhile. */
const RETRY_SECONDS = 900;

/**
 * Counts what a batch of the organisation holds, or makes the hub keep.
 * @throws Refusal 429 where it is more than the organisation may send today; the caller takes all back
 */
export async function countSent(
  client: Transaction,
  organisationId: string,
  sent: Sent,
  now: Date,
): Promise<void> {
  const { rows } = await client.query<Sent & { [K in keyof Sent as `most_${K}`]: number | null }>(
    `WITH counted AS (
       INSERT INTO organisation_days AS d (organisation_id, day, rows, bytes, packets) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (organisation_id, day) DO UPDATE
         SET rows = d.rows + excluded.rows, bytes = d.bytes + excluded.bytes, packets = d.packets + excluded.packets
       RETURNING d.rows, d.bytes, d.packets)
     SELECT c.rows, c.bytes, c.packets, l.rows_a_day AS most_rows, l.bytes_a_day AS most_bytes, l.packets_a_day AS most_packets
       FROM counted c LEFT JOIN organisation_limits l ON l.organisation_id = $1`,
    [organisationId, now.toISOString().slice(0, 10), sent.rows, sent.bytes, sent.packets],
  );
  const [today] = rows;
  if (!today) throw new Error('nothing was counted');
  for (const what of ['rows', 'bytes', 'packets'] as const)
    if (today[what] > (today[`most_${what}`] ?? defaultLimits[what]))
      throw new Refusal(
        429,
        'organisation-limit',
        'Your organisation has sent as much as it may in a day. All is kept on this computer and goes on by itself; the hub’s operator can raise the limit.',
        RETRY_SECONDS,
      );
}
