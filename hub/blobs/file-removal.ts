/**
 * Files that go from the hub: one that somebody had deleted, with what that takes from which packets, and one that was taken out of
 * its case before any packet named it. First nobody is served it any more; then its bytes are removed by a running hub.
 */
import { cut } from '../../shared/base/cut.ts';
import { addAudit } from '../issuing/audit.ts';
import { Refusal } from '../refusal.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';
import type { BlobStore } from './store.ts';

/** What is said of a file before it is deleted, and of what its deletion took. */
export interface TakenAway {
  sha256: string;
  /** Whether the hub has its bytes. */
  there: boolean;
  /** Under which names cases have it. */
  names: string[];
  packets: { caseId: string; revision: number; ticket: string | null }[];
  /** Replies to Level 3 that name it. */
  replies: number;
}

/** How long a file that no case names any more is kept: somebody may take the removal back. */
const KEPT_MINUTES = 60;
const MOST_A_ROUND = 200;

/** Packets and replies that name a file, in SQL: its organisation is $1 and its hash $2. */
const inPackets = `FROM rows p LEFT JOIN escalations e ON e.packet_id = p.key::uuid
  WHERE p.scope = 'org:' || $1 AND p.tbl = 'packets' AND p.data->'contents'->'attachments' @> jsonb_build_array(jsonb_build_object('sha256', $2::text))`;
const inReplies = `FROM rows r JOIN rows a ON a.scope = r.scope AND a.tbl = 'attachments' AND a.data->>'sha256' = $2 AND r.data->'attachments' ? a.key
  WHERE r.scope = 'org:' || $1 AND r.tbl = 'deskReplies'`;

async function takenBy(client: Transaction, organisationId: string, sha256: string): Promise<TakenAway> {
  const values = [organisationId, sha256];
  const there = await client.query('SELECT 1 FROM blobs WHERE organisation_id = $1 AND sha256 = $2', values);
  const names = await client.query<{ name: string }>(
    `SELECT DISTINCT data->>'name' AS name FROM rows
      WHERE scope = 'org:' || $1 AND tbl = 'attachments' AND data->>'sha256' = $2 ORDER BY 1`,
    values,
  );
  const packets = await client.query<TakenAway['packets'][number]>(
    `SELECT p.data->>'caseId' AS "caseId", (p.data->>'revision')::int AS revision, e.ticket ${inPackets} ORDER BY 1, 2`,
    values,
  );
  const replies = await client.query<{ count: number }>(`SELECT count(*)::int AS count ${inReplies}`, values);
  return {
    sha256,
    there: there.rowCount === 1,
    names: names.rows.map(({ name }) => name),
    packets: packets.rows,
    replies: replies.rows[0]?.count ?? 0,
  };
}

/** What deleting a file would take away. Nothing is changed. */
export function whatItTakes(database: Database, organisationId: string, sha256: string): Promise<TakenAway> {
  return transaction(database, (client) => takenBy(client, organisationId, sha256));
}

/** Forgets the file, and notes its bytes for removal. */
async function forget(client: Transaction, organisationId: string, sha256: string): Promise<void> {
  await client.query(
    `WITH gone AS (DELETE FROM blobs WHERE organisation_id = $1 AND sha256 = $2 RETURNING organisation_id, sha256, location)
       INSERT INTO removed_files (organisation_id, sha256, location)
       SELECT organisation_id, sha256, location FROM gone WHERE location IS NOT NULL`,
    [organisationId, sha256],
  );
}

/**
 * Deletes a file at the hub, in the name of who asked for it (null: the operator). Its rows say that it was removed, so that no console sends it again; packets
 * stay as they were signed, and name a file that is no longer there.
 * @throws Refusal 404 where neither bytes nor a row of it are at the hub
 */
