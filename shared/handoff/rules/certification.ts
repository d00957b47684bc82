/** H33: who escalates is certified, at the moment of the handoff, for each product and level of the case (P-01). */
import { bestFor, type Trust } from '../../certification/trust.ts';
import { listAgeInWords, sentenceOf, type Verdict } from '../../certification/verdict.ts';
import type { CaseFacts, Rule } from '../rule.ts';
import type { Finding } from '../schema.ts';

/** A handoff to Level 3 rests on work at both. */
const LEVELS = [1, 2] as const;

/** Why a credential does not count, with the reason that the issuer gave. */
function refusalOf(trust: Trust, verdict: Verdict): string {
  const reason = trust.reasons[verdict.said?.id ?? ''];
  return reason && (verdict.kind === 'revoked' || verdict.kind === 'suspended')
    ? `${sentenceOf(verdict)} Reason: ${reason}`
    : sentenceOf(verdict);
}

const fixes: Partial<Record<Verdict['kind'], string>> = {
  expired: 'Have it renewed. What was recorded stays.',
  'not-yet-valid': 'Hand off once it is valid. What was recorded stays.',
  suspended: 'Ask the certification admin to reinstate it. What was recorded stays.',
  'status-unknown': 'Sync, so that the newest status list is here.',
};
const OTHERWISE = 'Have somebody who is certified hand the case off. What was recorded stays.';

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
          message: 'Whether the engineer is certified was not checked here',
          fix: 'The hub checks it when the case is handed off.',
          where: placeOf(first),
        });
        return;
      }
      const relied = new Set<Verdict>();
      for (const need of certifiedFor) {
        const answers = LEVELS.map((level) => ({
          levels: `Level ${level}`,
          best: bestFor(trust, need.productId, level),
        }));
        const [one, two] = answers;
        // What is wrong with both levels for one reason is said once.
        const told =
          one && two && one.best === two.best && one.best?.accepted !== true
            ? [{ levels: 'Level 1 and Level 2', best: one.best }]
            : answers;
        for (const { levels, best } of told) {
          const accepted = best?.accepted === true;
          if (accepted) relied.add(best);
          ask(accepted, {
            message: best
              ? `${need.name}, ${levels}: ${refusalOf(trust, best)}`
              : `${trust.person.name} has no credential for ${need.name} at ${levels}`,
            fix: (best && fixes[best.kind]) ?? OTHERWISE,
            where: placeOf(need),
          });
        }
      }
      for (const verdict of relied) {
        ask(verdict.kind === 'valid', {
          severity: 'warning',
          message: `Whether the credential was revoked lately is not known here. ${listAgeInWords(verdict.list)}`,
          fix: 'Sync before handing off: the hub refuses a credential that was revoked meanwhile.',
          where: placeOf(first),
        });
        ask(
          verdict.checks.every(({ name, outcome }) => name !== 'time' || outcome === 'passed'),
          {
            severity: 'warning',
            message: 'The clock of this computer is behind the hub’s',
            fix: 'Set the clock. The time of the handoff decides whether the credential counts.',
            where: placeOf(first),
          },
        );
      }
    },
  },
];
