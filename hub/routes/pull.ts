/** One page of a scope (S4, S7, S8, S13, S14). */
import type { Identity, PullRequest, PullResponse } from '../../shared/sync/protocol.ts';
import { fetchedTables } from '../../shared/sync/tables.ts';
import { Refusal } from '../refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import type { TextPage, TextRow } from './page-text.ts';

/** An index behind every row of a version: the cursor of a device that has all of it. */
const END_OF_VERSION = 2_147_483_647;
/**
 * Bytes of rows in one page; a single row may be larger. Others wait for the database and the line as long as one is read: pages of 8 MB,
 * asked for again and again, cost them 4.5 times the quiet time, of 2 MB twice.
 */
export const MOST_PAGE_BYTES = 2 * 1024 * 1024;

/** @throws Refusal 403 for a scope that is not the person's (S13) */
export function assertOwnScope(identity: Identity, scope: string): void {
  if (!identity.scopes.includes(scope))
    throw new Refusal(403, 'scope-forbidden', 'This part of the hub’s data is not for your role.');
}

/** Head and page are read in one snapshot of the database, so that count and hash fit the rows. */
export async function takePull(
  database: Database,
  identity: Identity,
  request: PullRequest,
  now: () => Date,
): Promise<TextPage & { rest: Omit<PullResponse, 'rows'> }> {
  const { scope, cursor, limit } = request;
  assertOwnScope(identity, scope);
  // Whoever has the row's hash counts it like any other, and what it holds can be hundreds of times the ticket's.
  const leftOut = request.brief ? fetchedTables(scope) : [];
  return transaction(
    database,
    async (client) => {
      const heads = await client.query<{ epoch: string; version: number; row_count: number; hash: string }>(
        'SELECT epoch, version, row_count, hash FROM scopes WHERE name = $1',
        [scope],
      );
      const [head] = heads.rows;
      if (!head) throw new Refusal(404, 'unknown-scope', 'This scope is not at the hub.');
      if (cursor && (cursor.epoch !== head.epoch || cursor.version > head.version)) {
        const device = await client.query<{ last_n: number }>('SELECT last_n FROM devices WHERE id = $1', [
          identity.deviceId,
        ]);
        // A hub that was restored may lack edits that it had acknowledged: the device sends them again from here on.
        throw new Refusal(
          410,
          'cursor-expired',
          'The hub’s history began anew; the console starts from a snapshot.',
          undefined,
          { lastN: device.rows[0]?.last_n ?? 0 },
        );
      }
      const { rows } = await client.query<TextRow & { counted: number }>(
        // A page ends where it gets too heavy; its first row is always in it, so that every page goes on. What a row weighs is
        // stored with it, so that only what is answered is made into text.
        `SELECT "table", key, version, "index", deleted, data::text AS text, hash, "changedAt", counted FROM (
           SELECT tbl AS "table", key, version, idx AS "index", deleted, data, hash, "changedAt", count(*) OVER () AS counted,
                  sum(CASE WHEN data IS NULL THEN 0 ELSE bytes END) OVER (ORDER BY version, idx) AS weight,
                  row_number() OVER (ORDER BY version, idx) AS place
             FROM (SELECT tbl, key, version, idx, deleted, bytes,
                          CASE WHEN tbl = ANY ($6::text[]) THEN NULL ELSE data END AS data,
                          CASE WHEN tbl = ANY ($6::text[]) AND NOT deleted THEN hash END AS hash,
                          CASE WHEN $7 THEN changed_at END AS "changedAt"
                     FROM rows WHERE scope = $1 AND (version, idx) > ($2::bigint, $3::int)
                    ORDER BY version, idx LIMIT $4 + 1) AS page
         ) AS weighed WHERE place <= $4 AND (place = 1 OR weight <= $5) ORDER BY version, "index"`,
        [
          scope,
          cursor?.version ?? -1,
          Math.min(cursor?.index ?? 0, END_OF_VERSION),
          limit,
          MOST_PAGE_BYTES,
          leftOut,
          request.dated ?? false,
        ],
      );
      const more = rows.length > 0 && (rows[0]?.counted ?? 0) > rows.length;
      const last = rows.at(-1);
      return {
        rows,
        rest: {
          cursor:
            more && last
              ? { epoch: head.epoch, version: last.version, index: last.index }
              : { epoch: head.epoch, version: head.version, index: END_OF_VERSION },
          more,
          head: { version: head.version, count: head.row_count, hash: head.hash },
          hubTime: now().toISOString(),
        },
      };
    },
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  );
}
