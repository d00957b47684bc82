/** What was not delivered, for the desk: to see, and to send again. */
import type { z } from 'zod';
import type { Identity } from '../../shared/sync/protocol.ts';
import {
  type Delivery,
  type deliveriesQuery,
  type deliveriesResponse,
  MAX_DELIVERIES,
} from '../../shared/webhooks/schema.ts';
import { type Database, transaction } from '../store/database.ts';

/** One page, oldest first. */
export async function listDeliveries(
  database: Database,
  { state, after }: z.infer<typeof deliveriesQuery>,
  now: Date,
): Promise<z.infer<typeof deliveriesResponse>> {
  const { rows } = await database.query<{
    id: string;
    seq: number;
    system: string;
    type: string;
    subject: string;
    ticket_id: string;
    tries: number;
    next_at: Date;
    problem: string;
    created_at: Date;
  }>(
    `SELECT d.id, d.seq, w.name AS system, d.type, d.subject, d.ticket_id, d.tries, d.next_at, d.problem, d.created_at
       FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id
      WHERE d.state <> 'delivered' AND d.state = $1 AND d.seq > $2 AND w.removed_at IS NULL ORDER BY d.seq LIMIT $3 + 1`,
    [state, after, MAX_DELIVERIES],
  );
  const counts = await database.query<{ waiting: number; dead: number }>(
    `SELECT count(*) FILTER (WHERE d.state = 'waiting') AS waiting, count(*) FILTER (WHERE d.state = 'dead') AS dead
       FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE d.state <> 'delivered' AND w.removed_at IS NULL`,
  );
  const deliveries = rows.slice(0, MAX_DELIVERIES).map(
    (row): Delivery => ({
      id: row.id,
      seq: row.seq,
      system: row.system,
      type: row.type,
      ticket: row.subject,
      ticketId: row.ticket_id,
      state,
      tries: row.tries,
      nextAt: state === 'waiting' ? row.next_at.toISOString() : null,
      problem: row.problem,
      createdAt: row.created_at.toISOString(),
    }),
  );
  const [count] = counts.rows;
  return {
    deliveries,
    more: rows.length > MAX_DELIVERIES,
    counts: { waiting: count?.waiting ?? 0, dead: count?.dead ?? 0 },
    hubTime: now.toISOString(),
  };
}

/** Dead letters are tried again from the first try, in their old place of the ticket's order. */
export async function resendDeliveries(
  database: Database,
  { person }: Identity,
  ids: readonly string[],
  now: Date,
): Promise<{ resent: string[] }> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `UPDATE deliveries SET state = 'waiting', tries = 0, next_at = $2, ended_at = NULL
        WHERE id = ANY($1) AND state = 'dead' RETURNING id`,
      [ids, now],
    );
    const resent = rows.map(({ id }) => id);
    if (resent.length > 0) {
      await client.query("INSERT INTO audit (action, subject, detail) VALUES ('deliveries-resent', $1, $2)", [
        person.id,
        { ids: resent },
      ]);
      // Wakes the workers of every hub, as a change of the queue does.
      await client.query(
        `SELECT pg_notify('scope_changed', json_build_object('scope', name, 'version', version)::text)
           FROM scopes WHERE name = 'level3'`,
      );
    }
    return { resent };
  });
}
