/** Who may work on what, who falls out when, who could take over. See shared/certification/SPEC.md, C13. */
import { describe, expect, test } from 'vitest';
import { couldTakeOver, coverageTable, type HeldCredential } from '../../../shared/certification/coverage.ts';

const NOW = '2026-11-23T12:00:00.000Z';
const mara = { id: 'm', name: 'Mara' };
const jonas = { id: 'j', name: 'Jonas' };
const priya = { id: 'p', name: 'Priya' };

function held(
  personId: string,
  coverage: readonly (readonly [string, readonly (1 | 2)[]])[],
  validUntil: string | null,
  accepted = true,
  name = 'Sample products',
): HeldCredential {
  return {
    personId,
    verdict: {
      accepted,
      said: {
        id: null,
        person: { id: personId, name: personId },
        issuer: { id: 'i', name: 'Issuer' },
        name,
        coverage: coverage.map(([product, levels]) => ({ product, levels: [...levels] })),
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil,
      },
    },
  };
}

const credentials = [
  held(
    'm',
    [
      ['paging', [1, 2]],
      ['recorder', [1, 2]],
    ],
    '2027-10-27T00:00:00.000Z',
  ),
  held(
    'j',
    [
      ['paging', [1, 2]],
      ['recorder', [1]],
    ],
    '2026-12-12T00:00:00.000Z',
  ),
  held('p', [['recorder', [1, 2]]], '2026-10-01T00:00:00.000Z', false),
];
const table = coverageTable([mara, jonas, priya], credentials, ['paging', 'recorder', 'gateway'], NOW, 90);

/** `recorder: 1 certified, 2 -`. */
const cell = (at: number, product: string) => {
  const levels = table.rows[at]?.cells.get(product)?.levels;
  return levels ? `${levels[1] ?? '-'} ${levels[2] ?? '-'}` : 'none';
};

describe('[C13] who may work on what', () => {
  test('each person by product and level', () => {
    expect([cell(0, 'paging'), cell(1, 'recorder'), cell(2, 'recorder'), cell(2, 'paging')]).toEqual([
      'certified certified',
      'ending -',
      'ended ended',
      'none',
    ]);
  });

  test('how many may escalate a product now, and when what ends soon has ended', () => {
    expect(table.products).toEqual([
      { product: 'paging', now: 2, later: 1 },
      { product: 'recorder', now: 1, later: 1 },
      { product: 'gateway', now: 0, later: 0 },
    ]);
  });

  test('who falls out, the first first; not who has a longer one already', () => {
    expect(table.ending.map(({ person, at }) => `${person.name} ${at.slice(0, 10)}`)).toEqual([
      'Jonas 2026-12-12',
    ]);
    const renewed = [...credentials, held('j', [['paging', [1, 2]]], '2027-12-12T00:00:00.000Z')];
    const after = coverageTable([mara, jonas], renewed, ['paging'], NOW, 90);
    expect(after.ending).toEqual([]);
    expect(after.rows[1]?.cells.get('paging')?.levels[2]).toBe('certified');
  });
});

describe('[C13] who could take a case over', () => {
  test('whoever may work at Level 2 on all of its products, but its engineer', () => {
    expect(couldTakeOver(table.rows, ['paging'], 'x')).toEqual([mara, jonas]);
    expect(couldTakeOver(table.rows, ['paging', 'recorder'], 'x')).toEqual([mara]);
    expect(couldTakeOver(table.rows, ['paging'], 'm')).toEqual([jonas]);
  });
  test('nobody where the case names no product, or one that nobody is certified for', () => {
    expect(couldTakeOver(table.rows, [], 'x')).toEqual([]);
    expect(couldTakeOver(table.rows, ['gateway'], 'x')).toEqual([]);
  });
});
