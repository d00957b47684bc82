/** Which files of a partner's the desk may read: those that a packet or a reply of the ticket names, and no others. */
import { z } from 'zod';
import { uuid } from '../../shared/base/ids.ts';
import type { Identity } from '../../shared/sync/protocol.ts';
import { Refusal } from '../refusal.ts';
import type { Database } from '../store/database.ts';
import type { FoundBlob } from './uploads.ts';

const query = z.object({ ticket: uuid });

/** The ticket that a request says; null where it says none. @throws Refusal 400 for what is no ticket's id */
export function ticketAsked(asked: unknown): string | null {
  if ((asked as { ticket?: unknown }).ticket === undefined) return null;
  const parsed = query.safeParse(asked);
  if (!parsed.success) throw new Refusal(400, 'malformed', 'The query names no ticket.');
  return parsed.data.ticket;
}

/**
 * The file as the ticket's partner sent it. A reply names attachments of the case; their records say the hash.
 * @throws Refusal 404 where the person does not read the desk's queue, the ticket does not name it, or it has not come yet:
 *   which of these is not told
 */
export async function findForDesk(
  database: Database,
  identity: Identity,
  sha256: string,
  ticketId: string,
): Promise<FoundBlob> {
  const { rows } = identity.scopes.includes('level3')
    ? await database.query<FoundBlob>(
        `SELECT b.size, b.location FROM rows t JOIN blobs b
             ON b.organisation_id = (t.data->>'organisationId')::uuid AND b.sha256 = $2
          WHERE t.scope = 'level3' AND t.tbl = 'tickets' AND t.key = $1 AND NOT t.deleted AND (
            EXISTS (SELECT 1 FROM rows p WHERE p.scope = 'level3' AND p.tbl = 'packets' AND p.key = t.data->>'packetId'
              AND p.data->'contents'->'attachments' @>
                  jsonb_build_array(jsonb_build_object('sha256', $2::text, 'removed', false)))
            OR EXISTS (SELECT 1 FROM rows r CROSS JOIN LATERAL jsonb_array_elements_text(r.data->'attachments') AS named (id)
              JOIN rows a ON a.scope = 'org:' || (t.data->>'organisationId') AND a.tbl = 'attachments' AND a.key = named.id
              WHERE r.scope = 'level3' AND r.tbl = 'deskReplies' AND r.data->>'ticketId' = $1
                AND a.data->>'caseId' = t.data->>'caseId' AND a.data->>'sha256' = $2))`,
        [ticketId, sha256],
      )
    : { rows: [] };
  const [found] = rows;
  if (!found) throw new Refusal(404, 'unknown-file', 'The hub does not have this file.');
  return found;
}
