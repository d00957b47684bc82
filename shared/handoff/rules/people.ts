/** People and papers. */
import { cut } from '../../base/cut.ts';
import { asRead, filled, isName } from '../../base/spoken.ts';
import type { ZonedInstant } from '../../base/values.ts';
import { findSpans } from '../../redaction/find.ts';
import {
  askAnswered,
  askSentence,
  askTime,
  hasCome,
  isBefore,
  isNamed,
  isTelephone,
  isTold,
} from '../answers.ts';
import { type CaseFacts, onCase, type Rule } from '../rule.ts';
import { say } from '../sentence.ts';
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
        ...(short
          ? {
              code: 'contact-is-no-name',
              message: say`“${{ said: cut(contactName.trim(), 40) }}” names no Authorized Contact`,
              fix: say`Write the name as it is asked for at the switchboard; one of a single letter with its title or family name (“Ms O”).`,
            }
          : {
              code: 'contact-not-named',
              message: say`The Authorized Contact is not named`,
              fix: say`Write who at the customer may ask for support.`,
            }),
        where: onCase(facts, 'contactName'),
      });
      ask(reaches(facts.case), {
        code: 'contact-unreachable',
        message: say`The Authorized Contact cannot be reached`,
        fix: say`Write a telephone number or an e-mail address.`,
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
        code: 'backup-not-answered',
        message: say`Does the customer have a backup?`,
        fix: say`Have the customer back up data bases, recorded calls and data; where that cannot be, answer no.`,
      });
      if (backupConfirmed === 'no') {
        ask(
          facts.consents.some((each) => each.kind === 'no-backup' && isSigned(facts, each)),
          {
            code: 'no-backup-not-signed',
            message: say`There is no backup, and the customer has not signed that data may be lost`,
            fix: say`Have the customer sign that it knows that data may be lost; or have it back up, and answer yes.`,
            where: { table: 'consents', id: null, field: 'no-backup' },
          },
        );
        return;
      }
      ask(isNamed(facts, 'cases', 'backupWhat', facts.case.backupWhat), {
        code: 'what-missing',
        message: say`What was backed up is not said`,
        fix: say`Write which data bases, recorded calls and data.`,
        where: onCase(facts, 'backupWhat'),
        severity: 'warning',
      });
      ask(isNamed(facts, 'cases', 'backupWhere', facts.case.backupWhere), {
        code: 'where-missing',
        message: say`Where the backup lies is not said`,
        fix: say`Write where it was put.`,
        where: onCase(facts, 'backupWhere'),
        severity: 'warning',
      });
      ask(isNamed(facts, 'cases', 'backupBy', facts.case.backupBy), {
        code: 'by-whom-missing',
        message: say`Who confirmed the backup is not said`,
        fix: say`Write the name of the person at the customer.`,
        where: onCase(facts, 'backupBy'),
      });
      const { backupAt } = facts.case;
      const where = onCase(facts, 'backupAt');
      askTime(facts, ask, backupAt, {
        code: 'time-missing',
        message: say`When the backup was made is not said`,
        fix: say`Give the time of the backup.`,
        what: say`The backup`,
        of: 'backup',
        where,
      });
      if (backupAt === null || !hasCome(facts, backupAt.at)) return;
      ask(Date.parse(facts.now) - Date.parse(backupAt.at) <= OLD_BACKUP_MS, {
        code: 'backup-old',
        message: say`The backup is older than 30 days`,
        fix: say`Have the customer back up again, and give that time.`,
        where,
        severity: 'warning',
      });
      const fixed = firstFix(facts);
      if (fixed === null) return;
      ask(!isBefore(fixed.at, backupAt.at), {
        code: 'backup-after-fix',
        message: say`The backup was made after the first fix or work-around was tried: the fix ${{ fixedAt: fixed }}; the backup ${{ backupAt }}`,
        fix: say`Give the time of the last backup before it, where there is one.`,
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
        code: 'way-in-missing',
        message: say`How Level 3 reaches the system is not said; denied access voids the response times`,
        fix: say`Write the way in, without passwords.`,
        where: onCase(facts, 'accessHow'),
        ...pressing,
      });
      ask(!tellsPassword(facts.case.accessHow), {
        code: 'way-in-tells-password',
        message: say`How Level 3 reaches the system tells a password, which would stand in the packet`,
        fix: say`Take it out; write of whom it is asked.`,
        where: onCase(facts, 'accessHow'),
        severity: 'blocker',
      });
      ask(isNamed(facts, 'cases', 'accessContact', facts.case.accessContact), {
        code: 'access-contact-missing',
        message: say`Whom Level 3 asks for access is not said`,
        fix: say`Write a name and a way to reach them.`,
        where: onCase(facts, 'accessContact'),
        ...pressing,
      });
      askTime(facts, ask, accessTriedAt, {
        code: 'tried-time-missing',
        message: say`When this way in was last tried is not said`,
        fix: say`Try it, and give that time.`,
        what: say`The time at which the way in was tried`,
        of: 'way-in-tried',
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
        code: 'approval-may-follow',
        message: say`A P1 goes to Level 3 at once; a lead’s approval follows within 24 hours of the handoff`,
        fix: say`Tell a lead, so that the approval is not overdue.`,
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
        code: 'contact-not-answered',
        message: say`A P1 is worked on around the clock, but no contact is known to be reachable then`,
        fix: say`Name a contact who answers at night and answer yes; or answer no, and why.`,
      });
      if (facts.case.contactAroundTheClock === 'no')
        askSentence(facts, ask, 'contactAroundTheClockNote', {
          code: 'why-no-contact-missing',
          message: say`Why no contact is reachable around the clock is not said`,
          fix: say`Write why, and when somebody can be reached.`,
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
        code: 'damage-not-answered',
        message: say`Can damage by the customer, its environment or negligence be the cause?`,
        fix: say`Ask the customer and look at the site, then answer yes or no.`,
      });
      if (facts.case.damage !== 'yes') return;
      askSentence(facts, ask, 'damageNotes', {
        code: 'damage-missing',
        message: say`Which damage it may be is not said`,
        fix: say`Write what was damaged, by what, and what speaks for it.`,
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
        code: 'delays-not-answered',
        message: say`Did the customer cause delays?`,
        fix: say`Answer yes or no.`,
      });
      if (customerDelays !== 'yes') return;
      askSentence(facts, ask, 'customerDelayNotes', {
        code: 'delays-missing',
        message: say`The customer’s delays are not described`,
        fix: say`Write what was waited for, from when to when.`,
      });
    },
  },
];
