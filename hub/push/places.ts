/** Which scopes a batch of edits touches, and which of their rows it will look at. */

import { uuid } from '../../shared/base/ids.ts';
import { organisationScope } from '../../shared/certification/access.ts';
import { mayPush } from '../../shared/sync/access.ts';
import type { Identity, Mutation } from '../../shared/sync/protocol.ts';
import { isKey, isTable, rulesOf, scopeOf } from '../../shared/sync/tables.ts';
import type { ScopeBatch } from '../store/rows.ts';

/** As many as a reply may name; a longer one is refused by its schema. */
const MOST_ATTACHMENTS = 50;

interface Place {
  scope: string;
  table: string;
  key: string;
}

/** The scopes that an edit writes: the table's own, and the one that intake carries it over to. */
function scopesOfEdit(identity: Identity, { table, patch }: Mutation): string[] {
  if (!isTable(table) || !mayPush(identity, table)) return [];
  const own = scopeOf(table, identity.organisation.id);
  const { carriedTo } = rulesOf(table);
  if (carriedTo === undefined) return [own];
  if (carriedTo !== 'organisation') return [own, carriedTo];
  const organisation = uuid.safeParse(patch.organisationId);
  return organisation.success ? [own, organisationScope(organisation.data)] : [own];
}

/** The scopes to lock for a batch. */
export function scopesOf(identity: Identity, edits: readonly Mutation[]): string[] {
  return [...new Set(edits.flatMap((edit) => scopesOfEdit(identity, edit)))];
}

/** The edited row and what it belongs to, in each scope that the edit writes. */
function placesOf(identity: Identity, edit: Mutation): Place[] {
  const { table, key, patch } = edit;
  const places: Place[] = [];
  for (const scope of scopesOfEdit(identity, edit)) {
    if (isTable(table) && isKey(table, key)) places.push({ scope, table, key });
    for (const [owners, id] of [
      ['cases', patch.caseId],
      ['tickets', patch.ticketId],
      ['packets', patch.packetId],
    ] as const) {
      const parsed = uuid.safeParse(id);
      if (parsed.success) places.push({ scope, table: owners, key: parsed.data });
    }
  }
  if (table === 'deskReplies' && Array.isArray(patch.attachments))
    for (const id of patch.attachments.slice(0, MOST_ATTACHMENTS)) {
      const parsed = uuid.safeParse(id);
      const scope = scopeOf(table, identity.organisation.id);
      if (parsed.success && mayPush(identity, table))
        places.push({ scope, table: 'attachments', key: parsed.data });
    }
  return places;
}

/** Reads all rows that the batch will look at: one or two queries a scope. */
export async function loadRows(
  identity: Identity,
  scopes: ReadonlyMap<string, ScopeBatch>,
  edits: readonly Mutation[],
): Promise<void> {
  const places = edits.flatMap((edit) => placesOf(identity, edit));
  for (const [name, scope] of scopes) {
    const own = places.filter((place) => place.scope === name);
    await scope.load(own);
    // A patch names no case: the row it changes does.
    await scope.load(
      own.flatMap(({ table, key }) => {
        const caseId = scope.get(table, key)?.data?.caseId;
        return typeof caseId === 'string' ? [{ table: 'cases', key: caseId }] : [];
      }),
    );
  }
}
