/**
 * The sentences of the rules: by rule and code, message and fix with the names of their values in the place of these. They are found by
 * asking the rules, of cases in which each field in turn is spoilt in each way that a rule knows. `npm run keep-sentences` notes them
 * in `test/fixtures/finding-sentences.json`, which is what a second language is written from.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type CaseContents,
  type CaseTable,
  caseTables,
  type DescribedTable,
  descriptions,
} from '../../shared/cases/contents.ts';
import type { Field } from '../../shared/cases/field.ts';
import type { CaseRecord } from '../../shared/cases/schema.ts';
import type { Trust } from '../../shared/certification/trust.ts';
import type { Verdict } from '../../shared/certification/verdict.ts';
import { type Change, createEvaluator, type RuleContext } from '../../shared/handoff/evaluate.ts';
import type { Ask, Otherwise, ReferenceData, Rule } from '../../shared/handoff/rule.ts';
import { ruleNumber, ruleSet } from '../../shared/handoff/rule-set.ts';
import { sampleProducts } from '../../shared/policy/sample-catalogue.ts';
import { samplePolicyDocuments, sampleRates } from '../../shared/policy/sample-policy.ts';
import { aCase, aCompleteCase, type CaseBuilder, idOf, NOW, trusted, zoned } from './builders.ts';

export interface NotedSentence {
  message: string;
  fix: string;
}
export type NotedSentences = Record<string, Record<string, NotedSentence>>;

export const SENTENCES_FILE = resolve(import.meta.dirname, '../fixtures/finding-sentences.json');

/** The rules, which tell what they say. A code that has two sentences is a fault. */
export function listeningRules(said: NotedSentences): readonly Rule[] {
  const note = (rule: string, { code, message, fix }: Otherwise): void => {
    const sentence = { message: message.template, fix: fix.template };
    said[rule] ??= {};
    const before = said[rule][code];
    if (before && (before.message !== sentence.message || before.fix !== sentence.fix))
      throw new Error(`${rule} says two things by ${code}: ${JSON.stringify([before, sentence])}`);
    said[rule][code] = sentence;
  };
  return ruleSet.map((rule) => {
    const check = rule.check as (...args: unknown[]) => void;
    const listening =
      (ask: Ask): Ask =>
      (satisfied: boolean, otherwise: Pick<Otherwise, 'where'>) => {
        if (!satisfied) note(rule.id, otherwise as Otherwise);
        ask(satisfied, otherwise as Otherwise);
      };
    return {
      ...rule,
      check: (...args: unknown[]) => check(...args.slice(0, -1), listening(args.at(-1) as Ask)),
    };
  }) as readonly Rule[];
}

export const publishedPapers: ReferenceData = {
  rates: sampleRates,
  documents: samplePolicyDocuments,
  contracts: [],
};

/** A contract of the complete case's customer. */
export const sampleContract = {
  id: 'SAMPLE-1',
  organisationId: idOf(0xa),
  customer: aCompleteCase().build().case.customer,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  impactMember: 'no' as const,
  products: [] as string[],
  sample: true,
};

/** Somebody's verdicts, all of one kind. */
export function trustOfKind(kind: Verdict['kind'], accepted: boolean, clockBehind = false): Trust {
  const checks = clockBehind ? [{ name: 'time', outcome: 'warning', message: 'Behind.' }] : [];
  const verdicts = trusted().verdicts.map((verdict) => ({ ...verdict, kind, accepted, checks }) as Verdict);
  return { ...trusted(), verdicts };
}

export const verdictKinds: readonly Verdict['kind'][] = [
  ...(['valid', 'not-yet-valid', 'expired', 'suspended', 'revoked', 'untrusted-issuer', 'tampered'] as const),
  ...(['unreadable', 'status-unknown', 'other-holder', 'not-covered'] as const),
];

const complete = { now: NOW, products: sampleProducts, trust: trusted() } satisfies RuleContext;
const changedAt = zoned('2026-11-22T05:00:00.000Z');

