/** A handoff that its author takes back out of review: the case is where it was, and nobody writes a lead's decision by hand. */
import { openedAgain } from '../../shared/handoff/packet.ts';
import type { Packet } from '../../shared/handoff/schema.ts';
import type { Rejection } from '../../shared/sync/protocol.ts';
import type { EditContext, TableEdit } from '../push/batch.ts';

/** The newest packet of a case that was taken in, in this very batch or before. */
async function newestPacket(
  { client, scope, identity }: EditContext,
  caseId: string,
): Promise<Packet | null> {
  const { rows } = await client.query<{ data: Packet }>(
    `SELECT rows.data FROM taken_packets JOIN rows ON rows.key = taken_packets.packet_id::text
     WHERE rows.scope = $1 AND rows.tbl = 'packets' AND NOT rows.deleted
       AND taken_packets.organisation_id = $3 AND taken_packets.case_id = $2
     ORDER BY taken_packets.revision DESC LIMIT 1`,
    [scope.head.name, caseId, identity.organisation.id],
  );
  const fresh = scope.written('packets').map((data) => data as unknown as Packet);
  return [...rows.map(({ data }) => data), ...fresh]
    .filter((each) => each.caseId === caseId)
    .reduce<Packet | null>(
      (newest, each) => (newest && newest.revision > each.revision ? newest : each),
      null,
    );
}

/** Why a case in review is not sent back by this edit; null where it was sent back before its handoff, or the edit does nothing of the kind. */
export async function refusedTakeBack(context: EditContext, edit: TableEdit): Promise<Rejection | null> {
  if (edit.table !== 'cases' || edit.patch.state !== 'changes-requested') return null;
  if (context.scope.get('cases', edit.key)?.data?.state !== 'in-review') return null;
  const packet = await newestPacket(context, edit.key);
  if (packet && openedAgain(packet) === 'changes-requested') return null;
  return {
    code: 'state',
    message: 'A case in review is sent back for changes by a lead, or by its author where it was so before.',
  };
}
