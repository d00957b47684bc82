/** A fictional partner to try the console with. Everything here is invented and says so. */

import { productRecord } from '../../shared/policy/products.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import {
  sampleExcludedSystems,
  samplePolicyDocuments,
  sampleRates,
} from '../../shared/policy/sample-policy.ts';
import type { Issuer } from '../issuing/issuer-keys.ts';
import { certifySample } from '../issuing/sample.ts';
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
      {
        id: '01900000-0000-7000-8000-000000000014',
        name: 'Sample Lead Two',
        email: 'lead.two@example.com',
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
      {
        id: '01900000-0000-7000-8000-000000000022',
        name: 'Sample Lead Three',
        email: 'lead@example.org',
        roles: ['lead'],
      },
    ],
  },
  {
    id: '01900000-0000-7000-8000-000000000003',
    name: 'Example Level 3 Desk (sample)',
    people: [
      {
        id: '01900000-0000-7000-8000-000000000031',
        name: 'Sample Desk One',
        email: 'desk.one@example.net',
        roles: ['level3'],
      },
      {
        id: '01900000-0000-7000-8000-000000000032',
        name: 'Sample Desk Two',
        email: 'desk.two@example.net',
        roles: ['level3'],
      },
      {
        id: '01900000-0000-7000-8000-000000000033',
        name: 'Sample Executive',
        email: 'executive@example.net',
        roles: ['executive'],
      },
      {
        id: '01900000-0000-7000-8000-000000000034',
        name: 'Sample Catalogue Admin',
        email: 'catalogue@example.net',
        roles: ['catalogue-admin'],
      },
      {
        id: '01900000-0000-7000-8000-000000000035',
        name: 'Sample Certification Admin',
        email: 'certification@example.net',
        roles: ['certification-admin'],
      },
    ],
  },
] as const;

/** The sample partners with their engineers' credentials, and the sample catalogue. Any number of times. */
export async function seedSample(database: Database, issuer: Issuer, now: Date): Promise<void> {
  await transaction(database, async (client) => {
    for (const { people, ...organisation } of sampleOrganisations)
      await addOrganisation(client, { ...organisation, sample: true }, people);
    const scopes = await ScopeBatch.lock(client, ['catalogue']);
    const catalogue = scopes.get('catalogue');
    if (!catalogue) throw new Error('the scope catalogue is not there');
    const rows = [
      ...sampleProducts.map((row) => ['products', productRecord.parse(row)] as const),
      ...sampleExcludedSystems.map((row) => ['excludedSystems', row] as const),
      ...sampleRates.map((row) => ['rates', row] as const),
      ...samplePolicyDocuments.map((row) => ['policyDocuments', row] as const),
    ];
    await catalogue.load(rows.map(([table, { id }]) => ({ table, key: id })));
    for (const [table, row] of rows)
      if (!catalogue.get(table, row.id)) catalogue.put(table, row.id, row, null);
    await catalogue.save();
  });
  for (const { id, people } of sampleOrganisations) {
    const engineers = people.filter(({ roles }) => (roles as readonly string[]).includes('engineer'));
    if (engineers.length > 0)
      await certifySample(
        database,
        issuer,
        id,
        engineers.map((each) => each.id),
        now,
      );
  }
}