/** Cases on each of which other questions are open; the first is complete. */
const begun: readonly ((b: CaseBuilder) => unknown)[] = [
  () => {},
  (b) => {
    b.with({
      ...{ priority: 'P1', contactAroundTheClock: 'no' },
      contactAroundTheClockNote: 'Nobody is awake at night.',
      ...{ networkChanged: 'yes', ucChanged: 'yes', productChanged: 'yes' },
      ...{ networkChange: 'A switch was swapped by us.', networkChangedAt: changedAt },
      ...{ ucChange: 'A trunk was added by us.', ucChangedAt: changedAt },
      ...{ productChange: 'A patch was put on it.', productChangedAt: changedAt },
      ...{
        modified: 'yes',
        addedApplications: 'yes',
        damage: 'yes',
        customerDelays: 'yes',
        seenBefore: 'yes',
      },
      ...{ suspectedSystemId: null, notIsolated: 'yes', suspectedWhy: 'Both halves show it.' },
      level2EndedAt: zoned('2026-11-23T17:00:00.000Z'),
      ...{ level3CalledAt: zoned('2026-11-23T17:00:00.000Z'), level3CalledNumber: '555 0123' },
      level3CalledTo: 'Sample Person',
    });
    b.contents.examples.splice(0);
  },
  (b) =>
    b
      .with({
        ...{ maintenance: 'lapsed', maintenanceUntil: '2026-06-30', renewalOffered: 'yes' },
        ...{ renewalOfferedAt: zoned('2026-11-23T15:00:00.000Z'), renewalOfferedTo: 'Sample Contact' },
        ...{ renewalAnswer: 'declines', priority: null },
      })
      .withConsent('fees'),
  (b) => b.with({ priority: 'P4', workType: 'information' }),
  (b) => b.with({ workType: 'major-release' }),
  (b) => b.with({ workType: 'modification' }),
];

/** What takes several fields at once. */
const together: readonly ((b: CaseBuilder) => unknown)[] = [
  (b) => b.with({ maintenance: 'never', renewalAnswer: 'renews' }),
  (b) => b.with({ workType: 'minor-upgrade' }),
  (b) => b.with({ frequency: 'intermittent', lastWorked: zoned('2026-11-23T06:00:00.000Z') }),
  (b) => b.with({ backupConfirmed: 'no' }),
  (b) => b.withSystem({ hostname: 'sample-near', role: 'context', cluster: 'C1', nodeRole: null }),
  (b) => b.with({ scopeIs: 'Twelve phones', scopeIsNot: 'Twelve phones' }),
  (b) => b.with({ impact: 'No impact at all', priority: 'P1' }),
  (b) =>
    b.with({
      lastWorked: zoned('2026-11-23T06:00:00.000Z'),
      productChanged: 'yes',
      productChangedAt: changedAt,
    }),
  (b) => b.with({ maintenanceFrom: '2027-01-01', maintenanceUntil: '2026-01-01' }),
  (b) => b.withStep('other', { by: { id: idOf(0xb), name: '' } }),
  (b) => b.withStep('other', { did: 'Did the same again here.', showed: 'Did the same again here.' }),
  (b) =>
    b.withStep('other', { did: 'Looked at the index.' }).withStep('test', { did: 'Looked at the index.' }),
  (b) =>
    b.withStep('other', { showed: 'The index is old.' }).withStep('test', { showed: 'The index is old.' }),
  (b) => b.withStep('search-documentation', { sources: ['manuals'], notAvailable: ['manuals'] }),
  (b) => b.withStep('other', { byOther: 'Night shift, Example Hospital' }),
  (b) => b.withConsent('fees', { company: 'Wu Wei', name: 'Wu Wei', title: 'Wu Wei' }),
  (b) => b.with({ maintenance: 'lapsed', maintenanceUntil: '2026-06-30' }).withConsent('fees', { title: '' }),
  (b) =>
    b.with({ maintenance: 'lapsed', maintenanceUntil: '2026-06-30' }).withConsent('fees', { estimate: null }),
  (b) => b.withConsent('no-backup', { method: 'file', reference: 'Order 7', fileId: null }),
  (b) => b.withConfiguration({ key: 'password', value: 'Zx9!qLm4' }),
  (b) => b.withRevision('Call Recorder', '5.3.0').withRevision('Firmware', 'tbd').withRevision('Driver', '6'),
  (b) => b.withAttachment({ holds: 'a.log\nb.log' }).withAttachment({ holds: 'a.log\nb.log\nc.log\nd.log' }),
  (b) => Object.assign(b.contents.revisions[0] ?? {}, { version: '5.3.0' }),
  (b) => Object.assign(b.contents.revisions[0] ?? {}, { version: 'N/A (no firmware)' }),
  (b) => b.with({ suspectedSystemId: null, suspectedExcludedId: 'cucm' }),
  (b) => b.with({ impactMember: 'yes', maintenance: 'current' }),
  (b) =>
    b.withSystem({ productId: null, productName: 'Cisco 2911', suppliedByIpcelerate: null }).withSuspicion(),
  (b) => b.withSystem({ productId: null, productName: 'Other', suppliedByIpcelerate: 'no' }).withSuspicion(),
  (b) => b.withSystem({ productId: null, productName: 'Sample Call Recorder 5.4' }),
  (b) => b.withSystem({ productId: null, productName: 'Other', suppliedByIpcelerate: 'yes' }),
  (b) => b.withSystem({ productId: 'gone' }),
  (b) => b.withSystem({ telephonyVersion: 'N/A (cloud service)' }),
  (b) => b.contents.steps.map((step) => Object.assign(step, { notAvailable: [] })),
  (b) => b.withStep('fix', { ramifications: 'n/a' }),
  (b) => b.withStep('fix').contents.configuration.map((row) => Object.assign(row, { capturedAt: null })),
  (b) => b.withStep('fix', { at: zoned('2026-11-22T07:00:00.000Z') }),
  (b) => b.with({ accessHow: 'ssh as root, password: Zx9qLm4Tt7' }),
];

