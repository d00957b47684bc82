/** What an outside system says of a ticket (O8): believed by its signature, taken once, written on both sides. */

import { sameValue } from '../../shared/base/hash.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { checkEntry } from '../../shared/tickets/rules.ts';
import { type DeskEntry, ticket as ticketSchema } from '../../shared/tickets/schema.ts';
import { deskEntered } from '../../shared/webhooks/events.ts';
import type { OutsideStatusRequest } from '../../shared/webhooks/schema.ts';
import { unseal } from '../issuing/sealing.ts';
import { newId } from '../push/edit.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { writeDeliveries } from './outbox.ts';
import { isSignedBy, isTimely, type SignedMessage } from './signature.ts';
import { MOST_WEBHOOKS } from './webhooks.ts';

export interface OutsideSystem {
  id: string;
  name: string;
}

/**
 * The system whose secret signed the message.
 * @throws Refusal 401, which does not say whether signature or secret is wrong; 401 `clock` for a message too old or too new
 */
export async function systemOf(
  database: Database,
  secret: string,
  message: SignedMessage | null,
  now: Date,
): Promise<OutsideSystem> {
  if (message) {
    const { rows } = await database.query<OutsideSystem & { sealed: string }>(
      `SELECT id, name, sealed FROM webhooks WHERE removed_at IS NULL ORDER BY id LIMIT ${MOST_WEBHOOKS}`,
    );
    const system = rows.find(({ sealed }) => isSignedBy(message, unseal(sealed, secret)));
    if (system && !isTimely(message, now))
      throw new Refusal(401, 'clock', 'The message was signed more than 5 minutes from the hub’s time.');
    if (system) return { id: system.id, name: system.name };
  }
  throw new Refusal(401, 'unauthorised', 'The message is not signed by a system that the hub knows.');
}

/** Where the ticket is: its row's key, and whose it is. */
async function placeOf(client: Transaction, number: string): Promise<{ key: string; scope: string }> {
  const { rows } = await client.query<{ key: string; organisation: string }>(
    `SELECT key, data->>'organisationId' AS organisation FROM rows
      WHERE scope = 'level3' AND tbl = 'tickets' AND data->>'ticket' = $1 AND NOT deleted`,
    [number],
  );
  const [row] = rows;
  if (!row) throw new Refusal(404, 'unknown-ticket', 'There is no such ticket.');
  return { key: row.key, scope: organisationScope(row.organisation) };
}

/**
 * Writes what the system says, in one commit with the message's id.
 * @returns whether anything was new
 * @throws Refusal 404 for an unknown ticket; 409 `replayed` for a message that was taken before, which the sender may count as taken
 */
export async function takeStatus(
  database: Database,
  system: OutsideSystem,
  { id: messageId }: SignedMessage,
  request: OutsideStatusRequest,
  clock: () => Date,
): Promise<{ ticket: string; changed: boolean }> {
  return transaction(database, async (client) => {
    const { key, scope } = await placeOf(client, request.ticket);
    const scopes = await ScopeBatch.lock(client, ['level3', scope]);
    const sides = [...scopes.values()];
    // After the lock: instants are in the order of the commits.
    const now = clock();
    const fresh = await client.query(
      'INSERT INTO outside_messages (webhook_id, id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [system.id, messageId, now],
    );
    if (fresh.rowCount === 0)
      throw new Refusal(409, 'replayed', 'A message with this id was taken before. Nothing was changed.');
    for (const side of sides) await side.load([{ table: 'tickets', key }]);
    const current = ticketSchema.parse(scopes.get('level3')?.get('tickets', key)?.data);
    const { note, status } = request;
    const reference = request.reference || current.outsideReference;
    const next = { ...current, outsideReference: reference, outsideStatus: status };
    if (note === '' && sameValue(next, current)) return { ticket: current.ticket, changed: false };
    const entry: DeskEntry = {
      id: newId(now),
      ticketId: key,
      caseId: current.caseId,
      organisationId: current.organisationId,
      at: { at: now.toISOString(), zone: 'UTC' },
      by: { id: system.id, name: system.name },
      kind: 'outside-status',
      system: system.name,
      reference,
      status,
      note,
    };
    const answer = checkEntry(entry, current.state, [], current);
    if (!answer.ok) throw new Refusal(409, 'state', answer.message);
    for (const side of sides) {
      await side.load([{ table: 'deskEntries', key: entry.id }]);
      side.put('deskEntries', entry.id, entry, null);
      if (!sameValue(next, current)) side.put('tickets', key, next, null);
      await side.save();
    }
    await writeDeliveries(client, [deskEntered(next, entry, now.toISOString())], now);
    return { ticket: current.ticket, changed: true };
  });
}
