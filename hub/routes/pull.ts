/** One page of a scope (S4, S7, S8, S13). */
import type { Identity, PulledRow, PullRequest, PullResponse } from '../../shared/sync/protocol.ts';
import { type Database, transaction } from '../store/database.ts';
import { Refusal } from './refusal.ts';

/** An index behind every row of a version: the cursor of a device that has all of it. */
const END_OF_VERSION = 2_147_483_647;

/** Head and page are read in one snapshot of the database, so that count and hash fit the rows. */
export async function takePull(
  database: Database,
  identity: Identity,
  request: PullRequest,
  now: () => Date,
): Promise<PullResponse> {
  const { scope, cursor, limit } = request;
  if (!identity.scopes.includes(scope))
    throw new Refusal(403, 'forbidden', 'This scope is not for your role.');
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
        throw new Refusal(
          410,
          'cursor-expired',
          'The hub’s history began anew; the console starts from a snapshot.',
        );
      }
      const { rows } = await client.query<{
        table: string;
        key: string;
        version: number;
        index: number;
        deleted: boolean;
        data: unknown;
      }>(
        `SELECT tbl AS "table", key, version, idx AS "index", deleted, data FROM rows
          WHERE scope = $1 AND (version, idx) > ($2::bigint, $3::int)
          ORDER BY version, idx LIMIT $4`,
        [scope, cursor?.version ?? -1, Math.min(cursor?.index ?? 0, END_OF_VERSION), limit + 1],
      );
      const more = rows.length > limit;
      const page = rows.slice(0, limit) as PulledRow[];
      const last = page.at(-1);
      return {
        rows: page,
        cursor:
          more && last
            ? { epoch: head.epoch, version: last.version, index: last.index }
            : { epoch: head.epoch, version: head.version, index: END_OF_VERSION },
        more,
        head: { version: head.version, count: head.row_count, hash: head.hash },
        hubTime: now().toISOString(),
      };
    },
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  );
}
