/** Who of an organisation may work on what: people by products and levels, who falls out when, who could take a case over. Pure; see SPEC.md, C13. */

import type { PersonRef } from '../base/people.ts';
import type { SupportLevel } from './credential.ts';
import type { Verdict } from './verdict.ts';

/** A credential with what it is worth now. */
export interface HeldCredential {
  personId: string;
  verdict: Pick<Verdict, 'accepted' | 'said'>;
}

/** `ending`: it counts, and ends within the days that are asked about; `ended`: there was one, and it counts no more. */
export type Covered = 'certified' | 'ending' | 'ended';

export interface CoverageCell {
  levels: Readonly<Record<SupportLevel, Covered | null>>;
  /** When the last credential that counts ends, ISO 8601; null without end, and where none counts. */
  until: string | null;
}

export interface CoverageRow {
  person: PersonRef;
  /** By product. */
  cells: ReadonlyMap<string, CoverageCell>;
}

/** How many may escalate a product's cases (Level 2) now, and how many are left when what ends soon has ended. */
export interface ProductCover {
  product: string;
  now: number;
  later: number;
}

export interface CoverageTable {
  rows: readonly CoverageRow[];
  products: readonly ProductCover[];
  /** Credentials that count and end within the days, first the one that ends first. */
  ending: readonly { person: PersonRef; name: string; at: string }[];
}

const MS_A_DAY = 86_400_000;
const nobody: CoverageCell = { levels: { 1: null, 2: null }, until: null };
const weight: Readonly<Record<Covered, number>> = { certified: 3, ending: 2, ended: 1 };

function better(a: Covered | null, b: Covered): Covered {
  return a !== null && weight[a] >= weight[b] ? a : b;
}

/**
 * @param people in the order of the rows
 * @param products of the catalogue; others that a credential names stand behind them
 * @param now ISO 8601
 * @param days how far ahead `ending` looks
 */
export function coverageTable(
  people: readonly PersonRef[],
  held: readonly HeldCredential[],
  products: readonly string[],
  now: string,
  days: number,
): CoverageTable {
  const soon = new Date(Date.parse(now) + days * MS_A_DAY).toISOString();
  const known = [...products];
  const ending: { person: PersonRef; name: string; at: string }[] = [];
  const rows = people.map((person): CoverageRow => {
    const cells = new Map<string, CoverageCell>();
    for (const { personId, verdict } of held) {
      if (personId !== person.id || !verdict.said) continue;
      const { coverage, validUntil, name } = verdict.said;
      const state: Covered = !verdict.accepted
        ? 'ended'
        : validUntil !== null && validUntil <= soon
          ? 'ending'
          : 'certified';
      if (state === 'ending' && validUntil !== null) ending.push({ person, name, at: validUntil });
      for (const { product, levels } of coverage) {
        if (!known.includes(product)) known.push(product);
        const before = cells.get(product) ?? nobody;
        const after = { ...before.levels };
        for (const level of levels) after[level] = better(after[level], state);
        const until =
          state === 'ended'
            ? before.until
            : validUntil === null || (before.until !== null && before.until > validUntil)
              ? before.until
              : validUntil;
        cells.set(product, { levels: after, until });
      }
    }
    return { person, cells };
  });
  const count = (product: string, fits: (covered: Covered | null | undefined) => boolean) =>
    rows.filter(({ cells }) => fits(cells.get(product)?.levels[2])).length;
  return {
    rows,
    products: known.map((product) => ({
      product,
      now: count(product, (covered) => covered === 'certified' || covered === 'ending'),
      later: count(product, (covered) => covered === 'certified'),
    })),
    ending: ending
      // What is followed by a longer one does not fall out.
      .filter(({ person, name }) => {
        const longer = held.some(
          ({ personId, verdict }) =>
            personId === person.id &&
            verdict.accepted &&
            verdict.said?.name === name &&
            (verdict.said.validUntil === null || verdict.said.validUntil > soon),
        );
        return !longer;
      })
      .sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

/**
 * Who could take a case over and hand it off: whoever may work at Level 2 on all of its products, and is not its engineer (P-01).
 * @param products of the case's systems; without any nobody is known to be able
 */
export function couldTakeOver(
  rows: readonly CoverageRow[],
  products: readonly string[],
  engineerId: string,
): PersonRef[] {
  if (products.length === 0) return [];
  return rows
    .filter(
      ({ person, cells }) =>
        person.id !== engineerId &&
        products.every((product) => {
          const covered = cells.get(product)?.levels[2];
          return covered === 'certified' || covered === 'ending';
        }),
    )
    .map(({ person }) => person);
}
