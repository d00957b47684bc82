import { describe, expect, test } from 'vitest';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import { outlook } from '../../../shared/handoff/outlook.ts';
import { sampleExcludedSystems } from '../../../shared/policy/sample-policy.ts';
import { aCompleteCase } from '../../helpers/builders.ts';

const told = (fields: Partial<CaseRecord>) => {
  const { case: record, systems } = aCompleteCase().with(fields).build();
  return outlook(record, systems, sampleExcludedSystems).map(({ kind, clause }) => `${kind} ${clause}`);
};

describe('what will come back or cost', () => {
  test('[HE5] a complete case with maintenance has nothing of the kind', () => {
    expect(told({})).toEqual([]);
  });

  test.each<[string, Partial<CaseRecord>, string[]]>([
    ['an excluded system', { suspectedExcludedId: 'sample-network' }, ['returned P-23']],
    ['not in the unmodified product', { unmodified: 'no' }, ['returned P-21']],
    ['lapsed maintenance', { maintenance: 'lapsed' }, ['charged P-16', 'charged P-18']],
    ['fee-based work', { workType: 'network-change' }, ['charged P-15']],
    ['a changed network', { networkChanged: 'yes' }, ['charged P-24']],
    ['changed Cisco Unified Communications', { ucChanged: 'yes' }, ['charged P-24']],
    ['delays of the customer', { customerDelays: 'yes' }, ['void P-33']],
    [
      'all at once, what is returned first',
      { customerDelays: 'yes', ucChanged: 'yes', unmodified: 'no' },
      ['returned P-21', 'charged P-24', 'void P-33'],
    ],
  ])('[HE5] %s', (_what, fields, expected) => {
    expect(told(fields)).toEqual(expected);
  });

  test('[HE5] equipment of others, and a platform that is not approved', () => {
    const builder = aCompleteCase();
    Object.assign(builder.contents.systems[0] ?? {}, {
      productId: null,
      suppliedByIpcelerate: 'no',
      approvedPlatform: 'no',
    });
    const { case: record, systems } = builder.build();
    expect(outlook(record, systems, []).map(({ clause }) => clause)).toEqual(['P-23', 'P-21']);
  });
});
