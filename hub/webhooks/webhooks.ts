/** Outside systems as the operator registers and removes them. Their secrets are sealed, and told once. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { uuidv7 } from '../../shared/base/ids.ts';
import type { webhook, webhookMade, webhookRequest } from '../../shared/webhooks/schema.ts';
import { seal } from '../issuing/sealing.ts';
import { Refusal } from '../refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import type { Addresses } from './addresses.ts';
import { newWebhookSecret } from './signature.ts';

/** Systems at once: a signed request is tried with the secret of each. */
export const MOST_WEBHOOKS = 10;
/** Any number: two that are registered at once are counted one after the other. */
const LOCK = 7_426_136;

export interface WebhookParts {
  database: Database;
  addresses: Addresses;
  secret: string;
  now: () => Date;
}

export async function listWebhooks(database: Database): Promise<z.infer<typeof webhook>[]> {
  const { rows } = await database.query<{
    id: string;
    name: string;
    url: string;
    created_at: Date;
    waiting: number;
    dead: number;
  }>(
    `SELECT w.id, w.name, w.url, w.created_at, count(*) FILTER (WHERE d.state = 'waiting') AS waiting,
            count(*) FILTER (WHERE d.state = 'dead') AS dead
       FROM webhooks w LEFT JOIN deliveries d ON d.webhook_id = w.id AND d.state <> 'delivered'
      WHERE w.removed_at IS NULL GROUP BY w.id ORDER BY w.name LIMIT ${MOST_WEBHOOKS}`,
  );
  return rows.map(({ created_at: at, ...row }) => ({ ...row, createdAt: at.toISOString() }));
}

/** @throws Refusal 400 for an address that the hub does not post to, 409 where the name is taken or there are too many */
export async function addWebhook(
  { database, addresses, secret, now }: WebhookParts,
  { name, url }: z.infer<typeof webhookRequest>,
): Promise<z.infer<typeof webhookMade>> {
  const problem = addresses.problemOf(url);
  if (problem) throw new Refusal(400, 'address', problem);
  const id = uuidv7(now().getTime(), randomBytes(10));
  const made = newWebhookSecret();
  await transaction(database, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await client.query<{ name: string }>(
      'SELECT name FROM webhooks WHERE removed_at IS NULL',
    );
    if (rows.some((row) => row.name === name))
      throw new Refusal(409, 'known-system', 'There is a system of this name. Remove it, or choose another.');
    if (rows.length >= MOST_WEBHOOKS)
      throw new Refusal(409, 'too-many', `The hub tells ${MOST_WEBHOOKS} systems at the most. Remove one.`);
    await client.query(
      'INSERT INTO webhooks (id, name, url, sealed, created_at) VALUES ($1, $2, $3, $4, $5)',
      [id, name, url, seal(made, secret), now()],
    );
    // Paths of addresses often hold a token: only the origin is noted.
    await client.query("INSERT INTO audit (action, subject, detail) VALUES ('webhook-added', $1, $2)", [
      id,
      { name, origin: new URL(url).origin },
    ]);
  });
  return { id, secret: made };
}

/** It is told nothing more, and what it says is refused; what waited for it is kept. @throws Refusal 404 */
export async function removeWebhook(
  { database, now }: WebhookParts,
  id: string,
): Promise<{ removedAt: string }> {
  return transaction(database, async (client) => {
    const { rows } = await client.query<{ removed_at: Date }>(
      'UPDATE webhooks SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL RETURNING removed_at',
      [id, now()],
    );
    const [removed] = rows;
    if (!removed) throw new Refusal(404, 'unknown-system', 'There is no such system.');
    await client.query("INSERT INTO audit (action, subject, detail) VALUES ('webhook-removed', $1, '{}')", [
      id,
    ]);
    return { removedAt: removed.removed_at.toISOString() };
  });
}
