/** Rates, exclusions and a policy text to try the console with. All of it is marked as a sample. */
import { sha256OfText } from '../base/hash.ts';
import type { ExcludedSystem, PolicyDocument } from './documents.ts';
import type { Rate } from './schema.ts';

export const sampleRates: readonly Rate[] = [
  {
    id: '01900000-0000-7000-8000-000000000101',
    effectiveFrom: '2026-01-01',
    currency: 'USD',
    remoteHourCents: 65_000,
    remoteDayCents: 500_000,
    onSiteDayCents: 800_000,
    sample: true,
  },
];

/** What P-23 names, under names of our own. */
export const sampleExcludedSystems: readonly ExcludedSystem[] = [
  ['call-manager', 'Cisco Unified CallManager'],
  ['call-manager-express', 'Cisco CallManager Express'],
  ['unity', 'Cisco Unity Voice Mail'],
  ['ipcc', 'Cisco IPCC Express or Enterprise'],
  ['network', 'Network infrastructure'],
  ['third-party', 'Third-party equipment not provided by IPcelerate'],
].map(([id = '', name = '']) => ({
  id: `sample-${id}`,
  name,
  reason: 'Not troubleshot (P-23)',
  sample: true,
}));

const text = `Sample maintenance policy

This text was made up to try the console with. It is not the maintenance policy of any company and binds nobody.

1. The customer names one person who may ask for support.
2. The customer backs up its data before support begins.
3. Work outside maintenance is charged at the rates in force.
`;

export const samplePolicyDocuments: readonly PolicyDocument[] = [
  {
    id: '01900000-0000-7000-8000-000000000102',
    version: 1,
    title: 'Sample maintenance policy',
    effectiveFrom: '2026-01-01',
    text,
    sha256: sha256OfText(text),
    publishedAt: '2026-01-01T00:00:00.000Z',
    sample: true,
  },
];
