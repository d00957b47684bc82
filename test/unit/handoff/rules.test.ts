import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256OfText } from '../../../shared/base/hash.ts';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { CaseContents } from '../../../shared/cases/contents.ts';
import type { CaseRecord } from '../../../shared/cases/schema.ts';
import type { Trust } from '../../../shared/certification/trust.ts';
import type { Verdict } from '../../../shared/certification/verdict.ts';
import { evaluate, hasBlockers } from '../../../shared/handoff/evaluate.ts';
import type { Rule } from '../../../shared/handoff/rule.ts';
import { RULE_SET_VERSION, ruleSet, versionOf } from '../../../shared/handoff/rule-set.ts';
import type { Finding } from '../../../shared/handoff/schema.ts';
import { findClause } from '../../../shared/policy/clauses.ts';
import { majorReleaseText, noBackupText } from '../../../shared/policy/consent-text.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../../shared/policy/sample-policy.ts';
import { aCase, aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from '../../helpers/builders.ts';

const context = { now: NOW, products: sampleProducts, trust: trusted() };
const of = (contents: CaseContents, rule: string): Finding[] =>
  evaluate(contents, context).filter((each) => each.rule === rule);

/** The text of a signature with its hash. */
const signedText = (textShown: string) => ({
  textShown,
  textSha256: sha256OfText(textShown),
  documentId: null,
});

/** Lapsed maintenance, offered again on the day before and declined; the fees are signed unless it is about that. */
function lapsed(b: CaseBuilder, fields: Partial<CaseRecord>, signed = true): CaseBuilder {
  b.with({
    maintenance: 'lapsed',
    maintenanceUntil: '2026-06-30',
    renewalOffered: 'yes',
    renewalOfferedAt: zoned('2026-11-23T15:00:00.000Z'),
    renewalOfferedTo: 'Sample Contact',
    renewalAnswer: 'declines',
    ...fields,
  });
  return signed ? b.withConsent('fees') : b;
}

/** A change that breaks one rule on a complete case, and where the finding has to point. */
const table: [
  rule: string,
  clause: string | null,
  severity: Finding['severity'],
  what: string,
  field: string | null,
  spoil: (b: CaseBuilder) => unknown,
][] = [
  ['H1', 'P-14', 'blocker', 'no specification', 'specified', (b) => b.with({ specified: ' ' })],
  ['H1', 'P-14', 'blocker', 'nothing observed', 'observed', (b) => b.with({ observed: '' })],
  ['H2', 'P-26', 'blocker', 'no priority', 'priority', (b) => b.with({ priority: null })],
  [
    'H2',
    'P-27',
    'blocker',
    'a P2 without its reason',
    'priorityReason',
    (b) => b.with({ priorityReason: '' }),
  ],
  [
    'H2',
    'P-29',
    'blocker',
    'a P4 without its impact',
    'impact',
    (b) => b.with({ priority: 'P4', impact: '' }),
  ],
  ['H3', null, 'warning', 'no frequency', 'frequency', (b) => b.with({ frequency: null })],
  [
    'H3',
    null,
    'warning',
    'nothing about when it last worked',
    'lastWorked',
    (b) => b.with({ lastWorked: null }),
  ],
  [
    'H4',
    'P-04',
    'blocker',
    'nobody tried to reproduce it',
    'reproduced',
    (b) => b.with({ reproduced: null }),
  ],
  [
    'H4',
    'P-04',
    'blocker',
    'not reproduced, and not said what was tried',
    'reproduction',
    (b) => b.with({ reproduced: 'no', reproduction: '' }),
  ],
  [
    'H5',
    'P-21',
    'blocker',
    'not asked in the unmodified product',
    'unmodified',
    (b) => b.with({ unmodified: null }),
  ],
  [
    'H5',
    'P-21',
    'blocker',
    'not in the unmodified product',
    'unmodified',
    (b) => b.with({ unmodified: 'no' }),
  ],
  [
    'H6',
    'P-03',
    'blocker',
    'only a third party’s system',
    'productId',
    (b) =>
      Object.assign(b.contents.systems[0] ?? {}, {
        productId: null,
        productName: 'Other',
        suppliedByIpcelerate: 'no',
      }),
  ],
  [
    'H6',
    'P-03',
    'blocker',
    'no affected system',
    null,
    (b) => Object.assign(b.contents.systems[0] ?? {}, { role: 'context' }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'no host name',
    'hostname',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { hostname: '' }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'no site',
    'site',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { site: '' }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'no platform',
    'platform',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { platform: null }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'no operating system',
    'os',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { os: '' }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'approved platform not asked',
    'approvedPlatform',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { approvedPlatform: null }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'a host name that names none',
    'hostname',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { hostname: 'unknown' }),
  ],
  [
    'H7',
    'P-03',
    'warning',
    'a node of a cluster without its role',
    'nodeRole',
    (b) =>
      b.withSystem({
        ...{ role: 'context', productId: null, productName: 'Example call server', hostname: 'cm-pub' },
        ...{ cluster: 'Ward', telephonyVersion: '14SU3', suppliedByIpcelerate: 'no' },
      }),
  ],
  [
    'H9',
    'P-03',
    'warning',
    'a description of which nobody knows when it was read',
    'capturedAt',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { capturedAt: null }),
  ],
  [
    'H8',
    'P-03',
    'warning',
    'a telephony platform without a version that says why',
    'telephonyVersion',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { telephonyVersion: 'N/A (cloud service)' }),
  ],
  [
    'H44',
    null,
    'blocker',
    'an example of another century',
    'at',
    (b) => Object.assign(b.contents.examples[0] ?? {}, { at: zoned('1985-01-01T00:00:00.000Z') }),
  ],
  [
    'H39',
    null,
    'warning',
    'zero bytes of which the note says nothing',
    'note',
    (b) => Object.assign(b.contents.attachments[0] ?? {}, { textFrom: 40, note: 'n/a' }),
  ],
  [
    'H14',
    'P-03',
    'warning',
    'a component without a version that says why',
    'Operating system',
    (b) => Object.assign(b.contents.revisions[1] ?? {}, { version: 'N/A (no firmware)' }),
  ],
  [
    'H16',
    null,
    'warning',
    'a digit alone',
    'version',
    (b) => Object.assign(b.contents.revisions[1] ?? {}, { version: '7' }),
  ],
  [
    'H19',
    'P-04',
    'warning',
    'one source that was searched and is not available',
    'sources',
    (b) => Object.assign(b.contents.steps[4] ?? {}, { notAvailable: ['manuals', 'problem-report-lists'] }),
  ],
  [
    'H24',
    'P-03',
    'warning',
    'a step that showed what it did',
    'showed',
    (b) => Object.assign(b.contents.steps[0] ?? {}, { showed: b.contents.steps[0]?.did }),
  ],
  [
    'H32',
    'P-35',
    'warning',
    'a signature of one letter',
    'policy',
    (b) => Object.assign(b.contents.consents[0] ?? {}, { name: 'N' }),
  ],
  [
    'H32',
    'P-35',
    'warning',
    'a signed paper that is not attached',
    'policy',
    (b) => Object.assign(b.contents.consents[0] ?? {}, { method: 'file', reference: 'Paper of March' }),
  ],
  [
    'H8',
    'P-03',
    'blocker',
    'no telephony platform',
    'telephonyPlatform',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { telephonyPlatform: '' }),
  ],
  [
    'H8',
    'P-03',
    'blocker',
    'no network attachment',
    'networkAttachment',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { networkAttachment: '' }),
  ],
  [
    'H9',
    'P-03',
    'warning',
    'an old description',
    'capturedAt',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { capturedAt: '2026-11-16T17:59:59.000Z' }),
  ],
  ['H10', 'P-03', 'blocker', 'no configuration', null, (b) => b.contents.configuration.splice(0)],
  [
    'H11',
    'P-24',
    'blocker',
    'network change not asked',
    'networkChanged',
    (b) => b.with({ networkChanged: null }),
  ],
  [
    'H11',
    'P-24',
    'blocker',
    'network changed, not said what',
    'networkChange',
    (b) => b.with({ networkChanged: 'yes', networkChangedAt: zoned('2026-11-20T00:00:00.000Z') }),
  ],
  [
    'H11',
    'P-24',
    'blocker',
    'Cisco UC changed, not said when',
    'ucChangedAt',
    (b) => b.with({ ucChanged: 'yes', ucChange: 'Dial plan, by the customer' }),
  ],
  [
    'H13',
    'P-24',
    'warning',
    'configuration from before a fix',
    null,
    (b) => b.withStep('fix', { level: 2, at: zoned('2026-11-23T17:30:00.000Z') }),
  ],
  [
    'H14',
    'P-03',
    'blocker',
    'a component of the profile is missing',
    'Operating system',
    (b) => b.contents.revisions.pop(),
  ],
  [
    'H15',
    'P-03',
    'blocker',
    'two sources disagree',
    'version',
    (b) => b.withRevision('call recorder', '5.4.0'),
  ],
  [
    'H16',
    null,
    'warning',
    'a version that reads as none',
    'version',
    (b) => b.withRevision('Codec', 'latest'),
  ],
  [
    'H17',
    'P-11',
    'warning',
    'a newer minor release',
    'version',
    (b) => Object.assign(b.contents.revisions[0] ?? {}, { version: '5.3.9' }),
  ],
  [
    'H18',
    'P-02',
    'blocker',
    'nothing isolated',
    'isolate',
    (b) => (b.contents.steps = b.contents.steps.filter((step) => step.kind !== 'isolate')),
  ],
  [
    'H19',
    'P-04',
    'blocker',
    'documentation not searched',
    'search-documentation',
    (b) => (b.contents.steps = b.contents.steps.filter((step) => step.kind !== 'search-documentation')),
  ],
  [
    'H19',
    'P-04',
    'blocker',
    'not said which documentation',
    'sources',
    (b) => b.contents.steps.map((step) => Object.assign(step, { sources: [], notAvailable: [] })),
  ],
  [
    'H19',
    'P-04',
    'warning',
    'bulletins of which nobody says whether they were searched',
    'search-documentation',
    (b) => b.contents.steps.map((step) => Object.assign(step, { notAvailable: [] })),
  ],
  [
    'H20',
    'P-04',
    'blocker',
    'not correlated',
    'correlate',
    (b) => (b.contents.steps = b.contents.steps.filter((step) => step.kind !== 'correlate')),
  ],
  [
    'H21',
    'P-05',
    'blocker',
    'Level 1 has no outcome',
    'level1Outcome',
    (b) => b.with({ level1Outcome: null, level1EndedAt: null }),
  ],
  [
    'H21',
    'P-05',
    'blocker',
    'Level 1 solved it',
    'level1Outcome',
    (b) => b.with({ level1Outcome: 'solved' }),
  ],
  [
    'H21',
    'P-05',
    'blocker',
    'Level 1 is not summed up',
    'level1Summary',
    (b) => b.with({ level1Summary: '' }),
  ],
  [
    'H22',
    'P-06',
    'blocker',
    'nothing examined at Level 2',
    'examine-logs',
    (b) => (b.contents.steps = b.contents.steps.filter((step) => step.level === 1)),
  ],
  [
    'H22',
    'P-06',
    'blocker',
    'examined at Level 1 only',
    'examine-logs',
    (b) => b.contents.steps.map((step) => Object.assign(step, { level: 1 })),
  ],
  [
    'H23',
    'P-07',
    'blocker',
    'a fix without ramifications',
    'ramifications',
    (b) => b.withStep('fix', { ramifications: '', at: zoned('2026-11-23T12:30:00.000Z') }),
  ],
  ['H24', 'P-03', 'blocker', 'a step without time', 'at', (b) => b.withStep('other', { at: null })],
  ['H24', 'P-03', 'blocker', 'a step without result', 'showed', (b) => b.withStep('other', { showed: '' })],
  [
    'H24',
    'P-03',
    'blocker',
    'a step that names nobody',
    'by',
    (b) => b.withStep('other', { by: { id: idOf(1), name: ' ' } }),
  ],
  [
    'H24',
    'P-03',
    'blocker',
    'a step in the future',
    'at',
    (b) => b.withStep('other', { level: 2, at: zoned('2026-11-23T18:05:01.000Z') }),
  ],
  [
    'H24',
    'P-05',
    'blocker',
    'a Level 2 step before the end of Level 1',
    'at',
    (b) => b.withStep('other', { level: 2, at: zoned('2026-11-23T13:59:59.000Z') }),
  ],
  [
    'H25',
    'P-08',
    'blocker',
    'no reason for Level 3',
    'escalationReason',
    (b) => b.with({ escalationReason: null }),
  ],
  [
    'H25',
    'P-08',
    'blocker',
    'a reason that is not explained',
    'escalationExplanation',
    (b) => b.with({ escalationExplanation: '' }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'nothing about maintenance',
    'maintenance',
    (b) => b.with({ maintenance: null }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'maintenance without a beginning',
    'maintenanceFrom',
    (b) => b.with({ maintenanceFrom: null }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'lapsed maintenance without its last day',
    'maintenanceUntil',
    (b) => b.with({ maintenance: 'lapsed', maintenanceUntil: null }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'current maintenance that has ended',
    'maintenance',
    (b) => b.with({ maintenanceUntil: '2026-11-21' }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'lapsed maintenance that has not ended',
    'maintenance',
    (b) => b.with({ maintenance: 'lapsed' }),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'lapsed, nothing offered',
    'renewalOffered',
    (b) => lapsed(b, { renewalOffered: 'no' }),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'not said when it was offered',
    'renewalOfferedAt',
    (b) => lapsed(b, { renewalOfferedAt: null }),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'not said to whom',
    'renewalOfferedTo',
    (b) => lapsed(b, { renewalOfferedTo: ' ' }),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'no answer to the offer',
    'renewalAnswer',
    (b) => lapsed(b, { renewalAnswer: null }),
  ],
  ['H27', 'P-16', 'blocker', 'lapsed, fees not signed', 'fees', (b) => lapsed(b, {}, false)],
  [
    'H27',
    'P-17',
    'blocker',
    'never, fees not signed',
    'fees',
    (b) => lapsed(b, { maintenance: 'never' }, false),
  ],
  [
    'H27',
    'P-16',
    'blocker',
    'renews, not paid yet',
    'fees',
    (b) => lapsed(b, { renewalAnswer: 'renews' }, false),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'signed before the offer',
    'renewalOfferedAt',
    (b) => lapsed(b, { renewalOfferedAt: zoned('2026-11-23T16:00:00.001Z') }),
  ],
  [
    'H27',
    'P-18',
    'blocker',
    'the estimate grew after it was signed',
    'fees',
    (b) => lapsed(b, { estimateRemoteHours: 6 }),
  ],
  [
    'H28',
    'P-15',
    'blocker',
    'no agreement for work that somebody else provides',
    'workAgreement',
    (b) => b.with({ workType: 'network-change', workProvider: 'Example Partner (sample)' }),
  ],
  ['H28', 'P-15', 'blocker', 'no kind of work', 'workType', (b) => b.with({ workType: null })],
  [
    'H28',
    'P-15',
    'blocker',
    'fee-based work of nobody',
    'workProvider',
    (b) => b.with({ workType: 'network-change' }),
  ],
  [
    'H28',
    'P-39',
    'blocker',
    'a modification that nobody quoted',
    'workProvider',
    (b) => b.with({ workType: 'modification' }),
  ],
  [
    'H28',
    'P-10',
    'blocker',
    'a major release that was not ordered',
    'major-release',
    (b) => b.with({ workType: 'major-release' }),
  ],
  [
    'H28',
    'P-10',
    'blocker',
    'a major release without the price of a system',
    'quotedCents',
    (b) => b.with({ workType: 'major-release' }),
  ],
  [
    'H27',
    'P-16',
    'blocker',
    'fees that name no rate',
    'fees',
    (b) => lapsed(b, {}, false).withConsent('fees', { estimate: null }),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'no place of the fault',
    'suspectedSystemId',
    (b) => b.with({ suspectedSystemId: null }),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'a system that is gone',
    'suspectedSystemId',
    (b) => b.with({ suspectedSystemId: idOf(0xff) }),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'an excluded system',
    'suspectedSystemId',
    (b) => b.with({ suspectedExcludedId: 'sample-network' }),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'equipment that IPcelerate did not provide',
    'suspectedSystemId',
    (b) => b.withSystem({ productId: null, suppliedByIpcelerate: 'no', role: 'context' }).withSuspicion(),
  ],
  ['H29', 'P-23', 'warning', 'not said why', 'suspectedWhy', (b) => b.with({ suspectedWhy: '' })],
  ['H32', 'P-35', 'blocker', 'no signature', 'policy', (b) => b.contents.consents.splice(0)],
  [
    'H32',
    'P-35',
    'blocker',
    'a signature that was withdrawn',
    'policy',
    (b) => b.withConsent('policy', { withdraws: b.contents.consents[0]?.id ?? null }),
  ],
  ['H30', 'P-19', 'blocker', 'no Authorized Contact', 'contactName', (b) => b.with({ contactName: '' })],
  [
    'H30',
    'P-19',
    'blocker',
    'a contact nobody can reach',
    'contactPhone',
    (b) => b.with({ contactPhone: '', contactEmail: '' }),
  ],
  [
    'H31',
    'P-20',
    'blocker',
    'nobody said whether there is a backup',
    'backupConfirmed',
    (b) => b.with({ backupConfirmed: null }),
  ],
  [
    'H31',
    'P-20',
    'blocker',
    'no backup, and nobody who knows what that means',
    'no-backup',
    (b) => b.with({ backupConfirmed: 'no' }),
  ],
  [
    'H31',
    'P-20',
    'blocker',
    'no backup, signed under another text',
    'no-backup',
    (b) => b.with({ backupConfirmed: 'no' }).withConsent('no-backup', signedText('x')),
  ],
  ['H31', 'P-20', 'warning', 'what was backed up', 'backupWhat', (b) => b.with({ backupWhat: ' ' })],
  [
    'H31',
    'P-20',
    'blocker',
    'not said who confirmed the backup',
    'backupBy',
    (b) => b.with({ backupBy: '' }),
  ],
  [
    'H31',
    'P-20',
    'blocker',
    'not said when the backup was made',
    'backupAt',
    (b) => b.with({ backupAt: null }),
  ],
  ['H34', 'P-33', 'blocker', 'no access for a P2', 'accessHow', (b) => b.with({ accessHow: '' })],
  [
    'H34',
    'P-33',
    'warning',
    'no access for a P3',
    'accessHow',
    (b) => b.with({ priority: 'P3', accessHow: '' }),
  ],
  [
    'H34',
    'P-33',
    'warning',
    'a way in that nobody tried',
    'accessTriedAt',
    (b) => b.with({ accessTriedAt: null }),
  ],
  [
    'H34',
    'P-33',
    'blocker',
    'nobody to ask for access',
    'accessContact',
    (b) => b.with({ accessContact: '' }),
  ],
  ['H38', 'P-06', 'blocker', 'no log, of those examined', null, (b) => b.contents.attachments.splice(0)],
  [
    'H38',
    'P-06',
    'warning',
    'no log, and why',
    null,
    (b) => {
      b.contents.attachments.splice(0);
      for (const step of b.contents.steps) step.noEvidenceWhy = 'The log was read on its screen.';
    },
  ],
  [
    'H38',
    'P-06',
    'warning',
    'two systems, and a log of one',
    null,
    (b) => {
      Object.assign(b.contents.attachments[0] ?? {}, { systemId: b.contents.systems[0]?.id });
      return b.withSystem({ hostname: 'second' });
    },
  ],
  [
    'H38',
    'P-06',
    'blocker',
    'a log of later than it began and its example',
    'coversFrom',
    (b) => Object.assign(b.contents.attachments[0] ?? {}, { coversFrom: zoned('2026-11-22T06:10:01.000Z') }),
  ],
  [
    'H33',
    'P-01',
    'blocker',
    'a product for which the engineer has no credential',
    'productId',
    (b) => b.withSystem({ productId: 'another-product' }),
  ],
  ['H39', null, 'blocker', 'an empty file', 'name', (b) => b.withAttachment({ size: 0 })],
  [
    'H39',
    null,
    'blocker',
    'a file that cannot be read',
    'readable',
    (b) => b.withAttachment({ readable: false }),
  ],
  [
    'H40',
    'P-26',
    'warning',
    'a P1 without a contact at night',
    'contactAroundTheClock',
    (b) => b.with({ priority: 'P1' }),
  ],
  ['H41', null, 'blocker', 'two problems', 'oneProblem', (b) => b.with({ oneProblem: 'no' })],
  [
    'H41',
    null,
    'warning',
    'not said whether it is one problem',
    'oneProblem',
    (b) => b.with({ oneProblem: null }),
  ],
  ['H41', null, 'blocker', 'nothing asked', 'ask', (b) => b.with({ ask: '' })],
  ['H42', 'P-31', 'blocker', 'no beginning', 'firstSeen', (b) => b.with({ firstSeen: null })],
  [
    'H42',
    'P-31',
    'blocker',
    'not said how support was notified',
    'notifiedBy',
    (b) => b.with({ notifiedBy: null }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'not said when support was notified',
    'notifiedAt',
    (b) => b.with({ notifiedAt: null }),
  ],
  ['H12', null, 'blocker', 'a log without a word about redaction', 'redaction', (b) => b.withAttachment()],
  [
    'H12',
    null,
    'blocker',
    'no reason why a log needs no redaction',
    'redaction',
    (b) => b.withAttachment().withRedaction({ state: 'not-needed' }),
  ],
  [
    'H12',
    null,
    'blocker',
    'a statement about another content',
    'redaction',
    (b) => b.withAttachment().withRedaction({ sha256: 'cd'.repeat(32) }),
  ],
  ['H37', 'P-26', 'note', 'a P1, whose approval may follow', 'priority', (b) => b.with({ priority: 'P1' })],
  ['H43', 'P-33', 'warning', 'delays not asked', 'customerDelays', (b) => b.with({ customerDelays: null })],
  [
    'H43',
    'P-33',
    'warning',
    'delays not described',
    'customerDelayNotes',
    (b) => b.with({ customerDelays: 'yes' }),
  ],
  [
    'H1',
    'P-14',
    'blocker',
    'a blank that only invisible characters fill',
    'specified',
    (b) => b.with({ specified: '\u200b\u3164\u2800 \ufeff' }),
  ],
  ['H1', 'P-14', 'blocker', 'two words', 'observed', (b) => b.with({ observed: 'Calls missing' })],
  ['H1', 'P-14', 'blocker', 'one word over and over', 'observed', (b) => b.with({ observed: 'bad bad bad' })],
  [
    'H1',
    'P-14',
    'blocker',
    'what happens is what should',
    'observed',
    (b) => b.with({ observed: 'records  every CALL' }),
  ],
  ['H2', 'P-27', 'warning', 'one word of impact', 'impact', (b) => b.with({ impact: 'Losses' })],
  [
    'H2',
    'P-26',
    'blocker',
    'a P1 without a word of what is down',
    'impact',
    (b) => b.with({ priority: 'P1', impact: 'None.' }),
  ],
  [
    'H2',
    'P-26',
    'blocker',
    'a P1 that affects nobody',
    'affectedUsers',
    (b) => b.with({ priority: 'P1', affectedUsers: 0 }),
  ],
  [
    'H3',
    null,
    'blocker',
    'it last worked after it began',
    'lastWorked',
    (b) => b.with({ lastWorked: zoned('2026-11-22T06:01:00.000Z') }),
  ],
  [
    'H3',
    null,
    'blocker',
    'it last worked in the future',
    'lastWorked',
    (b) => b.with({ firstSeen: null, lastWorked: zoned('2026-11-23T18:05:01.000Z') }),
  ],
  [
    'H7',
    'P-21',
    'blocker',
    'a platform that is not approved',
    'approvedPlatform',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { approvedPlatform: 'no' }),
  ],
  [
    'H7',
    'P-03',
    'blocker',
    'a suspected system that is not affected, without its host name',
    'hostname',
    (b) => b.withSystem({ role: 'dependent', hostname: '' }).withSuspicion(),
  ],
  [
    'H7',
    'P-23',
    'blocker',
    'free text of which nobody says who supplied it',
    'suppliedByIpcelerate',
    (b) => b.withSystem({ productId: null, productName: 'Door controller', suppliedByIpcelerate: null }),
  ],
  [
    'H7',
    'P-03',
    'warning',
    'a node without a name',
    'hostname',
    (b) => b.withSystem({ role: 'context', hostname: '' }),
  ],
  [
    'H8',
    'P-03',
    'blocker',
    'a telephony platform without its version',
    'telephonyVersion',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { telephonyVersion: '?' }),
  ],
  [
    'H9',
    'P-03',
    'blocker',
    'a description from the future',
    'capturedAt',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { capturedAt: '2026-11-24T00:00:00.000Z' }),
  ],
  [
    'H10',
    'P-03',
    'blocker',
    'only an empty row of configuration',
    null,
    (b) => Object.assign(b.contents.configuration[0] ?? {}, { value: ' \u200b' }),
  ],
  [
    'H10',
    'P-03',
    'blocker',
    'only a file that was removed',
    null,
    (b) => {
      b.withAttachment({ category: 'configuration', removed: true });
      const attachmentId = b.contents.attachments.at(-1)?.id ?? null;
      Object.assign(b.contents.configuration[0] ?? {}, { kind: 'file', value: '', attachmentId });
    },
  ],
  [
    'H11',
    'P-24',
    'blocker',
    'a change in the future',
    'networkChangedAt',
    (b) =>
      b.with({
        networkChanged: 'yes',
        networkChange: 'New VLAN for the phones, by the customer',
        networkChangedAt: zoned('2036-01-01T00:00:00.000Z'),
      }),
  ],
  [
    'H12',
    null,
    'blocker',
    'a text of another kind, of which nobody says that it was redacted',
    'redaction',
    (b) => b.withAttachment({ name: 'show-tech.txt', category: 'other' }),
  ],
  [
    'H14',
    'P-03',
    'blocker',
    'a revision level that is none',
    'Operating system',
    (b) => Object.assign(b.contents.revisions[1] ?? {}, { version: 'tbd 1.0' }),
  ],
  [
    'H14',
    'P-03',
    'warning',
    'a node without a version',
    null,
    (b) => b.withSystem({ role: 'context', telephonyVersion: '' }),
  ],
  [
    'H21',
    'P-05',
    'blocker',
    'Level 1 ends in the future',
    'level1EndedAt',
    (b) => b.with({ level1EndedAt: zoned('2026-11-23T18:05:01.000Z') }),
  ],
  ['H21', 'P-05', 'blocker', 'no end of Level 1', 'level1EndedAt', (b) => b.with({ level1EndedAt: null })],
  [
    'H24',
    'P-05',
    'blocker',
    'a Level 1 step after the end of Level 1',
    'at',
    (b) => b.withStep('other', { at: zoned('2026-11-23T14:01:00.000Z') }),
  ],
  [
    'H24',
    'P-03',
    'warning',
    'a step before it began',
    'at',
    (b) => b.withStep('other', { at: zoned('2026-11-20T00:00:00.000Z') }),
  ],
  [
    'H24',
    'P-03',
    'warning',
    'two steps that showed the same',
    'showed',
    (b) => b.withStep('other', { showed: 'nothing new came of GATHER at level 1!' }),
  ],
  [
    'H26',
    'P-16',
    'blocker',
    'days of maintenance the wrong way round',
    'maintenanceUntil',
    (b) => b.with({ maintenanceFrom: '2026-12-31', maintenanceUntil: '2026-01-01' }),
  ],
  [
    'H27',
    'P-16',
    'blocker',
    'fees of nothing',
    'fees',
    (b) =>
      lapsed(b, {}, false).withConsent('fees', {
        estimate: { rateId: idOf(9), remoteHours: 0, remoteDays: 0, onSiteDays: 0, totalCents: 0 },
      }),
  ],
  [
    'H28',
    'P-29',
    'blocker',
    'a question that is a P2',
    'priority',
    (b) => b.with({ workType: 'information' }),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'CallManager as free text',
    'suspectedSystemId',
    (b) =>
      b
        .withSystem({
          productId: null,
          productName: 'Cisco CUCM 12.5',
          suppliedByIpcelerate: 'yes',
          role: 'context',
        })
        .withSuspicion(),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'a suspected system of which nobody says who supplied it',
    'suppliedByIpcelerate',
    (b) =>
      b
        .withSystem({
          productId: null,
          productName: 'Door controller',
          suppliedByIpcelerate: null,
          role: 'context',
        })
        .withSuspicion(),
  ],
  [
    'H30',
    'P-19',
    'blocker',
    'a telephone that is none',
    'contactPhone',
    (b) => b.with({ contactPhone: 'x' }),
  ],
  [
    'H31',
    'P-20',
    'blocker',
    'a backup in the future',
    'backupAt',
    (b) => b.with({ backupAt: zoned('2035-01-01T00:00:00.000Z') }),
  ],
  [
    'H31',
    'P-20',
    'warning',
    'an old backup',
    'backupAt',
    (b) => b.with({ backupAt: zoned('2026-10-01T00:00:00.000Z') }),
  ],
  [
    'H32',
    'P-35',
    'blocker',
    'a signature of nobody',
    'policy',
    (b) => Object.assign(b.contents.consents[0] ?? {}, { company: '', name: ' ', title: '' }),
  ],
  [
    'H32',
    'P-35',
    'blocker',
    'a signature of 2099',
    'policy',
    (b) => Object.assign(b.contents.consents[0] ?? {}, { signedOn: '2099-12-31' }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'notified before it began',
    'notifiedAt',
    (b) => b.with({ notifiedAt: zoned('2026-11-22T05:59:00.000Z') }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'it begins in the future',
    'firstSeen',
    (b) => b.with({ firstSeen: zoned('2031-01-01T00:00:00.000Z') }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'a call to IPcelerate of which nobody knows when',
    'level3CalledAt',
    (b) => b.with({ level3CalledNumber: '888-918-4192', level3CalledTo: 'Sample Desk One' }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'a call to a number that is none',
    'level3CalledNumber',
    (b) => b.with({ level3CalledAt: zoned(NOW), level3CalledNumber: 'x', level3CalledTo: 'Sample Desk One' }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'a call that nobody took',
    'level3CalledTo',
    (b) => b.with({ level3CalledAt: zoned(NOW), level3CalledNumber: '888-918-4192' }),
  ],
  [
    'H42',
    'P-31',
    'blocker',
    'a call before the partner was notified',
    'level3CalledAt',
    (b) =>
      b.with({
        level3CalledAt: zoned('2026-11-22T07:59:00.000Z'),
        level3CalledNumber: '888-918-4192',
        level3CalledTo: 'Sample Desk One',
      }),
  ],
  ['H41', null, 'blocker', 'one word of an ask', 'ask', (b) => b.with({ ask: 'Help!' })],
  ['H41', null, 'warning', 'two words of an ask', 'ask', (b) => b.with({ ask: 'Say why.' })],
  ['H5', 'P-21', 'blocker', 'not said whether modified', 'modified', (b) => b.with({ modified: null })],
  [
    'H5',
    'P-21',
    'warning',
    'modified, written before that was asked',
    'modified',
    (b) => b.with({ modified: 'not-asked' }),
  ],
  [
    'H5',
    'P-21',
    'blocker',
    'which modifications',
    'modifications',
    (b) => b.with({ modified: 'yes', modifications: '' }),
  ],
  [
    'H5',
    'P-21',
    'blocker',
    'which added applications',
    'addedApplicationNames',
    (b) => b.with({ addedApplications: 'yes' }),
  ],
  [
    'H5',
    'P-21',
    'blocker',
    'answers that contradict each other',
    'unmodified',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { approvedPlatform: 'no' }),
  ],
  [
    'H11',
    'P-24',
    'blocker',
    'not said whether the product changed',
    'productChanged',
    (b) => b.with({ productChanged: null }),
  ],
  [
    'H11',
    'P-24',
    'blocker',
    'the product changed, and nobody says when',
    'productChangedAt',
    (b) =>
      b.with({ productChanged: 'yes', productChange: 'A patch of the operating system, by the customer' }),
  ],
  [
    'H11',
    'P-24',
    'warning',
    'why the change of the network is not the cause',
    'changeNotCause',
    (b) => b.with({ networkChanged: 'yes' }),
  ],
  [
    'H12',
    null,
    'blocker',
    'a secret among the configuration',
    'value',
    (b) => b.withConfiguration({ key: 'running-config', value: 'enable secret 5 hunter2' }),
  ],
  [
    'H12',
    null,
    'blocker',
    'a text that calls itself a picture',
    'redaction',
    (b) =>
      b.withAttachment({ name: 'x.png', mediaType: 'image/png', category: 'screenshot', content: 'text' }),
  ],
  [
    'H22',
    'P-06',
    'warning',
    'the file that was examined is not named',
    'evidence',
    (b) => b.contents.steps.map((step) => Object.assign(step, { evidence: [] })),
  ],
  [
    'H22',
    'P-06',
    'blocker',
    'nothing is there of what was examined',
    'evidence',
    (b) => b.contents.attachments.splice(0),
  ],
  [
    'H29',
    'P-23',
    'blocker',
    'not isolated yet, and nobody says why',
    'suspectedWhy',
    (b) => b.with({ suspectedSystemId: null, notIsolated: 'yes', suspectedWhy: '' }),
  ],
  [
    'H39',
    null,
    'warning',
    'a log that begins with zero bytes',
    'note',
    (b) => b.withAttachment({ textFrom: 4_096 }).withRedaction(),
  ],
  [
    'H40',
    'P-26',
    'warning',
    'why nobody is reachable at night',
    'contactAroundTheClockNote',
    (b) => b.with({ priority: 'P1', contactAroundTheClock: 'no' }),
  ],
  ['H44', null, 'warning', 'no example of a call', 'noExampleWhy', (b) => b.contents.examples.splice(0)],
  [
    'H44',
    null,
    'warning',
    'an example that says nothing',
    'what',
    (b) => Object.assign(b.contents.examples[0] ?? {}, { what: 'x' }),
  ],
  [
    'H44',
    null,
    'blocker',
    'an example of the future',
    'at',
    (b) => Object.assign(b.contents.examples[0] ?? {}, { at: zoned('2031-01-01T00:00:00.000Z') }),
  ],
  ['H45', null, 'warning', 'no word on an error', 'errorShown', (b) => b.with({ errorShown: null })],
  ['H45', null, 'warning', 'no error text', 'errorText', (b) => b.with({ errorText: '' })],
  ['H46', null, 'warning', 'what is affected', 'scopeIs', (b) => b.with({ scopeIs: '' })],
  ['H46', null, 'warning', 'what is not affected', 'scopeIsNot', (b) => b.with({ scopeIsNot: '' })],
  ['H48', 'P-04', 'warning', 'no work-around', 'noWorkAroundWhy', (b) => b.with({ noWorkAroundWhy: '' })],
  ['H49', 'P-22', 'warning', 'damage was not asked', 'damage', (b) => b.with({ damage: null })],
  ['H49', 'P-22', 'warning', 'which damage', 'damageNotes', (b) => b.with({ damage: 'yes' })],
  [
    'H50',
    'P-01',
    'warning',
    'a step of the night shift alone',
    'byOther',
    (b) => b.withStep('reproduce', { byOther: 'Night shift' }),
  ],
  ['H51', null, 'warning', 'seen before?', 'seenBefore', (b) => b.with({ seenBefore: null })],
  ['H51', null, 'warning', 'which earlier case', 'seenBeforeCase', (b) => b.with({ seenBefore: 'yes' })],
  [
    'H47',
    'P-01',
    'blocker',
    'a product of the catalogue as free text',
    'productName',
    (b) =>
      Object.assign(b.contents.systems[0] ?? {}, { productId: null, productName: 'sample  call-recorder' }),
  ],
  [
    'H47',
    'P-01',
    'blocker',
    'free text that is said to be IPcelerate’s',
    'suppliedByIpcelerate',
    (b) => Object.assign(b.contents.systems[0] ?? {}, { productId: null, productName: 'Paging Box' }),
  ],
];

describe('handoff rules', () => {
  test('a complete case has neither blocker nor warning; the next major release is a note (H17, P-10)', () => {
    const findings = evaluate(aCompleteCase().build(), context);
    expect(findings.filter((each) => each.severity !== 'note')).toEqual([]);
    expect(findings.map(({ rule, clause, severity }) => ({ rule, clause, severity }))).toEqual([
      { rule: 'H17', clause: 'P-10', severity: 'note' },
    ]);
  });

  test.each(table)('[%s] %s %s: %s', (rule, clause, severity, _what, field, spoil) => {
    const builder = aCompleteCase();
    expect(of(builder.build(), rule).filter((each) => each.severity !== 'note')).toEqual([]);
    spoil(builder);
    const all = of(builder.build(), rule);
    const found = all.filter(
      (each) => each.severity === severity && each.clause === clause && each.where.field === field,
    );
    const said = all.map((each) => `${each.clause} ${each.severity} at ${each.where.field}`).join('; ');
    expect(found, `it says instead: ${said || 'nothing'}`).toHaveLength(1);
    expect(found[0]?.message.length).toBeGreaterThan(10);
    expect(found[0]?.fix).toMatch(/\.$/);
  });

  test('[H24] a step is of somebody whom the organisation has, or of somebody else by name and organisation (P-01)', () => {
    const builder = () => aCompleteCase().withStep('other', { byOther: '' });
    const members = new Set(builder().contents.steps.map(({ by }) => by.id));
    const referenceData = { rates: [], documents: [], contracts: [], members };
    const said = (byOther: string, known = referenceData) => {
      const b = builder();
      const last = b.contents.steps.at(-1);
      if (last) Object.assign(last, { by: { id: idOf(0xbad), name: 'Somebody' }, byOther });
      return evaluate(b.build(), { ...context, referenceData: known })
        .filter(({ rule, where }) => rule === 'H24' && where.field === 'byOther')
        .map(({ severity, clause }) => `${severity} ${clause}`);
    };
    expect(said('')).toEqual(['blocker P-01']);
    for (const half of ['Night shift', 'Mr. Sample']) expect(said(half)).toEqual(['warning P-01']);
    for (const whole of [
      'Night shift, Example Hospital',
      'Sample Person of Example Ltd',
      'A. Person (Example)',
    ])
      expect(said(whole)).toEqual([]);
    // Where nobody knows the people, as at the command line, nobody is asked for.
    expect(said('', { ...referenceData, members: null as never })).toEqual([]);
    const own = evaluate(builder().build(), { ...context, referenceData });
    expect(own.filter(({ where }) => where.field === 'byOther')).toEqual([]);
  });

  test('[H3][H11][H13][H24][H31][H42] what says that two times are in the wrong order names both, with their zones', () => {
    const elsewhere = (at: string) => ({ at, zone: 'Asia/Tokyo' });
    const said = (rule: string, change: (b: CaseBuilder) => unknown) => {
      const builder = aCompleteCase();
      change(builder);
      return of(builder.build(), rule).map(({ message }) => message);
    };
    const both = / \d+ \w+ \d{4}, \d\d:\d\d\S* \S+\/\S+; .+ \d+ \w+ \d{4}, \d\d:\d\d\S* \S+\/\S+$/;
    const cases: readonly [string, (b: CaseBuilder) => unknown][] = [
      ['H24', (b) => b.withStep('other', { level: 2, at: elsewhere('2026-11-23T13:58:00.000Z') })],
      ['H24', (b) => b.withStep('other', { level: 1, at: elsewhere('2026-11-23T17:58:00.000Z') })],
      ['H24', (b) => b.withStep('other', { at: elsewhere('2026-11-20T00:00:00.000Z') })],
      ['H3', (b) => b.with({ lastWorked: elsewhere('2026-11-22T06:01:00.000Z') })],
      ['H42', (b) => b.with({ notifiedAt: elsewhere('2026-11-22T05:59:00.000Z') })],
    ];
    for (const [rule, change] of cases) {
      const told = said(rule, change).filter((message) => both.test(message));
      expect(told, `${rule}: ${said(rule, change).join(' | ')}`).toHaveLength(1);
      expect(told[0]).toContain('Asia/Tokyo');
    }
    expect(said('H24', cases[0]?.[1] ?? (() => undefined))).toEqual([
      expect.stringMatching(
        /lies before the end of Level 1: the step 23 Nov 2026, 22:58 Asia\/Tokyo; the end of Level 1 23 Nov 2026, \d\d:\d\d America\/Chicago$/,
      ),
    ]);
  });

  test.each([
    ['lapsed, offered, declined, signed', (b: CaseBuilder) => lapsed(b, {})],
    ['never, offered, declined, signed', (b: CaseBuilder) => lapsed(b, { maintenance: 'never' })],
    [
      'network changes, by somebody’s agreement and without rates of IPcelerate’s',
      (b: CaseBuilder) =>
        b.with({ workType: 'network-change', workProvider: 'Example Partner', workAgreement: 'A-17' }),
    ],
    [
      'a major release, ordered with its price',
      (b: CaseBuilder) => {
        b.with({ workType: 'major-release', majorRelease: '6.0', majorReleaseQuotedBy: 'Sample Seller' });
        for (const system of b.contents.systems) system.quotedCents = 1_200_000;
        const quotes = [{ name: 'sample-recorder', cents: 1_200_000 }];
        const number = caseNumber(b.contents.case.id);
        return b.withConsent(
          'major-release',
          signedText(majorReleaseText(number, '6.0', 'Sample Seller', quotes)),
        );
      },
    ],
    [
      'no backup, and the customer knows what that means (P-20)',
      (b: CaseBuilder) =>
        b
          .with({ backupConfirmed: 'no', backupBy: '', backupAt: null })
          .withConsent('no-backup', signedText(noBackupText(caseNumber(b.contents.case.id)))),
    ],
    [
      'not isolated yet, and why',
      (b: CaseBuilder) => b.with({ suspectedSystemId: null, notIsolated: 'yes' }),
    ],
    [
      'signed as estimated, also where it was asked for anew',
      (b: CaseBuilder) =>
        lapsed(b, { estimateRemoteHours: 6 }).withConsent('fees', {
          estimate: { rateId: idOf(9), remoteHours: 6, remoteDays: 0, onSiteDays: 0, totalCents: 1 },
        }),
    ],
    [
      'a major release for an Impact member',
      (b: CaseBuilder) => b.with({ workType: 'major-release', impactMember: 'yes' }),
    ],
    ['a minor upgrade', (b: CaseBuilder) => b.with({ workType: 'minor-upgrade' })],
  ])('[H26][H27][H28] nothing blocks: %s', (_what, make) => {
    expect(hasBlockers(evaluate(make(aCompleteCase()).build(), context))).toBe(false);
  });

  test('[H17] the note says that a major release costs an Impact member with current maintenance nothing (P-12)', () => {
    const builder = aCompleteCase().with({ impactMember: 'yes' });
    expect(of(builder.build(), 'H17')).toMatchObject([{ severity: 'note', clause: 'P-12' }]);
    expect(of(lapsed(builder, {}).build(), 'H17')).toMatchObject([{ severity: 'note', clause: 'P-10' }]);
  });

  test('[H14] where no version is known at all, a reason for each is no revision level', () => {
    const builder = aCompleteCase();
    for (const row of builder.contents.revisions) row.version = 'unknown, because the rack is locked';
    expect(of(builder.build(), 'H14').map(({ severity }) => severity)).toEqual(['blocker', 'blocker']);
  });

  test('[H7] phones of a model are one row, and need no host name', () => {
    const builder = aCompleteCase().withSystem({
      ...{ role: 'context', productId: null, productName: 'IP phone of a model', hostname: '' },
      ...{ telephonyVersion: '14.2.1', suppliedByIpcelerate: 'no', quantity: 400 },
    });
    expect(of(builder.build(), 'H7')).toEqual([]);
    const [, phones] = builder.contents.systems;
    Object.assign(phones ?? {}, { role: 'affected', os: 'sip.14-2-1', platform: 'hardware' });
    expect(of(builder.build(), 'H7')).toEqual([]);
    Object.assign(phones ?? {}, { quantity: 1 });
    expect(of(builder.build(), 'H7').map(({ where }) => where.field)).toEqual(['hostname']);
  });

  test('[H26] a contract number that nobody knows does not put away the contract that is known', () => {
    const builder = aCompleteCase().with({ contractNumber: 'x' });
    const { customer, organisationId } = builder.contents.case;
    const lapsedContract = {
      ...{ id: 'C-1', organisationId, customer, startsOn: '2018-01-01', endsOn: '2019-12-31' },
      ...{ impactMember: 'no' as const, products: [], sample: true },
    };
    const referenceData = {
      rates: sampleRates,
      documents: samplePolicyDocuments,
      contracts: [lapsedContract],
    };
    const found = evaluate(builder.build(), { ...context, referenceData }).filter(
      ({ rule }) => rule === 'H26',
    );
    expect(found.map(({ severity }) => severity).sort()).toEqual(['note', 'warning']);
    expect(found.map(({ message }) => message).join()).toContain('C-1, from 2018-01-01 to 2019-12-31');
    const blocked = evaluate(builder.with({ contractNumber: '' }).build(), { ...context, referenceData });
    expect(blocked.filter(({ rule }) => rule === 'H26')).toMatchObject([{ severity: 'blocker' }]);
  });

  test('[H32] a policy that was signed here before it was published is not signed; one on paper can be', () => {
    const [document] = samplePolicyDocuments;
    if (!document) throw new Error('no sample policy');
    const documents = [{ ...document, publishedAt: '2026-11-23T17:30:00.000Z' }];
    const referenceData = { rates: sampleRates, documents, contracts: [] };
    const builder = aCompleteCase();
    const h32 = () =>
      evaluate(builder.build(), { ...context, referenceData }).filter(
        ({ rule, severity }) => rule === 'H32' && severity === 'blocker',
      );
    expect(h32()).toMatchObject([{ message: expect.stringContaining('before its document was published') }]);
    Object.assign(builder.contents.consents[0] ?? {}, { method: 'contract', reference: 'C-17 of March' });
    expect(h32()).toEqual([]);
  });

  test('every rule in force has a row in the table above', () => {
    const shown = new Set(table.map(([rule]) => rule));
    expect(
      ruleSet.filter(({ id }) => !shown.has(id)).map(({ id }) => id),
      'add a row to `table` in this file: what breaks the rule on a complete case, and where its finding points',
    ).toEqual([]);
    expect(
      [...shown].filter((id) => !ruleSet.some((rule) => rule.id === id)),
      'rows of rules that are not in force',
    ).toEqual([]);
  });

  const noted: { version: string; rules: readonly string[] } = JSON.parse(
    readFileSync(resolve('test/fixtures/rules-in-force.json'), 'utf8'),
  );

  test('a rule that came, went or weighs otherwise has a version of the rule set of its own', () => {
    // A rule that answers otherwise needs one as well: of that no test can know.
    const headOf = ({ id, severity, clause, title }: Rule) => `${id} ${severity} ${clause} ${title}`;
    const heads = ruleSet.map(headOf);
    const isLater = (asOf: string | undefined) =>
      asOf !== undefined && asOf !== noted.version && versionOf([{ asOf: noted.version }, { asOf }]) === asOf;
    const came = ruleSet.filter((rule) => !noted.rules.includes(headOf(rule)));
    expect(
      came.filter(({ asOf }) => !isLater(asOf)).map(headOf),
      `they came, or weigh otherwise: give each an asOf later than ${noted.version}`,
    ).toEqual([]);
    const went = noted.rules.filter((head) => !ruleSet.some(({ id }) => head.startsWith(`${id} `)));
    expect(
      went.filter(() => !isLater(RULE_SET_VERSION)),
      'they went: count BEGINNING up (shared/handoff/rule-set.ts)',
    ).toEqual([]);
    expect(
      { version: RULE_SET_VERSION, rules: heads },
      'note the version and the rules in test/fixtures/rules-in-force.json',
    ).toEqual(noted);
  });

  test('the version of the rule set is the latest that a rule names', () => {
    expect(versionOf([])).toBe(versionOf([{}, {}]));
    expect(versionOf([{ asOf: '2027.1.9' }, {}, { asOf: '2027.1.10' }, { asOf: '2026.12.11' }])).toBe(
      '2027.1.10',
    );
    expect(RULE_SET_VERSION).toMatch(/^\d{4}\.\d{1,2}\.\d+$/);
  });

  test('an empty case lacks something in each part, and every clause that is cited exists', () => {
    const findings = evaluate(aCase().build(), context);
    expect(hasBlockers(findings)).toBe(true);
    expect(new Set(findings.map((each) => each.part))).toEqual(
      new Set(['problem', 'systems', 'configuration', 'steps', 'papers']),
    );
    for (const { clause } of findings) if (clause) expect(findClause(clause), clause).toBeDefined();
  });

  test('[H33] each product and each level is asked for; free text takes any credential; context systems none', () => {
    const messages = (builder: CaseBuilder, trust: Trust | null = trusted()) =>
      evaluate(builder.build(), { ...context, trust })
        .filter(({ rule }) => rule === 'H33')
        .map(({ severity, message }) => `${severity}: ${message}`);
    expect(messages(aCompleteCase())).toEqual([]);
    const system = { productId: null, productName: 'Ours', suppliedByIpcelerate: 'yes' } as const;
    expect(messages(aCompleteCase().withSystem(system))).toEqual([]);
    expect(messages(aCompleteCase().withSystem({ role: 'context', productId: 'another-product' }))).toEqual(
      [],
    );
    const [verdict] = trusted().verdicts;
    if (!verdict?.said) throw new Error('no verdict');
    const onlyLevel1 = {
      ...verdict.said,
      coverage: [{ product: 'sample-call-recorder', levels: [1 as const] }],
    };
    expect(messages(aCompleteCase(), { ...trusted(), verdicts: [{ ...verdict, said: onlyLevel1 }] })).toEqual(
      ['blocker: Sample Engineer One has no credential for Sample Call Recorder at Level 2'],
    );
    expect(messages(aCompleteCase(), null)).toEqual([
      'note: Whether the engineer is certified was not checked here',
    ]);
  });

  test('[H33] [C2] what is wrong with the credential is said, with the reason; an old list is a warning', () => {
    const [verdict] = trusted().verdicts;
    if (!verdict) throw new Error('no verdict');
    const told = (change: Partial<Verdict>, reasons: Trust['reasons'] = {}) =>
      evaluate(aCompleteCase().build(), {
        ...context,
        trust: { ...trusted(), reasons, verdicts: [{ ...verdict, ...change } as Verdict] },
      })
        .filter(({ rule }) => rule === 'H33')
        .map(({ severity, message }) => `${severity}: ${message}`);
    const reasons = { [`urn:uuid:${idOf(0xc1)}`]: 'Left the partner' };
    expect(told({ kind: 'revoked', accepted: false }, reasons)).toEqual([
      'blocker: Sample Call Recorder, Level 1 and Level 2: Sample Engineer One’s certification was revoked, for good. Reason: Left the partner',
    ]);
    const [revoked] = evaluate(aCompleteCase().build(), {
      ...context,
      trust: { ...trusted(), reasons, verdicts: [{ ...verdict, kind: 'revoked', accepted: false }] },
    }).filter(({ rule }) => rule === 'H33');
    expect(revoked).toMatchObject({
      code: 'credential-revoked-with-reason',
      // Names and times, and no English.
      values: {
        product: 'Sample Call Recorder',
        levels: { phrase: 'both-levels' },
        holder: 'Sample Engineer One',
        reason: 'Left the partner',
        validFrom: { at: expect.any(String), zone: 'UTC' },
        validUntil: { at: expect.any(String), zone: 'UTC' },
      },
    });
    expect(Object.keys(revoked?.values ?? {})).not.toContain('why');
    expect(told({ kind: 'expired', accepted: false })[0]).toContain(
      'ended on 1 Nov 2027, 00:00 UTC. It has to be renewed.',
    );
    const list = {
      asOf: '2026-11-15T00:00:00.000Z',
      freshUntil: '2026-11-22T00:00:00.000Z',
      days: 8,
      stale: true,
    };
    expect(told({ kind: 'status-unknown', accepted: true, list })).toEqual([
      'warning: Whether the credential was revoked lately is not known here. The status list is of 15 Nov 2026, 00:00 UTC, and past its own validity',
    ]);
    expect(told({ kind: 'status-unknown', accepted: true, list: null })).toEqual([
      'warning: Whether the credential was revoked lately is not known here: there is no status list on this computer',
    ]);
    const checks = [{ name: 'time', outcome: 'warning', message: 'Behind.' }] as const;
    expect(told({ checks })).toEqual(['warning: The clock of this computer is behind the hub’s']);
  });

  test('[H24] a clock up to five minutes ahead is let pass', () => {
    expect(
      of(
        aCompleteCase()
          .withStep('other', { level: 2, at: zoned('2026-11-23T18:05:00.000Z') })
          .build(),
        'H24',
      ),
    ).toEqual([]);
  });

  test('[H9] exactly seven days old is not older than seven days', () => {
    const builder = aCompleteCase();
    Object.assign(builder.contents.systems[0] ?? {}, { capturedAt: '2026-11-16T18:00:00.000Z' });
    expect(of(builder.build(), 'H9')).toEqual([]);
  });

  test('a withdrawn step no longer counts, and the corrected one counts once', () => {
    const builder = aCompleteCase();
    const isolate = builder.contents.steps.find((step) => step.kind === 'isolate');
    builder.withStep('isolate', { corrects: isolate?.id ?? null, withdrawn: true });
    expect(of(builder.build(), 'H18')).toHaveLength(1);
  });
});
