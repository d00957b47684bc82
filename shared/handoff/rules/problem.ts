/** H1 to H5, H11, H25, H41, H42: what is wrong, since when, and what is asked of Level 3. */
import { priorityClauses } from '../../policy/clauses.ts';
import { type CaseFacts, filled, onCase, type Rule } from '../rule.ts';

type ChangedField = 'networkChanged' | 'ucChanged';

function askChange(
  facts: CaseFacts,
  ask: Parameters<Extract<Rule, { subject: 'case' }>['check']>[1],
  area: ChangedField,
): void {
  const { case: record } = facts;
  const name = area === 'networkChanged' ? 'the network' : 'Cisco Unified Communications';
  const [what, when] =
    area === 'networkChanged'
      ? (['networkChange', 'networkChangedAt'] as const)
      : (['ucChange', 'ucChangedAt'] as const);
  ask(record[area] !== null, {
    message: `Nobody has said whether ${name} changed since it last worked`,
    fix: 'Ask the customer, then answer yes or no.',
    where: onCase(facts, area),
  });
  if (record[area] !== 'yes') return;
  ask(filled(record[what]), {
    message: `What changed in ${name} is not said`,
    fix: 'Write what was changed, and by whom.',
    where: onCase(facts, what),
  });
  ask(record[when] !== null, {
    message: `When ${name} changed is not said`,
    fix: 'Give the time of the change.',
    where: onCase(facts, when),
  });
}

export const problemRules: readonly Rule[] = [
  {
    id: 'H1',
    title: 'What the product should do, and what it does instead',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-14',
    subject: 'case',
    check: (facts, ask) => {
      ask(filled(facts.case.specified), {
        message: 'What the product should do by its specification is missing',
        fix: 'Write what the specification or the manual says.',
        where: onCase(facts, 'specified'),
      });
      ask(filled(facts.case.observed), {
        message: 'What happens instead is missing',
        fix: 'Write what is seen, with error texts letter for letter.',
        where: onCase(facts, 'observed'),
      });
    },
  },
  {
    id: 'H2',
    title: 'Priority with a reason that fits its definition',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-26',
    subject: 'case',
    check: (facts, ask) => {
      const { priority } = facts.case;
      const clause = priority ? priorityClauses[priority] : 'P-26';
      ask(priority !== null, {
        message: 'The priority is not chosen',
        fix: 'Choose P1 to P4 by what the fault does to the business.',
        where: onCase(facts, 'priority'),
      });
      ask(filled(facts.case.priorityReason), {
        message: `Why it is ${priority ?? 'this priority'} is not said`,
        fix: 'Write how the definition of the priority fits.',
        where: onCase(facts, 'priorityReason'),
        clause,
      });
      ask(filled(facts.case.impact), {
        message: 'The impact on the customer’s business is missing',
        fix: 'Write who cannot do what.',
        where: onCase(facts, 'impact'),
        clause,
      });
    },
  },
  {
    id: 'H3',
    title: 'How often, and when it last worked',
    part: 'problem',
    severity: 'warning',
    clause: null,
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.frequency !== null, {
        message: 'How often it happens is not said',
        fix: 'Choose constant, intermittent or once.',
        where: onCase(facts, 'frequency'),
      });
      ask(facts.case.lastWorked !== null, {
        message: 'When it last worked is not said',
        fix: 'Give the last time at which it is known to have worked.',
        where: onCase(facts, 'lastWorked'),
      });
    },
  },
  {
    id: 'H4',
    title: 'Reproduction: the steps, or what was tried',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-04',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.reproduced !== null, {
        message: 'Whether the problem was reproduced is not said',
        fix: 'Try to reproduce it, then answer yes or no.',
        where: onCase(facts, 'reproduced'),
      });
      ask(filled(facts.case.reproduction), {
        message:
          facts.case.reproduced === 'no'
            ? 'What was tried to reproduce it is missing'
            : 'The steps that reproduce it are missing',
        fix: 'Write the steps one by one, or what was tried and what came of it.',
        where: onCase(facts, 'reproduction'),
      });
    },
  },
  {
    id: 'H5',
    title: 'Reproducible in the unmodified product on the approved platform',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-21',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.unmodified === 'yes', {
        message:
          facts.case.unmodified === 'no'
            ? 'The problem does not show in the unmodified product on the approved platform, so it is not supported'
            : 'Nobody has said whether it shows in the unmodified product on the approved platform',
        fix:
          facts.case.unmodified === 'no'
            ? 'Find whether the modification or the platform causes it; Level 3 does not take it as it is.'
            : 'Check it without modifications and added applications, then answer.',
        where: onCase(facts, 'unmodified'),
      });
    },
  },
  {
    id: 'H25',
    title: 'Why Level 3',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-08',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.escalationReason !== null, {
        message: 'Why Level 2 could not resolve it is not chosen',
        fix: 'Choose its technical nature or the need for proprietary information.',
        where: onCase(facts, 'escalationReason'),
      });
      ask(filled(facts.case.escalationExplanation), {
        message: 'The reason for Level 3 is not explained',
        fix: 'Write what Level 2 lacks to go on.',
        where: onCase(facts, 'escalationExplanation'),
      });
    },
  },
  {
    id: 'H41',
    title: 'One problem, one clear ask',
    part: 'problem',
    severity: 'warning',
    clause: null,
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.oneProblem === 'yes', {
        message:
          facts.case.oneProblem === 'no'
            ? 'The case holds more than one problem'
            : 'Nobody has said whether this is one problem',
        fix: 'Two problems are two cases: open another for the second.',
        where: onCase(facts, 'oneProblem'),
      });
      ask(filled(facts.case.ask), {
        message: 'What is asked of Level 3 is missing',
        fix: 'Write the one thing that Level 3 shall do.',
        where: onCase(facts, 'ask'),
      });
    },
  },
  {
    id: 'H42',
    title: 'When it began, and how support was first notified',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-31',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.firstSeen !== null, {
        message: 'When it began is missing',
        fix: 'Give the time with its zone, as exactly as it is known.',
        where: onCase(facts, 'firstSeen'),
      });
      ask(facts.case.notifiedBy !== null, {
        message: 'How support was first notified is not said',
        fix: 'Choose telephone or web ticket: the clocks start differently.',
        where: onCase(facts, 'notifiedBy'),
      });
      ask(facts.case.notifiedAt !== null, {
        message: 'When support was first notified is missing',
        fix: 'Give the time of the call or of the ticket.',
        where: onCase(facts, 'notifiedAt'),
      });
    },
  },
  {
    id: 'H11',
    title: 'Changed since it last worked?',
    part: 'configuration',
    severity: 'blocker',
    clause: 'P-24',
    subject: 'case',
    check: (facts, ask) => {
      askChange(facts, ask, 'networkChanged');
      askChange(facts, ask, 'ucChanged');
    },
  },
];
