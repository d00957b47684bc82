/** What a person's credentials are worth at the hub, for the handoff's gate (H33). */
import type { PersonRef } from '../../shared/base/people.ts';
import { type HeldCredential, handoffTime, type Trust, trustIn } from '../../shared/certification/trust.ts';
import { openVerifier } from '../../shared/certification/verify.ts';
import type { Transaction } from '../store/database.ts';
import { issuerKeys } from './issuer-keys.ts';

/**
 * The person's credentials at the time of the handoff, with the status that they have now (C4).
 * @param said what the packet says of its time: the device's clock, and the last time of the hub that the device knew
 * @param notBefore what the hub itself knows of it (`notMadeBefore`)
 */
export async function trustAtHub(
  client: Transaction,
  person: PersonRef,
  said: { deviceTime: string; knownHubTime: string | null },
  notBefore: Date | null,
  now: Date,
): Promise<Trust> {
  const held = await client.query<HeldCredential & { list: number }>(
    `SELECT id, token, list, state, state_reason AS "stateReason" FROM credentials
      WHERE person_id = $1 ORDER BY valid_until DESC LIMIT 100`,
    [person.id],
  );
  const lists = await client.query<{ token: string }>('SELECT token FROM status_lists WHERE list = ANY($1)', [
    [...new Set(held.rows.map(({ list }) => list))],
  ]);
  const { rows } = await client.query<{ url: string }>('SELECT url FROM issuer');
  const keys = rows[0] ? await issuerKeys(client, rows[0]) : [];
  const verifier = await openVerifier(
    keys,
    lists.rows.map(({ token }) => token),
  );
  return trustIn(verifier, person, held.rows, {
    at: new Date(
      Math.max(Date.parse(handoffTime({ ...said, now: now.toISOString() })), notBefore?.getTime() ?? 0),
    ).toISOString(),
    now: now.toISOString(),
    unknownStatus: 'refuse',
  });
}
