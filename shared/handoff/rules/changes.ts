/** What changed since it last worked (P-24). */
import { askAnswered, askSentence, askTime, bothTimes, isBefore } from '../answers.ts';
import { type Ask, type CaseFacts, onCase, type Rule } from '../rule.ts';

const areas = {
  networkChanged: { name: 'the network', what: 'networkChange', when: 'networkChangedAt' },
  ucChanged: { name: 'Cisco Unified Communications', what: 'ucChange', when: 'ucChangedAt' },
  productChanged: {
    name: 'the product or what it runs on',
    what: 'productChange',
    when: 'productChangedAt',
  },
} as const;

function askChange(facts: CaseFacts, ask: Ask, area: keyof typeof areas): void {
  const { case: record } = facts;
  const { name, what, when } = areas[area];
  askAnswered(facts, ask, area, {
    message: `Did ${name} change since it last worked?`,
    fix: 'Ask the customer, then answer yes or no.',
  });
  if (record[area] !== 'yes') return;
  askSentence(facts, ask, what, {
    message: `What changed in ${name} is not said`,
    fix: 'Write what was changed, and by whom.',
  });
  const at = record[when];
  askTime(facts, ask, at, {
    message: `When ${name} changed is not said`,
    fix: 'Give the time of the change.',
    what: `The change of ${name}`,
    where: onCase(facts, when),
  });
  if (at === null || record.lastWorked === null) return;
  const worked = isBefore(at.at, record.lastWorked.at);
  ask(!worked, {
    message: worked
      ? `It still worked after the reported change of ${name}: ${bothTimes(['the change', at], ['it last worked', record.lastWorked])}`
      : '',
    fix: 'Tell the change since it last worked, or answer no.',
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
          message: 'Why the change of network or Cisco Unified Communications is not the cause is not said',
          fix: 'Write what speaks against it. Problems that come from such a change may be charged.',
          severity: 'warning',
        });
    },
  },
];
