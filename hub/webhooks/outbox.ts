/** The transactional outbox (O1): what happened becomes deliveries in the commit in which it happens. */
import { randomUUID } from 'node:crypto';
import { type DomainEvent, eventOf } from '../../shared/webhooks/events.ts';
import type { Transaction } from '../store/database.ts';

/**
 * Writes a delivery of each happening for each outside system. The caller holds the lock of the scope `level3`: so the order of
 * the rows is the order of the commits (O4).
 */
export async function writeDeliveries(
  client: Transaction,
  domainEvents: readonly DomainEvent[],
  now: Date,
): Promise<void> {
  if (domainEvents.length === 0) return;
  const { rows: systems } = await client.query<{ id: string }>(
    'SELECT id FROM webhooks WHERE removed_at IS NULL ORDER BY id',
  );
  const deliveries = domainEvents.flatMap((happened) =>
    systems
      .filter(({ id }) => id !== happened.saidBy)
      .map((system) => ({ id: randomUUID(), system: system.id, happened })),
  );
  if (deliveries.length === 0) return;
  await client.query(
    `INSERT INTO deliveries (id, webhook_id, ticket_id, type, subject, body, next_at, created_at)
       SELECT t.id, t.webhook, t.ticket, t.type, t.subject, t.body, $7, $7
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
              WITH ORDINALITY AS t (id, webhook, ticket, type, subject, body, place)
        ORDER BY t.place`,
    [
      deliveries.map(({ id }) => id),
      deliveries.map(({ system }) => system),
      deliveries.map(({ happened }) => happened.ticketId),
      deliveries.map(({ happened }) => happened.type),
      deliveries.map(({ happened }) => happened.subject),
      deliveries.map(({ id, happened }) => JSON.stringify(eventOf(happened, id))),
      now,
    ],
  );
}
