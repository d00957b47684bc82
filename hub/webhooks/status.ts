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

type Sealed = OutsideSystem & { sealed: string };

/** Which system signed a message. Anybody may send one: any number at once are one question to the database, and secrets are unsealed once. */
export class OutsideSystems {
  readonly #database: Database;
  readonly #secret: string;
  readonly #unsealed = new Map<string, string>();
  #reading: Promise<readonly Sealed[]> | null = null;

  /** @param secret the hub's, with which theirs are sealed */
  constructor(database: Database, secret: string) {
    this.#database = database;
    this.#secret = secret;
  }

  /**
   * @returns null where none signed it, which does not say whether signature or secret is wrong
   * @throws Refusal 401 `clock` for a message that is signed, and too old or too new
   */
  async signerOf(message: SignedMessage | null, now: Date): Promise<OutsideSystem | null> {
    if (!message) return null;
    const system = (await this.#read()).find(({ sealed }) => isSignedBy(message, this.#unseal(sealed)));
    if (!system) return null;
    if (!isTimely(message, now))
      throw new Refusal(401, 'clock', 'The message was signed more than 5 minutes from the hub’s time.');
    return { id: system.id, name: system.name };
  }

  async #read(): Promise<readonly Sealed[]> {
    this.#reading ??= this.#database
      .query<Sealed>(
        `SELECT id, name, sealed FROM webhooks WHERE removed_at IS NULL ORDER BY id LIMIT ${MOST_WEBHOOKS}`,
      )
      .then(({ rows }) => rows)
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  #unseal(sealed: string): string {
    const known = this.#unsealed.get(sealed) ?? unseal(sealed, this.#secret);
    // Those of systems that were removed go with the next that are too many.
    if (this.#unsealed.size > 2 * MOST_WEBHOOKS) this.#unsealed.clear();
    this.#unsealed.set(sealed, known);
    return known;
  }
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
    const answer = checkEntry(entry, current.state, [], current, {
      now: now.toISOString(),
      holidayLists: [],
    });
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
