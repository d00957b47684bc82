/** How much an organisation's files may take at the hub, and how much they do: what came counts, not what was announced. */
import { Refusal } from '../refusal.ts';
import type { Database, Transaction } from '../store/database.ts';

/** What an organisation's files may take at the hub, and take. In bytes. */
export interface Room {
  mostOfFile: number;
  most: number;
  /** Of whole files. */
  whole: number;
  /** Of whole files, and what came of those that are on their way; what an ended device sent is no longer counted. */
  used: number;
}

export async function roomOf(asked: Database | Transaction, organisation: string): Promise<Room> {
  const { rows } = await asked.query<Room>(
    `SELECT max_file_bytes AS "mostOfFile", max_total_bytes AS most, whole, whole + coming AS used
       FROM organisations,
            LATERAL (SELECT coalesce(sum(size), 0)::bigint AS whole FROM blobs WHERE organisation_id = $1) AS b,
            LATERAL (SELECT coalesce(sum(u.received), 0)::bigint AS coming FROM uploads u JOIN devices d ON d.id = u.device_id
                      WHERE u.organisation_id = $1 AND d.revoked_at IS NULL) AS c
      WHERE id = $1`,
    [organisation],
  );
  return rows[0] ?? { mostOfFile: 0, most: 0, whole: 0, used: 0 };
}

/** @throws Refusal 413 `quota` where so many bytes more are too many */
export function assertRoom({ most, used }: Room, bytes: number): void {
  if (used + bytes > most)
    throw new Refusal(
      413,
      'quota',
      `Your organisation’s files may have ${most} bytes at the hub, and this one is over it. It stays on this computer; ask whoever runs the hub.`,
    );
}
