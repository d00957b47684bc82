import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findClause } from '../../../shared/policy/clauses.ts';
import {
  type CoverageQuestion,
  coverage,
  feeBasedWork,
  workTypeWords,
} from '../../../shared/policy/entitlement.ts';
import { checkAgreement, maintenanceAt, statedMaintenance } from '../../../shared/policy/maintenance.ts';
import { centsOfDollars, estimateFee, moneyWords, rateAt, rateFaults } from '../../../shared/policy/rates.ts';
import { type Agreement, type Rate, rate } from '../../../shared/policy/schema.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
function agreement(n: number, startsOn: string, endsOn: string): Agreement {
  return { id: id(n), customerId: id(0), kind: 'maintenance', startsOn, endsOn, reference: `M-${n}` };
}
const ASKED: CoverageQuestion = {
  maintenance: 'current',
  impactMember: false,
  workType: 'defect',
  releaseStep: 'none',
};

describe('maintenance', () => {
  const rows = [agreement(2, '2025-03-01', '2026-02-28'), agreement(1, '2024-01-01', '2024-12-31')];
  test.each([
    ['2023-12-31', { kind: 'never' }],
    ['2024-01-01', { kind: 'current', agreementId: id(1), from: '2024-01-01', until: '2024-12-31' }],
    ['2024-12-31', { kind: 'current' }],
    ['2025-01-01', { kind: 'lapsed', until: '2024-12-31', since: '2025-01-01' }],
    ['2025-03-01', { kind: 'current', agreementId: id(2) }],
    ['2026-03-01', { kind: 'lapsed', agreementId: id(2), since: '2026-03-01' }],
  ])('[E1] on %s', (date, expected) => {
    expect(maintenanceAt(rows, date)).toMatchObject(expected);
  });
  test.each([
    ['the same days', '2025-03-01', '2026-02-28'],
    ['one day', '2026-02-28', '2027-02-27'],
    ['days within', '2025-06-01', '2025-06-30'],
    ['days around', '2023-01-01', '2030-01-01'],
  ])('[E2] an agreement that shares %s is refused, and the other is named', (_what, startsOn, endsOn) => {
    expect(checkAgreement(agreement(9, startsOn, endsOn), rows)).toEqual({
      ok: false,
      message: expect.stringMatching(/overlaps agreement M-[12]/),
    });
  });
  test('[E2] the next day, another customer, and the row itself are no overlap; days in the wrong order are refused', () => {
    expect(checkAgreement(agreement(9, '2026-03-01', '2027-02-28'), rows)).toEqual({ ok: true });
    const others = rows.map((row) => ({ ...row, customerId: id(7) }));
    expect(checkAgreement(agreement(9, '2025-03-01', '2026-02-28'), others)).toEqual({ ok: true });
    expect(checkAgreement(agreement(2, '2025-02-01', '2026-02-28'), rows)).toEqual({ ok: true });
    expect(checkAgreement(agreement(9, '2026-03-02', '2026-03-01'), rows)).toMatchObject({ ok: false });
    expect(checkAgreement(agreement(9, '2026-02-29', '2026-03-01'), rows)).toMatchObject({ ok: false });
  });
  test('[E1] [E2] among agreements that were let in, a day is covered by one at the most', () => {
    const day = fc
      .integer({ min: 0, max: 900 })
      .map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(fc.tuple(day, day), { maxLength: 12 }), day, (terms, on) => {
        const kept: Agreement[] = [];
        terms.forEach(([a, b], n) => {
          const row = agreement(n + 1, a, b);
          if (checkAgreement(row, kept).ok) kept.push(row);
        });
        const covering = kept.filter((row) => row.startsOn <= on && on <= row.endsOn);
        expect(covering.length).toBeLessThanOrEqual(1);
        const kind = maintenanceAt(kept, on).kind;
        expect(kind === 'current').toBe(covering.length === 1);
        if (kind === 'never') expect(kept.every((row) => row.startsOn > on)).toBe(true);
      }),
    );
  });
  test('[E3] what a case says is read on the day', () => {
    const stated = { maintenance: 'current', maintenanceUntil: '2026-11-24' } as const;
    expect(statedMaintenance(stated, '2026-11-24')).toBe('current');
    expect(statedMaintenance(stated, '2026-11-25')).toBe('lapsed');
    expect(statedMaintenance({ maintenance: null, maintenanceUntil: null }, '2026-11-25')).toBeNull();
  });
});

