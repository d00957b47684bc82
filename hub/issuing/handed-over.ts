/** What ended devices hand over: kept as it comes, in no scope, for the operator to accept or drop (security 29). */
import { sha256OfText } from '../../shared/base/hash.ts';
import type { HandOverRequest } from '../../shared/sync/device-end.ts';
import { type Mutation, mutationText } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import { type Database, transaction } from '../store/database.ts';
import { addOwnAudit } from './audit.ts';
import { findEnded } from './ended-devices.ts';

/** Of one device: more than a year of typing, and less than the hub's disk. */
const MOST = { edits: 100_000, bytes: 256 * 1024 * 1024 };

const overWords = 'This computer has handed over already, and nothing more is taken of it.';

/** @throws Refusal 401 for a device that was not ended so, 409 `handed-over` once it had said that this was all */
export async function assertMayHandOver(database: Database, deviceId: string): Promise<void> {
  const ended = await findEnded(database, deviceId);
  if (ended?.data !== 'hand-over')
    throw new Refusal(401, 'unauthorised', 'The hub takes nothing of this computer.');
  if (ended.handedOverAt) throw new Refusal(409, 'handed-over', overWords);
}

/**
 * Keeps a piece. The same edit twice is one, as where the answer to it was lost.
 * @throws Refusal 400 for an edit that is not what its hash says, 409, 413 where it is more than a device may have
 */
export async function takeHandedOver(
  database: Database,
  deviceId: string,
  { schema, mutations, done }: HandOverRequest,
): Promise<{ kept: number }> {
  const texts = mutations.map((each) => mutationText(each));
  for (const [index, each] of mutations.entries())
    if (sha256OfText(texts[index] ?? '') !== each.hash)
      throw new Refusal(400, 'hash', `The hash of edit ${each.n} does not fit its content.`);
  return transaction(database, async (client) => {
    // One piece after the other, and none beside an end that changes.
    const { rows } = await client.query<{ over: boolean }>(
      `SELECT handed_over_at IS NOT NULL AS over FROM devices WHERE id = $1 AND ended_data = 'hand-over' FOR UPDATE`,
      [deviceId],
    );
    if (!rows[0]) throw new Refusal(401, 'unauthorised', 'The hub takes nothing of this computer.');
    if (rows[0].over) throw new Refusal(409, 'handed-over', overWords);
    await client.query(
      `INSERT INTO handed_over (device_id, n, schema, edit, bytes)
         SELECT $1, t.n, $2, t.edit::jsonb, length(t.edit) FROM unnest($3::bigint[], $4::text[]) AS t (n, edit)
         ON CONFLICT DO NOTHING`,
      [deviceId, schema, mutations.map(({ n }) => n), mutations.map((each) => JSON.stringify(each))],
    );
    const sum = await client.query<{ edits: number; bytes: number }>(
      'SELECT count(*)::int AS edits, coalesce(sum(bytes), 0)::bigint AS bytes FROM handed_over WHERE device_id = $1',
      [deviceId],
    );
    const { edits = 0, bytes = 0 } = sum.rows[0] ?? {};
    if (edits > MOST.edits || bytes > MOST.bytes)
      throw new Refusal(413, 'too-large', 'It is more than the hub keeps of an ended computer.');
    if (done) {
      await client.query('UPDATE devices SET handed_over_at = now(), left_behind = $2 WHERE id = $1', [
        deviceId,
        JSON.stringify(done.left),
      ]);
      const ended = await findEnded(client, deviceId);
      await addOwnAudit(client, {
        by: ended ? { id: ended.identity.person.id, name: ended.identity.person.name } : null,
        action: 'handed-over',
        subject: deviceId,
        detail: { device: ended?.identity.deviceName ?? '', edits, files: done.left.length },
      });
    }
    return { kept: edits };
  });
}

/** The edits of a device that wait, in the order of their numbers, with the schema that they were made by. */
export async function handedOverEdits(
  database: Database,
  deviceId: string,
  after: number,
  limit: number,
): Promise<{ schema: number; edit: Mutation }[]> {
  const { rows } = await database.query<{ schema: number; edit: Mutation }>(
    'SELECT schema, edit FROM handed_over WHERE device_id = $1 AND n > $2 ORDER BY n LIMIT $3',
    [deviceId, after, limit],
  );
  return rows;
}
