/** The status lists of a hub: made from its credentials, signed, and published after every change. */
import {
  emptyBits,
  type StatusPurpose,
  setBit,
  signStatusList,
} from '../../shared/certification/status-list.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import { type Issuer, signerOf } from './issuer-keys.ts';

/** How long a list may be relied on without the hub, and how long who fetched one need not ask again. */
const VALID_DAYS = 7;
const TTL_MS = 3_600_000;
const DAY_MS = 86_400_000;
const purposes = [
  ['revocation', 'revoked'],
  ['suspension', 'suspended'],
] as const satisfies readonly (readonly [StatusPurpose, string])[];

function listId(purpose: StatusPurpose, list: number): string {
  return `${purpose}-${list}`;
}

export function listUrl(issuer: Pick<Issuer, 'url'>, purpose: StatusPurpose, list: number): string {
  return `${issuer.url}/v1/status/${listId(purpose, list)}`;
}

/** Signs both lists of these numbers anew, and puts them where every device gets them. The caller has locked the catalogue. */
export async function signLists(
  client: Transaction,
  issuer: Issuer,
  catalogue: ScopeBatch,
  numbers: readonly number[],
  now: Date,
): Promise<void> {
  const signer = await signerOf(client, issuer);
  for (const list of numbers) {
    const { rows } = await client.query<{ idx: number; state: string }>(
      "SELECT idx, state FROM credentials WHERE list = $1 AND state <> 'valid'",
      [list],
    );
    for (const [purpose, state] of purposes) {
      const bits = emptyBits();
      for (const row of rows) if (row.state === state) setBit(bits, row.idx, true);
      const id = listId(purpose, list);
      const url = listUrl(issuer, purpose, list);
      const validUntil = new Date(now.getTime() + VALID_DAYS * DAY_MS);
      const token = await signStatusList(
        {
          url,
          issuer: issuer.url,
          purpose,
          bits,
          validFrom: now.toISOString(),
          validUntil: validUntil.toISOString(),
          ttlMs: TTL_MS,
        },
        signer,
      );
      await client.query(
        `INSERT INTO status_lists (id, list, purpose, token, valid_until) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (id) DO UPDATE SET token = excluded.token, valid_until = excluded.valid_until`,
        [id, list, purpose, token, validUntil],
      );
      await catalogue.load([{ table: 'statusLists', key: id }]);
      catalogue.put('statusLists', id, { id, url, purpose, token }, null);
    }
  }
}

/** Signs anew what has less than half of its time left. Any number of hubs may do so at once. */
export async function renewLists(database: Database, issuer: Issuer, now: Date): Promise<void> {
  const due = 'SELECT DISTINCT list FROM status_lists WHERE valid_until < $1 ORDER BY list';
  const before = new Date(now.getTime() + (VALID_DAYS * DAY_MS) / 2);
  if ((await database.query(due, [before])).rowCount === 0) return;
  await transaction(database, async (client) => {
    const catalogue = (await ScopeBatch.lock(client, ['catalogue'])).get('catalogue');
    if (!catalogue) throw new Error('the scope catalogue is not there');
    // Another hub may have done it while this one waited for the lock.
    const { rows } = await client.query<{ list: number }>(due, [before]);
    await signLists(
      client,
      issuer,
      catalogue,
      rows.map(({ list }) => list),
      now,
    );
    await catalogue.save();
  });
}

/** A list as it was signed last, by the last part of its address; null where there is none. */
export async function publishedList(database: Database, id: string): Promise<string | null> {
  const { rows } = await database.query<{ token: string }>('SELECT token FROM status_lists WHERE id = $1', [
    id,
  ]);
  return rows[0]?.token ?? null;
}
