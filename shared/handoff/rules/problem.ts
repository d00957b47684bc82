/** What is wrong, how it shows, and since when. */

import { asRead, gist, isNone, isSentence } from '../../base/spoken.ts';
import type { ZonedInstant } from '../../base/values.ts';
import { priorityClauses } from '../../policy/clauses.ts';
import {
  askAnswered,
  askSentence,
  askTime,
  canBe,
  hasCome,
  isBefore,
  isNamed,
  isQuestion,
  isTelephone,
  isTold,
} from '../answers.ts';
import { type Ask, type CaseFacts, filled, onCase, type Rule } from '../rule.ts';
import { named, say } from '../sentence.ts';

/** The call to IPcelerate, where one is told: P-30 counts from it, so that all of it is there, and it can be (P-31). */
function askCall(facts: CaseFacts, ask: Ask, notifiedAt: ZonedInstant): void {
  const { level3CalledAt: at, level3CalledNumber: number, level3CalledTo: to } = facts.case;
  if (at === null && !filled(number) && !filled(to)) return;
  askTime(facts, ask, at, {
    code: 'call-time-missing',
    message: say`When IPcelerate was called is not said`,
    fix: say`Give the time of the call; or leave number and person empty where there was none.`,
    what: say`The call to IPcelerate`,
    of: 'call',
    where: onCase(facts, 'level3CalledAt'),
  });
  ask(isTelephone(number), {
    code: 'called-number-missing',
    message: say`Which number of IPcelerate was called is not said`,
    fix: say`Write the number; or take the time of the call away where there was none.`,
    where: onCase(facts, 'level3CalledNumber'),
  });
  ask(isNamed(facts, 'cases', 'level3CalledTo', to), {
    code: 'called-person-missing',
    message: say`Who at IPcelerate took the call is not said`,
    fix: say`Write the name that was given; or take the time of the call away where there was none.`,
    where: onCase(facts, 'level3CalledTo'),
  });
  if (at === null) return;
  ask(!isBefore(at.at, notifiedAt.at), {
    code: 'called-before-notified',
    message: say`IPcelerate was called before support was notified: the call ${{ calledAt: at }}; support was notified ${{ notifiedAt }}`,
    fix: say`Set the time of the call, or when support was first notified.`,
    where: onCase(facts, 'level3CalledAt'),
  });
}

/** An impact that says that there is none, whole: 'No impact at all', 'Keine Auswirkungen'. 'No call can be taken' is one. */
const NO_IMPACT =
  /^(?:there (?:is|was) |es gibt )?(?:no|none|kein\w*|auc?une?|sin|nessun\w*|geen|ingen|inget|нет) (?:(?:real|known|noticeable|visible|big|great|business|customer) )*(?:impact|effects?|consequences?|auswirkung\w*|effet|impacto|efectos?|impatto|effetto|gevolgen|påverkan|влияния)(?: (?:at all|yet|so far|known|bekannt|on (?:the )?(?:business|users?|customers?)|auf \p{L}+|connue?s?))*$/iu;

