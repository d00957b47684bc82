import { describe, expect, test } from 'vitest';
import { consent, standingConsents } from '../../../shared/cases/consents.ts';
import { feeOffer } from '../../../shared/policy/consent-text.ts';
import { coverage } from '../../../shared/policy/entitlement.ts';
import { sampleRates } from '../../../shared/policy/sample-policy.ts';
import type { Rate } from '../../../shared/policy/schema.ts';
import { aCase } from '../../helpers/builders.ts';

const rate = sampleRates[0] as Rate;
const of = { number: 'C-0000-0001', title: 'Recorder stops', customer: 'Example Hospital (sample)' };
const lapsed = coverage({
  maintenance: 'lapsed',
  impactMember: false,
  workType: 'network-change',
  releaseStep: 'none',
});

describe('the text under which fees are signed', () => {
  test('[HE6] names case, customer, every reason with its clause, the rates and the total, and that it is no limit', () => {
    const { text, estimate } = feeOffer(of, rate, { remoteHours: 3, remoteDays: 0, onSiteDays: 2 }, lapsed);
    for (const words of [
      'C-0000-0001 Recorder stops',
      'Example Hospital (sample)',
      '(P-16)',
      '(P-15)',
      '$650.00',
      '$5,000.00',
      '$8,000.00',
      'Estimated total: $17,950.00',
      'sample rates',
      'An estimate is no limit',
    ])
      expect(text).toContain(words);
    expect(estimate).toEqual({
      rateId: rate.id,
      remoteHours: 3,
      remoteDays: 0,
      onSiteDays: 2,
      totalCents: 1_795_000,
    });
  });

  test('[HE6] without an estimate it says so, and names no total', () => {
    const { text, estimate } = feeOffer(of, rate, { remoteHours: 0, remoteDays: 0, onSiteDays: 0 }, lapsed);
    expect(text).toContain('No time is estimated');
    expect(text).not.toContain('total');
    expect(estimate.totalCents).toBe(0);
  });
});

describe('a signature', () => {
  const [signed] = aCase().withConsent('policy').build().consents;

  test('[HE7] is refused where its hash is not that of the text that was shown', () => {
    expect(consent.safeParse(signed).success).toBe(true);
    expect(consent.safeParse({ ...signed, textShown: 'Another text' }).success).toBe(false);
  });

  test('[HE7] holds strokes and nothing else: drawn where it says so, none where it is typed', () => {
    const drawn = { ...signed, method: 'drawn', drawing: 'M1 2L3 4L600 200M5 5L5 5' };
    expect(consent.safeParse(drawn).success).toBe(true);
    for (const wrong of [
      { ...drawn, drawing: '' },
      { ...drawn, method: 'typed' },
      { ...drawn, drawing: 'M1 2L3 4"/><script>' },
      { ...drawn, drawing: 'M1.5 2' },
    ])
      expect(consent.safeParse(wrong).success).toBe(false);
  });

  test('[HE8] is withdrawn by another row that names it; a withdrawal never stands itself', () => {
    const builder = aCase().withConsent('policy').withConsent('fees');
    const [policy, fees] = builder.contents.consents;
    builder.withConsent('policy', { withdraws: policy?.id ?? null });
    expect(standingConsents(builder.contents.consents)).toEqual([fees]);
  });
});
