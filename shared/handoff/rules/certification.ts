/** H33: who escalates is certified, at the moment of the handoff, for each product and level of the case (P-01). */
import { cut } from '../../base/cut.ts';
import { bestFor, type Trust } from '../../certification/trust.ts';
import { listAgeInWords, sentenceOf, type Verdict } from '../../certification/verdict.ts';
import type { CaseFacts, Rule } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { phrase, type Sentence, say } from '../sentence.ts';
import { MOST_OF_A_VALUE, type Values } from '../values.ts';

/** A handoff to Level 3 rests on work at both. */
const LEVELS = [
  [1, 'level-1'],
  [2, 'level-2'],
] as const;

/** The reason that the issuer gave, where it took the credential back; empty where it gave none. */
function reasonOf(trust: Trust, { kind, said }: Verdict): string {
  return kind === 'revoked' || kind === 'suspended' ? (trust.reasons[said?.id ?? ''] ?? '') : '';
}

/** Why a credential does not count, with the reason that the issuer gave. */
function refusalOf(trust: Trust, verdict: Verdict): string {
  const reason = reasonOf(trust, verdict);
  return reason ? `${sentenceOf(verdict)} Reason: ${reason}` : sentenceOf(verdict);
}

/** What that sentence is made of. */
function refusalValues(trust: Trust, verdict: Verdict): Values {
  const { person, validFrom, validUntil } = verdict.said ?? {};
  const values = { holder: person?.name, validFrom, validUntil, reason: reasonOf(trust, verdict) };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, cut(value, MOST_OF_A_VALUE)]] : [])),
  );
}

const fixes: Partial<Record<Verdict['kind'], Sentence>> = {
  expired: say`Have it renewed. What was recorded stays.`,
  'not-yet-valid': say`Hand off once it is valid. What was recorded stays.`,
  suspended: say`Ask the certification admin to reinstate it. What was recorded stays.`,
  'status-unknown': say`Sync, so that the newest status list is here.`,
};
const OTHERWISE = say`Have somebody who is certified hand the case off. What was recorded stays.`;

function placeOf({ systemId }: CaseFacts['certifiedFor'][number]): Finding['where'] {
  return { table: 'systems', id: systemId, field: 'productId' };
}

export const certificationRules: readonly Rule[] = [
  {
    id: 'H33',
    title: 'Credential valid at the handoff for product and level',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-01',
    ofQuestion: true,
    subject: 'case',
    check: ({ trust, certifiedFor }, ask) => {
      const [first] = certifiedFor;
      if (!first) return;
      if (!trust) {
        ask(false, {
          severity: 'note',
          code: 'not-checked',
          message: say`Whether the engineer is certified was not checked here`,
          fix: say`The hub checks it when the case is handed off.`,
          where: placeOf(first),
        });
        return;
      }
      const relied = new Set<Verdict>();
      for (const need of certifiedFor) {
        const product = { product: need.productId === null ? phrase('any-product') : need.name };
        const answers = LEVELS.map(([level, levels]) => ({
          levels,
          best: bestFor(trust, need.productId, level),
        }));
        const [one, two] = answers;
        // What is wrong with both levels for one reason is said once.
        const told =
          one && two && one.best === two.best && one.best?.accepted !== true
            ? [{ levels: 'both-levels' as const, best: one.best }]
            : answers;
        for (const { levels, best } of told) {
          const at = { levels: phrase(levels) };
          const accepted = best?.accepted === true;
          if (accepted) relied.add(best);
          ask(accepted, {
            ...(best
              ? {
                  code: `credential-${best.kind}`,
                  message: say`${product}, ${at}: ${{ why: refusalOf(trust, best) }}`,
                  further: refusalValues(trust, best),
                }
              : {
                  code: 'no-credential',
                  message: say`${{ person: trust.person.name }} has no credential for ${product} at ${at}`,
                }),
            fix: (best && fixes[best.kind]) ?? OTHERWISE,
            where: placeOf(need),
          });
        }
      }
      for (const verdict of relied) {
        ask(verdict.kind === 'valid', {
          severity: 'warning',
          code: 'revocation-not-known',
          message: say`Whether the credential was revoked lately is not known here. ${{ list: listAgeInWords(verdict.list) }}`,
          further: verdict.list ? { listAsOf: verdict.list.asOf, listDays: verdict.list.days } : {},
          fix: say`Sync before handing off: the hub refuses a credential that was revoked meanwhile.`,
          where: placeOf(first),
        });
        ask(
          verdict.checks.every(({ name, outcome }) => name !== 'time' || outcome === 'passed'),
          {
            severity: 'warning',
            code: 'clock-behind',
            message: say`The clock of this computer is behind the hub’s`,
            fix: say`Set the clock. The time of the handoff decides whether the credential counts.`,
            where: placeOf(first),
          },
        );
      }
    },
  },
];
