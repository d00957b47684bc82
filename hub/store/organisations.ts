/** Organisations with their people and their scopes. */
import { randomUUID } from 'node:crypto';
import { type Database, type Transaction, transaction } from './database.ts';
import { ensureScope } from './rows.ts';

/** The scopes that every hub has, whoever its partners are. */
export async function ensureFixedScopes(database: Database): Promise<void> {
  await transaction(database, async (client) => {
    for (const name of ['level3', 'registry', 'catalogue']) await ensureScope(client, name, randomUUID());
  });
}

/** Adds an organisation with its people and its scope; what is there stays. */
export async function addOrganisation(
  client: Transaction,
  organisation: { id: string; name: string; sample: boolean },
  people: readonly { id: string; name: string; email: string; roles: readonly string[] }[],
): Promise<void> {
  await client.query(
    'INSERT INTO organisations (id, name, sample) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [organisation.id, organisation.name, organisation.sample],
  );
  for (const { id, name, email, roles } of people) {
    await client.query(
      'INSERT INTO people (id, organisation_id, name, email, roles) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [id, organisation.id, name, email, roles],
    );
  }
  await ensureScope(client, `org:${organisation.id}`, randomUUID());
}