export async function deleteFile(
  database: Database,
  organisationId: string,
  sha256: string,
  { by, reason }: { by: { id: string; name: string } | null; reason: string },
): Promise<TakenAway> {
  return transaction(database, async (client) => {
    const scopes = await ScopeBatch.lock(client, [`org:${organisationId}`, 'registry']);
    const [scope, registry] = [scopes.get(`org:${organisationId}`), scopes.get('registry')];
    if (!scope || !registry) throw new Refusal(404, 'unknown-organisation', 'There is no such organisation.');
    // As an upload of the same content does: it either sees that the file is gone, or is seen here.
    await client.query('SELECT 1 FROM organisations WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
    const taken = await takenBy(client, organisationId, sha256);
    if (!taken.there && taken.names.length === 0)
      throw new Refusal(404, 'unknown-file', 'The hub does not have this file.');
    const { rows } = await client.query<{ key: string }>(
      "SELECT key FROM rows WHERE scope = $1 AND tbl = 'attachments' AND data->>'sha256' = $2",
      [scope.head.name, sha256],
    );
    await scope.load(rows.map(({ key }) => ({ table: 'attachments', key })));
    for (const { key } of rows) {
      const row = scope.get('attachments', key)?.data;
      if (row && row.removed !== true) scope.put('attachments', key, { ...row, removed: true }, null);
    }
    await forget(client, organisationId, sha256);
    await client.query(
      'INSERT INTO deleted_files (organisation_id, sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [organisationId, sha256],
    );
    const packets = taken.packets.map(
      ({ caseId, revision, ticket }) => `${ticket ?? caseId} revision ${revision}`,
    );
    await addAudit(client, registry, {
      ...{ by, action: 'file-deleted', subject: organisationId, reason },
      detail: {
        sha256,
        names: cut(taken.names.join(', '), 1_000),
        packets: cut(packets.join(', '), 1_000),
        replies: String(taken.replies),
      },
    });
    for (const each of scopes.values()) await each.save();
    return taken;
  });
}

/**
 * Forgets files that were taken out of every case before any packet, reply or other row named them, an hour after that. One that no row names because its
 * row has not come yet is kept as long as uploads are.
 * @returns how many
 */
export async function forgetUnnamed(database: Database): Promise<number> {
  const named = `EXISTS (SELECT 1 FROM rows a WHERE a.scope = 'org:' || b.organisation_id AND a.tbl = 'attachments'
      AND a.data->>'sha256' = b.sha256 AND NOT a.deleted AND coalesce((a.data->>'removed')::boolean, false) = false)`;
  const was = `EXISTS (SELECT 1 FROM rows a WHERE a.scope = 'org:' || b.organisation_id AND a.tbl = 'attachments' AND a.data->>'sha256' = b.sha256)`;
  await database.query(
    `UPDATE blobs b SET unnamed_since = CASE WHEN ${named} THEN NULL ELSE coalesce(unnamed_since, now()) END
      WHERE (unnamed_since IS NULL) <> ${named} AND ${was}`,
  );
  const { rows } = await database.query<{ organisation_id: string; sha256: string }>(
    `SELECT organisation_id, sha256 FROM blobs b WHERE unnamed_since < now() - make_interval(mins => $1) AND NOT ${named}
        AND NOT EXISTS (SELECT 1 FROM awaited_files w WHERE w.organisation_id = b.organisation_id AND w.sha256 = b.sha256)
      LIMIT $2`,
    [KEPT_MINUTES, MOST_A_ROUND],
  );
  let count = 0;
  for (const { organisation_id: organisationId, sha256 } of rows)
    count += await transaction(database, async (client) => {
      await ScopeBatch.lock(client, [`org:${organisationId}`]);
      const { packets, replies } = await takenBy(client, organisationId, sha256);
      if (packets.length > 0 || replies > 0) return 0;
      await forget(client, organisationId, sha256);
      return 1;
    });
  return count;
}

/** Removes the bytes of what was forgotten, unless the same content came again since. @returns how many files */
export async function removeBytes(database: Database, store: BlobStore): Promise<number> {
  const { rows } = await database.query<{
    organisation_id: string;
    sha256: string;
    location: string;
    at: Date;
  }>('SELECT organisation_id, sha256, location, at FROM removed_files ORDER BY at LIMIT $1', [MOST_A_ROUND]);
  for (const { organisation_id: organisationId, sha256, location, at } of rows)
    await transaction(database, async (client) => {
      await client.query('SELECT 1 FROM organisations WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
      const again = await client.query('SELECT 1 FROM blobs WHERE organisation_id = $1 AND location = $2', [
        organisationId,
        location,
      ]);
      if (!again.rowCount) await store.remove(location);
      await client.query(
        'DELETE FROM removed_files WHERE organisation_id = $1 AND sha256 = $2 AND at <= $3',
        [organisationId, sha256, at],
      );
    });
  return rows.length;
}
