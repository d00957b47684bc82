import { describe, expect, test } from 'vitest';
import type { ProductRelease } from '../../../shared/policy/products.ts';
import { nextRelease, releaseFaults, releasesInOrder } from '../../../shared/policy/releases.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';

const release = (version: string, kind: ProductRelease['kind'], date = '2027-01-15'): ProductRelease => ({
  version,
  kind,
  date,
});

describe('releases of a product', () => {
  test('[CLK8] the sample’s releases are in order, and each list can be published as it is', () => {
    for (const { releases = [] } of sampleProducts) expect(releaseFaults(releases)).toEqual([]);
  });

  test.each([
    [[release('', 'minor')], ['A release has no version. Write it, or remove the line.']],
    [[release('spring', 'minor')], ['spring reads as no version. Write it like 6.5.0.']],
    [[release('6.5.0', 'minor', '')], ['The release 6.5.0 has no date.']],
    [[release('6.5', 'minor'), release('6.5.0', 'minor')], ['The release 6.5.0 stands there twice.']],
    [
      [release('7.0.0', 'minor'), release('6.5.0', 'major')],
      ['From 6.5.0 to 7.0.0 is a major release (P-10), and it is marked as minor.'],
    ],
    [
      [release('6.5.1', 'major'), release('6.5.0', 'minor')],
      ['From 6.5.0 to 6.5.1 is a minor release (P-11), and it is marked as major.'],
    ],
  ])('bad input %#: %j', (releases, faults) => {
    expect(releaseFaults(releases)).toEqual(faults);
  });

  test('[CLK8] the day of the start is Central: a release of the same Central day is not the next one', () => {
    const product = {
      id: 'a',
      name: 'Sample A',
      sample: true,
      components: [],
      releases: [release('6.5.0', 'minor', '2026-11-24'), release('6.6.0', 'minor', '2026-12-24')],
    };
    // 03:00 UTC on the 24th is 21:00 Central on the 23rd.
    expect(nextRelease([product], ['a'], '2026-11-24T03:00:00.000Z')?.date).toBe('2026-11-24');
    expect(nextRelease([product], ['a'], '2026-11-24T07:00:00.000Z')?.date).toBe('2026-12-24');
    expect(nextRelease([product], ['a'], '2026-12-24T07:00:00.000Z')).toBe(null);
    expect(nextRelease([product], ['unknown'], '2026-11-24T03:00:00.000Z')).toBe(null);
    expect(releasesInOrder(product.releases).map(({ version }) => version)).toEqual(['6.6.0', '6.5.0']);
  });
});
