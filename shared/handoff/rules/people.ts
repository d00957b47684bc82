/** People and papers. */
import { asRead, filled, isName } from '../../base/spoken.ts';
import type { ZonedInstant } from '../../base/values.ts';
import { findSpans } from '../../redaction/find.ts';
import {
  askAnswered,
  askSentence,
  askTime,
  bothTimes,
  hasCome,
  isBefore,
  isNamed,
  isTelephone,
  isTold,
} from '../answers.ts';
import { type CaseFacts, onCase, type Rule } from '../rule.ts';
import { isSigned } from '../signed.ts';

/** Who stands for a person and is none: 'nobody', 'the customer', 'niemand'. */
const NOBODY =
  /^(?:nobody|no one|somebody|someone|anybody|anyone|(?:the |our )?(?:customer|client)|(?:der )?kunde|niemand|jemand|(?:le )?client|personne|(?:el )?cliente|nadie|(?:il )?cliente|nessuno)[.!?]*$/iu;

const OLD_BACKUP_MS = 30 * 24 * 60 * 60 * 1000;

/** An address of e-mail: somebody at a host with a domain. */
const ADDRESS = /[\p{L}\p{N}][^\s@]*@[\p{L}\p{N}][^\s@]*\.[\p{L}\p{M}\p{N}]{2,}/u;

/** Whether somebody can be called or written to by it: a telephone number, or an address of e-mail. */
function reaches({ contactPhone, contactEmail }: CaseFacts['case']): boolean {
  // Some are called by an address as well: `sip:wu@example.com` stands where a telephone number does.
  const address = ADDRESS.exec(`${contactEmail} ${contactPhone}`.normalize('NFKC'))?.[0] ?? '';
  // `x@x.xx` is typed to fill a field.
  return isTelephone(contactPhone) || new Set(address.match(/[\p{L}\p{N}]/gu)).size > 1;
}

/** What was last looked at: the rules of the case are asked with every key, and the way in seldom changes. */
let lookedAt = { text: '', found: false };

/** Whether a text tells a password (RD20 to RD22), and not where one is asked for: a word of letters and digits together. */
function tellsPassword(text: string): boolean {
  if (lookedAt.text !== text)
    lookedAt = {
      text,
      found: findSpans(text, '').some(({ kind, start, end }) => {
        const said = text.slice(start, end);
        return kind === 'SECRET' && /\p{L}/u.test(said) && /\p{N}/u.test(said) && !/\s/u.test(said);
      }),
    };
  return lookedAt.found;
}

/** When the earliest fix or work-around was tried; null where none was. */
function firstFix(facts: CaseFacts): ZonedInstant | null {
  let first: ZonedInstant | null = null;
  for (const { kind, at } of facts.steps)
    if ((kind === 'fix' || kind === 'work-around') && at && (first === null || isBefore(at.at, first.at)))
      first = at;
  return first;
}

export const peopleRules: readonly Rule[] = [
  {
    id: 'H30',
    title: 'Authorized Contact named and reachable',
    part: 'papers',
    severity: 'blocker',
    stage: 'handoff',
    clause: 'P-19',
    asOf: '2026.11.10',
    ofQuestion: true,
    subject: 'case',
    check: (facts, ask) => {
      const { contactName } = facts.case;
      const nobody = NOBODY.test(asRead(contactName));
      const short = filled(contactName) && (nobody || !isName(contactName));
      ask(!nobody && isNamed(facts, 'cases', 'contactName', contactName), {
        message: short
          ? `“${contactName.trim().slice(0, 40)}” names no Authorized Contact`
          : 'The Authorized Contact is not named',
        fix: short
          ? 'Write the name as it is asked for at the switchboard; one of a single letter with its title or family name (“Ms O”).'
          : 'Write who at the customer may ask for support.',
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
    stage: 'handoff',
    clause: 'P-20',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      const { backupConfirmed } = facts.case;
      askAnswered(facts, ask, 'backupConfirmed', {
        message: 'Does the customer have a backup?',
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
      ask(isNamed(facts, 'cases', 'backupWhat', facts.case.backupWhat), {
        message: 'What was backed up is not said',
        fix: 'Write which data bases, recorded calls and data.',
        where: onCase(facts, 'backupWhat'),
        severity: 'warning',
      });
      ask(isNamed(facts, 'cases', 'backupWhere', facts.case.backupWhere), {
        message: 'Where the backup lies is not said',
        fix: 'Write where it was put.',
        where: onCase(facts, 'backupWhere'),
        severity: 'warning',
      });
      ask(isNamed(facts, 'cases', 'backupBy', facts.case.backupBy), {
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
      const late = fixed !== null && isBefore(fixed.at, backupAt.at);
      ask(!late, {
        message: late
          ? `The backup was made after the first fix or work-around was tried: ${bothTimes(['the fix', fixed], ['the backup', backupAt])}`
          : '',
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
    stage: 'handoff',
    clause: 'P-33',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      const { priority, accessTriedAt } = facts.case;
      const pressing = priority === 'P1' || priority === 'P2' ? { severity: 'blocker' as const } : {};
      ask(isTold(facts, 'cases', 'accessHow', facts.case.accessHow), {
        message: 'How Level 3 reaches the system is not said; denied access voids the response times',
        fix: 'Write the way in, without passwords.',
        where: onCase(facts, 'accessHow'),
        ...pressing,
      });
      ask(!tellsPassword(facts.case.accessHow), {
        message: 'How Level 3 reaches the system tells a password, which would stand in the packet',
        fix: 'Take it out; write of whom it is asked.',
        where: onCase(facts, 'accessHow'),
        severity: 'blocker',
      });
      ask(isNamed(facts, 'cases', 'accessContact', facts.case.accessContact), {
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
    stage: 'handoff',
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
    stage: 'handoff',
    clause: 'P-26',
    asOf: '2026.11.9',
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
    stage: 'level2',
    clause: 'P-22',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      askAnswered(facts, ask, 'damage', {
        message: 'Can damage by the customer, its environment or negligence be the cause?',
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
    stage: 'handoff',
    clause: 'P-33',
    asOf: '2026.11.9',
    subject: 'case',
    check: (facts, ask) => {
      const { customerDelays } = facts.case;
      askAnswered(facts, ask, 'customerDelays', {
        message: 'Did the customer cause delays?',
        fix: 'Answer yes or no.',
      });
      if (customerDelays !== 'yes') return;
      askSentence(facts, ask, 'customerDelayNotes', {
        message: 'The customer’s delays are not described',
        fix: 'Write what was waited for, from when to when.',
      });
    },
  },
];
