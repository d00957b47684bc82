/** What the hub knows of packets that it took in: their revisions, their signatures, the files that they wait for. */

import type { Packet } from '../../shared/handoff/schema.ts';
import { type PacketSignature, packetSignature } from '../../shared/handoff/signature.ts';
import type { Transaction } from '../store/database.ts';
import type { ScopeBatch } from '../store/rows.ts';

/** Whether the packet, or its revision or a later one of the case, was taken in before. The scopes' locks keep the answer true. */
export async function isTaken(client: Transaction, organisationId: string, packet: Packet): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT 1 FROM taken_packets WHERE packet_id = $1 OR (organisation_id = $2 AND case_id = $3 AND revision >= $4)',
    [packet.id, organisationId, packet.caseId, packet.revision],
  );
  return rowCount !== 0;
}

/** @param notBefore before when it cannot have been made, as the hub knows now (`notMadeBefore`) */
export async function noteTaken(
  client: Transaction,
  organisationId: string,
  packet: Packet,
  notBefore: Date,
): Promise<void> {
  await client.query(
    'INSERT INTO taken_packets (organisation_id, case_id, revision, packet_id, not_before) VALUES ($1, $2, $3, $4, $5)',
    [organisationId, packet.caseId, packet.revision, packet.id, notBefore],
  );
}

/** Before when a packet that was taken in cannot have been made; null where that was not asked when it came. */
export async function earliestOf(client: Transaction, packetId: string): Promise<Date | null> {
  const { rows } = await client.query<{ not_before: Date | null }>(
    'SELECT not_before FROM taken_packets WHERE packet_id = $1',
    [packetId],
  );
  return rows[0]?.not_before ?? null;
}

/** The newest revision of the case that was taken in; 0 where none was. */
export async function newestRevision(
  client: Transaction,
  organisationId: string,
  caseId: string,
): Promise<number> {
  const { rows } = await client.query<{ newest: number | null }>(
    'SELECT max(revision) AS newest FROM taken_packets WHERE organisation_id = $1 AND case_id = $2',
    [organisationId, caseId],
  );
  return rows[0]?.newest ?? 0;
}

/** Signatures of a packet, with those of this very batch. */
export async function signaturesOf(
  client: Transaction,
  scope: ScopeBatch,
  packetId: string,
): Promise<PacketSignature[]> {
  const { rows } = await client.query<{ data: unknown }>(
    "SELECT data FROM rows WHERE scope = $1 AND tbl = 'signatures' AND data->>'packetId' = $2 AND NOT deleted",
    [scope.head.name, packetId],
  );
  const stored = rows.map(({ data }) => packetSignature.parse(data));
  const known = new Set(stored.map(({ id }) => id));
  const fresh = scope.written('signatures').map((data) => packetSignature.parse(data));
  return [...stored, ...fresh.filter((each) => each.packetId === packetId && !known.has(each.id))];
}

/**
 * Files of a packet that are not at the hub whole; the packet is noted to wait for them. An upload that ends meanwhile either
 * is seen here or sees the note: both hold the organisation's row.
 */
export async function awaitFiles(
  client: Transaction,
  organisationId: string,
  packet: Packet,
): Promise<string[]> {
  const named = packet.contents.attachments.filter((file) => !file.removed).map((file) => file.sha256);
  if (named.length === 0) return [];
  const missing = async () => {
    const { rows } = await client.query<{ sha256: string }>(
      `SELECT DISTINCT sha256 FROM unnest($2::text[]) AS named (sha256)
        WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.organisation_id = $1 AND b.sha256 = named.sha256)`,
      [organisationId, named],
    );
    return rows.map((row) => row.sha256);
  };
  if ((await missing()).length === 0) return [];
  await client.query('SELECT 1 FROM organisations WHERE id = $1 FOR NO KEY UPDATE', [organisationId]);
  const left = await missing();
  await client.query(
    `INSERT INTO awaited_files (organisation_id, packet_id, sha256) SELECT $1, $2, unnest($3::text[])
      ON CONFLICT DO NOTHING`,
    [organisationId, packet.id, left],
  );
  return left;
}
