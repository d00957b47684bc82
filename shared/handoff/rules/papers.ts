/** H30, H31, H34, H37, H40, H43: people and papers. */
import { askSentence, askTime, hasCome, isBefore } from '../answers.ts';
import { type CaseFacts, filled, onCase, type Rule } from '../rule.ts';

const OLD_BACKUP_MS = 30 * 24 * 60 * 60 * 1000;

/** Whether somebody can be called or written to by it: three digits, or an address of e-mail. */
function reaches({ contactPhone, contactEmail }: CaseFacts['case']): boolean {
  const digits = contactPhone.normalize('NFKC').match(/\p{Nd}/gu)?.length ?? 0;
  return digits >= 3 || /[^\s@]+@[^\s@]{2,}/u.test(contactEmail.normalize('NFKC'));
}

/** The earliest fix or work-around that was tried, ISO 8601 in UTC; null where none was. */
function firstFix(facts: CaseFacts): string | null {
  let first: string | null = null;
  for (const { kind, at } of facts.steps)
    if ((kind === 'fix' || kind === 'work-around') && at && (first === null || isBefore(at.at, first)))
      first = at.at;
  return first;
}

export const paperRules: readonly Rule[] = [
  {
    id: 'H30',
    title: 'Authorized Contact named and reachable',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-19',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      ask(filled(facts.case.contactName), {
        message: 'The Authorized Contact is not named',
        fix: 'Write who at the customer may ask for support.',
        where: onCase(facts, 'contactName'),
      });
      ask(reaches(facts.case), {
        message: 'The Authorized Contact cannot be reached',
        fix: 'Write a telephone number or an e-mail address.',
        where: onCase(facts, 'contactPhone'),
      });
    },
  },
  {
    id: 'H31',
    title: 'Backup confirmed',
    part: 'papers',
    severity: 'blocker',
    clause: 'P-20',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.backupConfirmed === 'yes', {
        message:
          facts.case.backupConfirmed === 'no'
            ? 'The customer has no backup, which Level 3 requires before it is engaged'
            : 'Nobody has confirmed the backup',
        fix: 'Have the customer back up data bases, recorded calls and data.',
        where: onCase(facts, 'backupConfirmed'),
      });
      ask(filled(facts.case.backupBy), {
        message: 'Who confirmed the backup is not said',
        fix: 'Write the name of the person at the customer.',
        where: onCase(facts, 'backupBy'),
      });
      const { backupAt } = facts.case;
      const where = onCase(facts, 'backupAt');
      askTime(facts, ask, backupAt, {
        message: 'When the backup was made is not said',
        fix: 'Give the time of the backup.',
        what: 'The backup',
        where,
      });
      if (backupAt === null || !hasCome(facts, backupAt.at)) return;
      ask(Date.parse(facts.now) - Date.parse(backupAt.at) <= OLD_BACKUP_MS, {
        message: 'The backup is older than 30 days',
        fix: 'Have the customer back up again, and give that time.',
        where,
        severity: 'warning',
      });
      const fixed = firstFix(facts);
      ask(fixed === null || !isBefore(fixed, backupAt.at), {
        message: 'The backup was made after the first fix or work-around was tried',
        fix: 'Give the time of the last backup before it, where there is one.',
        where,
        severity: 'warning',
      });
    },
  },
  {
    id: 'H34',
    title: 'Access for Level 3',
    part: 'papers',
    severity: 'warning',
    clause: 'P-33',
    subject: 'case',
    check: (facts, ask) => {
      ask(filled(facts.case.accessHow), {
        message: 'How Level 3 reaches the system is not said; denied access voids the response times',
        fix: 'Write the way in, without passwords.',
        where: onCase(facts, 'accessHow'),
      });
      ask(filled(facts.case.accessContact), {
        message: 'Whom Level 3 asks for access is not said',
        fix: 'Write a name and a way to reach them.',
        where: onCase(facts, 'accessContact'),
      });
    },
  },
  {
    id: 'H37',
    title: 'For a P1, the lead’s approval may follow',
    part: 'papers',
    severity: 'note',
    clause: 'P-26',
    subject: 'case',
    check: (facts, ask) => {
      ask(facts.case.priority !== 'P1', {
        message: 'A P1 goes to Level 3 at once; a lead’s approval follows within 24 hours of the handoff',
        fix: 'Tell a lead, so that the approval is not overdue.',
        where: onCase(facts, 'priority'),
      });
    },
  },
  {
    id: 'H40',
    title: 'For a P1, a contact around the clock',
    part: 'papers',
    severity: 'warning',
    clause: 'P-26',
    subject: 'case',
    check: (facts, ask) => {
      if (facts.case.priority !== 'P1') return;
      ask(facts.case.contactAroundTheClock === 'yes', {
        message: 'A P1 is worked on around the clock, but no contact is known to be reachable then',
        fix: 'Name a contact who answers at night, or answer no and say in the access notes when somebody does.',
        where: onCase(facts, 'contactAroundTheClock'),
      });
    },
  },
  {
    id: 'H43',
    title: 'Delays on the customer’s side are logged',
    part: 'papers',
    severity: 'warning',
    clause: 'P-33',
    subject: 'case',
    check: (facts, ask) => {
      const { customerDelays } = facts.case;
      ask(customerDelays !== null, {
        message: 'Nobody has said whether the customer caused delays',
        fix: 'Answer yes or no.',
        where: onCase(facts, 'customerDelays'),
      });
      if (customerDelays !== 'yes') return;
      askSentence(facts, ask, 'customerDelayNotes', {
        message: 'The customer’s delays are not described',
        fix: 'Write what was waited for, from when to when.',
      });
    },
  },
];
