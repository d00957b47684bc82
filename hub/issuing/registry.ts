/** People as rows: in the registry for the admins, in their organisation's scope for their colleagues. */
import { may, organisationScope, rolesThat } from '../../shared/certification/access.ts';
import { type MemberRecord, memberRecord, personRecord } from '../../shared/certification/schema.ts';
import { type Database, type Transaction, transaction } from '../store/database.ts';
import { ScopeBatch } from '../store/rows.ts';

/** Scopes that a transaction has locked, by name. */
export type Scopes = ReadonlyMap<string, ScopeBatch>;

/** @throws where the scope was not locked */
export function scopeIn(scopes: Scopes, name: string): ScopeBatch {
  const scope = scopes.get(name);
  if (!scope) throw new Error(`the scope ${name} is not there`);
  return scope;
}

/** Writes rows that the hub makes, reading what was there first. */
export async function putRows(
  scope: ScopeBatch,
  rows: readonly { table: string; key: string; data: Record<string, unknown> }[],
): Promise<void> {
  await scope.load(rows.map(({ table, key }) => ({ table, key })));
  for (const { table, key, data } of rows) scope.put(table, key, data, null);
}

/** Publishes people of one organisation. The caller has locked the registry, the desk's scope and the organisation's. */
export async function publishPeople(
  client: Transaction,
  scopes: Scopes,
  organisationId: string,
  personIds: readonly string[],
): Promise<void> {
  const { rows } = await client.query(
    `SELECT p.id, p.organisation_id AS "organisationId", o.name AS "organisationName", p.name, p.email, p.roles,
            p.ended_at AS ended
       FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.id = ANY($1) ORDER BY p.id`,
    [personIds],
  );
  const people = rows.map(({ ended, ...row }) =>
    personRecord.parse(ended === null ? row : { ...row, endedAt: ended.toISOString() }),
  );
  // Colleagues still see who it was; there is nothing that somebody who left does.
  const members = people.map(({ id, name, roles, endedAt }) =>
    memberRecord.parse({ id, name, roles: endedAt === undefined ? roles : [] }),
  );
  await putRows(
    scopeIn(scopes, 'registry'),
    people.map((data) => ({ table: 'people', key: data.id, data })),
  );
  await putRows(
    scopeIn(scopes, organisationScope(organisationId)),
    members.map((data) => ({ table: 'members', key: data.id, data })),
  );
  await publishFollowers(scopeIn(scopes, 'level3'), members);
}

/** The desk chooses whom it tells of a P1 or P2 from those who follow tickets (P-34); who no longer does is taken out. */
async function publishFollowers(level3: ScopeBatch, members: readonly MemberRecord[]): Promise<void> {
  await level3.load(members.map(({ id }) => ({ table: 'members', key: id })));
  for (const member of members) {
    const stored = level3.get('members', member.id);
    if (may(member, 'follow-tickets')) level3.put('members', member.id, member, null);
    else if (stored && !stored.deleted) level3.put('members', member.id, null, null);
  }
}

/** Publishes those who are not in the registry yet, or not at the desk: of before there was one, or of a restore. */
export async function publishMissing(database: Database): Promise<void> {
  const { rows } = await database.query<{ organisation_id: string; ids: string[] }>(
    `SELECT organisation_id, array_agg(id::text ORDER BY id) AS ids FROM people p
      WHERE NOT EXISTS (SELECT 1 FROM rows r WHERE r.scope = 'registry' AND r.tbl = 'people' AND r.key = p.id::text)
         OR (p.roles && $1 AND p.ended_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM rows r WHERE r.scope = 'level3' AND r.tbl = 'members' AND r.key = p.id::text AND NOT r.deleted))
      GROUP BY organisation_id ORDER BY organisation_id`,
    [rolesThat('follow-tickets')],
  );
  for (const { organisation_id: organisationId, ids } of rows) {
    await transaction(database, async (client) => {
      const scopes = await ScopeBatch.lock(client, ['level3', 'registry', organisationScope(organisationId)]);
      await publishPeople(client, scopes, organisationId, ids);
      for (const scope of scopes.values()) await scope.save();
    });
  }
}
