/** The comparison of a scope row by row (S8, S13): which rows there are, and some of them by key. */
import type {
  CompareRequest,
  CompareResponse,
  Identity,
  RowsRequest,
  RowsResponse,
} from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import type { TextPage, TextRow } from './page-text.ts';
import { assertOwnScope, MOST_PAGE_BYTES } from './pull.ts';

const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

async function epochOf(client: Transaction, scope: string): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>('SELECT epoch FROM scopes WHERE name = $1', [scope]);
  const [head] = rows;
  if (!head) throw new Refusal(404, 'unknown-scope', 'This scope is not at the hub.');
  return head.epoch;
}

/** One page of the scope's living rows: table, key, version and hash, without their contents. */
export function takeCompare(
  database: Database,
  identity: Identity,
  request: CompareRequest,
  now: () => Date,
): Promise<CompareResponse> {
  const { scope, after, limit } = request;
  assertOwnScope(identity, scope);
  return transaction(
    database,
    async (client) => {
      const epoch = await epochOf(client, scope);
      const { rows } = await client.query<CompareResponse['rows'][number]>(
        `SELECT tbl AS "table", key, version, hash FROM rows
          WHERE scope = $1 AND NOT deleted AND (tbl, key) > ($2, $3) ORDER BY tbl, key LIMIT $4 + 1`,
        [scope, after?.table ?? '', after?.key ?? '', limit],
      );
      return { epoch, rows: rows.slice(0, limit), more: rows.length > limit, hubTime: now().toISOString() };
    },
    SNAPSHOT,
  );
}

/** Living rows by table and key, as many as an answer holds. */
export function takeRows(
  database: Database,
  identity: Identity,
  request: RowsRequest,
  now: () => Date,
): Promise<TextPage & { rest: Omit<RowsResponse, 'rows'> }> {
  const { scope, keys } = request;
  assertOwnScope(identity, scope);
  return transaction(
    database,
    async (client) => {
      const epoch = await epochOf(client, scope);
      const { rows } = await client.query<TextRow & { counted: number }>(
        `SELECT "table", key, version, "index", deleted, data::text AS text, counted FROM (
           SELECT r.tbl AS "table", r.key, r.version, r.idx AS "index", r.deleted, r.data, count(*) OVER () AS counted,
                  sum(r.bytes) OVER (ORDER BY r.tbl, r.key) AS weight,
                  row_number() OVER (ORDER BY r.tbl, r.key) AS place
             FROM (SELECT DISTINCT tbl, key FROM unnest($2::text[], $3::text[]) AS asked (tbl, key)) AS wanted
             JOIN rows r USING (tbl, key) WHERE r.scope = $1 AND NOT r.deleted
         ) AS weighed WHERE place = 1 OR weight <= $4 ORDER BY place`,
        [scope, keys.map(({ table }) => table), keys.map(({ key }) => key), MOST_PAGE_BYTES],
      );
      const more = rows.length > 0 && (rows[0]?.counted ?? 0) > rows.length;
      return { rows, rest: { epoch, more, hubTime: now().toISOString() } };
    },
    SNAPSHOT,
  );
}