describe('coverage', () => {
  test('[E5] defects and minor upgrades are covered', () => {
    expect(coverage(ASKED)).toMatchObject({ kind: 'covered', clauses: ['P-14'] });
    expect(coverage({ ...ASKED, workType: 'minor-upgrade', releaseStep: 'minor' })).toMatchObject({
      kind: 'covered',
      clauses: ['P-11'],
    });
  });
  test.each(feeBasedWork)('[E5] maintenance does not cover %s', (workType) => {
    expect(coverage({ ...ASKED, workType })).toMatchObject({
      kind: 'fee-based',
      clauses: [workType === 'major-release' ? 'P-10' : workType === 'modification' ? 'P-39' : 'P-15'],
      offer: null,
    });
  });
  test.each([
    ['lapsed', 'P-16', 'renew'],
    ['never', 'P-17', 'sign'],
  ] as const)('[E4] with maintenance %s even a defect is fee based', (maintenance, clause, offer) => {
    expect(coverage({ ...ASKED, maintenance, impactMember: true })).toMatchObject({
      kind: 'fee-based',
      clauses: [clause, 'P-18'],
      offer,
    });
  });
  test.each([
    ['current', true, 'covered', 'P-12'],
    ['current', false, 'fee-based', 'P-10'],
    ['lapsed', true, 'fee-based', 'P-12'],
    ['never', false, 'fee-based', 'P-10'],
  ] as const)(
    '[E6] a major release, maintenance %s, Impact member %s',
    (maintenance, impactMember, kind, clause) => {
      for (const asked of [{ workType: 'major-release' }, { releaseStep: 'major' }] as const) {
        const answer = coverage({ ...ASKED, maintenance, impactMember, ...asked });
        expect(answer.kind).toBe(kind);
        expect(answer.clauses).toContain(clause);
      }
    },
  );
  test('[E7] unknown only where the missing answer decides', () => {
    expect(coverage({ ...ASKED, maintenance: null })).toMatchObject({
      kind: 'unknown',
      missing: ['maintenance'],
    });
    expect(coverage({ ...ASKED, workType: null })).toMatchObject({ kind: 'unknown', missing: ['workType'] });
    expect(coverage({ ...ASKED, impactMember: null })).toMatchObject({ kind: 'covered' });
    expect(coverage({ ...ASKED, impactMember: null, releaseStep: 'major' })).toMatchObject({
      kind: 'unknown',
      missing: ['impactMember'],
    });
    expect(coverage({ ...ASKED, maintenance: null, workType: 'network-change' }).kind).toBe('fee-based');
    expect(coverage({ ...ASKED, maintenance: 'lapsed', workType: null }).kind).toBe('fee-based');
  });
  test('[E4] [E5] [E6] [E7] every answer cites clauses that exist, and answering what is missing settles it', () => {
    const question = fc.record({
      maintenance: fc.constantFrom('current', 'lapsed', 'never', null),
      impactMember: fc.constantFrom(true, false, null),
      workType: fc.constantFrom(...(Object.keys(workTypeWords) as (keyof typeof workTypeWords)[]), null),
      releaseStep: fc.constantFrom('none', 'minor', 'major'),
    });
    fc.assert(
      fc.property(question, (asked) => {
        const answer = coverage(asked);
        for (const clause of answer.clauses) expect(findClause(clause)).toBeDefined();
        if (answer.kind !== 'unknown') {
          expect(answer.reasons.length).toBeGreaterThan(0);
          // Not one of the answers that are missing would have changed it.
          for (const maintenance of asked.maintenance === null
            ? (['current', 'lapsed', 'never'] as const)
            : [asked.maintenance])
            for (const impactMember of asked.impactMember === null ? [true, false] : [asked.impactMember])
              expect(coverage({ ...asked, maintenance, impactMember }).kind).toBe(answer.kind);
        } else for (const field of answer.missing) expect(asked[field]).toBeNull();
      }),
    );
  });
});

describe('rates', () => {
  const row: Rate = {
    id: id(1),
    effectiveFrom: '2026-01-01',
    currency: 'USD',
    remoteHourCents: 65_000,
    remoteDayCents: 500_000,
    onSiteDayCents: 800_000,
    sample: true,
  };
  test.each([
    ['zero', { remoteHourCents: 0 }, 'is $0.00'],
    ['negative', { remoteDayCents: -1 }, 'is -$0.01'],
    ['a fraction of a cent', { onSiteDayCents: 0.5 }, 'whole number of cents'],
    ['too large', { onSiteDayCents: 100_000_001 }, 'more than $1,000,000.00'],
    ['another currency', { currency: 'EUR' }, 'in US dollars'],
    ['no currency', { currency: '' }, 'missing'],
    ['an amount that nobody typed', { onSiteDayCents: Number.NaN }, 'on-site support is missing'],
    ['no day', { effectiveFrom: '' }, 'The day is missing.'],
    ['a day that does not exist', { effectiveFrom: '2026-02-30' }, 'does not exist'],
    ['a day that has rates', { id: id(2) }, 'already'],
  ])('[E8] %s is refused', (_what, change, words) => {
    expect(rateFaults({ ...row, ...change }, [row])).toEqual([expect.stringContaining(words)]);
    if (!('id' in change)) expect(rate.safeParse({ ...row, ...change }).success).toBe(false);
  });
  test.each([
    ['250', 25_000],
    ['$1,800.50', 180_050],
    ['1,234,567', 123_456_700],
    ['0.5', 50],
    ['1,50', Number.NaN],
    ['12,34,567', Number.NaN],
    ['250.505', Number.NaN],
    ['', Number.NaN],
  ])('[E8] %j in dollars is %d cents; a comma parts thousands and nothing else', (typed, cents) => {
    expect(centsOfDollars(typed)).toBe(cents);
  });
  test('[E8] what is right is let in, also where it replaces itself', () => {
    expect(rateFaults(row, [row])).toEqual([]);
  });
  test('[E9] the latest rate up to the day is in force', () => {
    const next = { ...row, id: id(2), effectiveFrom: '2027-01-01' };
    expect(
      ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((date) => rateAt([next, row], date)?.id),
    ).toEqual([undefined, id(1), id(1), id(2)]);
  });
  test('[E10] an estimate in integer cents, with a line for each kind of time', () => {
    expect(estimateFee(row, { remoteHours: 1, remoteDays: 0, onSiteDays: 2 })).toMatchObject({
      rateId: id(1),
      lines: [
        { words: '1 hour remote at $650.00', cents: 65_000 },
        { words: '2 days on site at $8,000.00', cents: 1_600_000 },
      ],
      totalCents: 1_665_000,
      clauses: ['P-18'],
    });
  });
  test('[E11] money in words', () => {
    expect([0, 5, 65_000, 123_456_789, -100].map(moneyWords)).toEqual([
      '$0.00',
      '$0.05',
      '$650.00',
      '$1,234,567.89',
      '-$1.00',
    ]);
  });
});
