/** H30, H31, H34, H37, H40, H43, H49: people and papers. */
import { isWord } from '../../base/spoken.ts';
import { askAnswered, askSentence, askTime, hasCome, isBefore } from '../answers.ts';
import { type CaseFacts, filled, onCase, type Rule } from '../rule.ts';
import { isSigned } from '../signed.ts';

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
      const { backupConfirmed } = facts.case;
      askAnswered(facts, ask, 'backupConfirmed', {
        message: 'Nobody has said whether the customer has a backup',
        fix: 'Have the customer back up data bases, recorded calls and data; where that cannot be, answer no.',
      });
      if (backupConfirmed === 'no') {
        ask(
          facts.consents.some((each) => each.kind === 'no-backup' && isSigned(facts, each)),
          {
            message: 'There is no backup, and the customer has not signed that data may be lost',
            fix: 'Have the customer sign that it knows that data may be lost; or have it back up, and answer yes.',
            where: { table: 'consents', id: null, field: 'no-backup' },
          },
        );
        return;
      }
      ask(filled(facts.case.backupWhat), {
        message: 'What was backed up is not said',
        fix: 'Write which data bases, recorded calls and data.',
        where: onCase(facts, 'backupWhat'),
        severity: 'warning',
      });
      ask(filled(facts.case.backupWhere), {
        message: 'Where the backup lies is not said',
        fix: 'Write where it was put.',
        where: onCase(facts, 'backupWhere'),
        severity: 'warning',
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
      const { priority, accessTriedAt } = facts.case;
      const pressing = priority === 'P1' || priority === 'P2' ? { severity: 'blocker' as const } : {};
      ask(isWord(facts.case.accessHow), {
        message: 'How Level 3 reaches the system is not said; denied access voids the response times',
        fix: 'Write the way in, without passwords.',
        where: onCase(facts, 'accessHow'),
        ...pressing,
      });
      ask(isWord(facts.case.accessContact), {
        message: 'Whom Level 3 asks for access is not said',
        fix: 'Write a name and a way to reach them.',
        where: onCase(facts, 'accessContact'),
        ...pressing,
      });
      askTime(facts, ask, accessTriedAt, {
        message: 'When this way in was last tried is not said',
        fix: 'Try it, and give that time.',
        what: 'The time at which the way in was tried',
        where: onCase(facts, 'accessTriedAt'),
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
      askAnswered(facts, ask, 'contactAroundTheClock', {
        message: 'A P1 is worked on around the clock, but no contact is known to be reachable then',
        fix: 'Name a contact who answers at night and answer yes; or answer no, and why.',
      });
      if (facts.case.contactAroundTheClock === 'no')
        askSentence(facts, ask, 'contactAroundTheClockNote', {
          message: 'Why no contact is reachable around the clock is not said',
          fix: 'Write why, and when somebody can be reached.',
        });
    },
  },
  {
    id: 'H49',
    title: 'Damage by customer, environment or negligence',
    part: 'papers',
    severity: 'warning',
    clause: 'P-22',
    subject: 'case',
    check: (facts, ask) => {
      askAnswered(facts, ask, 'damage', {
        message:
          'Nobody has said whether damage by the customer, its environment or negligence can be the cause',
        fix: 'Ask the customer and look at the site, then answer yes or no.',
      });
      if (facts.case.damage !== 'yes') return;
      askSentence(facts, ask, 'damageNotes', {
        message: 'Which damage it may be is not said',
        fix: 'Write what was damaged, by what, and what speaks for it.',
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
