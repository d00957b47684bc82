/** A fictional partner to try the console with. Everything here is invented and says so. */
import { sampleProducts } from '../../shared/diagnostics/sample-catalogue.ts';
import { productRecord } from '../../shared/diagnostics/schema.ts';
import { type Database, transaction } from './database.ts';
import { addOrganisation } from './organisations.ts';
import { ScopeBatch } from './rows.ts';

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
