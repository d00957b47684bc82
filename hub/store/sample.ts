/** A fictional partner to try the console with. Everything here is invented and says so. */
import { randomUUID } from 'node:crypto';
import { sampleProducts } from '../../shared/diagnostics/sample-catalogue.ts';
import { productRecord } from '../../shared/diagnostics/schema.ts';
import { type Database, type Transaction, transaction } from './database.ts';
import { ensureScope, ScopeBatch } from './rows.ts';

export const sampleOrganisations = [
  {
    id: '01900000-0000-7000-8000-000000000001',
    name: 'Example Partner (sample)',
    people: [
      {
        id: '01900000-0000-7000-8000-000000000011',
        name: 'Sample Engineer One',
        email: 'engineer.one@example.com',
        roles: ['engineer'],
      },
      {
        id: '01900000-0000-7000-8000-000000000012',
        name: 'Sample Engineer Two',
        email: 'engineer.two@example.com',
        roles: ['engineer'],
      },
      {
        id: '01900000-0000-7000-8000-000000000013',
        name: 'Sample Lead',
        email: 'lead@example.com',
        roles: ['lead'],
      },
    ],
  },
  {
    id: '01900000-0000-7000-8000-000000000002',
    name: 'Second Example Partner (sample)',
    people: [
      {
        id: '01900000-0000-7000-8000-000000000021',
        name: 'Sample Engineer Three',
        email: 'engineer@example.org',
        roles: ['engineer'],
      },
    ],
  },
] as const;

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

/** The sample partners and the sample catalogue. Any number of times. */
export async function seedSample(database: Database): Promise<void> {
  await transaction(database, async (client) => {
    for (const { people, ...organisation } of sampleOrganisations)
      await addOrganisation(client, { ...organisation, sample: true }, people);
    const scopes = await ScopeBatch.lock(client, ['catalogue']);
    const catalogue = scopes.get('catalogue');
    if (!catalogue) throw new Error('the scope catalogue is not there');
    await catalogue.load(sampleProducts.map(({ id }) => ({ table: 'products', key: id })));
    for (const product of sampleProducts) {
      if (!catalogue.get('products', product.id))
        catalogue.put('products', product.id, productRecord.parse(product), null);
    }
    await catalogue.save();
  });
}
