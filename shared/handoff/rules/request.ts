/** Why it goes to Level 3, and what is asked there. */
import { askSentence, isQuestion } from '../answers.ts';
import { onCase, type Rule } from '../rule.ts';
import { say } from '../sentence.ts';

export const requestRules: readonly Rule[] = [
  {
    id: 'H25',
    title: 'Why Level 3',
    part: 'problem',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-08',
    asOf: '2026.11.10',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.escalationReason !== null, {
        code: 'reason-not-chosen',
        message: say`Why Level 2 could not resolve it is not chosen`,
        fix: say`Choose its technical nature or the need for proprietary information.`,
        where: onCase(facts, 'escalationReason'),
      });
      askSentence(facts, ask, 'escalationExplanation', {
        code: 'reason-not-explained',
        message: say`The reason for Level 3 is not explained`,
        fix: say`Write what Level 2 lacks to go on.`,
      });
    },
  },
  {
    id: 'H41',
    title: 'One problem, one clear ask',
    part: 'problem',
    severity: 'blocker',
    stage: 'handoff',
    clause: null,
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      if (!isQuestion(facts.case))
        ask(facts.case.oneProblem === 'yes', {
          ...(facts.case.oneProblem === 'no'
            ? { code: 'several-problems', message: say`The case holds more than one problem` }
            : { code: 'one-problem-not-answered', message: say`Is this one problem?` }),
          fix: say`Two problems are two cases: open another for the second, and answer yes.`,
          where: onCase(facts, 'oneProblem'),
          // Who has said so has two cases; who has not been asked is asked by the lead.
          severity: facts.case.oneProblem === 'no' ? 'blocker' : 'warning',
        });
      askSentence(facts, ask, 'ask', {
        code: 'request-missing',
        message: say`The request to Level 3 is missing`,
        fix: say`Write the one thing that Level 3 shall do, or the question.`,
      });
    },
  },
];
