/** People as rows: in the registry for the admins, in their organisation's scope for their colleagues. */
import { organisationScope } from '../../shared/certification/access.ts';
import { memberRecord, personRecord } from '../../shared/certification/schema.ts';
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

/** Publishes people of one organisation. The caller has locked the registry and the organisation's scope. */
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
}

/** Publishes those who are not in the registry yet: of before there was one, or of a restore. */
export async function publishMissing(database: Database): Promise<void> {
  const { rows } = await database.query<{ organisation_id: string; ids: string[] }>(
    `SELECT organisation_id, array_agg(id::text ORDER BY id) AS ids FROM people p
      WHERE NOT EXISTS (SELECT 1 FROM rows r WHERE r.scope = 'registry' AND r.tbl = 'people' AND r.key = p.id::text)
      GROUP BY organisation_id ORDER BY organisation_id`,
  );
  for (const { organisation_id: organisationId, ids } of rows) {
    await transaction(database, async (client) => {
      const scopes = await ScopeBatch.lock(client, ['registry', organisationScope(organisationId)]);
      await publishPeople(client, scopes, organisationId, ids);
      for (const scope of scopes.values()) await scope.save();
    });
  }
}
