/**
 * A case. Fields are flat, because a merge works field by field (S5): two people may fill in different fields of one case.
 * An empty text or `null` means 'not answered yet'.
 */
import type { z } from 'zod';
import { uuid } from '../base/ids.ts';
import type { PersonRef } from '../base/people.ts';
import { line, type ZonedInstant } from '../base/values.ts';
import { separateWork, workTypeWords } from '../policy/entitlement.ts';
import { describe } from './describe.ts';
import { caseEndWords } from './ends.ts';
import { answer, field, given } from './field.ts';
import { caseState, stateWords } from './states.ts';

/** The parts of a case's form, in the order of the packet. */
export const caseSections = [
  'case',
  'problem',
  'escalation',
  'scope',
  'changes',
  'level1',
  'entitlement',
  'offer',
  'estimate',
  'people',
  'end',
] as const;
export type CaseSection = (typeof caseSections)[number];

const yes = (name: string) => ({ field: name, is: ['yes'] });
const inCase = { section: 'case' } as const;
const inProblem = { section: 'problem' } as const;
const inEscalation = { section: 'escalation' } as const;
const inScope = { section: 'scope', clause: 'P-23', since: 3 } as const;
const inChanges = { section: 'changes', clause: 'P-24' } as const;
const inLevel1 = { section: 'level1' } as const;
const inEntitlement = { section: 'entitlement', since: 3 } as const;
const inOffer = { section: 'offer', clause: 'P-18', since: 3 } as const;
const inEstimate = { section: 'estimate', clause: 'P-18', since: 3, optional: true } as const;
const inPeople = { section: 'people' } as const;
const inEnd = { section: 'end', since: 5, optional: true } as const;
const maintained = { field: 'maintenance', is: ['current', 'lapsed'] };
const unmaintained = { field: 'maintenance', is: ['lapsed', 'never'] };

