/** What changed since it last worked (P-24). */
import { askAnswered, askSentence, askTime, isBefore } from '../answers.ts';
import { type Ask, type CaseFacts, onCase, type Rule } from '../rule.ts';
import { phrase, say } from '../sentence.ts';

const areas = {
  networkChanged: { name: 'network', what: 'networkChange', when: 'networkChangedAt' },
  ucChanged: { name: 'cisco-uc', what: 'ucChange', when: 'ucChangedAt' },
  productChanged: { name: 'product', what: 'productChange', when: 'productChangedAt' },
} as const;

function askChange(facts: CaseFacts, ask: Ask, area: keyof typeof areas): void {
  const { case: record } = facts;
  const { name, what, when } = areas[area];
  const changed = { area: phrase(name) };
  askAnswered(facts, ask, area, {
    code: 'change-not-answered',
    message: say`Did ${changed} change since it last worked?`,
    fix: say`Ask the customer, then answer yes or no.`,
  });
  if (record[area] !== 'yes') return;
  askSentence(facts, ask, what, {
    code: 'change-not-described',
    message: say`What changed in ${changed} is not said`,
    fix: say`Write what was changed, and by whom.`,
  });
  const at = record[when];
  askTime(facts, ask, at, {
    code: 'change-time-missing',
    message: say`When ${changed} changed is not said`,
    fix: say`Give the time of the change.`,
    what: say`The change of ${changed}`,
    of: 'change',
    where: onCase(facts, when),
  });
  if (at === null || record.lastWorked === null) return;
  ask(!isBefore(at.at, record.lastWorked.at), {
    code: 'change-before-last-worked',
    message: say`It still worked after the reported change of ${changed}: the change ${{ changedAt: at }}; it last worked ${{ lastWorkedAt: record.lastWorked }}`,
    fix: say`Tell the change since it last worked, or answer no.`,
    where: onCase(facts, when),
    severity: 'warning',
  });
}

export const changeRules: readonly Rule[] = [
  {
    id: 'H11',
    title: 'Changed since it last worked?',
    part: 'configuration',
    severity: 'blocker',
    stage: 'level2',
    clause: 'P-24',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      askChange(facts, ask, 'networkChanged');
      askChange(facts, ask, 'ucChanged');
      askChange(facts, ask, 'productChanged');
      const { networkChanged, ucChanged } = facts.case;
      if (networkChanged === 'yes' || ucChanged === 'yes')
        askSentence(facts, ask, 'changeNotCause', {
          code: 'why-not-cause-missing',
          message: say`Why the change of network or Cisco Unified Communications is not the cause is not said`,
          fix: say`Write what speaks against it. Problems that come from such a change may be charged.`,
          severity: 'warning',
        });
    },
  },
];
