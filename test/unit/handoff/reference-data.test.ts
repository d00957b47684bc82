/** Papers are judged by what is published: rates, documents, contracts (H26, H27, H32). Console, hub and command line ask the same. */
import { describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { Consent } from '../../../shared/cases/consents.ts';
import { evaluate } from '../../../shared/handoff/evaluate.ts';
import type { ReferenceData } from '../../../shared/handoff/rule.ts';
import { feeOffer } from '../../../shared/policy/consent-text.ts';
import { coverage } from '../../../shared/policy/entitlement.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../../shared/policy/sample-policy.ts';
import type { Contract } from '../../../shared/policy/schema.ts';
import { aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const published: ReferenceData = { rates: sampleRates, documents: samplePolicyDocuments, contracts: [] };
const told = (b: CaseBuilder, referenceData: ReferenceData = published, now = NOW) =>
  evaluate(b.build(), { now, products: sampleProducts, trust: trusted(), referenceData })
    .filter(({ rule }) => ['H26', 'H27', 'H32'].includes(rule))
    .map(({ rule, severity, message }) => `${rule} ${severity}: ${message}`);

/** A customer whose maintenance lapsed, with the fees as the console has them signed. */
function lapsed(change: Partial<Consent> = {}, title = 'Recorder stops'): CaseBuilder {
  const b = aCompleteCase().with({
    ...{ maintenance: 'lapsed', maintenanceUntil: '2026-06-30', renewalOffered: 'yes' },
    ...{ renewalOfferedAt: zoned('2026-11-23T15:00:00.000Z'), renewalOfferedTo: 'Sample Contact' },
    renewalAnswer: 'declines',
  });
  const [rate] = sampleRates;
  if (!rate) throw new Error('no rate');
  const offer = feeOffer(
    { number: caseNumber(b.contents.case.id), title, customer: b.contents.case.customer },
    rate,
    { remoteHours: 4, remoteDays: 0, onSiteDays: 0 },
    coverage({ maintenance: 'lapsed', impactMember: false, workType: 'defect', releaseStep: 'none' }),
  );
  return b.withConsent('fees', {
    ...{ estimate: offer.estimate, textShown: offer.text, textSha256: sha256OfText(offer.text) },
    ...change,
  });
}
const unconfirmed = expect.stringContaining('H26 note: The state of maintenance is not confirmed');

describe('fees (H27)', () => {
  test('[H27] signed under the text, the rate and the sum that are published: nothing blocks', () => {
    expect(told(lapsed())).toEqual([unconfirmed]);
    // The case was renamed since: names may be corrected.
    expect(told(lapsed({}, 'Another title'))).toEqual([unconfirmed]);
  });
  const estimate = { rateId: sampleRates[0]?.id ?? '', remoteHours: 4, remoteDays: 0, onSiteDays: 0 };
  test.each([
    [
      'a rate that nobody knows',
      { estimate: { ...estimate, rateId: idOf(9), totalCents: 260_000 } },
      /not known/,
    ],
    ['a sum of its own', { estimate: { ...estimate, totalCents: 1 } }, /sum/],
    ['a text of its own', { textShown: 'x', textSha256: sha256OfText('x') }, /text/],
    [
      'a day before the rates',
      { signedOn: '2025-12-31', method: 'contract', reference: 'C-1' },
      /not in force/,
    ],
    ['a day far from its instant', { signedOn: '2026-11-01' }, /lacks/],
  ] as const)('[H27] %s signs nothing', (_what, change, why) => {
    expect(told(lapsed(change)).filter((words) => words.startsWith('H27 blocker'))).toEqual([
      expect.stringMatching(why),
    ]);
  });
});

describe('the policy (H32)', () => {
  const [first] = samplePolicyDocuments;
  if (!first) throw new Error('no document');
  test('[H32] signed before, with the contract, it is accepted with its reference alone', () => {
    const before = { method: 'contract', reference: 'C-1042', signedOn: '2026-02-01' } as const;
    const of = (change: Partial<Consent>) => {
      const b = aCompleteCase();
      Object.assign(b.contents.consents[0] ?? {}, change);
      return told(b);
    };
    expect(of(before)).toEqual([unconfirmed]);
    expect(of({ ...before, reference: ' ' })[1]).toContain('H32 blocker');
    expect(of({ ...before, signedOn: '2025-01-01' })[1]).toContain('not in force');
  });
  test('[H32] a newer document warns, and none at all is a note', () => {
    const newer = { ...first, id: idOf(0x99), version: 2, effectiveFrom: '2026-11-01' };
    expect(told(aCompleteCase(), { ...published, documents: [first, newer] })[1]).toMatch(/^H32 warning/);
    const b = aCompleteCase();
    b.contents.consents = [];
    expect(told(b, { ...published, documents: [] })[1]).toMatch(/^H32 note/);
    expect(told(b)[1]).toMatch(/^H32 blocker/);
  });
});

describe('maintenance (H26)', () => {
  const contract: Contract = {
    ...{ id: 'C-1042', organisationId: idOf(0xa), customer: 'Example Hospital (sample)', products: [] },
    ...({ startsOn: '2026-01-01', endsOn: '2026-12-31', impactMember: 'no', sample: true } as const),
  };
  const by = (b: CaseBuilder, more: Partial<Contract> = {}) =>
    told(b, { ...published, contracts: [{ ...contract, ...more }] });
  test('[H26] the contract of the customer decides, whatever the letter case of its name', () => {
    expect(by(aCompleteCase())).toEqual([]);
    expect(by(aCompleteCase(), { customer: 'example hospital (SAMPLE)' })).toEqual([]);
    expect(by(aCompleteCase(), { endsOn: '2026-06-30' })).toEqual([expect.stringContaining('H26 blocker')]);
    expect(by(aCompleteCase().with({ impactMember: 'yes' }))).toEqual([
      expect.stringContaining('no Impact member'),
    ]);
    expect(by(aCompleteCase().with({ maintenanceFrom: '2026-02-01' }))).toEqual([
      expect.stringContaining('begins on 2026-01-01'),
    ]);
  });
  test('[H26] a contract covers the products that it names, and all where it names none', () => {
    const other = { products: ['sample-paging-server'] };
    expect(by(aCompleteCase(), { products: ['sample-call-recorder', 'sample-paging-server'] })).toEqual([]);
    expect(by(aCompleteCase(), other)).toEqual([
      'H26 blocker: Contract C-1042 says otherwise: Sample Call Recorder is none of the products that it covers',
    ]);
    // Without maintenance of this product it goes on under time and materials.
    expect(by(lapsed(), other)).toEqual([]);
    const paging = aCompleteCase().withSystem({ role: 'context', productId: 'sample-paging-server' });
    expect(by(paging, { products: ['sample-call-recorder'] })).toEqual([]);
  });
  test('[H26] it is the Central day that counts, without a day of grace', () => {
    const until = (now: string) =>
      told(aCompleteCase().with({ maintenanceUntil: '2026-11-23' }), published, now).filter((words) =>
        words.includes('blocker'),
      );
    // Half past eleven in the evening in Chicago, and half past midnight.
    expect(until('2026-11-24T05:30:00.000Z')).toEqual([]);
    expect(until('2026-11-24T06:30:00.000Z')).toEqual([expect.stringContaining('H26 blocker')]);
  });
});