/** Values that spoil a field, or answer it otherwise. @param record the case, of which a text may say what another one says */
function spoiling(
  { input, empty, given }: Field,
  { observed, specified, title, customer }: CaseRecord,
): readonly unknown[] {
  const none = given ? [] : [empty];
  switch (input.kind) {
    case 'line':
    case 'text':
      return [
        ...['', 'x', 'x y', 'n/a', 'Say why.', 'It does not work.', title, customer],
        'The night shift saw an index that was not written.',
        ...[observed, specified].flatMap((other) => [
          other,
          other.replace(/\.$/, ' 2.'),
          other.replace('.', '').split(' ').reverse().join(' '),
        ]),
      ];
    case 'number':
      return [null, 0, 1, 5];
    case 'flag':
      return [true, false];
    case 'choice':
      return [
        ...none,
        ...input.choices.map(({ value }) => (value === '1' || value === '2' ? Number(value) : value)),
      ];
    case 'choices':
      return [[], input.choices.slice(0, 1).map(({ value }) => value)];
    case 'zoned':
      return [
        ...none,
        { at: '2026-11-23T17:30:00.000Z', zone: 'Mars/Olympus' },
        ...['1999-05-01', '2026-09-01', '2026-11-22', '2026-11-23', '2099-01-01'].map((day) =>
          zoned(`${day}T17:30:00.000Z`),
        ),
      ];
    case 'instant':
      return [...none, '2026-09-01T08:00:00.000Z', '2099-01-01T00:00:00.000Z'];
    case 'day':
      return [...none, '2020-01-01', '2026-11-22', '2099-01-01'];
    case 'reference':
      return [...none, idOf(0xfff)];
    case 'references':
      return [[]];
    default:
      return [];
  }
}

/** Every field of the case, or of the first row of the table, spoilt in every way, one at a time. */
function* spoils(contents: CaseContents, table: DescribedTable): Generator<[spoilt: Change, whole: Change]> {
  const [row] =
    table === 'cases' ? [contents.case] : (contents[table as CaseTable] as readonly { id: string }[]);
  if (!row) return;
  const change = (as: object | null) => ({ table, id: row.id, row: as }) as Change;
  if (table !== 'cases') yield [change(null), change(row)];
  const fields: Readonly<Record<string, Field>> = descriptions[table].fields;
  for (const [name, field] of Object.entries(fields)) {
    if (name === 'id' || name === 'caseId') continue;
    for (const value of spoiling(field, contents.case))
      yield [change({ ...row, [name]: value }), change(row)];
  }
}

const byCode = <V>(named: Record<string, V>): Record<string, V> =>
  Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What all of the rules say, by rule and code. */