export const problemRules: readonly Rule[] = [
  {
    id: 'H1',
    title: 'What the product should do, and what it does instead',
    part: 'problem',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-14',
    asOf: '2026.11.10',
    subject: 'case',
    check: (facts, ask) => {
      askSentence(facts, ask, 'specified', {
        code: 'specified-missing',
        message: say`What is expected, by the specification, is missing`,
        fix: say`Write what the specification or the manual says.`,
      });
      askSentence(facts, ask, 'observed', {
        code: 'observed-missing',
        message: say`What actually happens is missing`,
        fix: say`Write what is seen, with error texts letter for letter.`,
      });
    },
  },
  {
    id: 'H2',
    title: 'Priority with a reason that fits its definition',
    part: 'problem',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-26',
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { priority } = facts.case;
      const clause = priority ? priorityClauses[priority] : 'P-26';
      ask(priority !== null, {
        code: 'priority-not-chosen',
        message: say`The priority is not chosen`,
        fix: say`Choose P1 to P4 by what the fault does to the business.`,
        where: onCase(facts, 'priority'),
      });
      if (isQuestion(facts.case)) return;
      // A P1 goes before a lead has read it.
      askSentence(
        facts,
        ask,
        'priorityReason',
        {
          ...(priority
            ? { code: 'priority-reason-missing', message: say`Why it is ${{ priority }} is not said` }
            : {
                code: 'reason-of-no-priority-missing',
                message: say`Why it is this priority is not said`,
              }),
          fix: say`Write how the definition of the priority fits.`,
          clause,
        },
        priority === 'P1',
      );
      askSentence(
        facts,
        ask,
        'impact',
        {
          code: 'impact-missing',
          message: say`The impact on the customer’s business is missing`,
          fix: say`Write who cannot do what.`,
          clause,
        },
        priority === 'P1',
      );
      if (priority !== 'P1') return;
      ask(!NO_IMPACT.test(asRead(facts.case.impact).replace(/[.!]+$/, '')), {
        code: 'p1-without-impact',
        message: say`A P1 is a business that is down, but the effect on it is said to be none`,
        fix: say`Write who cannot do what, or choose the priority that fits.`,
        where: onCase(facts, 'impact'),
        clause,
      });
      ask((facts.case.affectedUsers ?? 0) > 0, {
        code: 'p1-without-users',
        message: say`A P1 is a business that is down, but no number of affected users is given`,
        fix: say`Write how many users are affected, or choose the priority that fits.`,
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
    stage: 'level1',
    clause: null,
    asOf: '2026.11.11',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.frequency !== null, {
        code: 'frequency-missing',
        message: say`How often it happens is not said`,
        fix: say`Choose Always, Sometimes or Once.`,
        where: onCase(facts, 'frequency'),
      });
      const { lastWorked, firstSeen, frequency } = facts.case;
      askTime(facts, ask, lastWorked, {
        code: 'last-worked-missing',
        message: say`When it last worked is not said`,
        fix: say`Give the last time at which it is known to have worked.`,
        what: say`The time at which it last worked`,
        of: 'last-worked',
        where: onCase(facts, 'lastWorked'),
      });
      if (lastWorked === null || firstSeen === null) return;
      // What fails now and then works in between.
      ask(!isBefore(firstSeen.at, lastWorked.at), {
        message: say`It last worked after it began: it began ${{ firstSeen }}; it last worked ${{ lastWorked }}`,
        // Nobody is sent to an answer that is given already.
        ...(frequency === 'intermittent'
          ? {
              code: 'intermittent-worked-after-began',
              fix: say`Give the last time at which it worked before it first failed; or leave it, and the lead decides.`,
            }
          : {
              code: 'worked-after-began',
              fix: say`Set one of the two times; where it fails now and then, choose that under “How often it happens”.`,
            }),
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
    stage: 'level1',
    clause: 'P-04',
    asOf: '2026.11.10',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.reproduced !== null, {
        code: 'reproduced-not-said',
        message: say`Whether the problem was reproduced is not said`,
        fix: say`Try to reproduce it, then answer yes or no.`,
        where: onCase(facts, 'reproduced'),
      });
      askSentence(facts, ask, 'reproduction', {
        ...(facts.case.reproduced === 'no'
          ? { code: 'tries-missing', message: say`What was tried to reproduce it is missing` }
          : { code: 'reproduction-missing', message: say`The steps that reproduce it are missing` }),
        fix: say`Write the steps one by one, or what was tried and what came of it.`,
      });
    },
  },
  {
    id: 'H5',
    title: 'Reproducible in the unmodified product on the approved platform',
    part: 'problem',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-21',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      askAnswered(
        facts,
        ask,
        'modified',
        {
          code: 'modified-not-answered',
          message: say`Is the product modified?`,
          fix: say`Ask the customer, then answer yes or no.`,
        },
        'blocker',
      );
      if (facts.case.modified === 'yes')
        askSentence(facts, ask, 'modifications', {
          code: 'modifications-missing',
          message: say`Which modifications the product has is not said`,
          fix: say`Write what was modified, and by whom.`,
        });
      askAnswered(
        facts,
        ask,
        'addedApplications',
        {
          code: 'applications-not-answered',
          message: say`Did the customer build applications on the product?`,
          fix: say`Ask the customer, then answer yes or no.`,
        },
        'blocker',
      );
      if (facts.case.addedApplications === 'yes')
        askSentence(facts, ask, 'addedApplicationNames', {
          code: 'applications-missing',
          message: say`Which applications were built on the product is not said`,
          fix: say`Write which they are, and what they do.`,
        });
      ask(!(facts.case.unmodified === 'yes' && facts.unapproved !== null), {
        code: 'platform-contradicts',
        message: say`It is said to show on the approved platform, but ${{ system: named(facts.unapproved ?? '') }} does not run on one`,
        fix: say`Correct the one that is wrong, the platform of the system or this answer; or have a lead waive it with the reason.`,
        where: onCase(facts, 'unmodified'),
      });
      ask(facts.case.unmodified === 'yes', {
        ...(facts.case.unmodified === 'no'
          ? {
              code: 'not-in-unmodified-product',
              message: say`The problem does not show in the unmodified product on the approved platform, so it is not supported`,
              fix: say`Show it there and answer yes; or have a lead waive it with the reason. Level 3 does not take it as it is.`,
            }
          : {
              code: 'unmodified-not-answered',
              message: say`Does it show in the unmodified product on the approved platform?`,
              fix: say`Check it without modifications and added applications, then answer.`,
            }),
        where: onCase(facts, 'unmodified'),
      });
    },
  },
  {
    id: 'H42',
    title: 'When it began, and how support was first notified',
    part: 'problem',
    severity: 'blocker',
    stage: 'level1',
    clause: 'P-31',
    asOf: '2026.11.11',
    subject: 'case',
    check: (facts, ask) => {
      const { firstSeen, notifiedAt } = facts.case;
      askTime(facts, ask, firstSeen, {
        code: 'began-missing',
        message: say`When it began is missing`,
        fix: say`Give the time with its zone, as exactly as it is known.`,
        what: say`When it began`,
        of: 'began',
        where: onCase(facts, 'firstSeen'),
      });
      ask(facts.case.notifiedBy !== null, {
        code: 'how-reported-missing',
        message: say`How it was reported is not said`,
        fix: say`Choose Telephone, Website or E-mail: the clocks start differently.`,
        where: onCase(facts, 'notifiedBy'),
      });
      askTime(facts, ask, notifiedAt, {
        code: 'reported-missing',
        message: say`When it was reported is missing`,
        fix: say`Give the time of the call or of the ticket.`,
        what: say`When support was first notified`,
        of: 'reported',
        where: onCase(facts, 'notifiedAt'),
      });
      if (firstSeen === null || notifiedAt === null) return;
      ask(!isBefore(notifiedAt.at, firstSeen.at), {
        code: 'reported-before-began',
        message: say`Support was notified before it began: support was notified ${{ notifiedAt }}; it began ${{ firstSeen }}`,
        fix: say`Set the time of the call or ticket, or when it began.`,
        where: onCase(facts, 'notifiedAt'),
      });
      askCall(facts, ask, notifiedAt);
    },
  },
  {
    id: 'H44',
    title: 'An example of each telephony fault',
    part: 'problem',
    severity: 'warning',
    stage: 'level1',
    clause: null,
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      if (!facts.telephony) return;
      const never = facts.examples.find(({ at }) => at !== null && !canBe(facts, at.at));
      const place = { table: 'examples', id: never?.id ?? null, field: 'at' };
      if (never?.at)
        ask(false, {
          ...(hasCome(facts, never.at.at)
            ? {
                code: 'example-too-early',
                message: say`An example lies before there was such a product: ${{ at: never.at }}`,
              }
            : {
                code: 'example-in-future',
                message: say`An example lies in the future: ${{ at: never.at }}`,
              }),
          fix: say`Set its time, or the clock of this computer.`,
          where: place,
          severity: 'blocker',
        });
      // A blocking question that is answered counts as one.
      else ask(true, { where: place, severity: 'blocker' });
      const told = facts.examples.some(
        ({ at, what }) => at !== null && canBe(facts, at.at) && isSentence(what),
      );
      if (told || never) return;
      if (facts.examples.length > 0 && !filled(facts.case.noExampleWhy)) {
        ask(false, {
          code: 'no-example-tells',
          message: say`No example says when it happened and what happened`,
          fix: say`Give its time, and a sentence of what happened, with numbers, phone and call id where they are known.`,
          where: { table: 'examples', id: facts.examples[0]?.id ?? null, field: 'what' },
        });
        return;
      }
      askSentence(facts, ask, 'noExampleWhy', {
        code: 'no-example',
        message: say`No example of a call is given`,
        fix: say`Add one with its time, numbers and phone; or write why there is none.`,
      });
    },
  },
  {
    id: 'H45',
    title: 'The exact error text, or that there is none',
    part: 'problem',
    severity: 'warning',
    stage: 'level1',
    clause: null,
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      askAnswered(facts, ask, 'errorShown', {
        code: 'error-not-answered',
        message: say`Whether there is an error text is not said`,
        fix: say`Answer yes or no.`,
      });
      if (facts.case.errorShown !== 'yes') return;
      ask(isNamed(facts, 'cases', 'errorText', facts.case.errorText), {
        code: 'error-text-missing',
        message: say`The error text is missing`,
        fix: say`Copy it letter for letter.`,
        where: onCase(facts, 'errorText'),
      });
      ask(isNamed(facts, 'cases', 'errorReadFrom', facts.case.errorReadFrom), {
        code: 'error-source-missing',
        message: say`Where the error text was read is not said`,
        fix: say`Write the screen, phone or log that shows it.`,
        where: onCase(facts, 'errorReadFrom'),
      });
    },
  },
  {
    id: 'H46',
    title: 'What is affected, and what is not',
    part: 'problem',
    severity: 'warning',
    stage: 'level1',
    clause: null,
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.scopeExtent !== null, {
        code: 'extent-missing',
        message: say`Whether all, some or one of a kind is affected is not said`,
        fix: say`Choose all, some or one.`,
        where: onCase(facts, 'scopeExtent'),
      });
      ask(isTold(facts, 'cases', 'scopeIs', facts.case.scopeIs), {
        code: 'affected-missing',
        message: say`What is affected is not said`,
        fix: say`Write which users, phones, sites or nodes.`,
        where: onCase(facts, 'scopeIs'),
      });
      const { scopeIsNot } = facts.case;
      ask(isTold(facts, 'cases', 'scopeIsNot', scopeIsNot) || isNone(scopeIsNot), {
        code: 'not-affected-missing',
        message: say`What is not affected is not said`,
        fix: say`Write what of the same kind works; or that nothing of it does.`,
        where: onCase(facts, 'scopeIsNot'),
      });
      const { scopeIs } = facts.case;
      ask(!filled(scopeIs) || gist(scopeIs) !== gist(scopeIsNot), {
        code: 'affected-is-not-affected',
        message: say`What is affected, and what is not, are the same`,
        fix: say`Write in each of the two what it asks for.`,
        where: onCase(facts, 'scopeIsNot'),
      });
    },
  },
  {
    id: 'H48',
    title: 'Level 2 tried a work-around, or says why none',
    part: 'steps',
    severity: 'warning',
    stage: 'level2',
    clause: 'P-04',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      if ((facts.stepCounts.get('2:work-around') ?? 0) > 0) return;
      askSentence(facts, ask, 'noWorkAroundWhy', {
        code: 'no-work-around',
        message: say`Level 2 tried no work-around, and does not say why`,
        fix: say`Add the work-around that was tried, with its ramifications; or write why none was.`,
      });
    },
  },
  {
    id: 'H51',
    title: 'Seen before?',
    part: 'problem',
    severity: 'warning',
    stage: 'level1',
    clause: null,
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      askAnswered(facts, ask, 'seenBefore', {
        code: 'seen-before-not-answered',
        message: say`Whether it was seen before is not said`,
        fix: say`Ask the customer and look through earlier cases, then answer yes or no.`,
      });
      if (facts.case.seenBefore !== 'yes') return;
      ask(isNamed(facts, 'cases', 'seenBeforeCase', facts.case.seenBeforeCase), {
        code: 'earlier-case-missing',
        message: say`The earlier case or ticket is not named`,
        fix: say`Write its number, or when it was.`,
        where: onCase(facts, 'seenBeforeCase'),
      });
    },
  },
];
