/** H1 to H5, H11, H25, H41, H42: what is wrong, since when, and what is asked of Level 3. */
import { priorityClauses } from '../../policy/clauses.ts';
import { askSentence, askTime, isBefore, isQuestion } from '../answers.ts';
import { type CaseFacts, onCase, type Rule } from '../rule.ts';

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
  ask(!isBefore(at.at, record.lastWorked.at), {
    message: `It still worked after the change of ${name} that is told`,
    fix: 'Tell the change since it last worked, or answer no.',
    where: onCase(facts, when),
    severity: 'warning',
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
      askSentence(facts, ask, 'specified', {
        message: 'What the product should do by its specification is missing',
        fix: 'Write what the specification or the manual says.',
      });
      askSentence(facts, ask, 'observed', {
        message: 'What happens instead is missing',
        fix: 'Write what is seen, with error texts letter for letter.',
      });
    },
  },
  {
    id: 'H2',
    title: 'Priority with a reason that fits its definition',
    part: 'problem',
    severity: 'blocker',
    clause: 'P-26',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { priority } = facts.case;
      const clause = priority ? priorityClauses[priority] : 'P-26';
      ask(priority !== null, {
        message: 'The priority is not chosen',
        fix: 'Choose P1 to P4 by what the fault does to the business.',
        where: onCase(facts, 'priority'),
      });
      if (isQuestion(facts.case)) return;
      askSentence(facts, ask, 'priorityReason', {
        message: `Why it is ${priority ?? 'this priority'} is not said`,
        fix: 'Write how the definition of the priority fits.',
        clause,
      });
      askSentence(
        facts,
        ask,
        'impact',
        {
          message: 'The impact on the customer’s business is missing',
          fix: 'Write who cannot do what.',
          clause,
        },
        priority === 'P1',
      );
      if (priority !== 'P1') return;
      ask((facts.case.affectedUsers ?? 0) > 0, {
        message: 'A P1 is a business that is down, but no number of affected users is given',
        fix: 'Write how many users are affected, or choose the priority that fits.',
        where: onCase(facts, 'affectedUsers'),
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
      const { lastWorked, firstSeen, frequency } = facts.case;
      askTime(facts, ask, lastWorked, {
        message: 'When it last worked is not said',
        fix: 'Give the last time at which it is known to have worked.',
        what: 'The time at which it last worked',
        where: onCase(facts, 'lastWorked'),
      });
      if (lastWorked === null || firstSeen === null) return;
      // What fails now and then works in between.
      ask(!isBefore(firstSeen.at, lastWorked.at), {
        message: 'It last worked after it began',
        fix: 'Set the time at which it last worked before it began, or when it began; say so where it fails now and then.',
        where: onCase(facts, 'lastWorked'),
        severity: frequency === 'intermittent' ? 'warning' : 'blocker',
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
      askSentence(facts, ask, 'reproduction', {
        message:
          facts.case.reproduced === 'no'
            ? 'What was tried to reproduce it is missing'
            : 'The steps that reproduce it are missing',
        fix: 'Write the steps one by one, or what was tried and what came of it.',
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
      askSentence(facts, ask, 'escalationExplanation', {
        message: 'The reason for Level 3 is not explained',
        fix: 'Write what Level 2 lacks to go on.',
      });
    },
  },
  {
    id: 'H41',
    title: 'One problem, one clear ask',
    part: 'problem',
    severity: 'blocker',
    clause: null,
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      if (!isQuestion(facts.case))
        ask(facts.case.oneProblem === 'yes', {
          message:
            facts.case.oneProblem === 'no'
              ? 'The case holds more than one problem'
              : 'Nobody has said whether this is one problem',
          fix: 'Two problems are two cases: open another for the second.',
          where: onCase(facts, 'oneProblem'),
          severity: 'warning',
        });
      askSentence(facts, ask, 'ask', {
        message: 'What is asked of Level 3 is missing',
        fix: 'Write the one thing that Level 3 shall do, or the question.',
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
      const { firstSeen, notifiedAt } = facts.case;
      askTime(facts, ask, firstSeen, {
        message: 'When it began is missing',
        fix: 'Give the time with its zone, as exactly as it is known.',
        what: 'When it began',
        where: onCase(facts, 'firstSeen'),
      });
      ask(facts.case.notifiedBy !== null, {
        message: 'How support was first notified is not said',
        fix: 'Choose telephone or web ticket: the clocks start differently.',
        where: onCase(facts, 'notifiedBy'),
      });
      askTime(facts, ask, notifiedAt, {
        message: 'When support was first notified is missing',
        fix: 'Give the time of the call or of the ticket.',
        what: 'When support was first notified',
        where: onCase(facts, 'notifiedAt'),
      });
      if (firstSeen === null || notifiedAt === null) return;
      ask(!isBefore(notifiedAt.at, firstSeen.at), {
        message: 'Support was notified before it began',
        fix: 'Set the time of the call or ticket, or when it began.',
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