export function sentencesOfRules(): NotedSentences {
  const said: NotedSentences = {};
  const rules = listeningRules(said);
  const ask = (contents: CaseContents, context: RuleContext) => {
    createEvaluator(contents, context, rules).findings();
  };
  for (const [n, begin] of begun.entries()) {
    const builder = aCompleteCase();
    begin(builder);
    const contents = builder.build();
    const evaluator = createEvaluator(contents, complete, rules);
    // The rows are asked the same, whatever the case says.
    for (const table of n === 0 ? (['cases', ...caseTables] as const) : (['cases'] as const))
      for (const [spoilt, whole] of spoils(contents, table)) {
        evaluator.apply(spoilt);
        evaluator.findings();
        evaluator.apply(whole);
      }
  }
  const members = new Set<string>();
  for (const change of [...begun, ...together]) {
    const builder = aCompleteCase();
    change(builder);
    ask(builder.build(), complete);
    ask(builder.build(), { ...complete, trust: null, referenceData: { ...publishedPapers, members } });
  }
  const contents = aCompleteCase().build();
  for (const referenceData of [
    { ...publishedPapers, documents: [] },
    { ...publishedPapers, documents: samplePolicyDocuments.map((each) => ({ ...each, id: idOf(0xd0c) })) },
    {
      ...publishedPapers,
      documents: samplePolicyDocuments.flatMap((each) => [
        each,
        { ...each, id: idOf(0xd0c), version: each.version + 1, effectiveFrom: '2026-11-23' },
      ]),
    },
    ...(['yes', 'no'] as const).flatMap((impactMember) =>
      [
        sampleContract,
        { ...sampleContract, endsOn: '2026-06-30' },
        { ...sampleContract, startsOn: '2020-01-01', endsOn: '2030-12-31' },
        { ...sampleContract, products: ['sample-paging-server'] },
      ].map((contract) => ({ ...publishedPapers, contracts: [{ ...contract, impactMember }] })),
    ),
  ])
    for (const fields of [
      {},
      { impactMember: 'yes' as const },
      { impactMember: 'no' as const },
      { contractNumber: 'OTHER-2' },
      { maintenance: 'never' as const },
    ])
      ask(aWith(contents, fields), { ...complete, referenceData });
  for (const kind of verdictKinds)
    for (const accepted of [true, false])
      ask(contents, {
        ...complete,
        trust: trustOfKind(kind, accepted && ['valid', 'status-unknown'].includes(kind), true),
      });
  ask(contents, { ...complete, trust: { ...trusted(), verdicts: [] } });
  const reasons = Object.fromEntries(trusted().verdicts.map(({ said }) => [said?.id ?? '', 'Left']));
  for (const kind of ['revoked', 'suspended'] as const)
    ask(contents, { ...complete, trust: { ...trustOfKind(kind, false), reasons } });
  const asOf = '2026-11-15T00:00:00.000Z';
  for (const list of [null, ...[true, false].map((stale) => ({ asOf, freshUntil: asOf, days: 8, stale }))]) {
    const trust = trustOfKind('status-unknown', true);
    ask(contents, {
      ...complete,
      trust: { ...trust, verdicts: trust.verdicts.map((each) => ({ ...each, list })) },
    });
  }
  for (const platforms of [['P1'], ['P1', 'P2', 'P3', 'P4']])
    ask(contents, {
      ...complete,
      products: sampleProducts.map((product) => ({ ...product, approvedPlatforms: platforms })),
    });
  ask(aCase().build(), complete);
  return Object.fromEntries(
    Object.entries(said)
      .sort(([a], [b]) => ruleNumber(a) - ruleNumber(b))
      .map(([rule, sentences]) => [rule, byCode(sentences)]),
  );
}

function aWith(contents: CaseContents, fields: Partial<CaseRecord>): CaseContents {
  return { ...contents, case: { ...contents.case, ...fields } };
}

if (import.meta.main) {
  const said = sentencesOfRules();
  writeFileSync(SENTENCES_FILE, `${JSON.stringify(said, null, 1)}\n`);
  const rows = Object.entries(said).map(
    ([rule, sentences]) =>
      `| ${rule} | ${Object.keys(sentences)
        .map((code) => `\`${code}\``)
        .join(', ')} |`,
  );
  process.stdout.write(
    `Noted in ${SENTENCES_FILE}. The table of shared/handoff/SPEC.md:\n${rows.join('\n')}\n`,
  );
}