export const cases = describe({
  id: given(
    uuid,
    { kind: 'internal' },
    {
      ...inCase,
      label: 'Id',
      leftOut: 'a key of the console; people speak of the case by its number, which heads the packet',
    },
  ),
  organisationId: given(
    uuid,
    { kind: 'internal' },
    {
      ...inCase,
      label: 'Organisation',
      leftOut: 'a key of the hub; the packet’s author stands with it',
    },
  ),
  title: given(line, { kind: 'line' }, { ...inCase, label: 'What it is about', wide: true }),
  customer: given(line, { kind: 'line' }, { ...inCase, label: 'Customer' }),
  site: given(line, { kind: 'line' }, { ...inCase, label: 'Site' }),
  engineer: field.person({ ...inCase, label: 'Engineer' }),
  createdAt: field.madeAt({ ...inCase, label: 'When it was opened' }),
  state: answer(
    caseState,
    'level1',
    { kind: 'choice', choices: Object.entries(stateWords).map(([value, label]) => ({ value, label })) },
    {
      ...inCase,
      label: 'State',
      leftOut:
        'where the case stood when it was frozen; where it stands now is seen in the case and on the ticket',
    },
  ),

  // The problem: what the specification says against what happens (P-14), H1 to H5.
  specified: field.text({
    ...inProblem,
    label: 'Expected, by the specification',
    clause: 'P-14',
    wide: false,
  }),
  observed: field.text({ ...inProblem, label: 'Actual', clause: 'P-14', wide: false }),
  firstSeen: field.zoned({ ...inProblem, label: 'Began' }),
  lastWorked: field.zoned({ ...inProblem, label: 'Last worked' }),
  frequency: field.choice(
    { constant: 'Always', intermittent: 'Sometimes', once: 'Once' },
    { ...inProblem, label: 'How often' },
  ),
  reproduced: field.yesNo({ ...inProblem, label: 'Reproduced', clause: 'P-04' }),
  reproduction: field.text({
    ...inProblem,
    label: 'Steps that reproduce it, or what was tried',
    clause: 'P-04',
  }),
  errorShown: field.yesNo({ ...inProblem, label: 'Is there an error text?', since: 5 }),
  errorText: field.text({
    ...inProblem,
    label: 'The error text, letter for letter',
    since: 5,
    mono: true,
    when: yes('errorShown'),
  }),
  errorReadFrom: field.line({
    ...inProblem,
    label: 'Where the error text was read',
    since: 5,
    when: yes('errorShown'),
  }),
  scopeExtent: field.choice(
    { all: 'All', some: 'Some', one: 'One' },
    { ...inProblem, label: 'How many of the same kind are affected', since: 5 },
  ),
  scopeIs: field.text({
    ...inProblem,
    label: 'What is affected: users, phones, sites, nodes',
    since: 5,
    wide: false,
  }),
  scopeIsNot: field.text({
    ...inProblem,
    label: 'What of the same kind is not affected',
    since: 5,
    wide: false,
  }),
  seenBefore: field.yesNo({ ...inProblem, label: 'Was it seen before?', since: 5 }),
  seenBeforeCase: field.line({
    ...inProblem,
    label: 'The earlier case or ticket',
    since: 5,
    when: yes('seenBefore'),
  }),
  noExampleWhy: field.text({
    ...inProblem,
    label: 'Why there is no example of a call, where there is none',
    since: 5,
    optional: true,
    wide: false,
  }),
  workAroundInUse: field.yesNo({
    ...inProblem,
    label: 'Is a work-around in use now?',
    since: 5,
    optional: true,
  }),
  modified: field.yesNoSince({
    ...inProblem,
    label: 'Product modified?',
    clause: 'P-21',
    since: 5,
  }),
  modifications: field.text({
    ...inProblem,
    label: 'Which modifications',
    clause: 'P-21',
    since: 5,
    wide: false,
    when: yes('modified'),
  }),
  addedApplications: field.yesNoSince({
    ...inProblem,
    label: 'Added applications?',
    clause: 'P-21',
    since: 5,
  }),
  addedApplicationNames: field.text({
    ...inProblem,
    label: 'Which added applications',
    clause: 'P-21',
    since: 5,
    wide: false,
    when: yes('addedApplications'),
  }),
  unmodified: field.yesNo({
    ...inProblem,
    label: 'Same in the unmodified product on the approved platform?',
    clause: 'P-21',
  }),
  affectedUsers: field.count(10_000_000, { ...inProblem, label: 'Affected users' }),
  impact: field.text({ ...inProblem, label: 'Effect on the business' }),
  priority: field.choice(
    { P1: 'P1', P2: 'P2', P3: 'P3', P4: 'P4' },
    { ...inProblem, label: 'Priority', clause: 'P-26' },
  ),
  priorityReason: field.text({ ...inProblem, label: 'Why this priority', wide: false }),
  notifiedBy: field.choice(
    { telephone: 'Telephone', 'web-ticket': 'Website', 'e-mail': 'E-mail' },
    { ...inProblem, label: 'Reported by' },
  ),
  notifiedAt: field.zoned({ ...inProblem, label: 'Reported at' }),

  // Why Level 3 (P-08, H25), and what is asked of it (H41).
  escalationReason: field.choice(
    {
      'technical-nature': 'Technical nature of the problem',
      'proprietary-information': 'Proprietary information',
    },
    { ...inEscalation, label: 'Why Level 3', clause: 'P-08' },
  ),
  escalationExplanation: field.text({
    ...inEscalation,
    label: 'Why Level 2 cannot go on',
    clause: 'P-08',
    wide: false,
  }),
  noWorkAroundWhy: field.text({
    ...inEscalation,
    label: 'Why Level 2 tried no work-around, where it tried none',
    clause: 'P-04',
    since: 5,
    optional: true,
    wide: false,
  }),
  // The second notification: a call to IPcelerate, from which P-30 counts where it was made (P-31, P-38).
  level3CalledAt: field.zoned({
    ...inEscalation,
    label: 'When IPcelerate was called, where it was',
    clause: 'P-38',
    since: 5,
    optional: true,
  }),
  level3CalledNumber: field.line({
    ...inEscalation,
    label: 'Number that was called',
    clause: 'P-38',
    since: 5,
    optional: true,
  }),
  level3CalledTo: field.line({
    ...inEscalation,
    label: 'Who at IPcelerate took the call',
    clause: 'P-38',
    since: 5,
    optional: true,
  }),
  oneProblem: field.yesNo({ ...inEscalation, label: 'Is this one problem?' }),
  ask: field.text({ ...inEscalation, label: 'Request, in one sentence', wide: false }),

  // Where the fault is thought to lie (P-23), H29: one of the case's systems, or an excluded system of the catalogue.
  suspectedSystemId: field.reference('systems', {
    ...inScope,
    label: 'Suspected system',
    when: { field: 'suspectedExcludedId', is: [''] },
  }),
  suspectedExcludedId: answer(
    line,
    '',
    { kind: 'reference', to: 'excludedSystems' },
    {
      ...inScope,
      label: 'Suspected excluded system',
      optional: true,
    },
  ),
  notIsolated: field.yesNo({
    ...inScope,
    label: 'Not isolated yet?',
    since: 5,
    optional: true,
  }),
  suspectedWhy: field.text({ ...inScope, label: 'Evidence for it', wide: false }),

  // What changed since it last worked (P-24), H11.
  networkChanged: field.yesNo({ ...inChanges, label: 'Did the network change since it last worked?' }),
  networkChangedAt: field.zoned({
    ...inChanges,
    label: 'When the network changed',
    when: yes('networkChanged'),
  }),
  networkChange: field.text({
    ...inChanges,
    label: 'What changed in the network, and by whom',
    when: yes('networkChanged'),
  }),
  ucChanged: field.yesNo({
    ...inChanges,
    label: 'Did Cisco Unified Communications change since it last worked?',
  }),
  ucChangedAt: field.zoned({
    ...inChanges,
    label: 'When Cisco Unified Communications changed',
    when: yes('ucChanged'),
  }),
  ucChange: field.text({
    ...inChanges,
    label: 'What changed in Cisco Unified Communications, and by whom',
    when: yes('ucChanged'),
  }),

  productChanged: field.yesNoSince({
    ...inChanges,
    label: 'Did the product, its server, its patches, certificates, licences or virtual host change?',
    since: 5,
  }),
  productChangedAt: field.zoned({
    ...inChanges,
    label: 'When it changed',
    since: 5,
    when: yes('productChanged'),
  }),
  productChange: field.text({
    ...inChanges,
    label: 'What changed there, and by whom',
    since: 5,
    when: yes('productChanged'),
  }),
  changeNotCause: field.text({
    ...inChanges,
    label: 'Why the change of network or Cisco UC is not the cause, where one changed',
    since: 5,
    optional: true,
  }),

  // Level 1's outcome (P-05, H21).
  level1Outcome: field.choice(
    { solved: 'Solved', 'not-solved': 'Not solved' },
    { ...inLevel1, label: 'How Level 1 ended', clause: 'P-05' },
  ),
  level1EndedAt: field.zoned({ ...inLevel1, label: 'When Level 1 ended', clause: 'P-05' }),
  level1Summary: field.text({ ...inLevel1, label: 'What Level 1 came to', clause: 'P-05' }),

  // Level 2's, where it solved the case (P-05, P-07).
  level2EndedAt: field.zoned({
    ...inLevel1,
    label: 'When Level 2 solved it',
    clause: 'P-05',
    since: 5,
    optional: true,
  }),
  level2Summary: field.text({
    ...inLevel1,
    label: 'What Level 2 came to',
    clause: 'P-05',
    since: 5,
    optional: true,
  }),

  // The customer and its maintenance on the day of the case (P-12, P-16, P-17), H26.
  customerId: field.reference('customers', {
    ...inEntitlement,
    label: 'Customer in your list',
    leftOut: 'a key of the partner’s own list; the customer’s name stands with the case',
  }),
  maintenance: field.choice(
    { current: 'Current', lapsed: 'Lapsed', never: 'Never' },
    { ...inEntitlement, label: 'State of maintenance', clause: 'P-16' },
  ),
  // What has lapsed is judged by its last day alone.
  maintenanceFrom: field.day({
    ...inEntitlement,
    label: 'Maintenance from',
    when: { field: 'maintenance', is: ['current'] },
    why: 'The first day of the agreement, on which its payment was received: a term that has not begun covers nothing.',
  }),
  maintenanceUntil: field.day({
    ...inEntitlement,
    label: 'Maintenance until',
    when: maintained,
    why: 'The last day of the agreement. It is compared with today in Central time, and with the contract where IPcelerate has sent it.',
  }),
  impactMember: field.yesNo({ ...inEntitlement, label: 'Impact member?', clause: 'P-12' }),
  contractNumber: field.line({
    ...inEntitlement,
    label: 'Number of the maintenance contract',
    since: 5,
    optional: true,
  }),
  // What is asked for (P-15), H28.
  workType: field.choice(workTypeWords, { ...inEntitlement, label: 'What is asked for', clause: 'P-15' }),
  // Work outside maintenance is whose agreement it is, and no rates of IPcelerate's (P-15); a major release has its price (P-10).
  workProvider: field.line({
    ...inEntitlement,
    label: 'Who provides this work',
    clause: 'P-15',
    since: 5,
    when: { field: 'workType', is: separateWork },
  }),
  workAgreement: field.line({
    ...inEntitlement,
    label: 'Reference of the agreement with whoever provides it',
    clause: 'P-15',
    since: 5,
    when: { field: 'workType', is: separateWork },
  }),
  majorRelease: field.line({
    ...inEntitlement,
    label: 'Which major release',
    clause: 'P-10',
    since: 5,
    when: { field: 'workType', is: ['major-release'] },
  }),
  majorReleaseQuotedBy: field.line({
    ...inEntitlement,
    label: 'By whom it is quoted',
    clause: 'P-10',
    since: 5,
    when: { field: 'workType', is: ['major-release'] },
  }),
  // The offer to renew, which comes before any fee (P-18), H27.
  renewalOffered: field.yesNo({
    ...inOffer,
    label: 'Was the customer offered to renew, or to sign for a first year?',
    when: unmaintained,
  }),
  renewalOfferedAt: field.zoned({ ...inOffer, label: 'When it was offered', when: yes('renewalOffered') }),
  renewalOfferedTo: field.line({ ...inOffer, label: 'To whom it was offered', when: yes('renewalOffered') }),
  renewalAnswer: field.choice(
    { renews: 'Signs or renews', declines: 'Declines', undecided: 'Undecided' },
    { ...inOffer, label: 'What the customer answered', when: yes('renewalOffered') },
  ),
  // What the work is thought to take, for the estimate.
  estimateRemoteHours: field.count(10_000, { ...inEstimate, label: 'Estimated remote hours' }),
  estimateRemoteDays: field.count(1_000, { ...inEstimate, label: 'Estimated remote days' }),
  estimateOnSiteDays: field.count(1_000, { ...inEstimate, label: 'Estimated days on site' }),

  // People and access: H30, H31, H34, H40, H43.
  contactName: field.line({ ...inPeople, label: 'Authorized Contact', clause: 'P-19' }),
  contactPhone: field.line({ ...inPeople, label: 'Telephone of the contact' }),
  contactEmail: field.line({ ...inPeople, label: 'E-mail of the contact' }),
  calledBy: field.line({
    ...inPeople,
    label: 'Who called, where it was another',
    clause: 'P-19',
    since: 5,
    optional: true,
  }),
  contactAroundTheClock: field.yesNo({ ...inPeople, label: 'Is the contact reachable around the clock?' }),
  contactAroundTheClockNote: field.text({
    ...inPeople,
    label: 'Why not, and when somebody can be reached',
    since: 5,
    wide: false,
    when: { field: 'contactAroundTheClock', is: ['no'] },
  }),
  backupConfirmed: field.yesNo({
    ...inPeople,
    label: 'Has the customer backed up data bases, recorded calls and data?',
    clause: 'P-20',
  }),
  backupBy: field.line({ ...inPeople, label: 'Who confirmed the backup' }),
  backupAt: field.zoned({ ...inPeople, label: 'When the backup was made' }),
  backupWhat: field.line({
    ...inPeople,
    label: 'What was backed up',
    clause: 'P-20',
    since: 5,
    when: yes('backupConfirmed'),
  }),
  backupWhere: field.line({
    ...inPeople,
    label: 'Where the backup lies',
    clause: 'P-20',
    since: 5,
    when: yes('backupConfirmed'),
  }),
  accessContact: field.line({ ...inPeople, label: 'Whom Level 3 asks for access' }),
  accessHow: field.text({
    ...inPeople,
    label: 'How Level 3 reaches the system (no passwords)',
    clause: 'P-33',
  }),
  accessTriedAt: field.zoned({
    ...inPeople,
    label: 'When this way in was last tried',
    clause: 'P-33',
    since: 5,
  }),
  damage: field.yesNo({
    ...inPeople,
    label: 'Can damage by the customer, its environment or negligence be the cause?',
    clause: 'P-22',
    since: 5,
  }),
  damageNotes: field.text({
    ...inPeople,
    label: 'Which damage, and what speaks for it',
    clause: 'P-22',
    since: 5,
    wide: false,
    when: yes('damage'),
  }),
  customerDelays: field.yesNo({ ...inPeople, label: 'Did the customer cause delays?', clause: 'P-33' }),
  customerDelayNotes: field.text({
    ...inPeople,
    label: 'What was waited for, from when to when',
    wide: false,
    when: yes('customerDelays'),
  }),

  // How the case ended, where it did (CS2).
  endedAs: field.choice(caseEndWords, { ...inEnd, label: 'How the case ended' }),
  endClause: field.line({ ...inEnd, label: 'Clause by which it is not ours' }),
  endSentTo: field.line({ ...inEnd, label: 'To whom it was sent' }),
  endReason: field.text({ ...inEnd, label: 'Why it ended so' }),
});

export const caseRecord = cases.schema;
export type CaseRecord = z.infer<typeof caseRecord>;

/** A case on which nothing is answered yet, at Level 1. */
export function newCase(start: {
  id: string;
  organisationId: string;
  engineer: PersonRef;
  createdAt: ZonedInstant;
  title: string;
  customer: string;
  site: string;
}): CaseRecord {
  return cases.empty(start);
}
