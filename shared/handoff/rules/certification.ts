/** H33: who escalates is certified, at the moment of the handoff, for each product and level of the case (P-01). */
import { cut } from '../../base/cut.ts';
import type { ZonedInstant } from '../../base/values.ts';
import { bestFor, type Trust } from '../../certification/trust.ts';
import { listSentences, type Verdict, verdictSentences } from '../../certification/verdict.ts';
import type { CaseFacts, Rule } from '../rule.ts';
import type { Finding } from '../schema.ts';
import { phrase, type Sentence, say, sentenceOfTemplate } from '../sentence.ts';
import { MOST_OF_A_VALUE, type Value, type Values } from '../values.ts';

/** A handoff to Level 3 rests on work at both. */
const LEVELS = [
  [1, 'level-1'],
  [2, 'level-2'],
] as const;

/** The reason that the issuer gave, where it took the credential back; empty where it gave none. */
function reasonOf(trust: Trust, { kind, said }: Verdict): string {
  return kind === 'revoked' || kind === 'suspended' ? (trust.reasons[said?.id ?? ''] ?? '') : '';
}

/** A time of a credential or a list, as a value. */
const timeOf = (at: string): ZonedInstant => ({ at: new Date(at).toISOString(), zone: 'UTC' });
/** Empty where the credential says none: no sentence about it has a place for it. */
const timeIn = (at: string | null | undefined): Value => (at ? timeOf(at) : '');

/** Why a credential does not count, by its kind. With the reason of the issuer it is another sentence, of another code. */
function refusalOf(trust: Trust, verdict: Verdict): { code: string; why: Sentence } {
  const { kind, said } = verdict;
  const whose = say`${{ holder: said?.person.name || phrase('the-holder') }}’s certification`;
  const code = `credential-${kind}`;
  const reason = reasonOf(trust, verdict);
  const withReason = (why: Sentence) =>
    reason === ''
      ? { code, why }
      : { code: `${code}-with-reason`, why: say`${why} Reason: ${{ reason: cut(reason, MOST_OF_A_VALUE) }}` };
  const why = sentenceOfTemplate(verdictSentences[kind], {
    whose,
    validFrom: timeIn(said?.validFrom),
    validUntil: timeIn(said?.validUntil),
  });
  return kind === 'suspended' || kind === 'revoked' ? withReason(why) : { code, why };
}

/** What else is known of the credential. */
function furtherOf({ said }: Verdict): Values {
  return {
    ...(said?.person.name ? { holder: cut(said.person.name, MOST_OF_A_VALUE) } : {}),
    ...(said?.validFrom ? { validFrom: timeOf(said.validFrom) } : {}),
    ...(said?.validUntil ? { validUntil: timeOf(said.validUntil) } : {}),
  };
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
          const refusal = best && refusalOf(trust, best);
          ask(accepted, {
            ...(refusal
              ? {
                  code: refusal.code,
                  message: say`${product}, ${at}: ${refusal.why}`,
                  further: furtherOf(best),
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
        const { list } = verdict;
        ask(verdict.kind === 'valid', {
          severity: 'warning',
          ...(list
            ? {
                code: list.stale ? 'status-list-out-of-date' : 'revocation-not-known',
                message: say`Whether the credential was revoked lately is not known here. ${sentenceOfTemplate(
                  `${listSentences.of}${list.stale ? listSentences.stale : ''}`,
                  { listAsOf: timeOf(list.asOf) },
                )}`,
                further: { listDays: list.days },
              }
            : {
                code: 'no-status-list',
                message: say`Whether the credential was revoked lately is not known here: ${sentenceOfTemplate(listSentences.none, {})}`,
              }),
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
